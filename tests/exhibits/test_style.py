"""Colours that work for those who see none of them."""

import itertools
from pathlib import Path

import pytest
from matplotlib.font_manager import FontEntry, FontProperties, fontManager

from briefing.exhibits import fonts, style
from briefing.exhibits.style import contrast, ink_on, shade

NEXT = list(itertools.pairwise(style.FINDINGS.values()))


@pytest.mark.parametrize(("one", "other"), NEXT)
def test_adjacent_findings_contrast(one: style.Fill, other: style.Fill) -> None:
    """Parts that touch differ by at least three to one, so in grey print too."""
    assert contrast(one.face, other.face) >= 3


@pytest.mark.parametrize("fill", [*style.FINDINGS.values(), style.SINGLE, style.SPREAD,
                                  style.UNFINISHED, style.APART])  # fmt: skip
def test_every_area_stands_out_from_paper(fill: style.Fill) -> None:
    """What is too light to be seen has an outline that is not."""
    assert max(contrast(side, style.PAPER) for side in (fill.face, fill.edge)) >= 3


def test_findings_differ_in_pattern_or_grey_alone() -> None:
    """Colour is never the only difference: in grey the three are far apart."""
    greys = [style.luminance(fill.face) for fill in style.FINDINGS.values()]

    assert sorted(greys) == greys
    assert all(later - earlier > 0.15 for earlier, later in itertools.pairwise(greys))


@pytest.mark.parametrize("colour", [*style.SHADES, style.PAPER])
def test_numbers_are_legible_on_every_shade(colour: str) -> None:
    """Text has at least four and a half to one on whatever it stands."""
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", [style.INK, style.MUTED])
def test_text_is_legible_on_paper(colour: str) -> None:
    """Quiet text is quiet and not faint."""
    assert contrast(colour, style.PAPER) >= 4.5


def test_more_is_never_lighter() -> None:
    """Shades follow the numbers, and none is paper."""
    tones = [style.luminance(shade(n, 40)) for n in range(41)]

    assert sorted(tones, reverse=True) == tones
    assert style.PAPER == shade(0, 40) != shade(1, 40)
    assert style.SHADES[-1] == shade(40, 40)


def test_contrast_is_that_of_wcag() -> None:
    """Two pairs whose contrast is published have it here."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.01)


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_our_fonts_go_before_those_of_the_system(monkeypatch, weight):
    """A font of the same name on this machine neither draws a letter nor leaves a
    warning.
    """
    theirs = [
        FontEntry(fname="/theirs.ttc", name=fonts.HAN, weight=n, size="scalable")
        for n in (400, *fonts.WEIGHTS)
    ]
    monkeypatch.setattr(fontManager, "ttflist", theirs)
    fonts.register.__wrapped__()
    asked = FontProperties(family=fonts.HAN, weight=weight, size=11.37)  # not cached

    found = fontManager.findfont(asked, fallback_to_default=False)

    assert fonts.path_of("NotoSansCJK").name == Path(found).name
