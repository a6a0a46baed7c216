"""The sheet that a chart is drawn on, at printed width, and the exhibit made of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform, blended_transform_factory

from briefing.exhibits import fonts, style
from briefing.exhibits.exhibit import Behind
from briefing.exhibits.figure import Chart, begin_style
from briefing.exhibits.style import Fill, styled
from briefing.exhibits.svg import svg_of
from briefing.exhibits.text_width import measure
from briefing.text.formats import plain


def wrap(words: str, width: float, *, size: float, most: int = 2) -> list[str]:
    """Break a label into lines no wider than *width*, and cut it off after *most*
    lines.
    """
    head, bracket, tail = words.partition(" (")
    halves = [head, f"({tail}"]
    if measure(words, size) <= width:
        return [words]
    if bracket and max(measure(one, size) for one in halves) <= width:
        return halves
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(_clip(word, width, size))
    if len(lines) > most:
        lines = [*lines[: most - 1], _clip(f"{lines[most - 1]} …", width, size)]
    return lines


def _clip(words: str, width: float, size: float) -> str:
    """Cut text that is wider than its place, and show that it was cut."""
    if measure(words, size) <= width:
        return words
    kept = words.removesuffix(" …")
    while kept and measure(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


ROW = 16.0  # points of a row whose name has one line

BAR = 10.0

LEADING = 10.5  # between the lines of a label that wraps

LINES = 0.94  # the same, in lines of matplotlib

GAP = 6.0

LABELS = 150.0  # the most that names may take of the width

SLACK = 1.02  # matplotlib measures a line of several at 72 dpi, so a little wider

Across = Literal["left", "center", "right"]


class Sheet:
    """A drawing *height* points tall; x runs from the left, y from the top."""

    def __init__(self, height: float) -> None:
        """Take an empty sheet of the page's width."""
        fonts.register()
        self.height = height
        with styled():
            self.figure = Figure(figsize=(style.WIDTH / 72, height / 72))
            FigureCanvasAgg(self.figure)
            self._ax = self.figure.add_axes((0, 0, 1, 1))
            self._ax.set_xlim(0, style.WIDTH)
            self._ax.set_ylim(height, 0)
            self._ax.axis("off")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = style.TEXT,
        strong: bool = False,
        colour: str = style.INK,
        align: Across = "left",
    ) -> Text:
        """Print *words* with the middle of their line at *y*."""
        return self._ax.text(
            x,
            y + size * 0.33,  # the middle of a capital letter, whatever the letters
            words,
            family=fonts.FAMILIES,
            fontsize=size,
            fontweight=fonts.STRONG_WEIGHT if strong else fonts.TEXT_WEIGHT,
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,  # a dollar in a label is a dollar
            usetex=False,
        )

    def box(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Fill an area; one of no width is not drawn."""
        if width <= 0 or height <= 0:
            return
        with styled():
            area = Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill.face,
                edgecolor=fill.edge,
                linewidth=0.7,
                linestyle=(0, (2.5, 1.5)) if fill.dashed else "solid",
                hatch=fill.hatch or None,
            )
            if fill.hatch and fill.face == style.MIDDLE:
                area.set_hatchcolor(style.LIGHT)
            self._ax.add_patch(area)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a thin rule."""
        with styled():
            self._ax.plot([x, to_x], [y, to_y], color=style.RULE, linewidth=0.7)

    def width_of(
        self, words: str, *, size: float = style.TEXT, strong: bool = False
    ) -> float:
        """Measure *words* in points."""
        return measure(words, size, strong=strong)

    def svg(self) -> str:
        """Give the drawing as SVG, its labels as text; the same drawing, the same
        bytes.
        """
        return svg_of(self.figure)

    def png(self, dpi: int = 150) -> bytes:
        """Give the drawing as pixels, for whoever wants to look at it."""
        buffer = io.BytesIO()
        with styled():
            self.figure.savefig(buffer, format="png", dpi=dpi)
        return buffer.getvalue()


Point = tuple[float, float]

HALO = 2.4

SAMPLES = 60


class Canvas(Sheet):
    """A sheet with areas that bend."""

    def ribbon(self, start: Point, end: Point, thick: float, fill: Fill) -> None:
        """Draw a band from *start* to *end* (its middles), level at both ends."""
        (x, y), (to_x, to_y), half = start, end, thick / 2
        turn = (x + to_x) / 2
        outline = [
            (x, y - half),
            (turn, y - half), (turn, to_y - half), (to_x, to_y - half),
            (to_x, to_y + half),
            (turn, to_y + half), (turn, y + half), (x, y + half),
            (x, y - half),
        ]  # fmt: skip
        curve = [Path.CURVE4] * 3
        codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
        with styled():
            self._ax.add_patch(
                PathPatch(
                    Path(outline, codes),
                    facecolor=fill.face,
                    edgecolor=fill.edge,
                    linewidth=0.5,
                )
            )

    def arrow(self, points: Sequence[Point], thick: float) -> None:
        """Draw a line through *points* with a head, set off from what it crosses."""
        body = cut_back(points, head_of(thick))
        tip, neck = points[-1], body[-1]
        with styled():
            for width, colour in (
                (thick + HALO, style.PAPER),
                (thick, style.SINGLE.face),
            ):
                self._ax.plot(
                    [x for x, _ in body],
                    [y for _, y in body],
                    color=colour,
                    linewidth=width,
                    solid_capstyle="butt",
                )
            across = (thick / 2 + 2.6) / max(distance(neck, tip), 0.01)
            dx, dy = (tip[1] - neck[1]) * across, (neck[0] - tip[0]) * across
            corners = [
                tip, (neck[0] + dx, neck[1] + dy), (neck[0] - dx, neck[1] - dy)
            ]  # fmt: skip
            self._ax.add_patch(
                Polygon(corners, facecolor=style.SINGLE.face, edgecolor=style.PAPER,
                        linewidth=0.5, zorder=3)
            )  # fmt: skip

    def badge(self, middle: Point, words: str) -> None:
        """Print a number on a small white field that keeps it clear of lines."""
        x, y = middle
        wide, high = self.badge_size(words)
        with styled():
            field = Polygon(
                [
                    (x - wide / 2, y - high / 2), (x + wide / 2, y - high / 2),
                    (x + wide / 2, y + high / 2), (x - wide / 2, y + high / 2),
                ],
                facecolor=style.PAPER, edgecolor=style.DARK, linewidth=0.5, zorder=4,
            )  # fmt: skip
            self._ax.add_patch(field)
        label = self.text(x, y, words, size=style.SMALL, strong=True, align="center")
        label.set_zorder(5)

    def badge_size(self, words: str) -> Point:
        """Measure the field of a number."""
        return self.width_of(words, size=style.SMALL, strong=True) + 5, 10.5


def head_of(thick: float) -> float:
    """Give the length of an arrow's head."""
    return thick * 0.8 + 5


def cut_back(points: Sequence[Point], length: float) -> list[Point]:
    """Take *length* off the end of a line."""
    kept = list(points)
    tip = kept[-1]
    while len(kept) > 2 and distance(kept[-1], tip) < length:
        kept.pop()
    return kept


def distance(one: Point, other: Point) -> float:
    """Measure between two points."""
    across, down = one[0] - other[0], one[1] - other[1]
    return float((across * across + down * down) ** 0.5)


def curve(start: Point, end: Point, bend: float) -> list[Point]:
    """Give the points of a curve that bends to the right by a part of its length."""
    (x, y), (to_x, to_y) = start, end
    turn = ((x + to_x) / 2 - (to_y - y) * bend, (y + to_y) / 2 + (to_x - x) * bend)
    steps = (i / SAMPLES for i in range(SAMPLES + 1))
    return [
        (
            (1 - t) ** 2 * x + 2 * t * (1 - t) * turn[0] + t * t * to_x,
            (1 - t) ** 2 * y + 2 * t * (1 - t) * turn[1] + t * t * to_y,
        )
        for t in steps
    ]


def within(point: Point, middle: Point, size: Point, slack: float) -> bool:
    """Tell whether a point lies in a field, or nearer to it than *slack*."""
    return (
        abs(point[0] - middle[0]) < size[0] / 2 + slack
        and abs(point[1] - middle[1]) < size[1] / 2 + slack
    )


def axes(
    rows: int | None = None,
    height: float | None = None,
    *,
    labels: Iterable[object] = (),
) -> tuple[Figure, Axes]:
    """Figure and axes for a picture of one's own, as wide as a printed page.

    *height* is in millimetres; without it each of *rows* gets its line. *labels* are
    what names the rows on the left, such as an index: their place is measured. Until
    `figure` takes the figure, matplotlib, pandas and seaborn draw in the colours and
    fonts of the briefing.
    """
    import matplotlib.pyplot as plt

    begin_style()
    top, right, bottom = 22.0, 14.0, 32.0
    names = [*map(plain, labels), plain(getattr(labels, "name", None) or "")]
    left = max(measure(name, style.TEXT) for name in names) if any(names) else 112.0
    left += 8
    tall = (
        height * style.MM if height else (rows * 17.0 if rows else 150.0) + top + bottom
    )
    fig = plt.figure(figsize=(style.WIDTH / 72, tall / 72))
    wide = style.WIDTH
    place = (
        left / wide,
        bottom / tall,
        1 - (left + right) / wide,
        1 - (top + bottom) / tall,
    )
    ax = fig.add_axes(place)
    # What names the rows stands above them: nothing on a page is turned.
    ax.yaxis.set_label_coords(0, 1)
    ax.yaxis.label.set(rotation=0, verticalalignment="bottom")
    return fig, ax


class Column(NamedTuple):
    """A column of numbers right of the bars: its head, its colour, its numbers."""

    head: str
    fill: Fill | None
    numbers: Sequence[str]


def blank(
    height: float,
    *,
    left: float = 0.0,
    right: float = 0.0,
    top: float = 0.0,
    bottom: float = 0.0,
) -> tuple[Figure, Axes]:
    """Figure of the page's width with axes inside of its margins; all in points."""
    fonts.register()
    wide = style.WIDTH
    fig = Figure(figsize=(wide / 72, height / 72))
    place = (
        left / wide,
        bottom / height,
        1 - (left + right) / wide,
        1 - (top + bottom) / height,
    )
    ax = fig.add_axes(place)
    ax.tick_params(length=0)
    return fig, ax


def figure_of(ax: Axes) -> Figure:
    """Return the figure of axes."""
    fig = ax.get_figure(root=True)
    assert isinstance(fig, Figure)
    return fig


def in_points(fig: Figure) -> Transform:
    """Return the coordinates of a figure in points from its lower left corner."""
    return Affine2D().scale(1 / 72) + fig.dpi_scale_trans


class Rows(NamedTuple):
    """A figure of rows: its axes, and on y the middle and the height of each row."""

    fig: Figure
    ax: Axes
    y: npt.NDArray[np.float64]
    tall: npt.NDArray[np.float64]


def rows_axes(
    labels: Sequence[str],
    *,
    gaps: Sequence[float] = (),
    indent: float = 0.0,
    top: float = 2.0,
    right: float = 0.0,
) -> Rows:
    """Figure with a row for each label.

    A row of one line is 1 high, so that rows stand at 0, 1, 2, … where no label wraps;
    *gaps* are added before rows. All else is in points.
    """
    lines = [wrap(label, LABELS, size=style.TEXT) for label in labels]
    tall = np.array([max(BAR, LEADING * len(label)) + GAP for label in lines])
    before = np.array(gaps if len(gaps) else np.zeros(len(tall)))
    ends = np.cumsum(tall + before)
    places = (ends - tall / 2) / ROW - 0.5
    widest = max(measure(one, style.TEXT) for of in lines for one in of)
    left = indent + widest * SLACK + GAP
    fig, ax = blank(top + ends[-1] + 2, left=left, right=right, top=top, bottom=2)
    ax.set_ylim(ends[-1] / ROW - 0.5, -0.5)
    ax.set_yticks(places, ["\n".join(label) for label in lines], linespacing=LINES)
    ax.tick_params(axis="y", pad=GAP)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    return Rows(fig, ax, places, tall / ROW)


def number_columns(
    ax: Axes, y: npt.NDArray[np.float64], columns: Sequence[Column]
) -> None:
    """Print columns of numbers right of the bars; the last one is their total.

    Each head shows the colour and the pattern of its part, so that no legend is needed.
    """
    end = style.WIDTH
    fig = figure_of(ax)
    top = fig.get_size_inches()[1] * 72 - 9.5
    across = blended_transform_factory(in_points(fig), ax.transData)
    for column in reversed(columns):
        strong = fonts.STRONG_WEIGHT if column.fill is None else fonts.TEXT_WEIGHT
        head = ax.text(end, top, column.head, transform=in_points(fig), ha="right")
        head.set(size=style.SMALL, weight=strong)
        if column.fill:
            left = end - measure(column.head, style.SMALL) - 10
            key_box(ax, (left, top - 1), column.fill)
        for place, words in zip(y, column.numbers, strict=True):
            ax.text(
                end,
                place,
                words,
                transform=across,
                ha="right",
                va="center",
                weight=strong if words != "0" else fonts.TEXT_WEIGHT,
                color=style.INK if words != "0" else style.MUTED,
            )
        end -= column_width(column)


def column_width(column: Column) -> float:
    """Return the width of a column of numbers, so that no number meets the next."""
    numbers = max(measure(words, style.TEXT, strong=True) for words in column.numbers)
    return max(measure(column.head, style.SMALL) + 17, numbers + GAP)


def key_box(ax: Axes, corner: tuple[float, float], fill: Fill) -> None:
    """Draw the square that shows a colour and a pattern; *corner* is in points."""
    fig = figure_of(ax)
    box = Rectangle(corner, 7, 7, transform=in_points(fig), clip_on=False, **fill.patch)
    ax.add_artist(box)


def key(ax: Axes, fills: Mapping[str, Fill], *, left: float = 0.0) -> None:
    """Print at the top of a figure what colours and patterns stand for."""
    fig = figure_of(ax)
    top = fig.get_size_inches()[1] * 72 - 9.5
    for words, fill in fills.items():
        key_box(ax, (left + 0.5, top - 1), fill)
        ax.text(left + 11, top, words, size=style.SMALL, transform=in_points(fig))
        left += 11 + measure(words, style.SMALL) + 12


def chart(
    fig: Figure | Sheet,
    *,
    key: str,
    title: str,
    subtitle: str,
    unit: str,
    caption: str,
    alt: str,
    source: str,
    table: Mapping[str, Any],
    notes: Sequence[str] = (),
    whole: Sequence[int] = (),
    reason: str = "",
    behind: Behind | None = None,
) -> Chart:
    """Make the exhibit of a drawing, or raise BrokenRule with what stands against it.

    *table* has the columns, rows and data that it is drawn of, *whole* its total where
    rows overlap. A *reason* is why a word such as "rise" may stand here; it is printed.
    *behind* are the incidents, where the table does not bring them along.
    """
    payload = {
        "kind": "figure",
        "key": key,
        "title": plain(title),
        "subtitle": plain(subtitle),
        "unit": unit,
        "caption": plain(caption),
        "alt": plain(alt),
        "source": plain(source),
        "notes": [plain(note) for note in (*notes, reason) if note],
        "width_mm": style.WIDTH_MM,
        **{name: table[name] for name in ("columns", "rows", "data")},
        "whole": list(whole),
        "reason": plain(reason),
    }
    drawn = fig.figure
    assert isinstance(drawn, Figure)
    return Chart.of(payload, drawn, behind or table.get("behind"))
