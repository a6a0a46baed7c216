"""Programs run with a deadline, and ended with the run."""

from __future__ import annotations

import math
import signal
import subprocess
from collections.abc import Sequence

from briefing.render.cancellation import CancelToken
from briefing.render.failure import Stopped


def run_program(
    name: str, command: Sequence[str], given: bytes, token: CancelToken
) -> tuple[int, bytes, str]:
    """Run a program until *token* ends it; return its exit code, output and messages.

    *name* is what people call the program. However this is left, the program is dead.
    Raises Stopped: `RunDeadline` where *token* ended it, `ToolDied` where the system
    killed it.
    """
    pipe = subprocess.PIPE
    late = f"the time for the whole run is over, and {name} was not ready"
    if not (left := token.left()):
        raise Stopped(name="RunDeadline", what=late)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            with token.calling(process.kill):
                made, said = process.communicate(
                    given, timeout=None if left == math.inf else left
                )
        except subprocess.TimeoutExpired:
            raise Stopped(name="RunDeadline", what=late) from None
        finally:
            process.kill()
    if process.returncode < 0:
        if not token.left():
            raise Stopped(name="RunDeadline", what=late)
        killer = signal.Signals(-process.returncode).name
        raise Stopped(name="ToolDied", what=f"{name} was killed by {killer}")
    return process.returncode, made, said.decode("utf-8", "replace").strip()
