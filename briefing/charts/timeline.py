"""Columns by year, with event markers and their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing.charts.axes import blank, chart, figure_of, in_points, key, wrap
from briefing.charts.bar import FINDINGS, count_chart
from briefing.charts.bar import bar as bars_of
from briefing.counts.count import Count
from briefing.counts.dates import only_the_year
from briefing.counts.organisation import LANES, Mark, left_out, marks
from briefing.exhibits import fonts, style
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import values_in_words
from briefing.exhibits.style import Fill
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import (
    CAUTION,
    UNCERTAIN,
    Entry,
    entries,
    few,
    subtitle,
    title,
    wholes,
)
from briefing.selection.select import Chosen
from briefing.tables.table import column, parts_of
from briefing.text.formats import day_and_month, day_in_words, listing, number
from briefing.text.messages import message

COLUMNS_HEIGHT = 86.0

YEARS_HEIGHT = 118.0  # where there is one row of columns and nothing else

EDGE = 6.0  # on the left and on the right of the years: half of a name of a year

COLUMNS_GAP = 12.0  # sets what is not a year apart from the years

THICKEST = 26.0

NUMBER = 11.0  # the line of a number on top of the largest column

AXIS = 15.0  # the names of the years

LINE = 9.4

LANE_HEAD = 11.0

PIN = 10.0

PIN_ROW = 12.0

KEY_COLUMNS = 2

GUTTER = 12.0

INDENT = 15.0  # the place of a number before what it stands for

UNDER = "Of these, only the year is known"

DASHES = style.UNFINISHED.patch["linestyle"]

PIN_FACE = Fill(style.PAPER, style.DARK)

VAGUE = Fill(style.PAPER, style.DARK, dashed=True)


@dataclass(frozen=True)
class Year:
    """One column: its label in lines, its parts, how many are vague, if it is cut."""

    lines: tuple[str, ...]
    parts: tuple[int, ...]
    vague: int = 0
    cut: bool = False

    @property
    def total(self) -> int:
        """Sum of the parts."""
        return sum(self.parts)


@dataclass(frozen=True)
class Pin:
    """One event: its number, the years at which it may have begun, and its words."""

    number: int
    first: float
    last: float
    words: str
    vague: bool = False


Lane = tuple[str, Sequence[Pin]]


def columns(
    years: Sequence[Year],
    apart: Sequence[Year],
    parts: Mapping[str, Fill],
    lanes: Sequence[Lane] = (),
    *,
    tall: float = COLUMNS_HEIGHT,
) -> Figure:
    """Columns by year from zero, under events; nothing joins the years.

    On the x axis a year reaches from its number to the next, so that a date is a place.
    What is *apart* is no year and has axes of its own. Vague dates stand below.
    """
    every = [*years, *apart]
    widths = [COLUMNS_GAP + _width_of(one) for one in apart]
    slot = (style.WIDTH - 2 * EDGE - sum(widths)) / max(len(years), 1)
    unit = (tall - NUMBER) / max(1, *(one.total for one in every))
    vague = max(one.vague for one in every)
    under = NUMBER + 12 + vague * unit if vague else 0.0
    axis = AXIS + LINE * (max((len(one.lines) for one in apart), default=1) - 1)
    start = int(years[0].lines[0]) if years else 0
    rows = [_pin_rows(pins, start, slot) for _, pins in lanes]
    heights = [LANE_HEAD + PIN_ROW * (1 + max(of)) + 3 for of in rows]
    legend = dict(parts) if len(parts) > 1 else _unfinished_key(years)
    top = (18.0 if legend else 4.0) + sum(heights)
    below = axis + under + (key_height(lanes) + 6 if lanes else 0.0)
    with rc_context(style.STYLE):
        right = sum(widths) + EDGE
        fig, ax = blank(
            top + tall + below, left=EDGE, right=right, top=top, bottom=below
        )
        ax.set(xlim=(start, start + max(len(years), 1)), ylim=(0, tall / unit))
        frames = [(ax, years)]
        x = style.WIDTH - sum(widths) - EDGE
        for one, wide in zip(apart, widths, strict=True):
            frames.append((_beside(ax, x + COLUMNS_GAP, wide - COLUMNS_GAP), [one]))
            x += wide
        for frame, of in frames:
            _columns(frame, of, parts, slot, unit)
            _name_years(frame, of, slot)
            if vague:
                place = (below - axis - under, under - 12)
                _vague(_below(frame, *place, unit), of, slot, unit)
        if vague:
            head = (EDGE, below - axis - 6)
            label = ax.text(*head, UNDER, transform=in_points(fig), size=style.SMALL)
            label.set(weight=fonts.STRONG_WEIGHT, va="center")
        if lanes:
            _draw_lanes(ax, lanes, rows, heights, slot)
            _draw_key(ax, lanes)
        key(ax, legend)
    return fig


def _width_of(one: Year) -> float:
    return max(measure(line, style.SMALL) for line in (*one.lines, number(one.total)))


def _unfinished_key(years: Sequence[Year]) -> dict[str, Fill]:
    cut = [one.lines[0] for one in years if one.cut and one.total]
    return {f"{listing(cut)}, not covered to the end": style.UNFINISHED} if cut else {}


def _beside(ax: Axes, left: float, wide: float) -> Axes:
    """Axes of one column that is no year, of the same scale."""
    fig, box = figure_of(ax), ax.get_position()
    place = (left / style.WIDTH, box.y0, wide / style.WIDTH, box.height)
    found = fig.add_axes(place, sharey=ax)
    found.set_xlim(0, wide)
    return found


def _below(ax: Axes, bottom: float, tall: float, unit: float) -> Axes:
    """Axes below others, with the same x and the same scale."""
    fig, box = figure_of(ax), ax.get_position()
    high = fig.get_size_inches()[1] * 72
    found = fig.add_axes((box.x0, bottom / high, box.width, tall / high), sharex=ax)
    found.set_ylim(0, tall / unit)
    found.tick_params(length=0, labelbottom=False)
    return found


def _middles(ax: Axes, years: Sequence[Year], slot: float) -> tuple[list[float], float]:
    """Return where columns stand on x, and how thick they are there."""
    first, last = ax.get_xlim()
    thick = min(slot * 0.7, THICKEST)
    if len(years) == 1 and last - first > 1:  # a column apart, whose x is in points
        return [(first + last) / 2], thick
    return [first + i + 0.5 for i in range(len(years))], thick / slot


def _columns(
    ax: Axes, years: Sequence[Year], parts: Mapping[str, Fill], slot: float, unit: float
) -> None:
    x, thick = _middles(ax, years, slot)
    ends = np.zeros(len(years))
    apart = ax is not figure_of(ax).axes[0]
    for place, fill in enumerate(parts.values()):
        numbers = np.array([one.parts[place] if one.parts else 0 for one in years])
        bars = ax.bar(x, numbers, thick, bottom=ends, **fill.patch)
        for patch, one, n in zip(bars.patches, years, numbers, strict=True):
            patch.set_visible(bool(n))
            if len(parts) == 1 and (apart or one.cut):
                patch.set(**(style.APART if apart else style.UNFINISHED).patch)
            elif one.cut:
                patch.set_linestyle(DASHES)
        ends += numbers
    totals = [one.total for one in years]
    said = {0} if apart else said_numbers(totals, slot, unit)
    for i in said:
        if years[i].parts:
            _print_number(ax, x[i], totals[i])
    _baseline(ax)


def _vague(ax: Axes, years: Sequence[Year], slot: float, unit: float) -> None:
    x, thick = _middles(ax, years, slot)
    numbers = [one.vague for one in years]
    bars = ax.bar(x, numbers, thick, **style.APART.patch)
    for patch, n in zip(bars.patches, numbers, strict=True):
        patch.set_visible(n > 0)
    for i in said_numbers(numbers, slot, unit) if len(years) > 1 else {0}:
        if numbers[i]:
            _print_number(ax, x[i], numbers[i])
    _baseline(ax)


def _print_number(ax: Axes, x: float, n: int) -> None:
    label = ax.text(x, n, number(n), size=style.SMALL, ha="center", va="bottom")
    if n:
        label.set_fontweight(fonts.STRONG_WEIGHT)
    else:
        label.set_color(style.MUTED)


def _baseline(ax: Axes) -> None:
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)


def _name_years(ax: Axes, years: Sequence[Year], slot: float) -> None:
    """Print the years, as many as have room, and the words of what stands apart."""
    x, _ = _middles(ax, years, slot)
    shown = named_years([one.lines[0] for one in years], slot)
    named = [
        (place, "\n".join(one.lines))
        for place, one in zip(x, years, strict=True)
        if len(years) == 1 or one.lines[0] in shown
    ]
    ax.set_xticks([place for place, _ in named], [words for _, words in named])
    ax.tick_params(axis="x", length=0, pad=2)


def said_numbers(ns: Sequence[int], slot: float, unit: float) -> set[int]:
    """Choose the columns whose number is printed: all, unless one runs into a larger.

    The table beside the chart has every number. Widths are in points.
    """
    said: dict[int, tuple[float, float, float]] = {}
    for i in sorted(range(len(ns)), key=lambda i: -ns[i]):
        half = measure(number(ns[i]), style.SMALL, strong=True) / 2
        x, y = slot * (i + 0.5), ns[i] * unit
        if not half <= x + EDGE <= slot * len(ns) + 2 * EDGE - half:
            continue
        if all(
            abs(x - other) >= half + wide or abs(y - high) >= style.SMALL
            for other, wide, high in said.values()
        ):
            said[i] = (x, half, y)
    return set(said)


def named_years(years: Sequence[str], slot: float) -> set[str]:
    """Choose the years that are printed: all, or every few, and the last."""
    if not years:
        return set()
    wide = measure("0000", style.SMALL) + 3
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if wide <= n * slot)
    last = len(years) - 1
    kept = {
        years[i] for i in range(0, len(years), step) if last - i >= step or i == last
    }
    return kept | {years[last]}


def _sides(pin: Pin, start: int, slot: float) -> tuple[float, float]:
    """Ends of a pin in points of the page: at least as wide as its number needs."""
    first, last = (EDGE + (at - start) * slot for at in (pin.first, pin.last))
    wide = max(last - first, 11.0)
    left = min(max(0.5, (first + last - wide) / 2), style.WIDTH - wide - 0.5)
    return left, left + wide


def _pin_rows(pins: Sequence[Pin], start: int, slot: float) -> list[int]:
    """Find for each pin the first row in which it meets no other."""
    ends: list[float] = []
    rows = []
    for pin in pins:
        left, right = _sides(pin, start, slot)
        free = [i for i, end in enumerate(ends) if end + 1 < left]
        row = free[0] if free else len(ends)
        ends[row : row + 1] = [right]
        rows.append(row)
    return rows


def _draw_lanes(
    ax: Axes,
    lanes: Sequence[Lane],
    rows: Sequence[Sequence[int]],
    heights: Sequence[float],
    slot: float,
) -> None:
    """Draw the events of each lane under its name; where two meet, one stands lower.

    Axes above the columns share their x; y is in points from the top.
    """
    fig, box = figure_of(ax), ax.get_position()
    high = fig.get_size_inches()[1] * 72
    over = sum(heights)
    events = fig.add_axes((box.x0, box.y1, box.width, over / high), sharex=ax)
    events.set_ylim(over, 0)
    events.axis("off")
    start, top = int(ax.get_xlim()[0]), 0.0
    for (name, pins), at, tall in zip(lanes, rows, heights, strict=True):
        head = events.text(start, top + LANE_HEAD / 2, name, size=style.SMALL)
        head.set(weight=fonts.STRONG_WEIGHT, va="center")
        for pin, row in zip(pins, at, strict=True):
            left, right = (
                start + (side - EDGE) / slot for side in _sides(pin, start, slot)
            )
            y = top + LANE_HEAD + PIN_ROW * row
            look = (VAGUE if pin.vague else PIN_FACE).patch
            field = Rectangle((left, y), right - left, PIN, clip_on=False, **look)
            events.add_patch(field)
            middle = ((left + right) / 2, y + PIN / 2)
            events.text(*middle, number(pin.number), size=7, ha="center", va="center")
        top += tall
        events.axhline(top - 2, color=style.RULE, linewidth=0.7)


def key_lines(lanes: Sequence[Lane]) -> list[list[tuple[str, str]]]:
    """Break the key into columns of lines: a number or none, and words; heads have
    "!".
    """
    wide = (style.WIDTH - GUTTER * (KEY_COLUMNS - 1)) / KEY_COLUMNS - INDENT
    blocks = []
    for name, pins in lanes:
        block = [("!", name)]
        for pin in pins:
            lines = wrap(pin.words, wide, size=style.SMALL, most=3)
            block += [(number(pin.number), lines[0]), *(("", one) for one in lines[1:])]
        blocks.append(block)
    half = sum(map(len, blocks)) / KEY_COLUMNS
    found: list[list[tuple[str, str]]] = [[] for _ in range(KEY_COLUMNS)]
    place = 0
    for block in blocks:
        full = found[place] and len(found[place]) + len(block) / 2 > half
        place = min(place + bool(full), KEY_COLUMNS - 1)
        found[place] += block
    return found


def key_height(lanes: Sequence[Lane]) -> float:
    """Height of the key in points."""
    return LINE * max(map(len, key_lines(lanes)), default=0) + 6


def _draw_key(ax: Axes, lanes: Sequence[Lane]) -> None:
    """Print at the bottom what every pin stands for, lane by lane, in columns."""
    wide = (style.WIDTH - GUTTER * (KEY_COLUMNS - 1)) / KEY_COLUMNS
    look: dict[str, Any] = {"transform": in_points(figure_of(ax)), "size": style.SMALL}
    strong: dict[str, Any] = {"weight": fonts.STRONG_WEIGHT}
    for i, lines in enumerate(key_lines(lanes)):
        x, y = i * (wide + GUTTER), key_height(lanes) - LINE / 2
        for mark, words in lines:
            head = mark == "!"
            start = x if head else x + INDENT
            ax.text(start, y, words, va="center", **look, **(strong if head else {}))
            if mark and not head:
                end = x + INDENT - 4
                ax.text(end, y, mark, ha="right", va="center", **look, **strong)
            y -= LINE


def lanes_of(marked: list[Mark]) -> list[Lane]:
    """Put each event into its lane, at its date as a number of years."""

    def place(day: date) -> float:
        return day.year + (day.timetuple().tm_yday - 1) / 366

    found: list[Lane] = []
    for name in LANES:
        pins = [
            Pin(
                one.number,
                place(one.first),
                place(one.last),
                f"{one.label}, {one.when}",
                vague=one.first != one.last,
            )
            for one in marked
            if one.lane == name
        ]
        if pins:
            found.append((name, pins))
    return found


def heard(marked: list[Mark]) -> str:
    """Name the marks for whoever cannot see them, year by year."""
    said = "; ".join(f"{year}: {words}" for year, words in by_year(marked).items())
    return f" Marked over the years are {said}." if said else ""


def by_year(marked: list[Mark]) -> dict[str, str]:
    """Join the marks of each year."""
    years: dict[str, list[str]] = {}
    for one in sorted(marked, key=lambda mark: (mark.first, mark.number)):
        words = f"{one.number} {one.label} ({one.when})"
        years.setdefault(f"{one.first.year}", []).append(words)
    return {year: "; ".join(of) for year, of in years.items()}


def timeline_rows(
    count: Count, vague: dict[str, int], marked: list[Mark]
) -> dict[str, object]:
    """Give the numbers behind the figure, with the vague dates and the marks of each
    year.
    """
    table = parts_of(count)
    events = by_year(marked)
    codes = count.frame["code"].tolist()
    first, *others = table["columns"]
    table["columns"] = [
        first,
        column("marks", "What else happened", wide=4.0, text=True),
        column("only_the_year", "Only the year known"),
        *others,
    ]
    table["rows"] = [
        [label, events.get(code, ""), number(vague.get(code, 0)), *numbers]
        for (label, *numbers), code in zip(table["rows"], codes, strict=True)
    ]
    table["data"] = {
        "columns": [*table["data"]["columns"], "only_the_year", "marks"],
        "rows": [
            [*row, vague.get(code, 0), events.get(code, "")]
            for row, code in zip(table["data"]["rows"], codes, strict=True)
        ],
    }
    return table


NOT_COVERED = "{years} {n, plural, one {is} other {are}} not covered from end to end."

DASHED = "{years}: not covered from end to end (dashed)."

AFTER = (
    "What lies after the last whole year stands apart: the data were released on {day}."
)

NOT_MARKED = (
    "{n, plural, one {# event of which no source was read is} other {# events of which "
    "no source was read are}} not marked."
)


def unfinished(count: Count) -> set[str]:
    """Find the years that the data or the period do not cover from end to end."""
    released = count.chosen.dataset.released
    start, end = count.chosen.selection.date_from, count.chosen.selection.date_to
    cut = {f"{released.year}"} if (released.month, released.day) < (12, 31) else set()
    if len(start) > 4 and start[4:] not in ("-01", "-01-01"):
        cut.add(start[:4])
    if len(end) > 4 and end[4:] not in ("-12", "-12-31"):
        cut.add(end[:4])
    return cut & {*count.frame["code"]}


MOST_YEARS = 40  # empty years before the first incident give way beyond that


def timeline(count: Count, *, events: bool = True) -> Exhibit:
    """Columns by year and finding under numbered marks of what else happened.

    The year in which the data were released is not over; it stands apart, as do dates
    that are not certain to one year. Without *events* the columns have no parts, and
    years that are not covered to their ends are dashed. People are bars of ranges.
    """
    if few(count):
        return values_in_words(count)
    if count.unit == "persons":
        return bars_of(count)
    return _with_events(count) if events else _without_events(count)


def _without_events(count: Count) -> Exhibit:
    cut = unfinished(count)
    years = [
        Year((row.label,), (row.low,), cut=row.code in cut)
        for row in entries(count)
        if row.code != UNCERTAIN
    ]
    apart = [
        Year(_halves(row.label), (row.low,))
        for row in entries(count)
        if row.code == UNCERTAIN and row.low
    ]
    notes = count.chosen.notes("year") if apart else ()
    if cut:
        cut_short = message(NOT_COVERED, years=listing(sorted(cut)), n=len(cut))
        notes = (cut_short, *notes)
    fig = columns(years, apart, {"": style.SINGLE}, tall=YEARS_HEIGHT)
    return count_chart(count, fig, "Bar chart by year", count.title, notes)


def _halves(label: str) -> tuple[str, ...]:
    """Break a label of several words in two lines."""
    words = label.split()
    middle = (len(words) + 1) // 2
    return tuple(filter(None, (" ".join(words[:middle]), " ".join(words[middle:]))))


def _with_events(count: Count) -> Exhibit:
    chosen = count.chosen
    rows = drawn(count)
    cut = unfinished(count) | {f"{chosen.dataset.released.year}"}
    vague = only_the_year(chosen)
    bars = [bar(row, vague, cut=row.code in cut) for row in rows]
    ending = [bars.pop()] if rows[-1].code == f"{chosen.dataset.released.year}" else []
    apart = [*open_end(chosen, ending, after=int(bars[-1].lines[0])), *unsure(count)]
    years = range(int(rows[0].code), int(bars[-1].lines[0]) + 1)
    marked = marks(chosen.dataset, years)
    return chart(
        columns(bars, apart, FINDINGS, lanes_of(marked)),
        key="timeline",
        title=title(count),
        subtitle=subtitle(count),
        unit=count.unit,
        caption=f"{count.title}, with what else happened. {CAUTION}",
        alt=f"{alt(count, 'Timeline')}{heard(marked)}",
        source=chosen.source,
        table=timeline_rows(count, vague, marked),
        notes=notes(count, marked),
        whole=(*wholes(count), len(marked)),
    )


def year_bars(count: Count) -> Exhibit:
    """Columns by year."""
    return timeline(count, events=False)


def drawn(count: Count) -> list[Entry]:
    """Choose the years that are drawn: all, unless there are too many and the first
    empty.
    """
    rows = [row for row in entries(count) if row.code != UNCERTAIN]
    filled = [i for i, row in enumerate(rows) if not row.empty]
    return rows[filled[0] :] if len(rows) > MOST_YEARS and filled else rows


def bar(row: Entry, vague: dict[str, int], *, cut: bool) -> Year:
    """Make the bar of a year."""
    parts = tuple(part[0] for part in row.parts)
    return Year((row.label,), parts, vague.get(row.code, 0), cut)


def open_end(chosen: Chosen, ending: list[Year], *, after: int) -> list[Year]:
    """Make the bar of what lies between the last whole year and the release of the
    data.

    A period that ends before the release has none.
    """
    if chosen.selection.date_to and not ending:
        return []
    released = chosen.dataset.released
    day = day_and_month(released)
    lines = (f"{released.year},", f"to {day}")
    if after + 1 < released.year:
        lines = (f"{after + 1} to", f"{day} {released.year}")
    found = ending[0] if ending else Year((), (0, 0, 0))
    return [Year(lines, found.parts, found.vague, cut=True)]


def unsure(count: Count) -> list[Year]:
    """Make the bar of dates that are not certain to one year, where there are any."""
    rows = [row for row in entries(count) if row.code == UNCERTAIN and not row.empty]
    return [
        Year(("Year not", "certain"), tuple(part[0] for part in row.parts))
        for row in rows
    ]


def notes(count: Count, marked: list[Mark]) -> list[str]:
    """Say what is drawn apart and why, and what the marks do not say."""
    chosen = count.chosen
    released = chosen.dataset.released
    said = []
    cut = sorted(unfinished(count) - {f"{released.year}"})
    if cut:
        said.append(message(DASHED, years=listing(cut)))
    if not chosen.selection.date_to:
        said.append(message(AFTER, day=day_in_words(released)))
    if marked:
        said += chosen.notes("marks")
    absent = left_out(chosen.dataset)
    if marked and absent:
        said.append(message(NOT_MARKED, n=absent))
    return said
