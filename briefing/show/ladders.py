"""Counts whose rows have an order of their own, as exhibits: fates, ages, years
known.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.measure import Count
from briefing.measure.who import FATES
from briefing.show import house
from briefing.show.bars import Bar
from briefing.show.exhibit import Exhibit
from briefing.show.figures import Frame
from briefing.show.prose import values_in_words
from briefing.show.steps import Step, draw_ladder
from briefing.show.tidy import Entry, entries, few

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
    parts = {house.FINDING_LABELS[key]: fill for key, fill in house.FINDINGS.items()}
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
