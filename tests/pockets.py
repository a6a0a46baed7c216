"""The pocket dataset, loaded once, for tests that only read it."""

from functools import cache
from pathlib import Path

from briefing.dataset.dataset import Dataset
from briefing.dataset.load import load
from briefing.selection.select import Chosen, select
from briefing.selection.selection import Selection

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
