"""Charts at their printed size: legible, in grey too, and the same bytes every time."""

import itertools
import re
import subprocess
import sys

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from briefing.charts.axes import Sheet
from briefing.charts.bar import Bar, draw_ladder, draw_ranges, draw_ranked, draw_stacked
from briefing.charts.heatmap import Grid, draw_grid
from briefing.charts.small_multiples import draw_band
from briefing.charts.timeline import Pin, Year, draw_timeline, draw_years, scale_of
from briefing.charts.upset import Column, Set, draw_upset
from briefing.exhibits import style
from helpers.made_counts import HOSTILE, NAMES

LONG = "Attempted removal (blocked or not completed) of several people at once, again"
PARTS = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}
YEARS = [str(year) for year in range(1998, 2027)]


def grid(columns: int) -> Grid:
    """Make a grid of as many columns, whose numbers reach from none to hundreds."""
    names = tuple(NAMES[:columns])
    cells = tuple(tuple(i * j * 4 for j in range(columns)) for i in range(9))
    return Grid((*NAMES[:8], LONG), names, cells, "Right", "State")


def timeline(pins: int, words: str) -> Sheet:
    """Make a timeline whose pins crowd around one day, one of them known to its
    year.
    """
    years = [Year((year,), (i % 3, i % 7, 9), i % 4, i == 4)
             for i, year in enumerate(YEARS)]  # fmt: skip
    apart = [
        Year(("2027,", "to 21 Nov"), (0, 0, 1), 1, cut=True),
        Year(("Year not", "certain"), (0, 12, 0)),
    ]
    day = [Pin(i, 200 + i // 2, 200 + i // 2, words) for i in range(1, pins)]
    lanes = [("Unrest", [Pin(99, 0, 0, words), *day]), ("Else", [
        Pin(100, 470, 481, words, vague=True)])]  # fmt: skip
    return draw_timeline(scale_of(years, apart), lanes, PARTS)


SHEETS = {
    "timeline": lambda: timeline(9, "Something happened in a town, 16 September 2022"),
    "timeline, hostile": lambda: timeline(6, f"{HOSTILE[0]} {HOSTILE[5]} {LONG}"),
    "timeline, large": lambda: draw_timeline(
        scale_of([Year((y,), (999, 99 * i, 1), 999) for i, y in enumerate(YEARS)], []),
        [],
        PARTS,
    ),
    "timeline, bare": lambda: draw_timeline(
        scale_of([Year((year,), (1, 0, 0)) for year in YEARS[:5]], []), [], PARTS
    ),
    "ladder": lambda: draw_ladder(
        [
            ("A step", [Bar(n, (1, 20, 400)) for n in (*NAMES[:6], LONG)]),
            ("", [Bar("Not known", (0, 0, 0))]),
        ],
        PARTS,
    ),
    "ladder, hostile": lambda: draw_ladder(
        [(HOSTILE[0], [Bar(n, (9_999, 99_999, 1)) for n in HOSTILE])], PARTS
    ),
    "ranked": lambda: draw_ranked(
        [Bar(n, (900 - 80 * i,)) for i, n in enumerate(NAMES)]
    ),
    "ranked, hostile": lambda: draw_ranked([Bar(n, (3,)) for n in (*HOSTILE, LONG)]),
    "stacked": lambda: draw_stacked([Bar(n, (1, 20, 400)) for n in NAMES], PARTS),
    "stacked, long": lambda: draw_stacked([Bar(LONG, (0, 0, 1))] * 5, PARTS),
    "ranges": lambda: draw_ranges([Bar(n, (12, i * 30)) for i, n in enumerate(NAMES)]),
    "years": lambda: draw_years(
        [(year, i % 7 * 20) for i, year in enumerate(YEARS)],
        uncertain=("Year not certain", 12),
        unfinished={"2026"},
    ),
    "many years": lambda: draw_years([(str(y), 1) for y in range(1950, 2027)]),
    "grid": lambda: draw_grid(grid(10).trimmed()),
    "wide grid": lambda: draw_grid(grid(12).trimmed()),
    "small grid": lambda: draw_grid(grid(3)),
    "upset": lambda: draw_upset(
        [Set(name, 12_000 - 99 * i) for i, name in enumerate((*NAMES[:8], LONG))],
        [Column((i % 9, (i * i) % 9), 999 - 61 * i) for i in range(16)],
        ("in 1,024 other combinations", 940),
    ),
    "upset, hostile": lambda: draw_upset(
        [Set(name, 3) for name in HOSTILE], [Column((0, 6), 1), Column((1,), 0)]
    ),
    "band": lambda: draw_band(
        [
            (LONG, dict.fromkeys(NAMES[4:8], (9000, 12345))),
            ("None", dict.fromkeys(NAMES[4:8], (0, 0))),
        ],
        {name: name for name in NAMES[4:8]},
    ),
}


@pytest.fixture(params=SHEETS, scope="module")
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """Every kind of drawing, with its hardest labels."""
    return SHEETS[request.param]()


def boxes(sheet: Sheet) -> dict[str, tuple[float, float, float, float]]:
    """Measure the ink of every printed text, in points from the top left.

    A line of matplotlib's is taller than any letter, so up and down we take the reach
    of the letters themselves: descenders and ascenders of Source Sans.
    """
    figure = sheet.figure
    figure.set_dpi(288)
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = {}
    for i, text in enumerate(figure.axes[0].texts):
        extent = text.get_window_extent(renderer)
        size, baseline = text.get_fontsize(), text.get_position()[1]
        sides = (extent.x0 / 4, baseline - 0.73 * size)
        ends = (extent.x1 / 4, baseline + 0.22 * size)
        found[f"{i}: {text.get_text()}"] = (*sides, *ends)
    figure.set_dpi(72)
    return found


def test_no_text_overlaps_another(sheet: Sheet) -> None:
    """Any two texts stand clear of each other."""
    slack = 0.6  # the rounding of a pixel
    overlapping = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes(sheet).items(), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > slack
        and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]

    assert [] == overlapping


def test_no_text_leaves_the_sheet(sheet: Sheet) -> None:
    """Nothing is clipped at an edge."""
    outside = [
        name
        for name, (left, top, right, bottom) in boxes(sheet).items()
        if left < -0.6
        or top < -0.6
        or right > style.WIDTH + 0.6
        or bottom > sheet.height + 0.6
    ]

    assert [] == outside


def test_text_is_legible_horizontal_and_stays_text(sheet: Sheet) -> None:
    """Nothing is printed below seven points, turned, or drawn as outlines."""
    sizes = [float(n) for n in re.findall(r"font-size: ([\d.]+)px", sheet.svg())]

    assert len(sheet.figure.axes[0].texts) == len(sizes)
    assert min(sizes) >= 7
    assert {"-0"} == set(re.findall(r"rotate\((\S+) ", sheet.svg()))


def test_the_sheet_fits_the_page(sheet: Sheet) -> None:
    """A chart is as wide as the text and leaves room for its words."""
    assert 170 == pytest.approx(style.WIDTH / style.MM)
    assert sheet.height <= style.TALLEST


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_drawing_is_the_same_bytes(name: str) -> None:
    """A picture carries no date and no chance."""
    one, other = SHEETS[name]().svg(), SHEETS[name]().svg()

    assert one == other
    assert "<dc:date>" not in one


def test_every_script_names_a_font_that_has_it() -> None:
    """Inside an SVG no renderer of ours looks for another font by itself."""
    said = draw_ranked([Bar(name, (1,)) for name in HOSTILE]).svg()

    assert '<tspan font-family="Noto Sans CJK SC">维吾尔</tspan>' in said
    assert '<tspan font-family="Noto Sans Arabic">ئەرشىدىن</tspan>' in said
    assert "<script>" not in said


def test_bars_begin_at_zero_and_keep_their_proportion() -> None:
    """Twice the number is twice the length."""
    sheet = draw_ranked([Bar("One", (10,)), Bar("Two", (20,)), Bar("None", (0,))])
    one, two = sheet.figure.axes[0].patches

    assert one.get_x() == two.get_x()
    assert 2 == pytest.approx(two.get_width() / one.get_width())


def test_the_style_is_given_back() -> None:
    """An analyst's own charts look as before."""
    before = dict(mpl.rcParams)

    draw_ranked([Bar("One", (1,))]).svg()

    assert before == dict(mpl.rcParams)


def test_importing_draws_nothing() -> None:
    """Neither matplotlib nor a font is touched by importing the package."""
    code = "import sys, briefing; print([m for m in sys.modules if 'plotlib' in m])"

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "[]" == said.stdout.strip()
