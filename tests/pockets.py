"""The pocket dataset, loaded once, for tests that only read it."""

from functools import cache
from pathlib import Path

from briefing.dataset import Dataset, load
from briefing.measure import Chosen, Selection, select

TESTS = Path(__file__).parent
POCKET = TESTS / "pocket"
GOLDEN = TESTS / "golden"


@cache
def pocket_dataset() -> Dataset:
    """Load the pocket package."""
    return load(POCKET)


def choose(**asked: str) -> Chosen:
    """Select from the pocket package."""
    return select(pocket_dataset(), Selection(**asked))
