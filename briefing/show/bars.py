"""Horizontal bars: one count a row, its name on the left and its number printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.labels import wrap
from briefing.show.sheet import Sheet
from briefing.show.words import number, span

BAR = 10.0
LEADING = 10.5  # between the lines of a label that wraps
GAP = 6.0
APART = 7.0
LABELS = 150.0  # the most that names may take of the width


@dataclass(frozen=True)
class Bar:
    """One row: its name, and its parts in the order in which they are drawn."""

    label: str
    parts: tuple[int, ...]
    apart: bool = False  # a row that names nothing stands below the others

    @property
    def total(self) -> int:
        """Add up the parts."""
        return sum(self.parts)


@dataclass(frozen=True)
class Rows:
    """Where the rows of a chart stand: their lines, their middles, and the total
    height.
    """

    lines: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    left: float
    height: float


def rows_of(bars: Sequence[Bar], *, top: float) -> Rows:
    """Give every row the height that its name needs, and set apart what names
    nothing.
    """
    probe = Sheet(10)
    size = house.TEXT
    lines = [tuple(wrap(bar.label, LABELS, size=size)) for bar in bars]
    left = max(probe.width_of(line) for label in lines for line in label) + GAP
    middles, y = [], top
    for i, (bar, label) in enumerate(zip(bars, lines, strict=True)):
        y += APART if bar.apart and i and not bars[i - 1].apart else 0
        tall = max(BAR, LEADING * len(label)) + GAP
        middles.append(y + tall / 2)
        y += tall
    return Rows(tuple(lines), tuple(middles), left, y + 2)


def print_labels(sheet: Sheet, rows: Rows) -> None:
    """Print each name against its bar, ending where the bars begin."""
    for lines, middle in zip(rows.lines, rows.middles, strict=True):
        for i, line in enumerate(lines):
            y = middle + LEADING * (i - (len(lines) - 1) / 2)
            sheet.text(rows.left - GAP, y, line, align="right")


def draw_ranked(bars: Sequence[Bar]) -> Sheet:
    """Draw bars of one measure, each with its number at its end."""
    rows = rows_of(bars, top=2)
    sheet = Sheet(rows.height)
    print_labels(sheet, rows)
    largest = max(bar.total for bar in bars)
    numbers = sheet.width_of(number(largest), strong=True) + 2 * GAP
    scale = (house.WIDTH - rows.left - numbers) / max(largest, 1)
    for bar, middle in zip(bars, rows.middles, strict=True):
        end = rows.left + bar.total * scale
        sheet.box(rows.left, middle - BAR / 2, end - rows.left, BAR, house.SINGLE)
        sheet.text(end + GAP / 2, middle, number(bar.total), strong=True)
    sheet.line(rows.left, 2, rows.left, rows.height - 2)
    return sheet


def draw_stacked(bars: Sequence[Bar], parts: Mapping[str, Fill]) -> Sheet:
    """Draw bars in parts; the numbers stand in columns whose heads name the parts.

    The heads show colour and pattern of each part, so that no legend is needed and no
    number has to fit into a narrow part.
    """
    rows = rows_of(bars, top=18)
    sheet = Sheet(rows.height)
    print_labels(sheet, rows)
    heads = [*parts, "Total"]
    most = number(max(bar.total for bar in bars))
    least = sheet.width_of(most, strong=True) + GAP  # no number meets the next
    widths = [max(sheet.width_of(head, size=house.SMALL) + 17, least) for head in heads]
    ends = [house.WIDTH - sum(widths[i + 1 :]) for i in range(len(heads))]
    for head, end, fill in zip(heads, ends, [*parts.values(), None], strict=True):
        strong = fill is None
        drawn = sheet.text(end, 7, head, size=house.SMALL, strong=strong, align="right")
        if fill is not None:
            wide = sheet.width_of(drawn.get_text(), size=house.SMALL)
            sheet.box(end - wide - 10, 3.5, 7, 7, fill)
    room = ends[0] - widths[0] - GAP - rows.left
    scale = room / max(1, *(bar.total for bar in bars))
    for bar, middle in zip(bars, rows.middles, strict=True):
        x = rows.left
        for part, fill in zip(bar.parts, parts.values(), strict=True):
            sheet.box(x, middle - BAR / 2, part * scale, BAR, fill)
            x += part * scale
        for n, end in zip((*bar.parts, bar.total), ends, strict=True):
            last = end == ends[-1]
            sheet.text(end, middle, number(n), strong=last, align="right")
    sheet.line(rows.left, 16, rows.left, rows.height - 2)
    return sheet


def draw_ranges(bars: Sequence[Bar]) -> Sheet:
    """Draw ranges: solid to the lowest number, hatched on to the highest, both
    printed.
    """
    rows = rows_of(bars, top=18)
    sheet = Sheet(rows.height)
    print_labels(sheet, rows)
    x = rows.left
    for words, fill in (
        ("At least", house.SINGLE),
        ("and up to, where sources differ or give a range", house.SPREAD),
    ):
        sheet.box(x, 3.5, 7, 7, fill)
        sheet.text(x + 10, 7, words, size=house.SMALL)
        x += 10 + sheet.width_of(words, size=house.SMALL) + 12
    texts = [span(bar.parts[0], bar.total) for bar in bars]
    numbers = max(sheet.width_of(text, strong=True) for text in texts) + 2 * GAP
    scale = (house.WIDTH - rows.left - numbers) / max(1, *(b.total for b in bars))
    for bar, middle, text in zip(bars, rows.middles, texts, strict=True):
        least, end = (rows.left + n * scale for n in (bar.parts[0], bar.total))
        sheet.box(rows.left, middle - BAR / 2, least - rows.left, BAR, house.SINGLE)
        sheet.box(least, middle - BAR / 2, end - least, BAR, house.SPREAD)
        sheet.text(end + GAP / 2, middle, text, strong=True)
    sheet.line(rows.left, 16, rows.left, rows.height - 2)
    return sheet
