"""Kill -9 at any moment: nothing published is harmed, and nothing is in the way.

`FAULT_RUNS` says how many runs are killed: 50 in CI, 10 elsewhere.
"""

import random
import signal
import time

import psutil
import pytest

from helpers.disturbed_project import RUNS, DisturbedProject, moment, numbers
from helpers.marked_project import kill

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("number", numbers(RUNS * 2 // 5))
def test_a_run(place: DisturbedProject, one, harmless, number) -> None:
    """The run is killed: no half edition, no stray kernel, no stale lock."""
    run = place.start(*one.words)
    time.sleep(moment(one.length, "run", number))
    run.process.kill()

    assert run.code in (0, -signal.SIGKILL)
    harmless(run, one)


@pytest.mark.parametrize("number", numbers(RUNS // 5))
def test_a_kernel(place: DisturbedProject, one, harmless, number) -> None:
    """A kernel is killed, or while there is none another process of the run: the run
    says where it failed, or goes on and makes the same bytes.
    """
    run = place.start(*one.words)
    time.sleep(moment(one.length, "kernel", number))
    while run.process.poll() is None and not (family := victims(place, run)):
        time.sleep(0.01)
    if run.process.poll() is None:
        kill(random.Random(number).choice(family))

    assert run.code in (0, 1), run.words
    assert run.code == 0 or "Nothing was published" in run.words
    harmless(run, one)


def victims(place: DisturbedProject, run) -> list[psutil.Process]:
    """Find the living kernels of a run, or its other processes while there are none."""
    family = place.processes(but=run.process.pid)
    kernels = {path.name for path in place.kernels.iterdir()}
    return [p for p in family if str(p.pid) in kernels] or family
