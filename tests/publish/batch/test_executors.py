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

from briefing.publish.batch.executors import Lost, Pool
from helpers.paths import ROOT


def double(number: int, report) -> int:
    """Do a task that says what it does."""
    report("double", 1, 1)
    return 2 * number


def process(report) -> int:
    """Name the process that works."""
    return os.getpid()


def fragile(mark: Path, deaths: int, report) -> str:
    """Be killed so many times, and count it in a file."""
    with mark.open("a") as file:
        file.write("x")
    if len(mark.read_text()) <= deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def endless(mark: Path, report) -> None:
    """Say which process this is, and never end."""
    (mark / str(os.getpid())).touch()
    time.sleep(3600)


def broken(report) -> None:
    """Fail in a way that nobody foresaw."""
    raise KeyError("foreseen by nobody")  # noqa: EM101 - as a library would


def results(work, tasks, workers=2):
    """Run tasks in a pool and give their results in the order of the tasks."""
    with Pool(work, workers) as pool:
        ended = {e.number: e.said for e in pool.run(tasks) if e.kind == "ended"}
    return [ended[number] for number in range(len(tasks))]


def gone(pids: list[int]) -> bool:
    """Wait until none of the processes lives."""
    left = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(left, timeout=20)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.slow
def test_a_server_killed_while_it_makes_a_process_is_started_again() -> None:
    """The server is held still until the pool waits for it, and then killed."""
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


def test_what_happens_is_told_as_it_happens() -> None:
    """A task begins, makes its steps and ends."""
    with Pool(double, 1) as pool:
        told = [(event.kind, event.said) for event in pool.run([(4,)])]

    assert [("began", None), ("step", ("double", 1, 1)), ("ended", 8)] == told


def test_a_hand_is_used_again() -> None:
    """A process that has ended a task takes the next."""
    assert 1 == len(set(results(process, [()] * 4, workers=1)))


@pytest.mark.parametrize(("deaths", "expected"), [(1, "done"), (2, "SIGKILL")])
def test_a_killed_task_is_tried_once_more(tmp_path, deaths, expected) -> None:
    """One kill is made good; a second is the result of that task."""
    (result,) = results(fragile, [(tmp_path / "mark", deaths)])

    assert expected in (result.reason if isinstance(result, Lost) else result)


def test_a_pool_that_was_stopped_at_work_can_work_again(tmp_path) -> None:
    """Nobody waits for hands that are gone: a worker of a cluster keeps its pool."""
    pool = Pool(fragile, 1)
    with pool:
        next(pool.run([(tmp_path / "left", 0)]))
    with pool:
        *_, last = pool.run([(tmp_path / "taken", 0)])

    assert ("ended", "done") == (last.kind, last.said)


def test_a_killed_task_harms_no_other(tmp_path) -> None:
    """Every other task has its result."""
    tasks = [(tmp_path / str(n), 2 * (n == 1)) for n in range(4)]
    said = results(fragile, tasks)

    assert ["done", True, "done", "done"] == [
        isinstance(one, Lost) or one for one in said
    ]


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    """An unforeseen error is the result of its task, and says where it came from."""
    (result,) = results(broken, [()])

    assert "KeyError: 'foreseen by nobody'" == result.reason
    assert "in broken" in result.trace


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_its_run(tmp_path, how) -> None:
    """However the run ends, its hands end too."""
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from pathlib import Path\n"
        "from tests.publish.batch.test_executors import Pool, endless\n"
        f"with Pool(endless, 2) as pool:\n"
        f"    list(pool.run([(Path({str(tmp_path)!r}),)] * 2))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    started = psutil.Process(run.pid)
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.05)
    below = [child.pid for child in started.children(recursive=True)]
    run.send_signal(how)
    run.wait(timeout=120)

    assert gone([*below, *(int(path.name) for path in tmp_path.iterdir())])
