"""The files of an edition are the same however many are made at a time."""

import pytest

from briefing.dataset.load import load
from briefing.publish import build
from briefing.publish.build import contents, side_by_side
from briefing.publish.profiles import read_profile
from briefing.publish.provenance import inputs
from briefing.render.cancellation import CancelToken
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.pdf import chapter, opened, payload


@pytest.fixture
def chosen(root):
    """Everything in the pocket package."""
    return select(load(root / "tests" / "data" / "pocket"), Selection())


def made(chosen, workers):
    """Make an edition of one chapter that has run."""
    shown = [payload("table"), payload("figure"), payload("register")]
    chapters = [chapter("Which states acted?", *shown)]
    known = inputs(read_profile(), chosen.selection, chosen.dataset.digest)
    return contents(chosen, read_profile(), "e", chapters, known, workers=workers)


def named(files, suffix):
    """Find the one file with a suffix."""
    return next(content for name, content in files.items() if name.endswith(suffix))


def test_the_bytes_do_not_depend_on_how_many_are_made_at_a_time(chosen):
    """One at a time or all at once: every file is the same."""
    one, many = made(chosen, 1), made(chosen, 3)

    assert list(one) == list(many)
    assert [] == [name for name in one if one[name] != many[name]]


def test_what_is_too_large_to_attach_stands_beside_and_is_named(chosen, monkeypatch):
    """A PDF stays small enough to be sent about, and says where the rest is."""
    monkeypatch.setattr(build, "LARGEST", 2_000)
    files = made(chosen, 1)
    with opened(named(files, ".pdf")) as pdf:
        attached = set(pdf.attachments)
    beside = {name for name in files if name.startswith("data/")}

    assert "data/incidents.csv" in beside
    assert set() == beside & attached
    assert b"data/incidents.csv" in named(files, ".html")


@pytest.mark.parametrize("workers", [1, 3])
def test_the_first_file_that_fails_says_so(workers):
    """Which failure is told does not depend on who was faster."""

    def failing(name):
        raise ValueError(name)

    makers = {name: lambda name=name: failing(name) for name in ("a", "b", "c")}
    with pytest.raises(ValueError, match=r"^a$"):
        side_by_side(makers, workers, CancelToken())
