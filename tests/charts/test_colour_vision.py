"""Every chart can be read in grey, and by those who see other colours."""

import itertools
import sys
from functools import cache

import pytest

from briefing.exhibits import style
from briefing.exhibits.style import contrast
from helpers.colour_vision import SIGHTS, seen, touching
from helpers.paths import ROOT
from helpers.pocket import choose

DOCS = ROOT / "docs"
sys.path.append(str(DOCS))
import draw  # noqa: E402 # the script stands in docs/

FINDINGS = [fill.face for fill in style.FINDINGS.values()]


@cache
def made():
    """Draw every kind of chart once, as docs/charts.md shows it."""
    return draw.page()


@pytest.mark.parametrize("sight", SIGHTS)
def test_findings_are_told_apart_by_everybody(sight):
    """Parts that touch keep three to one, whoever looks at them."""
    colours = [seen(colour, sight) for colour in FINDINGS]

    assert all(contrast(*pair) >= 3 for pair in itertools.pairwise(colours))


@pytest.mark.parametrize("sight", SIGHTS)
def test_more_stays_darker_for_everybody(sight):
    """The steps of a heat map keep their order, and each differs from the next."""
    tones = [style.luminance(seen(colour, sight)) for colour in style.SHADES]

    assert all(one - other > 0.02 for one, other in itertools.pairwise(tones))


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colour", [style.INK, style.MUTED])
def test_text_stays_legible_for_everybody(colour, sight):
    """Text keeps four and a half to one."""
    assert contrast(seen(colour, sight), style.PAPER) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("kind", draw.KINDS)
def test_neighbours_on_every_chart_are_told_apart(kind, sight):
    """Areas that touch differ by three to one, or by pattern, or have their numbers."""
    alike = []
    for one, other in touching(made()[f"charts/{kind}.svg"]):
        (_, face, hatched, edge, printed), (_, face_2, hatched_2, edge_2, printed_2) = (
            one,
            other,
        )
        faces = contrast(seen(face, sight), seen(face_2, sight)) >= 3
        outlined = all(
            max(
                contrast(seen(line, sight), seen(side, sight))
                for line in (edge, edge_2)
            )
            >= 3
            for side in (face, face_2)
        )
        if not (faces or hatched != hatched_2 or outlined or (printed and printed_2)):
            alike.append((one, other))

    assert [] == alike


def test_a_matrix_leaves_white_and_black_as_they_are():
    """What has no colour looks the same to everybody."""
    for sight in SIGHTS:
        assert ("#ffffff", "#000000") == (
            seen("#ffffff", sight),
            seen("#000000", sight),
        )


def test_red_and_green_are_not_told_apart_by_everybody():
    """The simulation does what it should: red on green is lost under deuteranopia."""
    red, green = (seen(colour, "deuteranopia") for colour in ("#c04000", "#6a7800"))
    apart = [
        abs(int(red[i : i + 2], 16) - int(green[i : i + 2], 16)) for i in (1, 3, 5)
    ]

    assert max(apart) < 0x18


@pytest.mark.parametrize("name", sorted(made()))
def test_the_page_of_charts_is_in_step(name):
    """docs/charts.md and its pictures are what docs/draw.py draws today."""
    assert made()[name] == (DOCS / name).read_text("utf-8")


def test_no_picture_is_left_over():
    """The folder holds the pictures of the page and no others."""
    there = {f"charts/{path.name}" for path in (DOCS / "charts").iterdir()}

    assert there == set(made()) - {"charts.md"}


def test_every_kind_is_a_figure():
    """The pocket package has enough of everything to draw it."""
    kinds = {name: draw.KINDS[name][1](choose()).kind for name in draw.KINDS}

    assert {"figure"} == set(kinds.values())
