"""Programs of the system that some tests need, and which package brings each."""

import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.office import PYTHON as SYSTEM_PYTHON

# Names of packages as Debian and Ubuntu have them.
PACKAGES = {
    "chromium": "chromium",
    "cron": "cron",
    "crontab": "cron",
    "git": "git",
    "make": "make",
    "mount": "mount",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-calc-nogui",
    "systemd-analyze": "systemd",
    "umount": "mount",
    "uno": "python3-uno",
    "unshare": "util-linux",
}
OTHERWISE = {"chromium": ("google-chrome",)}


def path_of(program: str) -> str | None:
    """Find a program, or another that does the same."""
    names = (program, *OTHERWISE.get(program, ()))
    return next((path for name in names if (path := shutil.which(name))), None)


def present(program: str) -> bool:
    """Tell whether a program is there; `uno` is a module of the system's Python."""
    if program != "uno":
        return path_of(program) is not None
    asked = [SYSTEM_PYTHON, "-c", "import uno"]
    known = Path(SYSTEM_PYTHON).exists()
    return (
        known
        and not subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode
    )


def need(*programs: str) -> None:
    """Skip a test where a program is absent, and say which package brings it."""
    absent = [program for program in programs if not present(program)]
    if absent:
        packages = " ".join(sorted({PACKAGES[program] for program in absent}))
        pytest.skip(
            f"needs {' and '.join(absent)}; on Debian and Ubuntu: "
            f"apt install {packages}"
        )
