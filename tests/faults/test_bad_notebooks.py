"""Notebooks that misbehave: each is named, and what it left is ended."""

import time

import psutil
import pytest

from helpers.disturbed_project import DisturbedProject

pytestmark = pytest.mark.faults
# What a person is told, and the cell where it happened.
BAD = {
    "loops": "03-loops, cell 3",
    "sleeps": "04-sleeps, cell 3",
    "exits": "05-exits, cell 3",
    "leaves": "06-leaves, cell 3",
    "kills": "07-kills, cell 3",
    "raises": "11-raises, cell 3: ZeroDivisionError",
}
MOST_MB = 1000


@pytest.mark.parametrize("profile", BAD)
def test_a_notebook_that_does_not_end_well(
    place: DisturbedProject, one, harmless, profile
) -> None:
    """The run fails at the cell where it happened, within the deadline of a cell."""
    run = place.run("render", profile, "--cell-deadline", "4s")

    assert 1 == run.code, run.words
    assert BAD[profile] in run.words
    assert "Nothing was published" in run.words
    harmless(run, one)


@pytest.mark.parametrize("profile", ["forks", "escapes"])
def test_a_notebook_that_leaves_processes(
    place: DisturbedProject, one, harmless, profile
) -> None:
    """A child that sleeps, and a grandchild that left the family, end with their
    chapter.
    """
    run = place.run("render", profile, "--out", str(place.home / "elsewhere"))

    assert run.code in (0, 1), run.words
    harmless(run, one)


def test_a_notebook_that_prints_too_much(
    place: DisturbedProject, one, harmless
) -> None:
    """200 MB of output are refused by name, and neither typeset nor kept in memory."""
    run = place.start("render", "prints")
    peak = 0.0
    while run.process.poll() is None:
        peak = max([peak, *map(megabytes, place.processes())])
        time.sleep(0.05)

    assert 1 == run.code, run.words
    assert "08-prints, cell 3" in run.words
    assert peak < MOST_MB
    harmless(run, one)


def megabytes(process: psutil.Process) -> float:
    """Measure the memory of a process."""
    try:
        return process.memory_info().rss / 1e6
    except psutil.NoSuchProcess:
        return 0.0
