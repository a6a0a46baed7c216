"""A ladder: rows in an order of their own, step by step, each with its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.show import house
from briefing.show.bars import BAR, GAP, LABELS, LEADING, Bar
from briefing.show.house import Fill
from briefing.show.labels import wrap
from briefing.show.sheet import Sheet
from briefing.show.words import number

HEAD = 12.0  # the line that names a step
BETWEEN = 4.0
RAIL = 12.0  # the pole of the ladder, and the room to its right
TOP = 18.0

Step = tuple[str, Sequence[Bar]]


def draw_ladder(steps: Sequence[Step], parts: Mapping[str, Fill]) -> Sheet:
    """Draw the rows of each step under its name, joined by a rail; nothing is ranked.

    A step without a name is a plain row of rungs. Numbers stand in columns whose heads
    show colour and pattern of each part.
    """
    heights = [_tall(bars, named=bool(name)) for name, bars in steps]
    sheet = Sheet(TOP + sum(heights) + BETWEEN * len(steps))
    every = [bar for _, bars in steps for bar in bars]
    left = _left(sheet, every)
    ends = _heads(sheet, parts)
    room = ends[0][1] - left - GAP
    scale = room / max(1, *(bar.total for bar in every))
    y = TOP
    for (name, bars), tall in zip(steps, heights, strict=True):
        start = y
        if name:
            sheet.text(RAIL, y + HEAD / 2, name, size=house.SMALL, strong=True)
            y += HEAD
        for bar in bars:
            y += _rung(sheet, bar, y, left=left, scale=scale, ends=ends, parts=parts)
        _rail(sheet, start + 2, start + tall - 2)
        sheet.line(left, start + (HEAD if name else 0), left, start + tall)
        y = start + tall + BETWEEN
    return sheet


def _lines(bar: Bar) -> list[str]:
    """Break the name of a row where it is too long."""
    return wrap(bar.label, LABELS, size=house.TEXT)


def _height(bar: Bar) -> float:
    """Give a row the height that its name needs."""
    return max(BAR, LEADING * len(_lines(bar))) + GAP


def _tall(bars: Sequence[Bar], *, named: bool) -> float:
    """Add up the height of a step."""
    return (HEAD if named else 0) + sum(_height(bar) for bar in bars)


def _left(sheet: Sheet, bars: Sequence[Bar]) -> float:
    """Find where the bars begin: right of the rail and of every name."""
    return (
        RAIL + GAP + max(sheet.width_of(line) for bar in bars for line in _lines(bar))
    )


def _heads(sheet: Sheet, parts: Mapping[str, Fill]) -> list[tuple[float, float]]:
    """Name the columns of numbers, and give where each ends and where it begins."""
    heads = [*parts, "Total"]
    widths = [sheet.width_of(head, size=house.SMALL) + 17 for head in heads]
    ends = [house.WIDTH - sum(widths[i + 1 :]) for i in range(len(heads))]
    for head, end, fill in zip(heads, ends, [*parts.values(), None], strict=True):
        wide = sheet.width_of(head, size=house.SMALL)
        strong = fill is None
        sheet.text(end, 7, head, size=house.SMALL, strong=strong, align="right")
        if fill is not None:
            sheet.box(end - wide - 10, 3.5, 7, 7, fill)
    return [(end, end - wide) for end, wide in zip(ends, widths, strict=True)]


def _rung(
    sheet: Sheet,
    bar: Bar,
    y: float,
    *,
    left: float,
    scale: float,
    ends: Sequence[tuple[float, float]],
    parts: Mapping[str, Fill],
) -> float:
    """Draw one row: its name, its parts and its numbers; give its height."""
    tall, lines = _height(bar), _lines(bar)
    middle = y + tall / 2
    for i, line in enumerate(lines):
        at = middle + LEADING * (i - (len(lines) - 1) / 2)
        sheet.text(left - GAP, at, line, align="right")
    x = left
    for part, fill in zip(bar.parts, parts.values(), strict=True):
        sheet.box(x, middle - BAR / 2, part * scale, BAR, fill)
        x += part * scale
    numbers = [*bar.parts, bar.total]
    for n, (end, _) in zip(numbers, ends, strict=True):
        colour = house.INK if n else house.MUTED
        last = end == ends[-1][0]
        sheet.text(
            end, middle, number(n), strong=last and n > 0, colour=colour, align="right"
        )
    return tall


def _rail(sheet: Sheet, top: float, bottom: float) -> None:
    """Draw the pole that joins the rows of a step."""
    sheet.box(1, top, 3, bottom - top, house.SINGLE)
