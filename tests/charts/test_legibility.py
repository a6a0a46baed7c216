"""Charts at their printed size: legible, in grey too, and the same bytes every time."""

import itertools
import re
import subprocess
import sys
from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from briefing.charts.bar import ranges, ranked, stacked
from briefing.charts.heatmap import shaded, trimmed
from briefing.charts.small_multiples import Panel, band, draw_panels
from briefing.charts.timeline import Pin, Year, columns
from briefing.charts.upset import draw_upset
from briefing.exhibits import style
from briefing.exhibits.svg import svg_of
from helpers.made_counts import HOSTILE, NAMES

LONG = "Attempted removal (blocked or not completed) of several people at once, again"
PARTS = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}
YEARS = [str(year) for year in range(1998, 2027)]


def parts(*rows: tuple[int, ...], labels: Sequence[str]) -> pd.DataFrame:
    """Make numbers by finding, one row a label."""
    return pd.DataFrame([*rows], [*labels], [*PARTS])


def grid(columns: int) -> pd.DataFrame:
    """Make a grid of as many columns, whose numbers reach from none to hundreds."""
    cells = [[i * j * 4 for j in range(columns)] for i in range(9)]
    found = pd.DataFrame(cells, [*NAMES[:8], LONG], [*NAMES[:columns]])
    return found.rename_axis(index="Right", columns="State")


def timeline(pins: int, words: str) -> Figure:
    """Make a timeline whose pins crowd around one day, one of them known to its
    year.
    """
    years = [Year((year,), (i % 3, i % 7, 9), i % 4, i == 4)
             for i, year in enumerate(YEARS)]  # fmt: skip
    apart = [
        Year(("2027,", "to 21 Nov"), (0, 0, 1), 1, cut=True),
        Year(("Year not", "certain"), (0, 12, 0)),
    ]
    day = [Pin(i, 2010 + i / 40, 2010 + i / 40, words) for i in range(1, pins)]
    lanes = [("Unrest", [Pin(99, 1998, 1998, words), *day]), ("Else", [
        Pin(100, 2026, 2027, words, vague=True)])]  # fmt: skip
    return columns(years, apart, PARTS, lanes)


SHEETS = {
    "timeline": lambda: timeline(9, "Something happened in a town, 16 September 2022"),
    "timeline, hostile": lambda: timeline(6, f"{HOSTILE[0]} {HOSTILE[5]} {LONG}"),
    "timeline, large": lambda: columns(
        [Year((y,), (999, 99 * i, 1), 999) for i, y in enumerate(YEARS)], [], PARTS
    ),
    "timeline, bare": lambda: columns(
        [Year((year,), (1, 0, 0)) for year in YEARS[:5]], [], PARTS
    ),
    "steps": lambda: stacked(
        parts(*[(1, 20, 400)] * 7, (0, 0, 0), labels=[*NAMES[:6], LONG, "Not known"]),
        PARTS,
        steps=[("A step", 7), ("", 1)],
    ),
    "steps, hostile": lambda: stacked(
        parts(*[(9_999, 99_999, 1)] * 7, labels=HOSTILE), PARTS, steps=[(HOSTILE[0], 7)]
    ),
    "ranked": lambda: ranked(pd.Series([900 - 80 * i for i in range(12)], NAMES)),
    "ranked, hostile": lambda: ranked(pd.Series(3, [*HOSTILE, LONG])),
    "ranked, none": lambda: ranked(pd.Series([0], ["One"])),
    "stacked": lambda: stacked(parts(*[(1, 20, 400)] * 12, labels=NAMES), PARTS),
    "stacked, long": lambda: stacked(parts(*[(0, 0, 1)] * 5, labels=[LONG] * 5), PARTS),
    "stacked, large": lambda: stacked(
        parts((1_234_567, 9_876_543, 0), (0, 0, 0), labels=NAMES[:2]), PARTS
    ),
    "stacked, apart": lambda: stacked(
        parts(*[(0, 0, 1)] * 18, labels=[LONG] * 18), PARTS, gaps=[0] * 17 + [7]
    ),
    "ranges": lambda: ranges(
        pd.Series(12, NAMES), pd.Series([12 + i * 30 for i in range(12)], NAMES)
    ),
    "years": lambda: columns(
        [Year((y,), (i % 7 * 20,), cut=y == "2026") for i, y in enumerate(YEARS)],
        [Year(("Year not", "certain"), (12,))],
        {"": style.SINGLE},
        tall=118,
    ),
    "many years": lambda: columns(
        [Year((str(y),), (1,)) for y in range(1950, 2027)], [], {"": style.SINGLE}
    ),
    "grid": lambda: shaded(trimmed(grid(10))),
    "wide grid": lambda: shaded(trimmed(grid(12))),
    "small grid": lambda: shaded(grid(3)),
    "upset": lambda: draw_upset(
        pd.Series([12_000 - 99 * i for i in range(9)], [*NAMES[:8], LONG]),
        [([*{i % 9, i * i % 9}], 999 - 61 * i) for i in range(16)],
        ("in 1,024 other combinations", 940),
    ),
    "upset, hostile": lambda: draw_upset(
        pd.Series(3, HOSTILE), [([0, 6], 1), ([1], 0)]
    ),
    "panels": lambda: draw_panels(
        YEARS,
        [Panel(n, tuple(i * i for i in range(len(YEARS))), 9) for n in NAMES[:7]],
        unfinished={"2026"},
    ),
    "band": lambda: band(
        [
            (LONG, dict.fromkeys(NAMES[4:8], (9000, 12345))),
            ("None", dict.fromkeys(NAMES[4:8], (0, 0))),
        ],
        {name: name for name in NAMES[4:8]},
    ),
}


def figure(name: str) -> Figure:
    """Draw one of them."""
    return SHEETS[name]().figure


@pytest.fixture(params=SHEETS, scope="module")
def sheet(request: pytest.FixtureRequest) -> Figure:
    """Every kind of drawing, with its hardest labels."""
    return figure(request.param)


def boxes(sheet: Figure) -> dict[str, tuple[float, float, float, float]]:
    """Measure the ink of every printed text, in points from the top left.

    A line of matplotlib's is taller than any letter, so up and down we take off what it
    has beyond the descenders and the ascenders of Source Sans.
    """
    sheet.set_dpi(288)
    renderer = FigureCanvasAgg(sheet).get_renderer()
    sheet.draw(renderer)
    high = sheet.get_size_inches()[1] * 72
    found = {}
    for i, text in enumerate(printed(sheet)):
        extent, size = text.get_window_extent(renderer), text.get_fontsize()
        top, bottom = high - extent.y1 / 4, high - extent.y0 / 4
        sides = (extent.x0 / 4, top + 0.24 * size)
        found[f"{i}: {text.get_text()}"] = (*sides, extent.x1 / 4, bottom - 0.13 * size)
    sheet.set_dpi(72)
    return found


def printed(sheet: Figure) -> list[Text]:
    """List the texts that are seen."""
    every = [text for text in sheet.findobj(Text) if text.get_text().strip()]
    hidden = [
        text
        for ax in sheet.axes
        for axis in (ax.xaxis, ax.yaxis)
        if not axis.get_visible() or not ax.axison
        for text in axis.findobj(Text)
    ]
    return [text for text in every if text.get_visible() and text not in hidden]


def test_no_text_overlaps_another(sheet: Figure) -> None:
    """Any two texts stand clear of each other."""
    slack = 0.6  # the rounding of a pixel
    overlapping = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes(sheet).items(), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > slack
        and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]

    assert [] == overlapping


def test_no_text_leaves_the_sheet(sheet: Figure) -> None:
    """Nothing is clipped at an edge."""
    outside = [
        name
        for name, (left, top, right, bottom) in boxes(sheet).items()
        if left < -0.6
        or top < -0.6
        or right > style.WIDTH + 0.6
        or bottom > sheet.get_size_inches()[1] * 72 + 0.6
    ]

    assert [] == outside


def test_text_is_legible_horizontal_and_stays_text(sheet: Figure) -> None:
    """Nothing is printed below seven points, turned, or drawn as outlines."""
    drawn = svg_of(sheet)
    sizes = [float(n) for n in re.findall(r"font-size: ([\d.]+)px", drawn)]
    lines = [line for text in printed(sheet) for line in text.get_text().split("\n")]

    assert len(lines) == len(sizes)
    assert min(sizes) >= 7
    assert {"-0"} >= set(re.findall(r"rotate\((\S+) ", drawn))


def test_the_sheet_fits_the_page(sheet: Figure) -> None:
    """A chart is as wide as the text and leaves room for its words."""
    assert 170 == pytest.approx(style.WIDTH / style.MM)
    assert sheet.get_size_inches()[1] * 72 <= style.TALLEST


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_drawing_is_the_same_bytes(name: str) -> None:
    """A picture carries no date and no chance."""
    one, other = svg_of(figure(name)), svg_of(figure(name))

    assert one == other
    assert "<dc:date>" not in one


def test_every_script_names_a_font_that_has_it() -> None:
    """Inside an SVG no renderer of ours looks for another font by itself."""
    said = svg_of(ranked(pd.Series(1, HOSTILE)))

    assert '<tspan font-family="Noto Sans CJK SC">维吾尔</tspan>' in said
    assert '<tspan font-family="Noto Sans Arabic">ئەرشىدىن</tspan>' in said
    assert "<script>" not in said


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    """Twice the number is twice the length."""
    ax = ranked(pd.Series({"One": 10, "Two": 20, "None": 0})).axes[0]
    one, two, _ = ax.patches

    assert one.get_x() == two.get_x()
    assert 2 == pytest.approx(two.get_width() / one.get_width())


def test_the_style_is_given_back() -> None:
    """An analyst's own charts look as before."""
    before = dict(mpl.rcParams)

    svg_of(ranked(pd.Series({"One": 1})))

    assert before == dict(mpl.rcParams)


def test_importing_draws_nothing() -> None:
    """Neither matplotlib nor a font is touched by importing the package."""
    code = "import sys, briefing; print([m for m in sys.modules if 'plotlib' in m])"

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "[]" == said.stdout.strip()
