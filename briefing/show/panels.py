"""Small multiples: one little chart of upright bars for each state, all on one
scale.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.sheet import Sheet
from briefing.show.words import counted, listing, number

ACROSS = 2
GUTTER = 24.0
HEAD = 12.0
CHART = 30.0
FOOT = 12.0
BELOW = 3.0
WIDE = (house.WIDTH - GUTTER * (ACROSS - 1)) / ACROSS


@dataclass(frozen=True)
class Panel:
    """One state: its name, a number for every year, and how many are sure of no
    year.
    """

    name: str
    years: tuple[int, ...]
    unsure: int = 0

    @property
    def said(self) -> str:
        """Say the sum, and what part of it stands in no bar."""
        total = sum(self.years) + self.unsure
        apart = f", {number(self.unsure)} without a certain year" if self.unsure else ""
        return f"{counted(total, 'incidents')}{apart}" if total else "none documented"


def draw_panels(
    years: Sequence[str], panels: Sequence[Panel], *, unfinished: Collection[str] = ()
) -> Sheet:
    """Draw the panels in reading order; nothing joins the years."""
    tall = HEAD + CHART + FOOT + BELOW
    deep = -(-len(panels) // ACROSS)
    dashed = [year for year in years if year in unfinished]
    top = 16.0 if dashed else 0.0
    sheet = Sheet(top + tall * deep)
    if dashed:
        sheet.box(0.5, 3.5, 7, 7, house.UNFINISHED)
        words = f"{listing(dashed)}, not covered to the end"
        sheet.text(11, 7, words, size=house.SMALL)
    largest = max((n for panel in panels for n in panel.years), default=0)
    scale = (CHART - 10) / max(largest, 1)
    for i, panel in enumerate(panels):
        x = (i % ACROSS) * (WIDE + GUTTER)
        y = top + (i // ACROSS) * tall
        _heading(sheet, panel, x, y)
        _bars(sheet, panel, years, x, y + HEAD + CHART, scale, dashed)
        _axis(sheet, years, x, y + HEAD + CHART)
    return sheet


def _heading(sheet: Sheet, panel: Panel, x: float, y: float) -> None:
    """Name the state on the left and say its sum on the right."""
    sheet.text(x, y + 7, panel.name, strong=True)
    said = panel.said
    sheet.text(x + WIDE, y + 7, said, size=house.SMALL, align="right")


def _bars(
    sheet: Sheet,
    panel: Panel,
    years: Sequence[str],
    x: float,
    baseline: float,
    scale: float,
    dashed: Collection[str],
) -> None:
    """Draw the bars of a panel, each with its number where it has the room."""
    slot = WIDE / len(years)
    thick = min(slot * 0.72, 16.0)
    widest = max(sheet.width_of(number(n), size=house.SMALL) for n in panel.years)
    first = panel.years.index(max(panel.years))
    for i, n in enumerate(panel.years):
        if not n:
            continue
        middle, high = x + slot * (i + 0.5), n * scale
        fill = house.UNFINISHED if years[i] in dashed else house.SINGLE
        sheet.box(middle - thick / 2, baseline - high, thick, high, fill)
        if widest + 0.6 <= slot or i == first:
            y = baseline - high - 5
            sheet.text(middle, y, number(n), size=house.SMALL, align="center")


def _axis(sheet: Sheet, years: Sequence[str], x: float, baseline: float) -> None:
    """Draw the line that the bars stand on, and name its ends and the decades
    between.
    """
    sheet.line(x, baseline, x + WIDE, baseline)
    slot = WIDE / len(years)
    wide = sheet.width_of("0000", size=house.SMALL)
    middles = [x + slot * (i + 0.5) for i in range(len(years))]
    ends = {0, len(years) - 1}
    marks = {i for i, year in enumerate(years) if year.endswith("0")}
    near = {i for i in marks for end in ends if abs(i - end) * slot < wide * 1.5}
    for i in sorted(ends | (marks - near)):
        at = min(max(middles[i], x + wide / 2), x + WIDE - wide / 2)
        sheet.text(at, baseline + 8, years[i], size=house.SMALL, align="center")
