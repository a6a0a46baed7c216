"""The pocket dataset, loaded once, for tests that only read it."""

from functools import cache

from briefing.dataset.dataset import Dataset
from briefing.dataset.load import load
from briefing.selection.select import Chosen, select
from briefing.selection.selection import Selection
from helpers.paths import POCKET, TEST_DATA

GOLDEN = TEST_DATA / "golden"


@cache
def pocket_dataset() -> Dataset:
    """Load the pocket package."""
    return load(POCKET)


def choose(**asked: str) -> Chosen:
    """Select from the pocket package."""
    return select(pocket_dataset(), Selection(**asked))
