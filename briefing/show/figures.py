"""Charts as exhibits: the drawing with everything that must stand around it.

A count of three values or fewer is said in a sentence instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.measure import Count
from briefing.show import house
from briefing.show.alt import alt
from briefing.show.bars import Bar, draw_ranges, draw_ranked, draw_stacked
from briefing.show.chart import chart
from briefing.show.exhibit import Exhibit
from briefing.show.leads import subtitle, title, wholes
from briefing.show.prose import values_in_words
from briefing.show.sheet import Sheet
from briefing.show.tables import overlap, parts_of
from briefing.show.tidy import UNCERTAIN, Entry, entries, few
from briefing.show.words import listing, number
from briefing.show.years import draw_years

CAUTION = "Documented incidents only: no rates and no trend."
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
    parts = {house.FINDING_LABELS[key]: fill for key, fill in house.FINDINGS.items()}
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


def year_bars(count: Count) -> Exhibit:
    """Draw a count by year; years not covered to their ends and unsure dates stand
    apart.
    """
    if few(count):
        return values_in_words(count)
    if count.unit == "persons":
        return people_bars(count)
    rows = entries(count)
    years = [(row.label, row.low) for row in rows if row.code != UNCERTAIN]
    unsure = [(row.label, row.low) for row in rows if row.code == UNCERTAIN and row.low]
    cut = sorted(unfinished(count))
    sheet = draw_years(
        years,
        uncertain=unsure[0] if unsure else None,
        unfinished=cut,
    )
    notes = count.chosen.notes("year") if unsure else ()
    if cut:
        verb = "is" if len(cut) == 1 else "are"
        notes = (f"{listing(cut)} {verb} not covered from end to end.", *notes)
    return Frame(count, "Bar chart by year", count.title, notes).around(sheet)


def unfinished(count: Count) -> set[str]:
    """Find the years that the data or the period do not cover from end to end."""
    released = count.chosen.dataset.released
    start, end = count.chosen.selection.date_from, count.chosen.selection.date_to
    cut = {f"{released.year}"} if (released.month, released.day) < (12, 31) else set()
    if len(start) > 4 and start[4:] not in ("-01", "-01-01"):
        cut.add(start[:4])
    if len(end) > 4 and end[4:] not in ("-12", "-12-31"):
        cut.add(end[:4])
    return cut & {row.code for row in entries(count)}


def _shown(rows: Sequence[Entry]) -> tuple[list[Entry], tuple[str, ...]]:
    """Keep as many rows as fit on a page, and say what the table has beyond them."""
    if len(rows) <= MOST_ROWS:
        return list(rows), ()
    kept = [row for row in rows if not row.empty][:MOST_ROWS]
    left = (
        f"{number(len(rows) - len(kept))} rows with none or few are in the table only."
    )
    return kept, (left,)
