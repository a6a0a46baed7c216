"""Fonts that were cut to some letters are cut once, and cut again when damaged."""

import matplotlib as mpl
import pytest

from briefing.exhibits import fonts
from briefing.exhibits.fonts import cutting


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of cuttings that is empty at first."""
    monkeypatch.setattr(mpl, "get_cachedir", lambda: str(tmp_path))
    return tmp_path / "sco-briefing" / "cuttings"


def refuse():
    """Refuse to cut what should have been kept."""
    raise AssertionError


def test_the_same_letters_are_cut_once(folder):
    """What was made before from the same is not made again."""
    cutting(("font", "abc"), lambda: b"cut")

    assert b"cut" == cutting(("font", "abc"), refuse)


def test_other_letters_are_cut_for_themselves(folder):
    """Names that run into each other when joined are still told apart."""
    cutting(("font", "abc"), lambda: b"cut")

    assert b"other" == cutting(("fonta", "bc"), lambda: b"other")


@pytest.mark.parametrize("damage", [b"", b"x" * 64, b"x" * 200])
def test_a_damaged_cutting_is_made_again(folder, damage):
    """Half a file, or another, is no cutting."""
    cutting(("font", "abc"), lambda: b"cut")
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    path.write_bytes(damage)

    assert b"again" == cutting(("font", "abc"), lambda: b"again")
    assert b"again" == cutting(("font", "abc"), refuse)


def test_the_oldest_cuttings_go(folder, monkeypatch):
    """The folder does not grow for ever."""
    size = len(f"{'0' * 64}\ncut")
    monkeypatch.setattr(fonts, "LARGEST", 3 * size)
    for letters in "abcde":
        cutting(("font", letters), lambda: b"cut")

    assert 3 == len([path for path in folder.rglob("*") if path.is_file()])


def test_where_nothing_can_be_kept_all_works(folder):
    """A file in the place of the folder stops nothing."""
    folder.parent.mkdir()
    folder.write_text("in the way")

    assert b"cut" == cutting(("font", "abc"), lambda: b"cut")
