"""An UpSet-style drawing: a row for each set, a column for each combination of sets.

The bars above say how many incidents a combination holds; filled marks below say which
sets belong to it, so that no circles need to overlap and every number can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.bars import GAP
from briefing.show.house import Fill
from briefing.show.labels import wrap
from briefing.show.sheet import Sheet
from briefing.show.words import number

NAMES = 128.0  # the most that names may take of the width
LEADING = 9.6
MARK = 7.0
ROW = 14.0
TALLEST = 60.0  # the longest bar
REST = 62.0  # the place of the last column, whose name is words
HEAD = 12.0
EDGE = 3.0  # a screen may set letters wider than print does
BAR = 0.62  # of the width of a column
EMPTY = Fill(house.PAPER, house.RULE)


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
    names = [wrap(one.label, NAMES, size=house.SMALL) for one in sets]
    plan = _plan(names, sets, columns, rest)
    sheet = Sheet(plan.middles[-1] + ROW / 2 + 3)
    _print_sets(sheet, plan, names, sets)
    for place, column in enumerate(columns):
        x = plan.middle(place)
        _bar(sheet, plan, x, column.n, house.SINGLE)
        _marks(sheet, plan, x, column.rows)
    if rest is not None:
        _print_rest(sheet, plan, rest)
    sheet.line(plan.left, plan.floor, house.WIDTH, plan.floor)
    return sheet


def _plan(
    names: Sequence[Sequence[str]],
    sets: Sequence[Set],
    columns: Sequence[Column],
    rest: tuple[str, int] | None,
) -> Plan:
    """Share out the sheet between names, numbers and columns."""
    probe = Sheet(10)
    small = house.SMALL
    widest = max(probe.width_of(line, size=small) for of in names for line in of)
    numbers = max(probe.width_of(number(one.n), strong=True) for one in sets)
    head = max(numbers, probe.width_of("Incidents", size=small))
    left = EDGE + widest + GAP + head + GAP
    room = house.WIDTH - left - (REST if rest else 0.0)
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
    names = [wrap(one.label, NAMES, size=house.SMALL) for one in sets]
    plan = _plan(names, sets, columns, ("", 0))
    wide = Sheet(10).width_of(number(largest), strong=True) + EDGE
    return min(most, int((house.WIDTH - REST - plan.left) / wide))


def _print_sets(
    sheet: Sheet, plan: Plan, names: Sequence[Sequence[str]], sets: Sequence[Set]
) -> None:
    """Name the rows, each with the number of all its incidents."""
    small = house.SMALL
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
    sheet.box(x - 1, min(own), 2, max(own) - min(own), house.SINGLE)
    for row, middle in enumerate(plan.middles):
        fill = house.SINGLE if row in rows else EMPTY
        sheet.box(x - MARK / 2, middle - MARK / 2, MARK, MARK, fill)


def _print_rest(sheet: Sheet, plan: Plan, rest: tuple[str, int]) -> None:
    """Set what is joined apart at the right edge, and say in words what it is."""
    words, n = rest
    x = house.WIDTH - REST / 2
    _bar(sheet, plan, x, n, house.APART)
    for i, line in enumerate(wrap(words, REST - 4, size=house.SMALL, most=4)):
        y = plan.middles[0] + LEADING * i
        sheet.text(x, y, line, size=house.SMALL, align="center")
