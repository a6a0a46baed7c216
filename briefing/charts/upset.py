"""Combinations of sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.charts.axes import GAP, Sheet, chart, wrap
from briefing.counts.overlaps import Overlap
from briefing.exhibits import style
from briefing.exhibits.alt_text import overlap_alt
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import overlap_in_words
from briefing.exhibits.style import Fill
from briefing.exhibits.titles import (
    CAUTION,
    FEW,
    overlap_title,
    selection_subtitle,
)
from briefing.tables.counts import combination_table
from briefing.text.formats import number
from briefing.text.messages import message

NAMES = 128.0  # the most that names may take of the width

LEADING = 9.6

MARK = 7.0

ROW = 14.0

TALLEST = 60.0  # the longest bar

REST = 62.0  # the place of the last column, whose name is words

HEAD = 12.0

EDGE = 3.0  # a screen may set letters wider than print does

BAR = 0.62  # of the width of a column

EMPTY = Fill(style.PAPER, style.RULE)


@dataclass(frozen=True)
class Set:
    """One row: its name, and how many incidents it holds."""

    label: str
    n: int


@dataclass(frozen=True)
class Column:
    """One combination: the rows that belong to it, and how many incidents it holds."""

    rows: tuple[int, ...]
    n: int


@dataclass(frozen=True)
class Plan:
    """Where things stand: the left edge of the columns, their width, and the rows."""

    left: float
    wide: float
    floor: float  # on which the bars stand
    middles: tuple[float, ...]
    scale: float

    def middle(self, place: int) -> float:
        """Give the middle of a column."""
        return self.left + self.wide * (place + 0.5)


def draw_upset(
    sets: Sequence[Set], columns: Sequence[Column], rest: tuple[str, int] | None = None
) -> Sheet:
    """Draw sets and combinations; *rest* names what is joined in a last column, and its
    n.
    """
    names = [wrap(one.label, NAMES, size=style.SMALL) for one in sets]
    plan = _plan(names, sets, columns, rest)
    sheet = Sheet(plan.middles[-1] + ROW / 2 + 3)
    _print_sets(sheet, plan, names, sets)
    for place, column in enumerate(columns):
        x = plan.middle(place)
        _bar(sheet, plan, x, column.n, style.SINGLE)
        _marks(sheet, plan, x, column.rows)
    if rest is not None:
        _print_rest(sheet, plan, rest)
    sheet.line(plan.left, plan.floor, style.WIDTH, plan.floor)
    return sheet


def _plan(
    names: Sequence[Sequence[str]],
    sets: Sequence[Set],
    columns: Sequence[Column],
    rest: tuple[str, int] | None,
) -> Plan:
    """Share out the sheet between names, numbers and columns."""
    probe = Sheet(10)
    small = style.SMALL
    widest = max(probe.width_of(line, size=small) for of in names for line in of)
    numbers = max(probe.width_of(number(one.n), strong=True) for one in sets)
    head = max(numbers, probe.width_of("Incidents", size=small))
    left = EDGE + widest + GAP + head + GAP
    room = style.WIDTH - left - (REST if rest else 0.0)
    floor = HEAD + TALLEST
    middles, y = [], floor + 5
    for of in names:
        tall = max(ROW, LEADING * len(of) + 5)
        middles.append(y + tall / 2)
        y += tall
    largest = max([column.n for column in columns] + ([rest[1]] if rest else []))
    wide = min(room / max(1, len(columns)), 34.0)
    return Plan(left, wide, floor, tuple(middles), (TALLEST - 4) / max(largest, 1))


def room_for(sets: Sequence[Set], columns: Sequence[Column], most: int) -> int:
    """Say how many of the largest have room for their numbers; up to 999 all have
    it.
    """
    largest = max((one.n for one in columns), default=0)
    if largest < 1000:
        return most
    names = [wrap(one.label, NAMES, size=style.SMALL) for one in sets]
    plan = _plan(names, sets, columns, ("", 0))
    wide = Sheet(10).width_of(number(largest), strong=True) + EDGE
    return min(most, int((style.WIDTH - REST - plan.left) / wide))


def _print_sets(
    sheet: Sheet, plan: Plan, names: Sequence[Sequence[str]], sets: Sequence[Set]
) -> None:
    """Name the rows, each with the number of all its incidents."""
    small = style.SMALL
    ends = plan.left - GAP
    numbers = max(sheet.width_of(number(one.n), strong=True) for one in sets)
    head = max(numbers, sheet.width_of("Incidents", size=small))
    sheet.text(ends, plan.floor - 5, "Incidents", size=small, align="right")
    for lines, one, middle in zip(names, sets, plan.middles, strict=True):
        for i, words in enumerate(lines):
            y = middle + LEADING * (i - (len(lines) - 1) / 2)
            sheet.text(ends - head - GAP, y, words, size=small, align="right")
        sheet.text(ends, middle, number(one.n), strong=True, align="right")


def _bar(sheet: Sheet, plan: Plan, x: float, n: int, fill: Fill) -> None:
    """Draw one bar from the floor up, its number above it."""
    tall = n * plan.scale
    wide = min(plan.wide * BAR, 16.0)
    sheet.box(x - wide / 2, plan.floor - tall, wide, tall, fill)
    sheet.text(x, plan.floor - tall - 6, number(n), strong=True, align="center")


def _marks(sheet: Sheet, plan: Plan, x: float, rows: Sequence[int]) -> None:
    """Mark the rows that belong to a combination, joined by a line; others are
    empty.
    """
    own = [plan.middles[row] for row in rows]
    sheet.box(x - 1, min(own), 2, max(own) - min(own), style.SINGLE)
    for row, middle in enumerate(plan.middles):
        fill = style.SINGLE if row in rows else EMPTY
        sheet.box(x - MARK / 2, middle - MARK / 2, MARK, MARK, fill)


def _print_rest(sheet: Sheet, plan: Plan, rest: tuple[str, int]) -> None:
    """Set what is joined apart at the right edge, and say in words what it is."""
    words, n = rest
    x = style.WIDTH - REST / 2
    _bar(sheet, plan, x, n, style.APART)
    for i, line in enumerate(wrap(words, REST - 4, size=style.SMALL, most=4)):
        y = plan.middles[0] + LEADING * i
        sheet.text(x, y, line, size=style.SMALL, align="center")


MOST_COLUMNS = 16  # combinations; more would not leave each its place

LEAST = 2  # where there are more, those of one incident are joined


OTHERS = "in {n, plural, one {# other combination} other {# other combinations}}"

LAST_BAR = (
    " The last bar: {n, plural, one {# incident} other {# incidents}} in {others, "
    "plural, one {# other combination} other {# other combinations}}."
)


def upset(overlap: Overlap) -> Exhibit:
    """Draw which publishers or kinds of source report the same incidents.

    A combination has a column of its own if it is among the sixteen largest (fewer
    where their numbers are long); where there are more than sixteen, those that hold a
    single incident are joined as well.
    """
    rows = overlap.combinations.to_dict("records")
    if len(rows) <= FEW:
        return overlap_in_words(overlap)
    sets = overlap.sets
    places = {code: i for i, code in enumerate(sets["code"])}
    kept = [row for row in rows if len(rows) <= MOST_COLUMNS or row["n"] >= LEAST]
    drawn = [Set(str(s["label"]), int(s["n"])) for s in sets.to_dict("records")]
    wide = [Column(tuple(places[c] for c in row["codes"]), row["n"]) for row in kept]
    kept = kept[: room_for(drawn, wide, MOST_COLUMNS)]
    left = len(rows) - len(kept)
    rest = sum(row["n"] for row in rows[len(kept) :])
    words = message(OTHERS, n=left)
    sheet = draw_upset(
        drawn,
        wide[: len(kept)],
        (words, rest) if left else None,
    )
    note = "Filled marks: who reports the incidents of the bar above."
    joined = message(LAST_BAR, n=rest, others=left)
    return chart(
        sheet,
        key=overlap.key,
        title=overlap_title(overlap),
        subtitle=selection_subtitle(
            overlap.chosen, f"{overlap.title}, each combination once"
        ),
        unit=overlap.unit,
        caption=f"{overlap.title}. {CAUTION}",
        alt=overlap_alt(overlap),
        source=overlap.chosen.source,
        table=combination_table(overlap),
        notes=(f"{note}{joined if left else ''}",),
        whole=[overlap.total, *map(int, sets["n"]), *map(int, sets["alone"])],
    )
