"""Upright bars in parts on a scale of years, and beside them what is no whole year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.sheet import Sheet
from briefing.show.words import number
from briefing.show.years import said_numbers

CHART = 86.0
GAP = 12.0
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
        GAP + max(sheet.width_of(line, size=house.SMALL) for line in one.lines)
        for one in apart
    )
    slot = (house.WIDTH - sum(widths)) / max(len(years), 1)
    largest = max(1, *(one.total for one in (*years, *apart)))
    unit = (CHART - NUMBER) / largest
    return Scale(slot, tuple(years), tuple(apart), widths, unit)


def middles(scale: Scale) -> list[float]:
    """Give the middle of every bar: the years, and what stands apart from them."""
    found = [scale.slot * (i + 0.5) for i in range(len(scale.years))]
    x = scale.end
    for wide in scale.widths:
        found.append(x + GAP + (wide - GAP) / 2)
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
                size=house.SMALL,
                strong=bar.total > 0,
                colour=house.INK if bar.total else house.MUTED,
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
        sheet.line(x + GAP, y, x + wide, y)
        x += wide
