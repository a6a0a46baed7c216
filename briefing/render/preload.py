"""What the forkserver imports before it forks the first kernel.

Importing this module is the work, and only in the process that `warm` started: anywhere
else it does nothing.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import shutil
import sys
from contextlib import chdir, suppress
from importlib import import_module

from briefing.render.forks import DATA, FOLDERS, OWNER, TOLD
from briefing.thrift import seldom

# A kernel imports `matplotlib_inline` itself, when a cell first draws: at its import it
# looks for the shell that it is to draw in.
MODULES = (
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
    "briefing.render.inside",
    "briefing.render.keeper",
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
    from briefing.show.embed import with_fonts
    from briefing.show.sheet import Sheet, measure

    sheet = Sheet(20)
    for strong in (False, True):
        measure("a", 8, strong=strong)
        sheet.text(0, 0, "a", strong=strong)
    with_fonts(sheet.svg())


def language() -> list[str]:
    """List the modules that hold the names of the notebook's language."""
    import briefing

    return sorted({*briefing._HOMES.values(), "briefing.show.say"})


if os.environ.get(OWNER) == str(os.getppid()):
    with suppress(Exception):
        prepare()
