"""
Upright bars in parts on a scale of years, and beside them what is no whole year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.sheet import Sheet
from briefing.show.words import number

CHART = 96.0
GAP = 12.0
NUMBER = 9.0


@dataclass(frozen=True)
class Year:
    """
    One bar: its label in lines, its parts, how many are vague, and if it is cut short.
    """

    lines: tuple[str, ...]
    parts: tuple[int, ...]
    vague: int = 0
    cut: bool = False

    @property
    def total(self) -> int:
        """
        Add up the parts.
        """
        return sum(self.parts)


@dataclass(frozen=True)
class Scale:
    """
    Where the years stand: their width, their first, and what stands apart from them.
    """

    slot: float
    years: tuple[Year, ...]
    apart: tuple[Year, ...]
    widths: tuple[float, ...]
    unit: float

    @property
    def end(self) -> float:
        """
        Say where the years end.
        """
        return self.slot * len(self.years)


def scale_of(years: Sequence[Year], apart: Sequence[Year]) -> Scale:
    """
    Share the width among the years, after what stands apart has its place.
    """
    sheet = Sheet(10)
    widths = tuple(
        GAP + max(sheet.width_of(line, size=house.SMALL) for line in one.lines)
        for one in apart
    )
    slot = (house.WIDTH - sum(widths)) / max(len(years), 1)
    largest = max(1, *(one.total for one in (*years, *apart)))
    unit = (CHART - NUMBER) / largest
    return Scale(slot, tuple(years), tuple(apart), widths, unit)


def places(scale: Scale) -> list[tuple[Year, float, float]]:
    """
    Give the middle and the thickness of every bar.
    """
    thick = min(scale.slot * 0.7, 26.0)
    places = [(one, scale.slot * (i + 0.5), thick) for i, one in enumerate(scale.years)]
    x = scale.end
    for one, wide in zip(scale.apart, scale.widths, strict=True):
        places.append((one, x + GAP + (wide - GAP) / 2, thick))
        x += wide
    return places


def stack(
    sheet: Sheet,
    year: Year,
    middle: float,
    baseline: float,
    *,
    thick: float,
    unit: float,
    fills: Sequence[Fill],
) -> None:
    """
    Draw the parts of a bar upwards from the baseline, its number above it.
    """
    y = baseline
    for n, fill in zip(year.parts, fills, strict=True):
        high = n * unit
        cut = Fill(fill.face, fill.edge, fill.hatch, dashed=year.cut or fill.dashed)
        sheet.box(middle - thick / 2, y - high, thick, high, cut)
        y -= high
    sheet.text(
        middle,
        y - 5,
        number(year.total),
        size=house.SMALL,
        strong=year.total > 0,
        colour=house.INK if year.total else house.MUTED,
        align="center",
    )


def baselines(sheet: Sheet, scale: Scale, y: float) -> None:
    """
    Draw the line on which the years stand, and one under each bar that stands apart.
    """
    sheet.line(0, y, scale.end, y)
    x = scale.end
    for wide in scale.widths:
        sheet.line(x + GAP, y, x + wide, y)
        x += wide
