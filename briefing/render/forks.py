"""Warm processes: forked from one that has imported what a notebook needs.

`multiprocessing`'s forkserver is that process: it starts once for a run, imports
pandas, pyplot, ipykernel and `briefing`, loads the data and never does anything else,
so that a fork of it is a fresh kernel within milliseconds. We speak to it below
`Process`, because `Process` would import the caller's `__main__` in every kernel.
"""

from __future__ import annotations

import os
import pickle
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import connection, forkserver, util
from pathlib import Path
from typing import Protocol

from briefing.render.alike import settings

PRELOAD = "briefing.render.preload"
# What the forkserver is told as it starts; no kernel sees it.
OWNER, DATA, FOLDERS = "BRIEFING_WARM_OWNER", "BRIEFING_WARM_DATA", "BRIEFING_WARM_DIRS"
TOLD = (OWNER, DATA, FOLDERS)
# `SCO_BRIEFING_KERNEL=ordinary` does without all this, on any system.
CHOICE = "SCO_BRIEFING_KERNEL"
# Seconds to wait for a kernel: the forkserver may be importing on a busy machine.
PATIENCE = 60.0

_lock = threading.RLock()
_scratch: dict[int, Path] = {}


def can_fork() -> bool:
    """Tell whether kernels can come warm here, and nobody asked for ordinary ones."""
    return hasattr(os, "fork") and os.environ.get(CHOICE) != "ordinary"


def warm(data: str | Path | None = None) -> None:
    """Start the forkserver without waiting for it; it loads the package at *data* too.

    Call it early: while it imports, the caller can select and plan. A second call does
    nothing. Where processes cannot be forked, kernels start as they ever did; so they
    do where the forkserver cannot be started: that is seen when a kernel is wanted.
    """
    if not can_fork():
        return
    with _lock, suppress(OSError):
        told = {OWNER: str(os.getpid()), DATA: str(data or "")}
        told[FOLDERS] = os.pathsep.join([str(scratch()), str(util.get_temp_dir())])
        with told_as(told | settings()):
            forkserver.set_forkserver_preload([PRELOAD])
            forkserver.ensure_running()


@contextmanager
def told_as(told: Mapping[str, str]) -> Iterator[None]:
    """Let what is started here find variables that are not in our own environment."""
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def scratch() -> Path:
    """Return this process's folder for sockets and temporary files.

    It goes when the process ends; where it is killed, the forkserver takes it away.
    """
    with _lock:
        if os.getpid() not in _scratch:
            folder = Path(tempfile.mkdtemp(prefix="briefing-run-"))
            _scratch[os.getpid()] = folder
            # Unlike those of `atexit`, this is run in processes of multiprocessing too.
            util.Finalize(None, _remove, (folder, os.getpid()), exitpriority=0)
        return _scratch[os.getpid()]


def _remove(folder: Path, owner: int) -> None:
    """Remove the scratch folder at the end of the process that made it, not of its
    forks.
    """
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


class Forkable(Protocol):
    """What the forkserver's child takes: it calls `_bootstrap`."""

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Do the work of the fork and return its exit code."""


def forked(job: Forkable, until: float) -> tuple[int, socket.socket]:
    """Run `job._bootstrap` in a fork of the forkserver; return its id and a line to it.

    The fork must be there *until* then, by the monotonic clock.

    The other end of the line is the first of the inherited descriptors in the fork.
    """
    warm()
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            status, pipe = forkserver.connect_to_new_process([theirs.fileno()])
        try:
            with os.fdopen(pipe, "wb") as sink:
                # The fork reads what to prepare, which is nothing, and then the job.
                pickle.dump({}, sink)
                pickle.dump(job, sink)
            if not connection.wait([status], max(until - time.monotonic(), 0)):
                message = "The forkserver made no fork in time"
                raise TimeoutError(message)
            return forkserver.read_signed(status), ours
        finally:
            os.close(status)
    except BaseException:
        ours.close()
        raise
