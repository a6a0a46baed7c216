"""Years with what else happened in them, as one figure with its key."""

from __future__ import annotations

from briefing.measure import Chosen, Count
from briefing.measure.marks import Mark, left_out, marks
from briefing.measure.period import MONTHS, in_words
from briefing.measure.precision import only_the_year
from briefing.show import house
from briefing.show.alt import alt
from briefing.show.chart import chart
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION, unfinished
from briefing.show.leads import subtitle, title, wholes
from briefing.show.marked import heard, lanes, table_of
from briefing.show.prose import values_in_words
from briefing.show.tidy import UNCERTAIN, Entry, entries, few
from briefing.show.timeline import draw_timeline
from briefing.show.uprights import Year, scale_of
from briefing.show.words import counted, listing

MOST_YEARS = 40  # empty years before the first incident give way beyond that


def timeline(count: Count) -> Exhibit:
    """Draw incidents by year and finding under numbered marks of what else happened.

    The year in which the data were released is not over; it stands apart, as do dates
    that are not certain to one year.
    """
    if few(count):
        return values_in_words(count)
    chosen = count.chosen
    rows = drawn(count)
    cut = unfinished(count) | {f"{chosen.dataset.released.year}"}
    vague = only_the_year(chosen)
    bars = [bar(row, vague, cut=row.code in cut) for row in rows]
    ending = [bars.pop()] if rows[-1].code == f"{chosen.dataset.released.year}" else []
    apart = [*open_end(chosen, ending, after=int(bars[-1].lines[0])), *unsure(count)]
    scale = scale_of(bars, apart)
    years = range(int(rows[0].code), int(bars[-1].lines[0]) + 1)
    marked = marks(chosen.dataset, years)
    parts = {house.FINDING_LABELS[key]: fill for key, fill in house.FINDINGS.items()}
    return chart(
        draw_timeline(scale, lanes(marked, scale), parts),
        key="timeline",
        title=title(count),
        subtitle=subtitle(count),
        unit=count.unit,
        caption=f"{count.title}, with what else happened. {CAUTION}",
        alt=f"{alt(count, 'Timeline')}{heard(marked)}",
        source=chosen.source,
        table=table_of(count, vague, marked),
        notes=notes(count, marked),
        whole=(*wholes(count), len(marked)),
    )


def drawn(count: Count) -> list[Entry]:
    """Choose the years that are drawn: all, unless there are too many and the first
    empty.
    """
    rows = [row for row in entries(count) if row.code != UNCERTAIN]
    filled = [i for i, row in enumerate(rows) if not row.empty]
    return rows[filled[0] :] if len(rows) > MOST_YEARS and filled else rows


def bar(row: Entry, vague: dict[str, int], *, cut: bool) -> Year:
    """Make the bar of a year."""
    parts = tuple(part[0] for part in row.parts)
    return Year((row.label,), parts, vague.get(row.code, 0), cut)


def open_end(chosen: Chosen, ending: list[Year], *, after: int) -> list[Year]:
    """Make the bar of what lies between the last whole year and the release of the
    data.

    A period that ends before the release has none.
    """
    if chosen.selection.date_to and not ending:
        return []
    released = chosen.dataset.released
    day = f"{released.day} {MONTHS[released.month - 1][:3]}"
    lines = (f"{released.year},", f"to {day}")
    if after + 1 < released.year:
        lines = (f"{after + 1} to", f"{day} {released.year}")
    found = ending[0] if ending else Year((), (0, 0, 0))
    return [Year(lines, found.parts, found.vague, cut=True)]


def unsure(count: Count) -> list[Year]:
    """Make the bar of dates that are not certain to one year, where there are any."""
    rows = [row for row in entries(count) if row.code == UNCERTAIN and not row.empty]
    return [
        Year(("Year not", "certain"), tuple(part[0] for part in row.parts))
        for row in rows
    ]


def notes(count: Count, marked: list[Mark]) -> list[str]:
    """Say what is drawn apart and why, and what the marks do not say."""
    chosen = count.chosen
    released = chosen.dataset.released
    said = []
    cut = sorted(unfinished(count) - {f"{released.year}"})
    if cut:
        said.append(f"{listing(cut)}: not covered from end to end (dashed).")
    if not chosen.selection.date_to:
        said.append(
            f"What lies after the last whole year stands apart: the data were released "
            f"on {in_words(released)}."
        )
    if marked:
        said += chosen.notes("marks")
    absent = left_out(chosen.dataset)
    if marked and absent:
        said.append(
            f"{counted(absent, 'events')} of which no source was read "
            f"{'is' if absent == 1 else 'are'} not marked."
        )
    return said
