"""Programs run with a deadline and ended with the run; which pandoc is run."""

from __future__ import annotations

import math
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from briefing.render.cancellation import CancelToken
from briefing.render.errors import ExecutionStopped

VERSION_ATTEMPTS = 3  # the system may have killed it


def run_program(
    name: str, command: Sequence[str], given: bytes, token: CancelToken
) -> tuple[int, bytes, str]:
    """Run a program until *token* ends it; return its exit code, output and messages.

    *name* is what people call the program. However this is left, the program is dead.
    Raises ExecutionStopped: `RunDeadline` where *token* ended it, `ToolDied` where the
    system killed it.
    """
    pipe = subprocess.PIPE
    late = f"the time for the whole run is over, and {name} was not ready"
    if not (left := token.left()):
        raise ExecutionStopped(name="RunDeadline", what=late)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            with token.calling(process.kill):
                made, said = process.communicate(
                    given, timeout=None if left == math.inf else left
                )
        except subprocess.TimeoutExpired:
            raise ExecutionStopped(name="RunDeadline", what=late) from None
        finally:
            process.kill()
    if process.returncode < 0:
        if not token.left():
            raise ExecutionStopped(name="RunDeadline", what=late)
        killer = signal.Signals(-process.returncode).name
        raise ExecutionStopped(name="ToolDied", what=f"{name} was killed by {killer}")
    return process.returncode, made, said.decode("utf-8", "replace").strip()


@cache
def pandoc_path() -> str:
    """The pandoc that came with pypandoc, which is locked with the rest; if none came,
    the one that pypandoc finds.
    """
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else None
    if folder and (ours := shutil.which("pandoc", path=folder)):
        return ours
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def pandoc_version() -> str:
    """The version that pandoc tells; RuntimeError if it tells none."""
    for _ in range(VERSION_ATTEMPTS):
        done = subprocess.run(
            [pandoc_path(), "--version"], capture_output=True, check=False
        )
        said = re.match(rb"pandoc(?:\.exe)? (\d+(?:\.\d+)+)\s", done.stdout)
        if done.returncode == 0 and said:
            return said[1].decode()
    message = f"pandoc does not tell its version (exit code {done.returncode})"
    raise RuntimeError(message)
