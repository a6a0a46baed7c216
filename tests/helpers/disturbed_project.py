"""A project of its own in which runs are disturbed: tiny notebooks over the pocket
data.
"""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers.marked_project import MarkedProject, ended
from helpers.paths import POCKET, TEST_DATA

NOTEBOOKS = TEST_DATA / "disturbed"
# How many runs are killed at random moments, in all.
RUNS = int(os.environ.get("FAULT_RUNS") or (50 if os.environ.get("CI") else 10))
OUTCOMES = {"published", "no change", "failed", "refused"}


class DisturbedProject(MarkedProject):
    """A project folder: notebooks, data, reports, a cache and a place for temporary
    files.
    """

    @property
    def kernels(self) -> Path:
        """Where each kernel leaves the number of its process."""
        return self.home / "kernels"

    def environment(self) -> dict[str, str]:
        """Environment of a run that writes nothing outside the project."""
        self.kernels.mkdir(exist_ok=True)
        own = {"BRIEFING_CACHE": str(self.home / "cache")}
        return super().environment() | own | {"FAULTS_KERNELS": str(self.kernels)}

    def restore(self) -> None:
        """Put the data back as they were."""
        shutil.copytree(POCKET, self.home / "data", dirs_exist_ok=True)


def numbers(runs: int) -> list[object]:
    """Number some runs; the quick run makes the first of them."""
    return [pytest.param(0, marks=pytest.mark.smoke), *range(1, runs)]


def moment(length: float, *seed: object) -> float:
    """Choose a moment in the *length* of a run, always the same for one *seed*."""
    return random.Random(repr(seed)).random() * length


@contextmanager
def disturbed(like: DisturbedProject | None = None) -> Iterator[DisturbedProject]:
    """Make a project, or a copy of another, and end in it whatever a test left.

    Its path is short: the socket of a kernel has to fit.
    """
    home = Path(tempfile.mkdtemp(prefix="sco-"))
    if like:
        shutil.copytree(like.home, home, dirs_exist_ok=True)
    else:
        shutil.copytree(NOTEBOOKS, home / "notebooks")
        shutil.copytree(POCKET, home / "data")
        (home / "METHOD.md").write_text("# How we count\n", "utf-8")
    with ended(DisturbedProject(home)) as made:
        yield made
