"""Inside a kernel: its application, environment and limits."""

from __future__ import annotations

import atexit
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ipykernel import iostream
from ipykernel.kernelapp import IPKernelApp

if TYPE_CHECKING:
    from briefing.render.kernels.reaper import Job

# A cell that prints more than this prints without end; the kernel stops itself, because
# whoever listens would have to take in what it has already printed.
MOST_PRINTED = 20_000_000

TOO_MUCH = 97

# What a cell ends with whose kernel kept its last outputs to itself.
LOST = "OutputsLost"

# Where a fork says why it could not become a kernel.
WHY = "why.txt"

# A file that the kernel holds open, and so does whatever it forks.
TAG = "tag"

# Names a file of ours that a kernel runs first.
STARTUP = "BRIEFING_STARTUP"

# Without a history file, without advice on stderr, with bounded output.
OPTIONS = (
    "--HistoryManager.enabled=False",
    "--IPKernelApp.log_level=50",
    "--IPKernelApp.outstream_class=briefing.render.kernels.kernelapp.BoundedStream",
)

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
SETTINGS = "MPLCONFIGDIR"


def settings() -> dict[str, str]:
    """Give the variables that are the same for every kernel on this machine."""
    if SETTINGS in os.environ or sys.platform != "linux":
        return FIXED
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  # an account may have no home
    return (
        FIXED | {SETTINGS: str(Path(caches, "matplotlib"))}
        if caches[0] == "/"
        else FIXED
    )


def alike(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Give the environment of a kernel that has *folder* for itself."""
    kept = {
        name: value
        for name, value in environment.items()
        if not LANGUAGES.fullmatch(name)
    }
    if cache := kept.get(CACHE):
        # A kernel works in another folder than who named the place.
        kept[CACHE] = os.path.abspath(os.path.expanduser(cache))  # noqa: PTH100, PTH111  # an account may have no home
    return kept | settings() | {"IPYTHONDIR": str(folder / "ipython")}


MOST_NAMES = 20


class Words(str):
    """A text that a KeyError prints as it is, where others are printed in quotes."""

    def __repr__(self) -> str:
        """Give the text without quotes."""
        return str(self)


def hinting(shell: Any) -> None:  # noqa: ANN401 - IPython's shell
    """Let *shell* say more about a column that is not there."""

    def told(
        shell: Any,  # noqa: ANN401 - IPython's shell
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        said = hint(error, traceback)
        if said:
            error.args = (Words(f"{error}: {said}"),)
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)

    shell.set_custom_exc((KeyError, AttributeError), told)


def hint(error: BaseException, traceback: TracebackType | None) -> str:
    """Name the columns of the table in which something was looked for in vain."""
    frame, missed = frame_of(error, traceback)
    if frame is None:
        return ""
    from briefing.suggest import did_you_mean
    from briefing.text.formats import listing

    names = [str(name) for name in frame.columns]
    near = did_you_mean(str(missed), names)
    told = listing([*names[:MOST_NAMES], *(["others"] if names[MOST_NAMES:] else [])])
    if isinstance(error, AttributeError) and not near:
        return (
            "this is the frame of a count; give the function the count itself, "
            "such as incidents_by_type(chosen)"
        )
    return f"the table has the columns {told}. {near}".strip()


def frame_of(
    error: BaseException, traceback: TracebackType | None
) -> tuple[Any, object]:
    """Find the table that an error is about, and what was looked for in it."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None, ""
    if isinstance(error, AttributeError):
        found = error.obj if isinstance(error.obj, pandas.DataFrame) else None
        return found, error.name
    while traceback is not None:
        own = traceback.tb_frame.f_locals.get("self")
        inside = traceback.tb_frame.f_globals.get("__name__", "").startswith("pandas.")
        if inside and isinstance(own, pandas.DataFrame):
            return own, error.args[0] if error.args else ""
        traceback = traceback.tb_next
    return None, ""


def lift(shell: Any) -> None:  # noqa: ANN401  # IPython's shell
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
