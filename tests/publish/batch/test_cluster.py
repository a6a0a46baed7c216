"""A Dask cluster makes the same bytes, if it holds the same project, and may lose
workers.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from helpers.batches import Project, project
from helpers.marked_project import COMMAND, Run

pytestmark = pytest.mark.slow

DASK = [sys.executable, "-m", "dask"]
LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]
AT = re.compile(r"Scheduler at:\s*(tcp://\S+)\s")
SLOW = """
[[briefing]]
profile = "slow"
parameters.states = ["XNM", "XEV", "XSM"]
"""


class Farm:
    """A scheduler and its workers, each started as an operator starts them."""

    def __init__(self, place: Project) -> None:
        """Start the scheduler, on a port of its own choice that nobody can have
        taken.
        """
        self.place = place
        self.scheduler = place.launch([*DASK, "scheduler", *LOCAL, "--port", "0"])
        self.scheduler.until(lambda: AT.search(self.scheduler.words))
        self.address = AT.findall(self.scheduler.words)[0]

    def worker(self, **more: str) -> Run:
        """Start a worker, and wait until the scheduler knows it."""
        command = [*DASK, "worker", self.address, "--nthreads", "1", *LOCAL]
        worker = self.place.launch(command, **more)
        worker.until(lambda: "Registered to" in worker.words)
        return worker


@pytest.fixture
def place() -> Iterator[Project]:
    """A project of tiny notebooks."""
    with project() as made:
        yield made


@pytest.fixture
def farm(place: Project) -> Farm:
    """A scheduler that has no worker yet."""
    return Farm(place)


def at_work(place: Project) -> list[psutil.Process]:
    """Find the workers of the cluster that have kernels at work."""
    found = []
    for nanny in place.processes():
        # Processes end while we look at them; those are not at work.
        with suppress(psutil.Error):
            workers = nanny.children() if "worker" in nanny.cmdline() else []
            found += [one for one in workers if len(one.children(recursive=True)) > 1]
    return found


def test_a_cluster_makes_the_same_bytes(place: Project, farm: Farm) -> None:
    """Where a briefing is made moves nothing in it."""
    for _ in range(2):
        farm.worker()
    command = [*COMMAND, "batch", "regional", "--each-state", "--no-cache"]
    there = place.launch([*command, "--scheduler", farm.address])
    codes, made = [there.code], place.editions()
    shutil.rmtree(place.out)
    here = place.launch(command)

    assert [0, 0] == [*codes, here.code], there.words + here.words
    assert 3 <= len(made)
    assert place.editions() == made


def test_what_a_lost_worker_had_begun_is_made_elsewhere(
    place: Project, farm: Farm
) -> None:
    """After kill -9 of a worker everything is published all the same."""
    for _ in range(2):
        farm.worker()
    run = place.batch(SLOW, "--scheduler", farm.address)
    run.until(lambda: at_work(place))
    at_work(place)[0].kill()

    assert 0 == run.code, run.words
    assert ["published"] * 3 == place.statuses


def test_a_worker_with_other_data_is_refused(place: Project, farm: Farm) -> None:
    """The sentence says what differs, and nothing was made."""
    other = place.home / "other"
    shutil.copytree(place.home / "notebooks", other / "notebooks")
    shutil.copytree(place.home / "data", other / "data")
    notebook = other / "notebooks" / "regional.ipynb"
    notebook.write_text(notebook.read_text("utf-8") + "\n", "utf-8")
    farm.worker(BRIEFING_HOME=str(other))
    run = place.batch("[[briefing]]", "--scheduler", farm.address)
    code, (row,) = run.code, place.rows

    assert (1, "refused") == (code, row["status"]), run.words
    assert "differs from this machine in regional.ipynb" in row["reason"]
    assert {} == place.editions()


def test_a_stopped_batch_ends_at_once(place: Project, farm: Farm) -> None:
    """Nothing of it is published; the worker may finish what it has begun."""
    farm.worker()
    run = place.batch("[[briefing]]\nprofile = 'sleeps'", "--scheduler", farm.address)
    run.until(lambda: at_work(place))
    run.process.terminate()
    code = run.code

    assert (143, ["not run"]) == (code, place.statuses), run.words
    assert ({}, []) == (place.editions(), place.drafts())


def test_a_lost_scheduler_fails_what_it_had(place: Project, farm: Farm) -> None:
    """Nobody waits for a cluster that has gone."""
    farm.worker()
    run = place.batch("[[briefing]]\nprofile = 'sleeps'", "--scheduler", farm.address)
    run.until(lambda: at_work(place))
    farm.scheduler.process.kill()

    assert (1, ["failed"]) == (run.code, place.statuses), run.words
    assert "the cluster was lost" in place.rows[0]["reason"]


def test_a_scheduler_without_workers_is_a_sentence(place: Project, farm: Farm) -> None:
    """The sentence says how to start one."""
    run = place.batch("[[briefing]]", "--scheduler", farm.address)

    assert 2 == run.code, run.words
    assert f"start one with `dask worker {farm.address} --nthreads 1`" in run.words


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("tcp://127.0.0.1:9", "No Dask scheduler answers at tcp://127.0.0.1:9"),
        ("nonsense://", "--scheduler is 'nonsense://', which is no address"),
    ],
)
def test_a_scheduler_that_is_not_there_is_a_sentence(
    place: Project, address: str, expected: str
) -> None:
    """Nothing is written, and the exit code is that of a refusal."""
    run = place.batch("[[briefing]]", "--scheduler", address)

    assert 2 == run.code, run.words
    assert expected in run.words
    assert {} == place.editions()


@pytest.mark.smoke
def test_without_dask_the_extra_is_named(place: Project) -> None:
    """Whoever lacks the extra is told its name."""
    folder = place.home / "without" / "distributed"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise ImportError\n")
    run = place.batch(
        "[[briefing]]", "--scheduler", "tcp://x:1", PYTHONPATH=str(folder.parent)
    )

    assert 2 == run.code, run.words
    assert "python deploy/set_up.py lab" in run.words
