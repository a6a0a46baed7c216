"""Looking at processes that may end while they are looked at."""

from contextlib import suppress

import psutil


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
