"""Inside a kernel: an ipykernel that is the same for everybody."""

from __future__ import annotations

import atexit
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipykernel import iostream
from ipykernel.kernelapp import IPKernelApp

if TYPE_CHECKING:
    from briefing.render.kernels.forkserver import Kernel

# ipykernel reads what a cell's programs print by the kilobyte; a flood takes a minute.
iostream.PIPE_BUFFER_SIZE = 1 << 16


class BriefingKernelApp(IPKernelApp):
    """An ipykernel that reads no configuration of a user or of a machine, and runs no
    startup file.
    """

    def load_config_file(self, *_: object, **__: object) -> None:
        """Read none."""

    def _run_startup_files(self) -> None:
        """Run none."""


def serve(arguments: Sequence[str]) -> None:
    """Run a kernel with ipykernel's *arguments* until it is asked to stop."""
    # Where a run was started there is nothing to import.
    sys.path[:] = [entry for entry in sys.path if entry]
    app = BriefingKernelApp.instance()
    app.initialize(list(arguments))  # type: ignore[no-untyped-call]
    print_whole(app.shell)
    app.start()  # type: ignore[no-untyped-call]


def print_whole(shell: Any) -> None:  # noqa: ANN401  # IPython's shell
    """Let pandas, NumPy and IPython print texts, lists and arrays whole.

    Rows and columns of frames keep their limits: a frame that is longer is refused,
    because nobody reads a thousand rows on paper.
    """
    import numpy as np
    import pandas as pd

    pd.set_option("display.max_colwidth", None)
    pd.set_option("display.max_seq_items", None)
    np.set_printoptions(threshold=sys.maxsize)
    shell.display_formatter.formatters["text/plain"].max_seq_length = 0


def run_forked(kernel: Kernel, output: Sequence[int]) -> None:
    """Run *kernel* in a fork, which prints into the file *output*, if there is one."""
    try:
        renew_process(kernel, *output)
        serve(kernel.arguments)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def renew_process(kernel: Kernel, output: int | None = None) -> None:
    """Take on the folder, the environment and the state of a new process."""
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    printed = nowhere if output is None else output
    for fd, file in enumerate((nowhere, printed, printed)):
        os.dup2(file, fd)
    for file in {nowhere, printed}:
        os.close(file)
    # Whatever the notebook forks holds this file open too.
    os.open(kernel.connection_file, os.O_RDONLY)
    for number in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    os.chdir(kernel.cwd)
    os.environ.clear()
    os.environ.update(kernel.environment)
    time.tzset()
    if "matplotlib" in sys.modules and Path("matplotlibrc").is_file():
        # What matplotlib would have read as it was imported, had it been imported here.
        sys.modules["matplotlib"].rc_file("matplotlibrc")
    tempfile.tempdir = None
    sys.argv = ["ipykernel_launcher", *kernel.arguments]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    # The exit handlers of the fork server are not the kernel's.
    atexit._clear()


if __name__ == "__main__":
    serve(sys.argv[1:])
