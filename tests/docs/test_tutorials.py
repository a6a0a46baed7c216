"""Every tutorial is carried out as it stands, up to what it says is printed."""

import pytest

from helpers.paths import ROOT
from helpers.tutorial import Reader, alike, blocks, copied

PAGES = [
    "add-a-case",
    "add-a-chapter",
    "change-a-chart",
    "how-numbers-are-counted",
    "schedule-it",
    "share-it",
    "use-your-own-data",
    "your-own-chart",
]


@pytest.fixture
def reader(tmp_path):
    """Somebody with a fresh copy of the project."""
    folder = tmp_path / "project"
    folder.mkdir()
    reader = Reader(copied(ROOT, folder))
    yield reader
    reader.end()


def followed(page, reader):
    """Carry out a page; list what printed something else than is shown."""
    differing = []
    for block in blocks(ROOT / "docs" / f"{page}.md"):
        printed = reader.follow(block)
        if block.prints is not None and not alike(block.prints, printed):
            differing.append(f"{block.text}\nprinted\n{printed}")
    return differing


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [pytest.param(PAGES[0], marks=pytest.mark.smoke), *PAGES[1:]]
)
def test_a_tutorial_does_what_it_says(page, reader):
    """Each block runs after the one before, and prints what is shown below it."""
    assert [] == followed(page, reader)
    assert [one for one in blocks(ROOT / "docs" / f"{page}.md") if one.prints]


@pytest.mark.slow
@pytest.mark.parametrize(
    "pages",
    [
        ("add-a-case", "how-numbers-are-counted"),
        ("use-your-own-data", "share-it"),
        ("add-a-chapter", "add-a-chapter"),
    ],
    ids="-then-".join,
)
def test_a_tutorial_finds_nothing_of_the_one_before(pages, reader):
    """Two pages in a row, in the same project and the same terminal, both come out."""
    assert [] == [one for page in pages for one in followed(page, reader)]


def test_every_tutorial_is_tested():
    """A page that opens a terminal is one that a test carries out."""
    typed = [
        path.stem
        for path in sorted((ROOT / "docs").glob("*.md"))
        if "source .venv/bin/activate" in path.read_text("utf-8")
    ]

    assert PAGES == typed
