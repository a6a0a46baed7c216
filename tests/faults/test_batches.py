"""Batches that lose a process: the others are published, and a re-run makes the
rest.
"""

import json
import random
import shutil
import signal
import time

import pytest

from helpers.dask_cluster import dask_cluster
from helpers.disturbed_project import RUNS, DisturbedProject, disturbed, moment
from helpers.marked_project import kill

pytestmark = pytest.mark.faults
ENDS = {"published", "no change", "failed"}


@pytest.mark.parametrize("number", range(RUNS // 5))
def test_a_process_of_a_batch(place: DisturbedProject, many, harmless, number) -> None:
    """Any process is killed: its briefing is made once more or failed, no other is
    harmed.
    """
    run = place.start(*many.words, "--report", "report.json")
    time.sleep(moment(many.length, "batch", number))
    while run.process.poll() is None and not (
        family := place.processes(run.process.pid)
    ):
        time.sleep(0.01)
    if run.process.poll() is None:
        kill(random.Random(number).choice(family))

    assert run.code in (0, 1), run.words
    told = json.loads((place.home / "report.json").read_text("utf-8"))
    statuses = [row["status"] for row in told["rows"]]
    assert set(statuses) <= ENDS
    assert statuses.count("failed") <= 1
    harmless(run, many)


def test_a_batch_itself(place: DisturbedProject, many, harmless) -> None:
    """The batch is killed half way: what was published stays, and nothing is half
    made.
    """
    run = place.start(*many.words)
    time.sleep(many.length / 2)
    run.process.kill()

    assert run.code in (0, -signal.SIGKILL)
    harmless(run, many)


@pytest.fixture(scope="module")
def cluster(before):
    """A cluster that works on a copy of the project."""
    with disturbed(before) as home, dask_cluster(home) as made:
        yield made


@pytest.mark.parametrize("number", range(RUNS // 5))
def test_a_worker_of_a_cluster(
    place: DisturbedProject, many, harmless, cluster, number
) -> None:
    """A worker is killed: its kernels end with it, and the other makes its
    briefings.
    """
    shutil.rmtree(cluster.project.home / "cache", ignore_errors=True)
    cluster.fill()
    run = place.start(*many.words, "--scheduler", cluster.address)
    time.sleep(moment(many.length, "cluster", number))
    worker, marked = random.Random(number).choice(cluster.workers)
    worker.kill()

    assert 0 == run.code, run.words
    assert worker.wait() == -signal.SIGKILL
    assert [] == marked.left()
    assert many.editions == place.editions()
    harmless(run, many)
