"""Which pandoc is run: the one that is locked with the rest."""

import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LOOKS = 3  # a look that was killed is repeated


@cache
def pandoc() -> str:
    """Find the pandoc that came with pypandoc; where none came, leave the search to
    it.
    """
    spec = find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else None
    if folder and (ours := shutil.which("pandoc", path=folder)):
        return ours
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def pandoc_version() -> str:
    """Ask pandoc for its version; RuntimeError where it does not say."""
    for _ in range(LOOKS):
        done = subprocess.run([pandoc(), "--version"], capture_output=True, check=False)
        said = re.match(rb"pandoc(?:\.exe)? (\d+(?:\.\d+)+)\s", done.stdout)
        if done.returncode == 0 and said:
            return said[1].decode()
    message = f"pandoc does not tell its version (exit code {done.returncode})"
    raise RuntimeError(message)
