"""The fork server that kernels come from: start, preload, fork, and what is left.

It is `multiprocessing`'s own, with pandas, pyplot, ipykernel and this package imported
and the data loaded: a kernel costs 0.06 s of the processor instead of over a second.
We speak to it below `multiprocessing.Process`, which would import the caller's
`__main__` again in each kernel.

A run, its fork server and its kernels end in a row, whichever is killed first: the
server ends with the run, the last to hold its `alive` pipe, since kernels close their
copy; a kernel is killed when the server ends (`PR_SET_PDEATHSIG`); orphans of kernels
become children of the server (`PR_SET_CHILD_SUBREAPER`), which kills them as it ends.
Linux only.
"""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import gc
import os
import pickle
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import forkserver, util
from pathlib import Path
from typing import Any

from briefing.garbage_collection import seldom

# A variable of Jupyter's own: with `local-provisioner` no kernel is forked.
DEFAULT_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"

# The connection file of a kernel, in the environment of whatever the kernel starts.
KERNEL = "BRIEFING_KERNEL"

# What the fork server is given as it starts; no kernel sees it.
OWNER, DATA, FOLDERS = (
    "BRIEFING_FORKSERVER_OWNER",
    "BRIEFING_FORKSERVER_DATA",
    "BRIEFING_FORKSERVER_FOLDERS",
)

# The environment that every kernel has, whoever runs it.
FIXED = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",  # files too, where a system has an alphabet of its own
    "PYTHONHASHSEED": "0",  # a set that is printed has one order
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}

LANGUAGES = re.compile("LANG|LANGUAGE|LC_.*")

CACHE = "BRIEFING_CACHE"

# Styles of one's own lie where matplotlib looks for its settings; its caches do not.
MATPLOTLIB_SETTINGS = "MPLCONFIGDIR"

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
)

SUBREAPER, DEATH_SIGNAL = 36, 1

_lock = threading.RLock()

_scratch: dict[int, Path] = {}

# In the server and its forks: its process id, and the warnings that it does not print.
_server = 0
_quiet = warnings.catch_warnings(action="ignore", category=UserWarning)


def can_fork() -> bool:
    """Whether kernels are forked here, and nobody chose another provisioner."""
    linux = sys.platform == "linux" and hasattr(os, "fork")
    return linux and DEFAULT_PROVISIONER not in os.environ


def start_forkserver(data: str | Path | None = None) -> None:
    """Start the fork server without waiting for it; it loads the package at *data* too.

    Call it early: while it imports, the caller can select and plan. Nothing happens
    where one runs already, or where kernels are not forked. A server that cannot be
    started is noticed when a kernel is wanted.
    """
    if not can_fork():
        return
    with _lock, suppress(OSError):
        folders = os.pathsep.join([str(scratch_folder()), str(util.get_temp_dir())])
        given = {OWNER: str(os.getpid()), DATA: str(data or ""), FOLDERS: folders}
        with _environment(given | fixed_environment()):
            forkserver.set_forkserver_preload([__name__])
            forkserver.ensure_running()


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def fixed_environment() -> dict[str, str]:
    """The variables that are the same for every kernel on this machine."""
    if MATPLOTLIB_SETTINGS in os.environ or sys.platform != "linux":
        return FIXED
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  # an account may have no home
    if not caches.startswith("/"):
        return FIXED
    return FIXED | {MATPLOTLIB_SETTINGS: str(Path(caches, "matplotlib"))}


def kernel_environment(connection_file: Path) -> dict[str, str]:
    """The environment of the kernel with this connection file, in a folder of its own:
    nobody's language, time zone or dotfiles.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not LANGUAGES.fullmatch(name)
    }
    if cache := kept.get(CACHE):
        # A kernel works in another folder than who named the place.
        kept[CACHE] = os.path.abspath(os.path.expanduser(cache))  # noqa: PTH100, PTH111  # an account may have no home
    own = {
        KERNEL: str(connection_file),
        "IPYTHONDIR": str(connection_file.with_name("ipython")),
        # What a notebook leaves in its temporary folder goes when its kernel goes.
        "TMPDIR": str(connection_file.with_name("tmp")),
    }
    return kept | fixed_environment() | own


def scratch_folder() -> Path:
    """Return this process's folder for sockets and temporary files.

    It goes when the process ends; where it is killed, the fork server removes it.
    """
    with _lock:
        if os.getpid() not in _scratch:
            folder = Path(tempfile.mkdtemp(prefix="briefing-run-"))
            _scratch[os.getpid()] = folder
            # Unlike those of `atexit`, this is run in processes of multiprocessing too.
            util.Finalize(None, _remove, (folder, os.getpid()), exitpriority=0)
        return _scratch[os.getpid()]


def _remove(folder: Path, owner: int) -> None:
    # The processes that the owner forked do not remove it.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Kernel:
    """A kernel to be forked: its arguments, where it works, and its environment."""

    connection_file: str
    arguments: Sequence[str]
    cwd: str
    environment: Mapping[str, str]

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Become the kernel, in the fork that `multiprocessing` made for it."""
        from briefing.render.kernels.kernelapp import run_forked

        own: Any = forkserver._forkserver
        os.close(own._forkserver_alive_fd)
        own._forkserver_alive_fd = None
        os.close(parent_sentinel)
        prctl(DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() == _server:
            _quiet.__exit__(None, None, None)
            run_forked(self, forkserver.get_inherited_fds() or [])
        return 1


async def fork(kernel: Kernel, output: int | None = None) -> ForkedProcess:
    """Have the fork server fork *kernel*; *output* is a file for what it prints.

    It may take as long as the server imports. A caller that does not wait so long
    cancels, and a fork that comes too late finds nobody and ends.
    """
    start_forkserver()
    given = [] if output is None else [output]
    status, pipe = forkserver.connect_to_new_process(given)
    try:
        with os.fdopen(pipe, "wb") as job:
            # First the process id comes, when there is a fork that reads.
            await _readable(status)
            pid = forkserver.read_signed(status)
            pickle.dump({}, job)  # what to prepare: nothing
            pickle.dump(kernel, job)
    except BaseException:
        os.close(status)
        raise
    return ForkedProcess(pid, status, kernel.connection_file)


async def _readable(fd: int) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def set_ready() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(fd, set_ready)
    try:
        await ready
    finally:
        loop.remove_reader(fd)


class ForkedProcess:
    """The process of a forked kernel: of `subprocess.Popen` what a provisioner needs.

    `returncode` is that of `subprocess`; -SIGKILL also where the fork server was killed
    and its forks with it.
    """

    def __init__(self, pid: int, status: int, connection_file: str) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = asyncio.ensure_future(self._ended(status, connection_file))

    async def _ended(self, status: int, connection_file: str) -> int:
        try:
            await _readable(status)
            self.returncode = forkserver.read_signed(status)
        except EOFError:
            self.returncode = -signal.SIGKILL
            kill_orphans(connection_file)
        finally:
            os.close(status)
        return self.returncode

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        return await asyncio.shield(self._end)

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to it alone; it may have ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it alone."""
        self.send_signal(signal.SIGKILL)


def kill_orphans(connection_file: str) -> None:
    """Kill what the kernel with this connection file left when its server was killed.

    Its forks hold the file open; what it started has the file in the environment.
    """
    import psutil

    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            started = process.environ().get(KERNEL) == connection_file
            path = os.path.realpath(connection_file)
            if started or path in (file.path for file in process.open_files()):
                process.kill()


def prctl(option: int, value: int) -> None:
    """Set what Linux calls an operation on a process."""
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _prepare() -> None:
    """Import everything and read the data, leaving no thread and no open file.

    What fails here would fail in the kernel too, where somebody sees it.
    """
    global _server
    _server = os.getpid()
    data, folders = os.environ.get(DATA), os.environ.get(FOLDERS, "")
    for name in (OWNER, DATA, FOLDERS):
        os.environ.pop(name, None)
    prctl(SUBREAPER, 1)
    atexit.register(_clean_up, [name for name in folders.split(os.pathsep) if name])
    # Nobody reads what imports print, least of all after the run has ended.
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123  # a device, not a path
        for fd in (1, 2):
            os.dup2(nowhere.fileno(), fd)
    os.environ.setdefault("MPLBACKEND", FIXED["MPLBACKEND"])
    # Objects that live as long as the process need not be looked at by any kernel's
    # collector, and memory that is not written to stays shared.
    gc.disable()
    # Where a run was started is no place to read a `matplotlibrc` from.
    with chdir(folders.split(os.pathsep)[0] or os.curdir):
        for module in (*MODULES, *_language()):
            with suppress(ImportError):
                import_module(module)
        with suppress(Exception):
            _draw()
    if data:
        with suppress(Exception):
            import_module("briefing.dataset.load").load_ahead(data)
    gc.enable()
    gc.collect()
    gc.freeze()
    seldom()
    # multiprocessing warns of each adopted child that ends, which with `-W error` would
    # end the server.
    _quiet.__enter__()


def _clean_up(folders: Sequence[str]) -> None:
    """Kill all that is left of the kernels, and remove what a killed run left."""
    import psutil

    while True:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        left = psutil.Process().children(recursive=True)
        if not left:
            break
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(0.002)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _draw() -> None:
    """Draw a chart for nobody, so that whatever a chart imports is imported."""
    from briefing.charts.axes import Sheet
    from briefing.exhibits.fonts import with_fonts
    from briefing.exhibits.text_width import measure

    sheet = Sheet(20)
    for strong in (False, True):
        measure("a", 8, strong=strong)
        sheet.text(0, 0, "a", strong=strong)
    with_fonts(sheet.svg())


def _language() -> list[str]:
    """The modules that hold the names of the notebook's language."""
    import briefing

    return sorted({getattr(briefing, name).__module__ for name in briefing.__all__})


if os.environ.get(OWNER) == str(os.getppid()):
    with suppress(Exception):
        _prepare()
