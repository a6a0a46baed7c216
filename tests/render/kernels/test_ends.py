"""However a notebook ends, or is ended, it is said in time and nothing of it is
left.
"""

import asyncio
import os
import signal
import threading
import time
from contextlib import suppress
from multiprocessing import forkserver

import psutil
import pytest

from briefing.render.cancellation import CancelToken
from briefing.render.errors import ChapterError
from briefing.render.execute import run_chapter, run_chapters
from briefing.render.kernels import engine, provisioner
from briefing.render.kernels.client import NotInstalled
from briefing.render.kernels.forkserver import Kernel, fork
from helpers.kernels import Run, awaited, printed, written

pytestmark = pytest.mark.slow

FORKS = """
import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"],
                 start_new_session=True)
"""
WAITS = """
import os, pathlib, time
pathlib.Path({note!r}).write_text(f"{{os.getpid()}} {{os.getppid()}}")
time.sleep(600)
"""


def within(seconds):
    """A token whose deadline is so many seconds away."""
    return CancelToken(time.monotonic() + seconds)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(
            "import os; os._exit(3)",
            "KernelDied: its process ended with exit code 3",
            marks=pytest.mark.smoke,
        ),
        ("import os; os.kill(os.getpid(), 11)", "KernelDied: killed by SIGSEGV"),
        (
            "import os, time; os.kill(os.getppid(), 9); time.sleep(60)",
            "KernelDied: killed by SIGKILL",
        ),
        ("import sys; sys.exit()", "SystemExit"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("print('x' * 30_000_000)", "TooMuchOutput: the cell put out more than 20 MB"),
        (
            "import os\nwhile True: os.write(1, b'x' * 100_000)",
            "TooMuchOutput: the cell put out more than 20 MB",
        ),
        (
            "from IPython.display import display\nwhile True: display('x' * 1_000_000)",
            "TooMuchOutput: the cell put out more than 20 MB",
        ),
        (
            "from IPython.display import Markdown\nMarkdown('x' * 30_000_000)",
            "TooMuchOutput: the cell put out more than 20 MB",
        ),
        ("while True: pass", "CellDeadline: the cell took longer than 5 s"),
    ],
)
def test_the_end_of_a_cell_has_a_name(tmp_path, monkeypatch, source, reason):
    """A cell that ends its kernel, or never ends, fails its chapter with the reason."""
    # Inside a test ipykernel would not look at what programs of a cell print.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    path = written(tmp_path, "07-one", "print('so far')", source)

    with pytest.raises(ChapterError) as failed:
        run_chapter(path, {}, cell_deadline=5 if "5 s" in reason else 120)

    found = failed.value
    assert ("07-one", 4, reason) == (found.chapter, found.cell, found.reason)


def test_outputs_that_do_not_arrive_are_missed(tmp_path, monkeypatch):
    """A chapter whose kernel keeps what it shows to itself fails: it is not set
    without.
    """
    monkeypatch.setattr(engine, "OUTPUT_TIMEOUT", 1)
    source = (
        "import time; thread = get_ipython().kernel.iopub_thread;"
        "thread.schedule(lambda: time.sleep(600)); print('never heard')"
    )

    with pytest.raises(ChapterError) as failed:
        run_chapter(written(tmp_path, "one", source), {})

    assert "OutputsLost: the outputs did not arrive within 1 s" == failed.value.reason


@pytest.mark.smoke
def test_the_notebook_of_a_killed_kernel_holds_what_ran(tmp_path):
    """The cells that ran keep their outputs, and the one that did not end says why."""
    path = written(tmp_path, "one", "print('so far')", "import os; os._exit(3)")

    with pytest.raises(ChapterError) as failed:
        run_chapter(path, {})

    cells = [cell for cell in failed.value.notebook.cells if cell.cell_type == "code"]
    first, last = (cell.outputs[0] for cell in cells[-2:])
    assert ("so far\n", "KernelDied") == (first.text, last.ename)


def test_exit_is_not_an_end(tmp_path):
    """`exit()` asks a front end to close; nobody is there, so the notebook goes on."""
    path = written(tmp_path, "one", "exit()", "print('on')")

    assert "on" == printed(run_chapter(path, {}))


def test_a_run_has_a_deadline_too(tmp_path):
    """When the time for all chapters is over, the one that runs is stopped."""
    paths = [written(tmp_path, name, "while True: pass") for name in ("a", "b")]

    with pytest.raises(ChapterError) as failed:
        run_chapters(paths, {}, token=within(4), workers=1)

    reason = "RunDeadline: the time for the whole run is over"
    assert ("a", reason) == (failed.value.chapter, failed.value.reason)


@pytest.mark.smoke
def test_a_deadline_that_passes_before_a_kernel_is_there_is_named_as_one(tmp_path):
    """Nobody looks for a broken kernel where there was no time for one."""
    path = written(tmp_path, "a", "print('so far')")

    with pytest.raises(ChapterError) as failed:
        run_chapters([path], {}, token=within(0.01))

    reason = "RunDeadline: the time for the whole run is over"
    assert ("a", reason) == (failed.value.chapter, failed.value.reason)


def test_a_fork_that_does_not_come_is_not_waited_for_beyond_the_run(tmp_path):
    """A server of forks that hangs costs what is left of the run, and no minute
    more.
    """
    path = written(tmp_path, "a", "print('so far')")
    run_chapters([path], {})
    server = psutil.Process(forkserver._forkserver._forkserver_pid)
    server.suspend()
    begun = time.monotonic()

    try:
        with pytest.raises(ChapterError, match="RunDeadline"):
            run_chapters([path], {}, token=within(2))
        took = time.monotonic() - begun
    finally:
        server.resume()

    assert took < 20


@pytest.mark.smoke
def test_a_notebook_that_forks_leaves_nothing(tmp_path, short):
    """Daemons of a notebook die with its kernel, and the chapter is done."""
    run = Run([written(tmp_path, "forks", FORKS)], short)

    said = run.process.communicate(timeout=60)[1]

    assert (0, "", [], []) == (run.process.returncode, said, run.gone(), run.left())


def test_an_endless_exit_handler_is_not_waited_for(tmp_path, short):
    """A notebook may do something at its end, but not for ever."""
    source = "import atexit, time; atexit.register(time.sleep, 600)"
    run = Run([written(tmp_path, "late", source)], short)

    said = run.process.communicate(timeout=60)[1]

    assert (0, "", []) == (run.process.returncode, said, run.gone())


@pytest.mark.parametrize(
    ("before", "sent"),
    [
        pytest.param("", signal.SIGKILL, id="alone-SIGKILL", marks=pytest.mark.smoke),
        pytest.param("", signal.SIGTERM, id="alone-SIGTERM"),
        pytest.param("", signal.SIGINT, id="alone-SIGINT"),
        pytest.param(FORKS, signal.SIGKILL, id="forks-SIGKILL"),
        pytest.param(FORKS, signal.SIGTERM, id="forks-SIGTERM"),
        pytest.param(FORKS, signal.SIGINT, id="forks-SIGINT"),
    ],
)
def test_a_run_that_is_ended_leaves_nothing(tmp_path, short, before, sent):
    """No process and no file is left of a run that was killed while cells ran."""
    note = tmp_path / "note"
    path = written(tmp_path, "waits", before, WAITS.format(note=str(note)))
    run = Run([path], short)
    awaited(note)

    run.process.send_signal(sent)
    run.process.communicate(timeout=60)

    assert ([], []) == (run.gone(), run.left())


@pytest.mark.parametrize(
    ("before", "victim"),
    [
        pytest.param("", "kernel", id="alone-kernel", marks=pytest.mark.smoke),
        pytest.param("", "forkserver", id="alone-forkserver"),
        pytest.param(FORKS, "kernel", id="forks-kernel"),
        pytest.param(FORKS, "forkserver", id="forks-forkserver"),
    ],
)
def test_a_killed_part_is_told_and_leaves_nothing(tmp_path, short, before, victim):
    """The run outlives its kernel and the forkserver."""
    note = tmp_path / "note"
    path = written(tmp_path, "waits", before, WAITS.format(note=str(note)))
    run = Run([path], short)
    kernel, forkserver = map(int, awaited(note).split())

    os.kill({"kernel": kernel, "forkserver": forkserver}[victim], 9)
    said = run.process.communicate(timeout=60)[1]

    assert ("KernelDied: killed by SIGKILL", []) == (
        said.strip().splitlines()[-1].partition(": ")[2].partition(": ")[2],
        run.gone(),
    )


def test_a_run_goes_on_after_its_forkserver_was_killed(tmp_path):
    """The next kernel comes from a new forkserver."""
    path = written(tmp_path, "one", "import os; print(os.getppid())")
    server = int(printed(run_chapter(path, {})))
    for process in psutil.Process().children():
        with suppress(psutil.ZombieProcess):
            if "forkserver" in " ".join(process.cmdline()):
                process.kill()

    assert server != int(printed(run_chapter(path, {})))


@pytest.mark.smoke
def test_where_no_fork_can_be_had_the_kernel_is_an_ordinary_one(tmp_path, monkeypatch):
    """A forkserver that cannot be started costs two attempts, and no chapter."""

    def refused(*given):
        raise OSError

    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", refused)
    monkeypatch.setattr("multiprocessing.forkserver.connect_to_new_process", refused)
    path = written(
        tmp_path, "one", "import sys; print('matplotlib.pyplot' in sys.modules)"
    )

    assert "False" == printed(run_chapters([path], {})[0])


@pytest.mark.smoke
def test_an_installation_without_the_provisioner_is_named(tmp_path, monkeypatch):
    """It fails with what to do, and not with an ordinary kernel in silence."""
    monkeypatch.setattr(provisioner, "NAME", "briefing-unheard-of")

    with pytest.raises(NotInstalled, match="Install it again"):
        run_chapter(written(tmp_path, "one", "1"), {})


def test_chapters_are_cancelled_from_another_thread(tmp_path):
    """Whoever holds the token ends them, and their kernels, at once."""
    paths = [written(tmp_path, name, "while True: pass") for name in ("a", "b")]
    token = CancelToken()
    timer = threading.Timer(2, token.cancel)
    timer.start()

    with pytest.raises(asyncio.CancelledError):
        run_chapters(paths, {}, token=token)


def test_a_fork_that_is_not_waited_for_ends(tmp_path):
    """Otherwise the kernel that comes too late would run on beside the next one."""
    run_chapter(written(tmp_path, "a", "1"), {})
    server = psutil.Process(forkserver._forkserver._forkserver_pid)
    server.suspend()
    kernel = Kernel(str(tmp_path / "connection.json"), (), str(tmp_path), {})

    async def impatient():
        async with asyncio.timeout(0.1):
            await fork(kernel)

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    server.resume()

    until = time.monotonic() + 120
    while server.children() and time.monotonic() < until:
        time.sleep(0.05)
    assert [] == server.children()
