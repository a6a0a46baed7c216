"""Upright bars by year: years that are not over, and dates that are not certain,
apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from briefing.show import house
from briefing.show.sheet import Sheet
from briefing.show.words import listing, number

CHART = 118.0
GAP = 14.0  # sets what is not a year apart from the years


def draw_years(
    years: Sequence[tuple[str, int]],
    *,
    uncertain: tuple[str, int] | None = None,
    unfinished: Collection[str] = (),
) -> Sheet:
    """Draw one bar a year from zero, its number on top; nothing joins the years."""
    dashed = [year for year, n in years if n and year in unfinished]
    tall, top, head = CHART, 24.0 if dashed else 12.0, 12.0
    sheet = Sheet(top + tall + head + 16)
    baseline = top + tall
    apart = _width_apart(sheet, uncertain)
    slot = (house.WIDTH - apart) / max(len(years), 1)
    thick = min(slot * 0.68, 26.0)
    largest = max(1, *(n for _, n in years), uncertain[1] if uncertain else 0)
    scale = (tall - 4) / largest
    named = named_years(sheet, [year for year, _ in years], slot)
    said = said_numbers(sheet, [n for _, n in years], slot, scale)
    for i, (year, n) in enumerate(years):
        middle = slot * (i + 0.5)
        fill = house.UNFINISHED if year in unfinished else house.SINGLE
        sheet.box(middle - thick / 2, baseline - n * scale, thick, n * scale, fill)
        if i in said:
            _number(sheet, middle, baseline - n * scale, n)
        if year in named:
            half = sheet.width_of(year, size=house.SMALL) / 2
            x = min(max(middle, half), slot * len(years) - half)
            sheet.text(x, baseline + 8, year, size=house.SMALL, align="center")
    sheet.line(0, baseline, slot * len(years), baseline)
    _explain(sheet, dashed)
    if uncertain:
        left = house.WIDTH - apart + GAP
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
    middle = (left + house.WIDTH) / 2
    label, n = uncertain
    top = baseline - n * scale
    sheet.box(middle - thick / 2, top, thick, n * scale, house.APART)
    _number(sheet, middle, top, n)
    sheet.line(left, baseline, house.WIDTH, baseline)
    for j, line in enumerate(_halves(label)):
        y = baseline + 8 + 9.4 * j
        sheet.text(middle, y, line, size=house.SMALL, align="center")


def _explain(sheet: Sheet, dashed: Sequence[str]) -> None:
    """Say what a dashed bar means, where there is one."""
    if dashed:
        sheet.box(0.5, 3.5, 7, 7, house.UNFINISHED)
        words = f"{listing(dashed)}, not covered to the end"
        sheet.text(11, 7, words, size=house.SMALL)


def _number(sheet: Sheet, middle: float, top: float, n: int) -> None:
    """Print a number above its bar."""
    colour = house.INK if n else house.MUTED
    small, strong = house.SMALL, n > 0
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
        half = sheet.width_of(number(ns[i]), size=house.SMALL, strong=True) / 2
        x, y = slot * (i + 0.5), ns[i] * scale
        if not half <= x <= slot * len(ns) - half:
            continue
        if all(
            abs(x - other) >= half + wide or abs(y - high) >= house.SMALL
            for other, wide, high in said.values()
        ):
            said[i] = (x, half, y)
    return set(said)


def _width_apart(sheet: Sheet, uncertain: tuple[str, int] | None) -> float:
    """Measure the place on the right for dates that are not certain to a year."""
    if uncertain is None:
        return 0.0
    lines = [*_halves(uncertain[0]), number(uncertain[1])]
    return GAP + max(sheet.width_of(line, size=house.SMALL) for line in lines)


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
    wide = sheet.width_of("0000", size=house.SMALL) + 3
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if wide <= n * slot)
    last = len(years) - 1
    kept = {
        years[i] for i in range(0, len(years), step) if last - i >= step or i == last
    }
    return kept | {years[last]}
