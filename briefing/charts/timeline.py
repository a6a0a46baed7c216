"""Columns by year, with event markers and their key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.charts.axes import Sheet, chart, wrap
from briefing.charts.bar import count_chart, people_bars
from briefing.counts.count import Count
from briefing.counts.dates import only_the_year
from briefing.counts.organisation import LANES, Mark, left_out, marks
from briefing.exhibits import style
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import values_in_words
from briefing.exhibits.style import Fill
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

YEARS_HEIGHT = 118.0

YEARS_GAP = 14.0  # sets what is not a year apart from the years


def draw_years(
    years: Sequence[tuple[str, int]],
    *,
    uncertain: tuple[str, int] | None = None,
    unfinished: Collection[str] = (),
) -> Sheet:
    """Draw one bar a year from zero, its number on top; nothing joins the years."""
    dashed = [year for year, n in years if n and year in unfinished]
    tall, top, head = YEARS_HEIGHT, 24.0 if dashed else 12.0, 12.0
    sheet = Sheet(top + tall + head + 16)
    baseline = top + tall
    apart = _width_apart(sheet, uncertain)
    slot = (style.WIDTH - apart) / max(len(years), 1)
    thick = min(slot * 0.68, 26.0)
    largest = max(1, *(n for _, n in years), uncertain[1] if uncertain else 0)
    scale = (tall - 4) / largest
    named = named_years(sheet, [year for year, _ in years], slot)
    said = said_numbers(sheet, [n for _, n in years], slot, scale)
    for i, (year, n) in enumerate(years):
        middle = slot * (i + 0.5)
        fill = style.UNFINISHED if year in unfinished else style.SINGLE
        sheet.box(middle - thick / 2, baseline - n * scale, thick, n * scale, fill)
        if i in said:
            _number(sheet, middle, baseline - n * scale, n)
        if year in named:
            half = sheet.width_of(year, size=style.SMALL) / 2
            x = min(max(middle, half), slot * len(years) - half)
            sheet.text(x, baseline + 8, year, size=style.SMALL, align="center")
    sheet.line(0, baseline, slot * len(years), baseline)
    _explain(sheet, dashed)
    if uncertain:
        left = style.WIDTH - apart + YEARS_GAP
        _apart(sheet, uncertain, left, baseline, thick=thick, scale=scale)
    return sheet


def _apart(
    sheet: Sheet,
    uncertain: tuple[str, int],
    left: float,
    baseline: float,
    *,
    thick: float,
    scale: float,
) -> None:
    """Draw the dates that are not certain to a year, which are no year."""
    middle = (left + style.WIDTH) / 2
    label, n = uncertain
    top = baseline - n * scale
    sheet.box(middle - thick / 2, top, thick, n * scale, style.APART)
    _number(sheet, middle, top, n)
    sheet.line(left, baseline, style.WIDTH, baseline)
    for j, line in enumerate(_halves(label)):
        y = baseline + 8 + 9.4 * j
        sheet.text(middle, y, line, size=style.SMALL, align="center")


def _explain(sheet: Sheet, dashed: Sequence[str]) -> None:
    """Say what a dashed bar means, where there is one."""
    if dashed:
        sheet.box(0.5, 3.5, 7, 7, style.UNFINISHED)
        words = f"{listing(dashed)}, not covered to the end"
        sheet.text(11, 7, words, size=style.SMALL)


def _number(sheet: Sheet, middle: float, top: float, n: int) -> None:
    """Print a number above its bar."""
    colour = style.INK if n else style.MUTED
    small, strong = style.SMALL, n > 0
    sheet.text(
        middle,
        top - 6,
        number(n),
        size=small,
        strong=strong,
        colour=colour,
        align="center",
    )


def said_numbers(
    sheet: Sheet, ns: Sequence[int], slot: float, scale: float
) -> set[int]:
    """Choose the bars whose number is printed: all, unless one runs into a larger one.

    The table beside the chart has every number.
    """
    said: dict[int, tuple[float, float, float]] = {}
    for i in sorted(range(len(ns)), key=lambda i: -ns[i]):
        half = sheet.width_of(number(ns[i]), size=style.SMALL, strong=True) / 2
        x, y = slot * (i + 0.5), ns[i] * scale
        if not half <= x <= slot * len(ns) - half:
            continue
        if all(
            abs(x - other) >= half + wide or abs(y - high) >= style.SMALL
            for other, wide, high in said.values()
        ):
            said[i] = (x, half, y)
    return set(said)


def _width_apart(sheet: Sheet, uncertain: tuple[str, int] | None) -> float:
    """Measure the place on the right for dates that are not certain to a year."""
    if uncertain is None:
        return 0.0
    lines = [*_halves(uncertain[0]), number(uncertain[1])]
    return YEARS_GAP + max(sheet.width_of(line, size=style.SMALL) for line in lines)


def _halves(label: str) -> list[str]:
    """Break a label of several words in two lines."""
    words = label.split()
    middle = (len(words) + 1) // 2
    return [" ".join(words[:middle]), " ".join(words[middle:])] if words[1:] else words


def named_years(sheet: Sheet, years: Sequence[str], slot: float) -> set[str]:
    """Choose the years that are printed: all, or every few from the first, with the
    last.
    """
    if not years:
        return set()
    wide = sheet.width_of("0000", size=style.SMALL) + 3
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if wide <= n * slot)
    last = len(years) - 1
    kept = {
        years[i] for i in range(0, len(years), step) if last - i >= step or i == last
    }
    return kept | {years[last]}


COLUMNS_HEIGHT = 86.0

COLUMNS_GAP = 12.0

NUMBER = 9.0


@dataclass(frozen=True)
class Year:
    """One bar: its label in lines, its parts, how many are vague, and if it is cut
    short.
    """

    lines: tuple[str, ...]
    parts: tuple[int, ...]
    vague: int = 0
    cut: bool = False

    @property
    def total(self) -> int:
        """Add up the parts."""
        return sum(self.parts)


@dataclass(frozen=True)
class Scale:
    """Where the years stand: their width, their first, and what stands apart from
    them.
    """

    slot: float
    years: tuple[Year, ...]
    apart: tuple[Year, ...]
    widths: tuple[float, ...]
    unit: float

    @property
    def end(self) -> float:
        """Say where the years end."""
        return self.slot * len(self.years)


def scale_of(years: Sequence[Year], apart: Sequence[Year]) -> Scale:
    """Share the width among the years, after what stands apart has its place."""
    sheet = Sheet(10)
    widths = tuple(
        COLUMNS_GAP + max(sheet.width_of(line, size=style.SMALL) for line in one.lines)
        for one in apart
    )
    slot = (style.WIDTH - sum(widths)) / max(len(years), 1)
    largest = max(1, *(one.total for one in (*years, *apart)))
    unit = (COLUMNS_HEIGHT - NUMBER) / largest
    return Scale(slot, tuple(years), tuple(apart), widths, unit)


def middles(scale: Scale) -> list[float]:
    """Give the middle of every bar: the years, and what stands apart from them."""
    found = [scale.slot * (i + 0.5) for i in range(len(scale.years))]
    x = scale.end
    for wide in scale.widths:
        found.append(x + COLUMNS_GAP + (wide - COLUMNS_GAP) / 2)
        x += wide
    return found


def draw_row(
    sheet: Sheet, scale: Scale, bars: Sequence[Year], y: float, fills: Sequence[Fill]
) -> None:
    """Draw a row of bars upwards from *y*, each number that has room above its bar.

    A bar of no parts is left out; the table beside the chart has every number.
    """
    whole = len(scale.years)
    totals = [bar.total for bar in bars[:whole]]
    said = said_numbers(sheet, totals, scale.slot, scale.unit)
    for i, (bar, middle) in enumerate(zip(bars, middles(scale), strict=True)):
        top = _stack(sheet, bar, middle, y, scale=scale, fills=fills)
        if bar.parts and (i in said or i >= whole):
            sheet.text(
                middle,
                top - 5,
                number(bar.total),
                size=style.SMALL,
                strong=bar.total > 0,
                colour=style.INK if bar.total else style.MUTED,
                align="center",
            )


def _stack(
    sheet: Sheet,
    bar: Year,
    middle: float,
    y: float,
    *,
    scale: Scale,
    fills: Sequence[Fill],
) -> float:
    """Draw the parts of one bar on each other, and say where they end."""
    thick = min(scale.slot * 0.7, 26.0)
    for n, fill in zip(bar.parts, fills, strict=False):
        high = n * scale.unit
        cut = Fill(fill.face, fill.edge, fill.hatch, dashed=bar.cut or fill.dashed)
        sheet.box(middle - thick / 2, y - high, thick, high, cut)
        y -= high
    return y


def baselines(sheet: Sheet, scale: Scale, y: float) -> None:
    """Draw the line on which the years stand, and one under each bar that stands
    apart.
    """
    sheet.line(0, y, scale.end, y)
    x = scale.end
    for wide in scale.widths:
        sheet.line(x + COLUMNS_GAP, y, x + wide, y)
        x += wide


PIN = 10.0

ROW = 12.0

LANE_HEAD = 11.0

LINE = 9.4

COLUMNS = 2

GUTTER = 12.0

INDENT = 15.0  # the place of a number before what it stands for

FACE = Fill(style.PAPER, style.DARK)

VAGUE = Fill(style.PAPER, style.DARK, dashed=True)


@dataclass(frozen=True)
class Pin:
    """One pin: its number, the days that it may stand for in points, and its words."""

    number: int
    left: float
    right: float
    words: str
    vague: bool = False


Lane = tuple[str, Sequence[Pin]]


def lane_height(pins: Sequence[Pin]) -> float:
    """Measure a lane: its name, and as many rows as keep its pins apart."""
    return LANE_HEAD + ROW * (1 + max(_rows(pins), default=0)) + 3


def draw_lane(sheet: Sheet, lane: Lane, y: float, *, end: float) -> None:
    """Draw the pins of a lane under its name; where two meet, one stands lower."""
    name, pins = lane
    sheet.text(0, y + LANE_HEAD / 2, name, size=style.SMALL, strong=True)
    for pin, row in zip(pins, _rows(pins), strict=True):
        left, right = _sides(pin)
        top = y + LANE_HEAD + ROW * row
        sheet.box(left, top, right - left, PIN, VAGUE if pin.vague else FACE)
        middle = (left + right) / 2
        words = number(pin.number)
        sheet.text(middle, top + PIN / 2, words, size=7.0, align="center")
    bottom = y + lane_height(pins) - 2
    sheet.line(0, bottom, end, bottom)


def _sides(pin: Pin) -> tuple[float, float]:
    """Give a pin the width that its number needs, its middle on its date."""
    middle = (pin.left + pin.right) / 2
    wide = max(pin.right - pin.left, 11.0)
    left = min(max(0.5, middle - wide / 2), style.WIDTH - wide - 0.5)
    return left, left + wide


def _rows(pins: Sequence[Pin]) -> list[int]:
    """Find for each pin the first row in which it meets no other."""
    ends: list[float] = []
    rows = []
    for pin in pins:
        left, right = _sides(pin)
        free = [i for i, end in enumerate(ends) if end + 1 < left]
        row = free[0] if free else len(ends)
        ends[row : row + 1] = [right]
        rows.append(row)
    return rows


def key_lines(lanes: Sequence[Lane]) -> list[list[tuple[str, str]]]:
    """Break the key into columns of lines: a number or none, and words; heads have
    "!".
    """
    wide = (style.WIDTH - GUTTER * (COLUMNS - 1)) / COLUMNS - INDENT
    blocks = []
    for name, pins in lanes:
        block = [("!", name)]
        for pin in pins:
            lines = wrap(pin.words, wide, size=style.SMALL, most=3)
            block += [(number(pin.number), lines[0]), *(("", one) for one in lines[1:])]
        blocks.append(block)
    half = sum(map(len, blocks)) / COLUMNS
    columns: list[list[tuple[str, str]]] = [[] for _ in range(COLUMNS)]
    place = 0
    for block in blocks:
        full = columns[place] and len(columns[place]) + len(block) / 2 > half
        place = min(place + bool(full), COLUMNS - 1)
        columns[place] += block
    return columns


def key_height(lanes: Sequence[Lane]) -> float:
    """Measure the key."""
    return LINE * max(map(len, key_lines(lanes)), default=0) + 6


def draw_key(sheet: Sheet, lanes: Sequence[Lane], y: float) -> None:
    """Print what every pin stands for, lane by lane, in columns."""
    wide = (style.WIDTH - GUTTER * (COLUMNS - 1)) / COLUMNS
    for i, lines in enumerate(key_lines(lanes)):
        x = i * (wide + GUTTER)
        for k, (mark, words) in enumerate(lines):
            at = y + LINE * (k + 0.5)
            head = mark == "!"
            start = x if head else x + INDENT
            sheet.text(start, at, words, size=style.SMALL, strong=head)
            if mark and not head:
                end = x + INDENT - 4
                sheet.text(end, at, mark, size=style.SMALL, strong=True, align="right")


def lanes(marked: list[Mark], scale: Scale) -> list[Lane]:
    """Put each mark into its lane, at its date on the scale of years."""
    first = int(scale.years[0].lines[0]) if scale.years else 0

    def place(day: date) -> float:
        return scale.slot * (day.year - first + (day.timetuple().tm_yday - 1) / 366)

    found: list[Lane] = []
    for name in LANES:
        pins = [
            Pin(
                one.number,
                place(one.first),
                place(one.last) if one.last != one.first else place(one.first),
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


TIMELINE_HEAD = 18.0

AXIS = 15.0

UNDER = "Of these, only the year is known"


def draw_timeline(
    scale: Scale, lanes: Sequence[Lane], parts: Mapping[str, Fill]
) -> Sheet:
    """Draw marks, bars and vague dates above each other on one scale of years."""
    over = sum(lane_height(pins) for _, pins in lanes)
    most = max(one.vague for one in (*scale.years, *scale.apart))
    under = 12 + NUMBER + most * scale.unit if most else 0
    lines = max((len(one.lines) for one in scale.apart), default=1)
    axis = AXIS + 9.4 * (lines - 1)
    key = key_height(lanes) + 6 if lanes else 0
    sheet = Sheet(TIMELINE_HEAD + over + COLUMNS_HEIGHT + axis + under + key)
    _legend(sheet, parts)
    y = TIMELINE_HEAD
    for lane in lanes:
        draw_lane(sheet, lane, y, end=scale.end)
        y += lane_height(lane[1])
    y += COLUMNS_HEIGHT
    every = [*scale.years, *scale.apart]
    draw_row(sheet, scale, every, y, [*parts.values()])
    baselines(sheet, scale, y)
    _labels(sheet, scale, y + 8)
    y += axis + under
    if most:
        sheet.text(0, y - under + 6, UNDER, size=style.SMALL, strong=True)
        vague = [Year((), (one.vague,) if one.vague else ()) for one in every]
        draw_row(sheet, scale, vague, y, [style.APART])
        baselines(sheet, scale, y)
    draw_key(sheet, lanes, y + 6)
    return sheet


def _legend(sheet: Sheet, parts: Mapping[str, Fill]) -> None:
    """Name the parts beside their colour and pattern."""
    x = 0.5
    for name, fill in parts.items():
        sheet.box(x, 3.5, 7, 7, fill)
        sheet.text(x + 11, 7, name, size=style.SMALL)
        x += 11 + sheet.width_of(name, size=style.SMALL) + 12


def _labels(sheet: Sheet, scale: Scale, y: float) -> None:
    """Print the years, as many as have room, and the words of what stands apart."""
    years = [one.lines[0] for one in scale.years]
    shown = named_years(sheet, years, scale.slot)
    every = zip([*scale.years, *scale.apart], middles(scale), strict=True)
    for one, middle in every:
        whole = one in scale.apart or one.lines[0] in shown
        for i, line in enumerate(one.lines if whole else ()):
            half = sheet.width_of(line, size=style.SMALL) / 2
            x = min(max(middle, half), style.WIDTH - half)
            sheet.text(x, y + 9.4 * i, line, size=style.SMALL, align="center")


def year_bars(count: Count) -> Exhibit:
    """Draw a count by year; years not covered to their ends and unsure dates stand
    apart.
    """
    if few(count):
        return values_in_words(count)
    if count.unit == "persons":
        return people_bars(count)
    rows = entries(count)
    years = [(row.label, row.low) for row in rows if row.code != UNCERTAIN]
    unsure = [(row.label, row.low) for row in rows if row.code == UNCERTAIN and row.low]
    cut = sorted(unfinished(count))
    sheet = draw_years(
        years,
        uncertain=unsure[0] if unsure else None,
        unfinished=cut,
    )
    notes = count.chosen.notes("year") if unsure else ()
    if cut:
        cut_short = message(NOT_COVERED, years=listing(cut), n=len(cut))
        notes = (cut_short, *notes)
    return count_chart(count, sheet, "Bar chart by year", count.title, notes)


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


def timeline(count: Count) -> Exhibit:
    """Draw incidents by year and finding under numbered marks of what else happened.

    The year in which the data were released is not over; it stands apart, as do dates
    that are not certain to one year.
    """
    if few(count):
        return values_in_words(count)
    chosen = count.chosen
    rows = drawn(count)
    cut = unfinished(count) | {f"{chosen.dataset.released.year}"}
    vague = only_the_year(chosen)
    bars = [bar(row, vague, cut=row.code in cut) for row in rows]
    ending = [bars.pop()] if rows[-1].code == f"{chosen.dataset.released.year}" else []
    apart = [*open_end(chosen, ending, after=int(bars[-1].lines[0])), *unsure(count)]
    scale = scale_of(bars, apart)
    years = range(int(rows[0].code), int(bars[-1].lines[0]) + 1)
    marked = marks(chosen.dataset, years)
    parts = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}
    return chart(
        draw_timeline(scale, lanes(marked, scale), parts),
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
