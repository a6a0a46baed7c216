"""A band of headline numbers: a row for each standard of evidence, a column for each
unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.show import house
from briefing.show.labels import wrap
from briefing.show.sheet import Sheet
from briefing.show.words import span

NAMES = 104.0
ROW = 31.0
BAR = 9.0
HEAD = 17.0
BETWEEN = 14.0
LEADING = 9.6
Range = tuple[int, int]


def draw_band(
    levels: Sequence[tuple[str, Mapping[str, Range]]], panels: Mapping[str, str]
) -> Sheet:
    """Draw a row for each level and a column for each headline, numbers over their
    bars.
    """
    sheet = Sheet(HEAD + ROW * len(levels) + 3)
    wide = (house.WIDTH - 2 - NAMES - BETWEEN * (len(panels) - 1)) / len(panels)
    for j, (key, head) in enumerate(panels.items()):
        x = NAMES + (wide + BETWEEN) * j
        sheet.text(x, 6, head, size=house.SMALL, strong=True)
        scale = wide / max(1, *(of[key][1] for _, of in levels))
        for i, (_, of) in enumerate(levels):
            y = HEAD + ROW * i
            low, high = of[key]
            sheet.text(x + 3, y + 6, span(low, high), strong=True)
            sheet.box(x, y + 13, low * scale, BAR, house.SINGLE)
            sheet.box(x + low * scale, y + 13, (high - low) * scale, BAR, house.SPREAD)
        sheet.line(x, HEAD, x, HEAD + ROW * len(levels) - 5)
    for i, (name, _) in enumerate(levels):
        lines = wrap(name, NAMES - 8, size=house.SMALL)
        for k, line in enumerate(lines):
            y = HEAD + ROW * i + 14 + LEADING * (k - (len(lines) - 1) / 2)
            sheet.text(NAMES - 8, y, line, size=house.SMALL, align="right")
    return sheet
