"""
Every tutorial is carried out as it stands, up to what it says is printed.
"""

from pathlib import Path

import pytest
from tutorial import Reader, alike, blocks, copied

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "add-a-case",
    "add-a-chapter",
    "change-a-chart",
    "how-numbers-are-counted",
    "schedule-it",
    "share-it",
    "use-your-own-data",
]


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """
    Somebody with a fresh copy of the project.
    """
    monkeypatch.setenv("SCO_BRIEFING_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    folder.mkdir()
    reader = Reader(copied(ROOT, folder))
    yield reader
    reader.end()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_tutorial_does_what_it_says(page, reader):
    """
    Each block runs after the one before, and prints what is shown below it.
    """
    found = list(blocks(ROOT / "docs" / f"{page}.md"))
    differing = []
    for block in found:
        printed = reader.follow(block)
        if block.prints is not None and not alike(block.prints, printed):
            differing.append(f"{block.text}\nprinted\n{printed}")

    assert [] == differing
    assert [block for block in found if block.prints]


def test_every_tutorial_is_tested():
    """
    A page that opens a terminal is one that a test carries out.
    """
    typed = [
        path.stem
        for path in sorted((ROOT / "docs").glob("*.md"))
        if "source .venv/bin/activate" in path.read_text("utf-8")
    ]

    assert PAGES == typed
