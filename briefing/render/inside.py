"""Inside a kernel: what a fork of the forkserver does to be one, and how any kernel
ends.
"""

from __future__ import annotations

import atexit
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ipykernel import iostream
from ipykernel.kernelapp import IPKernelApp

from briefing.render.display_limits import lift
from briefing.render.hints import hinting
from briefing.render.terms import MOST_PRINTED, OPTIONS, STARTUP, TAG, TOO_MUCH, WHY

if TYPE_CHECKING:
    from briefing.render.keeper import Job

# ipykernel reads what a cell's programs print by the kilobyte; a flood takes a minute.
iostream.PIPE_BUFFER_SIZE = 1 << 16


class BoundedStream(iostream.OutStream):
    """Standard output or error of a cell, up to so many characters."""

    _cell = ""
    _said = 0

    def write(self, string: str) -> int:
        """Pass *string* on, and end the kernel with a code of its own when it is too
        much.
        """
        cell = self.parent_header.get("msg_id", "")
        if cell != self._cell:
            self._cell, self._said = cell, 0
        self._said += len(string)
        if self._said > MOST_PRINTED:
            os._exit(TOO_MUCH)
        return super().write(string) or 0


class Kernel(IPKernelApp):
    """An ipykernel that is the same for everybody: it reads no configuration of a user
    or of a machine, and runs no startup file but one that this program names.
    """

    def load_config_file(self, *_: object, **__: object) -> None:
        """Read none."""

    def _run_startup_files(self) -> None:
        """Run what `STARTUP` names, and nobody's own."""
        if first := os.environ.get(STARTUP):
            self._exec_file(first)  # type: ignore[no-untyped-call]  # IPython types little


def serve(app: IPKernelApp) -> None:
    """Answer requests until the one to stop, and end the process."""
    thread = app.iopub_thread
    send = thread.send_multipart

    def bounded(message: list[bytes], *more: object, **options: object) -> None:
        if sum(map(len, message)) > MOST_PRINTED:
            os._exit(TOO_MUCH)
        send(message, *more, **options)

    # A picture or a table may be too much as well, and is one message.
    thread.send_multipart = bounded
    hinting(app.shell)
    lift(app.shell)
    try:
        app.start()  # type: ignore[no-untyped-call]  # ipykernel types little
    finally:
        finish(app)


def be_kernel(job: Job) -> None:
    """Run the kernel of *job* until it is told to stop, and end the process."""
    try:
        settle(job)
        app = Kernel.instance()
        app.initialize(["-f", job.connection_file, *OPTIONS])  # type: ignore[no-untyped-call]
    except BaseException:
        Path(job.folder, WHY).write_text(traceback.format_exc(), "utf-8")
        os._exit(1)
    serve(app)


def settle(job: Job) -> None:
    """Take on the folder, the environment and the state that a new process would
    have.
    """
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.close(nowhere)
    for number in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    os.chdir(job.cwd)
    os.environ.clear()
    os.environ.update(job.environment)
    time.tzset()
    if "matplotlib" in sys.modules and Path("matplotlibrc").is_file():
        # What matplotlib would have read as it was imported, had it been imported here.
        sys.modules["matplotlib"].rc_file("matplotlibrc")
    # A fork of the notebook can be told by this open file, however it hides.
    os.open(Path(job.folder, TAG), os.O_CREAT | os.O_RDONLY)
    # What a notebook leaves in its temporary folder goes when its kernel goes.
    temporary = Path(job.folder, "tmp")
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None
    sys.argv = ["ipykernel_launcher", "-f", job.connection_file]
    sys.path[:] = [entry for entry in sys.path if entry]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    # The forkserver's own last wishes are not ours.
    atexit._clear()


def finish(app: IPKernelApp) -> None:
    """Let the notebook's exit handlers run, and end at once.

    ipykernel's own handler, `close`, stops the IOPub thread and then waits for the
    control thread; that one may at this moment be flushing standard output after the
    request to shut down, and waits for the IOPub thread, which is gone: nobody wakes it
    for ten seconds, and the manager loses patience after two and a half. The process
    ends here instead, with all of its threads.
    """
    atexit.unregister(app.close)
    with suppress(Exception):
        atexit.unregister(app.iopub_thread.stop)
    with suppress(BaseException):
        atexit._run_exitfuncs()
    with suppress(BaseException):
        sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Run an ordinary kernel, as `ipykernel_launcher` does, and end it as a warm
    one.
    """
    sys.path[:] = [entry for entry in sys.path if entry]
    app = Kernel.instance()
    app.initialize(sys.argv[1:])  # type: ignore[no-untyped-call]
    serve(app)


if __name__ == "__main__":
    main()
