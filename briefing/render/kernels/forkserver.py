"""The server that kernels are forked from: start, preload, fork."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import pickle
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, suppress
from importlib import import_module
from multiprocessing import connection, forkserver, util
from pathlib import Path
from typing import Protocol

from briefing.garbage_collection import seldom
from briefing.render.kernels.kernelapp import settings

PRELOAD = "briefing.render.kernels.forkserver"

# What the forkserver is told as it starts; no kernel sees it.
OWNER, DATA, FOLDERS = "BRIEFING_WARM_OWNER", "BRIEFING_WARM_DATA", "BRIEFING_WARM_DIRS"

TOLD = (OWNER, DATA, FOLDERS)

# `BRIEFING_KERNEL=ordinary` does without all this, on any system.
CHOICE = "BRIEFING_KERNEL"

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


# A kernel imports `matplotlib_inline` itself, when a cell first draws: at its import it
# looks for the shell that it is to draw in.
MODULES = (
    "babel.dates",
    "babel.lists",
    "babel.numbers",
    "pandas",
    "pyarrow.compute",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "faulthandler",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "tornado.platform.asyncio",
    "xmlrpc.server",
    "zmq.utils.garbage",
    "briefing.render.kernels.kernelapp",
    "briefing.render.kernels.reaper",
)

SUBREAPER, DEATH_SIGNAL = 36, 1


def prctl(option: int, value: int) -> None:
    """Set what Linux calls an operation on a process; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def prepare() -> None:
    """Import everything and read the data, leaving no thread and no open file.

    What fails here would fail in the kernel too, where somebody sees it.
    """
    data, folders = os.environ.get(DATA), os.environ.get(FOLDERS, "")
    for name in TOLD:
        os.environ.pop(name, None)
    # An orphan of a killed keeper comes to us and not to the system's first process.
    prctl(SUBREAPER, 1)
    # The forkserver ends when the run and all its kernels have; if the run was killed,
    # these are left.
    for folder in filter(None, folders.split(os.pathsep)):
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Nobody is to read what imports have to say, least of all after the run has ended.
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123  # a device, not a path
        for fd in (1, 2):
            os.dup2(nowhere.fileno(), fd)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # Objects that live as long as the process need not be looked at by any kernel's
    # collector, and memory that is not written to stays shared.
    gc.disable()
    # Where a run was started is no place to read a `matplotlibrc` from.
    with chdir(folders.split(os.pathsep)[0] or os.curdir):
        for module in (*MODULES, *language()):
            with suppress(ImportError):
                import_module(module)
        with suppress(Exception):
            draw()
    if data:
        with suppress(Exception):
            import_module("briefing.dataset.load").load_ahead(data)
    gc.enable()
    gc.collect()
    gc.freeze()
    seldom()


def draw() -> None:
    """Draw a chart for nobody, so that whatever a chart imports is imported."""
    from briefing.charts.axes import Sheet
    from briefing.exhibits.fonts import with_fonts
    from briefing.exhibits.text_width import measure

    sheet = Sheet(20)
    for strong in (False, True):
        measure("a", 8, strong=strong)
        sheet.text(0, 0, "a", strong=strong)
    with_fonts(sheet.svg())


def language() -> list[str]:
    """List the modules that hold the names of the notebook's language."""
    import briefing

    return sorted({getattr(briefing, name).__module__ for name in briefing.__all__})


if os.environ.get(OWNER) == str(os.getppid()):
    with suppress(Exception):
        prepare()
