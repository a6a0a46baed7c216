"""Ranked, stacked, range and ordered bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.charts.axes import Sheet, chart, wrap
from briefing.counts.count import Count
from briefing.counts.incidents import FATES
from briefing.exhibits import style
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import Exhibit, of_all
from briefing.exhibits.prose import prose, values_in_words
from briefing.exhibits.style import Fill
from briefing.exhibits.titles import (
    CAUTION,
    FEW,
    Entry,
    entries,
    few,
    selection_subtitle,
    subtitle,
    title,
    wholes,
)
from briefing.law.in_force import by_treaty
from briefing.selection.select import Chosen
from briefing.tables.law import (
    LEFT_OPEN,
    MEASURE,
    OPEN_NOTE,
    OUTSIDE,
    PARTS,
    law_table,
    law_title,
    treaties_in_words,
)
from briefing.tables.table import data_of, overlap, parts_of
from briefing.text.formats import number, sentence_case, span

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
    size = style.TEXT
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
    scale = (style.WIDTH - rows.left - numbers) / max(largest, 1)
    for bar, middle in zip(bars, rows.middles, strict=True):
        end = rows.left + bar.total * scale
        sheet.box(rows.left, middle - BAR / 2, end - rows.left, BAR, style.SINGLE)
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
    widths = [max(sheet.width_of(head, size=style.SMALL) + 17, least) for head in heads]
    ends = [style.WIDTH - sum(widths[i + 1 :]) for i in range(len(heads))]
    for head, end, fill in zip(heads, ends, [*parts.values(), None], strict=True):
        strong = fill is None
        drawn = sheet.text(end, 7, head, size=style.SMALL, strong=strong, align="right")
        if fill is not None:
            wide = sheet.width_of(drawn.get_text(), size=style.SMALL)
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
        ("At least", style.SINGLE),
        ("and up to, where sources differ or give a range", style.SPREAD),
    ):
        sheet.box(x, 3.5, 7, 7, fill)
        sheet.text(x + 10, 7, words, size=style.SMALL)
        x += 10 + sheet.width_of(words, size=style.SMALL) + 12
    texts = [span(bar.parts[0], bar.total) for bar in bars]
    numbers = max(sheet.width_of(text, strong=True) for text in texts) + 2 * GAP
    scale = (style.WIDTH - rows.left - numbers) / max(1, *(b.total for b in bars))
    for bar, middle, text in zip(bars, rows.middles, texts, strict=True):
        least, end = (rows.left + n * scale for n in (bar.parts[0], bar.total))
        sheet.box(rows.left, middle - BAR / 2, least - rows.left, BAR, style.SINGLE)
        sheet.box(least, middle - BAR / 2, end - least, BAR, style.SPREAD)
        sheet.text(end + GAP / 2, middle, text, strong=True)
    sheet.line(rows.left, 16, rows.left, rows.height - 2)
    return sheet


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
            sheet.text(RAIL, y + HEAD / 2, name, size=style.SMALL, strong=True)
            y += HEAD
        for bar in bars:
            y += _rung(sheet, bar, y, left=left, scale=scale, ends=ends, parts=parts)
        _rail(sheet, start + 2, start + tall - 2)
        sheet.line(left, start + (HEAD if name else 0), left, start + tall)
        y = start + tall + BETWEEN
    return sheet


def _lines(bar: Bar) -> list[str]:
    """Break the name of a row where it is too long."""
    return wrap(bar.label, LABELS, size=style.TEXT)


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
    widths = [sheet.width_of(head, size=style.SMALL) + 17 for head in heads]
    ends = [style.WIDTH - sum(widths[i + 1 :]) for i in range(len(heads))]
    for head, end, fill in zip(heads, ends, [*parts.values(), None], strict=True):
        wide = sheet.width_of(head, size=style.SMALL)
        strong = fill is None
        sheet.text(end, 7, head, size=style.SMALL, strong=strong, align="right")
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
        colour = style.INK if n else style.MUTED
        last = end == ends[-1][0]
        sheet.text(
            end, middle, number(n), strong=last and n > 0, colour=colour, align="right"
        )
    return tall


def _rail(sheet: Sheet, top: float, bottom: float) -> None:
    """Draw the pole that joins the rows of a step."""
    sheet.box(1, top, 3, bottom - top, style.SINGLE)


MOST_ROWS = 28  # more would not fit on the page with title and notes

RANGES = "Rows stand by their {by}; where ranges overlap, that is no ranking."


@dataclass(frozen=True)
class Frame:
    """What stands around a drawing of a count."""

    count: Count
    form: str
    caption: str
    notes: tuple[str, ...] = ()

    def around(self, sheet: Sheet) -> Exhibit:
        """Put the words around the drawing."""
        count = self.count
        return chart(
            sheet,
            key=count.key,
            title=title(count),
            subtitle=subtitle(count),
            unit=count.unit,
            caption=f"{self.caption}. {CAUTION}",
            alt=alt(count, self.form),
            source=count.chosen.source,
            table=parts_of(count),
            notes=[*overlap(count), *self.notes],
            whole=wholes(count),
        )


def ranked_bars(count: Count) -> Exhibit:
    """Draw a count as bars, most first, each with its number."""
    if few(count):
        return values_in_words(count)
    rows, notes = _shown(entries(count))
    sheet = draw_ranked([Bar(row.label, (row.low,), not row.named) for row in rows])
    return Frame(count, "Bar chart", count.title, notes).around(sheet)


def stacked_bars(count: Count) -> Exhibit:
    """Draw a count as bars in three parts: adjudicated, corroborated, reported."""
    if few(count) or count.dimension == "finding":
        return values_in_words(count)
    rows, notes = _shown(entries(count))
    bars = [
        Bar(row.label, tuple(part[0] for part in row.parts), not row.named)
        for row in rows
    ]
    parts = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}
    caption = f"{count.title}, and how each is known"
    return Frame(count, "Bar chart in parts", caption, notes).around(
        draw_stacked(bars, parts)
    )


def people_bars(count: Count) -> Exhibit:
    """Draw numbers of people as ranges, from the lowest to the highest that is
    stated.
    """
    if few(count):
        return values_in_words(count)
    rows, notes = _shown(entries(count))
    bars = [
        Bar(row.label, (row.low, row.high - row.low), not row.named) for row in rows
    ]
    caption = f"{count.title}, lowest to highest number"
    order = RANGES.format(by="year" if count.dimension == "year" else "lowest number")
    return Frame(count, "Bar chart of ranges", caption, (order, *notes)).around(
        draw_ranges(bars)
    )


def _shown(rows: Sequence[Entry]) -> tuple[list[Entry], tuple[str, ...]]:
    """Keep as many rows as fit on a page, and say what the table has beyond them."""
    if len(rows) <= MOST_ROWS:
        return list(rows), ()
    kept = [row for row in rows if not row.empty][:MOST_ROWS]
    left = (
        f"{number(len(rows) - len(kept))} rows with none or few are in the table only."
    )
    return kept, (left,)


# Dimensions whose rows stand in named steps; the rows of others follow each other.
STEPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"fate": FATES}

CAPTIONS = {
    "fate": "Incidents by the last reported fate of the people",
    "age": "People named in public by age at the first act here",
}

NOTES = {"fate": ("fate",), "age": ("named",)}


def ladder(count: Count) -> Exhibit:
    """Draw the rows of a count in their own order, in steps where these have names."""
    if few(count):
        return values_in_words(count)
    parts = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}
    sheet = draw_ladder(steps(count), parts)
    caption = CAPTIONS.get(count.dimension, count.title)
    notes = count.chosen.notes(*NOTES.get(count.dimension, ()))
    return Frame(count, "Ladder of bars", caption, notes).around(sheet)


def steps(count: Count) -> list[Step]:
    """Put the rows into their steps; rows of no step follow at the end, what is not
    known apart from what is.
    """
    rows = {row.code: row for row in entries(count)}
    found: list[Step] = []
    for name, codes in STEPS.get(count.dimension, {}).items():
        here = [bar(rows.pop(code)) for code in codes if code in rows]
        if here:
            # A step of one row needs no name besides that of the row.
            found.append((name if here[1:] else "", here))
    for named in (True, False):
        rest = [bar(row) for row in rows.values() if row.named is named]
        if rest:
            found.append(("", rest))
    return found


def bar(row: Entry) -> Bar:
    """Make a bar of a row: adjudicated, corroborated, reported."""
    return Bar(row.label, tuple(part[0] for part in row.parts), not row.named)


def law_bars(chosen: Chosen) -> Exhibit:
    """Draw for each treaty in how many violations it bound the responsible state."""
    frame = by_treaty(chosen)
    if (frame["n"] > 0).sum() <= FEW:
        return prose(sentence_case(treaties_in_words(chosen)))
    bars = [
        Bar(
            str(row["label"]),
            (
                row["bound"],
                sum(row[of] for of in LEFT_OPEN),
                sum(row[of] for of in OUTSIDE),
            ),
        )
        for row in frame.to_dict("records")
    ]
    return chart(
        draw_stacked(bars, PARTS),
        key="violations_by_treaty",
        title=law_title(chosen),
        subtitle=selection_subtitle(chosen, MEASURE),
        unit="violations",
        caption=f"{MEASURE}. {CAUTION}",
        alt=f"Bar chart in parts: {treaties_in_words(chosen)}",
        source=chosen.source,
        table={**law_table(chosen).payload, "data": data_of(frame)},
        behind=of_all(chosen),
        notes=[OPEN_NOTE, *chosen.notes("treaty_overlap")],
        whole=[len(chosen.violation_at)],
    )
