"""Worker processes: one that is killed harms nobody, and none outlives its run."""

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import forkserver
from pathlib import Path

import psutil
import pytest

from briefing.publish.batch.executors import ProcessExecutor, WorkerDied
from helpers.paths import ROOT


def double(number: int) -> int:
    """Do a task."""
    return 2 * number


def process() -> int:
    """Name the process that works."""
    return os.getpid()


def fragile(mark: Path, deaths: int) -> str:
    """Be killed so many times, and count it in a file."""
    with mark.open("a") as file:
        file.write("x")
    if len(mark.read_text()) <= deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def endless(mark: Path) -> None:
    """Leave the number of this process in a folder, and never end."""
    (mark / str(os.getpid())).touch()
    time.sleep(3600)


def results(work, tasks, workers=2):
    """Run tasks in worker processes; return results and errors in their order."""
    with ProcessExecutor(workers) as executor:
        futures = [executor.submit(work, *task) for task in tasks]
        return [one.exception() or one.result() for one in futures]


def gone(pids: list[int]) -> bool:
    """Wait until none of the processes lives."""
    left = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(left, timeout=20)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.slow
def test_a_server_killed_while_it_makes_a_process_is_started_again() -> None:
    """The server is held still until somebody waits for it, and then killed."""
    assert [2] == results(double, [(1,)])
    server = forkserver._forkserver._forkserver_pid
    os.kill(server, signal.SIGSTOP)
    killer = threading.Timer(0.5, os.kill, (server, signal.SIGKILL))
    killer.start()

    found = results(double, [(1,), (2,), (3,)])

    killer.join()
    assert [2, 4, 6] == found
    assert server != forkserver._forkserver._forkserver_pid


def test_every_task_has_its_result() -> None:
    """Results belong to their tasks, whatever ended first."""
    assert [0, 2, 4, 6, 8] == results(double, [(n,) for n in range(5)])


def test_a_worker_is_used_again() -> None:
    """A process that has ended a task takes the next."""
    assert 1 == len(set(results(process, [()] * 4, workers=1)))


def test_a_killed_task_harms_no_other(tmp_path) -> None:
    """Its error says how the process ended; every other task has its result."""
    found = results(fragile, [(tmp_path / str(n), int(n == 1)) for n in range(4)])
    (died,) = (one for one in found if isinstance(one, WorkerDied))

    assert ["done"] * 3 == [one for one in found if one is not died]
    assert "the process that made it was killed (SIGKILL)" == str(died)


def test_after_a_killed_worker_another_takes_its_place(tmp_path) -> None:
    """The same thread goes on with a new process."""
    task = (tmp_path / "mark", 1)

    assert [WorkerDied, str] == [type(one) for one in results(fragile, [task] * 2, 1)]


def test_a_mistake_is_raised_as_it_was(tmp_path) -> None:
    """The process lives on."""
    first, second = results(divmod, [(1, 0), (7, 2)], workers=1)

    assert (ZeroDivisionError, (3, 1)) == (type(first), second)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_its_run(tmp_path, how) -> None:
    """However the run ends, its workers end too."""
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from pathlib import Path\n"
        "from tests.publish.batch.test_executors import ProcessExecutor, endless\n"
        "with ProcessExecutor(2) as executor:\n"
        f"    place = Path({str(tmp_path)!r})\n"
        "    futures = [executor.submit(endless, place) for _ in range(2)]\n"
        "    [one.result() for one in futures]\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    started = psutil.Process(run.pid)
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.05)
    below = [child.pid for child in started.children(recursive=True)]
    run.send_signal(how)
    run.wait(timeout=120)

    assert gone([*below, *(int(path.name) for path in tmp_path.iterdir())])
