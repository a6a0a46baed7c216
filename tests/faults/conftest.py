"""The project that is disturbed, and what must hold afterwards whatever it was."""

import shutil
import time
from types import SimpleNamespace

import pytest

from helpers.disturbed_project import OUTCOMES, DisturbedProject, disturbed

BEFORE = ("render", "--states", "XEV", "--date-from", "2005")
ONE, MANY = ("render",), ("batch", "regional", "--each-state")


@pytest.fixture(scope="session")
def before():
    """A project in which an edition was published, with nothing in its cache."""
    with disturbed() as made:
        run = made.run(*BEFORE)
        assert 0 == run.code, run.words
        shutil.rmtree(made.home / "cache", ignore_errors=True)
        yield made


def undisturbed(before: DisturbedProject, words: tuple[str, ...]) -> SimpleNamespace:
    """Run *words* where nothing goes wrong: what is published, and how long it
    takes.
    """
    with disturbed(before) as made:
        begun = time.monotonic()
        run = made.run(*words)
        length = time.monotonic() - begun
        assert (0, []) == (run.code, made.left()), run.words
        return SimpleNamespace(words=words, editions=made.editions(), length=length)


@pytest.fixture(scope="session")
def one(before):
    """One briefing, made in peace."""
    return undisturbed(before, ONE)


@pytest.fixture(scope="session")
def many(before):
    """A briefing of each state, made in peace."""
    return undisturbed(before, MANY)


@pytest.fixture
def place(before):
    """A project of its own for one test."""
    with disturbed(before) as made:
        yield made


@pytest.fixture
def harmless(before, place):
    """Hold a disturbed project against one in peace, then run once more."""
    untouched = before.editions()

    def check(run, peace):
        assert "Traceback" not in run.words
        assert [] == place.left()
        found = place.editions()
        assert untouched == {name: found.get(name) for name in untouched}
        other = {n: got for n, got in found.items() if got != peace.editions.get(n)}
        assert {} == other
        assert {record["outcome"] for record in place.records()} <= OUTCOMES
        place.restore()
        following = place.run(*peace.words)
        again = following.code, place.editions()
        assert (0, peace.editions) == again, following.words
        assert ([], []) == (place.left(), place.drafts())

    return check
