"""Years as upright bars in parts, with marks over them and vague dates under them.

Nothing joins the years. What is no whole year, and dates that are not certain to a
year, stand apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.pins import Lane, draw_key, draw_lane, key_height, lane_height
from briefing.show.sheet import Sheet
from briefing.show.uprights import (
    CHART,
    NUMBER,
    Scale,
    Year,
    baselines,
    draw_row,
    middles,
)
from briefing.show.years import named_years

HEAD = 18.0
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
    sheet = Sheet(HEAD + over + CHART + axis + under + key)
    _legend(sheet, parts)
    y = HEAD
    for lane in lanes:
        draw_lane(sheet, lane, y, end=scale.end)
        y += lane_height(lane[1])
    y += CHART
    every = [*scale.years, *scale.apart]
    draw_row(sheet, scale, every, y, [*parts.values()])
    baselines(sheet, scale, y)
    _labels(sheet, scale, y + 8)
    y += axis + under
    if most:
        sheet.text(0, y - under + 6, UNDER, size=house.SMALL, strong=True)
        vague = [Year((), (one.vague,) if one.vague else ()) for one in every]
        draw_row(sheet, scale, vague, y, [house.APART])
        baselines(sheet, scale, y)
    draw_key(sheet, lanes, y + 6)
    return sheet


def _legend(sheet: Sheet, parts: Mapping[str, Fill]) -> None:
    """Name the parts beside their colour and pattern."""
    x = 0.5
    for name, fill in parts.items():
        sheet.box(x, 3.5, 7, 7, fill)
        sheet.text(x + 11, 7, name, size=house.SMALL)
        x += 11 + sheet.width_of(name, size=house.SMALL) + 12


def _labels(sheet: Sheet, scale: Scale, y: float) -> None:
    """Print the years, as many as have room, and the words of what stands apart."""
    years = [one.lines[0] for one in scale.years]
    shown = named_years(sheet, years, scale.slot)
    every = zip([*scale.years, *scale.apart], middles(scale), strict=True)
    for one, middle in every:
        whole = one in scale.apart or one.lines[0] in shown
        for i, line in enumerate(one.lines if whole else ()):
            half = sheet.width_of(line, size=house.SMALL) / 2
            x = min(max(middle, half), house.WIDTH - half)
            sheet.text(x, y + 9.4 * i, line, size=house.SMALL, align="center")
