"""Processes that may end while they are looked at, and another Python process."""

import subprocess
import sys
from contextlib import suppress

import psutil

from helpers.paths import ROOT


def named(process: psutil.Process) -> str:
    """Name a process, with its command while it has one."""
    with suppress(psutil.Error):
        return f"{process.pid} {' '.join(process.cmdline())[:200]}"
    return str(process.pid)


def children(process: psutil.Process) -> list[psutil.Process]:
    """List the children of a process; one that has ended has none."""
    with suppress(psutil.Error):
        return process.children()
    return []


def digest_elsewhere(code: str) -> str:
    """SHA-256 of the bytes that *code*, an expression, makes in a process of its own.

    The expression may use `sample`, `to_html`, `to_pdf` and `to_workbook`; sets have
    another order there.
    """
    lines = (
        "import hashlib",
        "from helpers.pdf import sample",
        "from briefing.render.html import to_html",
        "from briefing.render.pdf import to_pdf",
        "from briefing.render.workbook import to_workbook",
        f"print(hashlib.sha256({code}).hexdigest())",
    )
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=ROOT / "tests",
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
