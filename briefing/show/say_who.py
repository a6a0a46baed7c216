"""Sentences on time and people: what rows say together, who was in the chair."""

from __future__ import annotations

from briefing.measure import Chosen, Count, incidents_by_chair, totals
from briefing.measure.chairs import NOBODY
from briefing.measure.people import gathered
from briefing.show.dimensions import GATHERED
from briefing.show.exhibit import Exhibit
from briefing.show.leads import noun, part, wholes
from briefing.show.prose import empty_rows, prose, strong, value
from briefing.show.tidy import UNCERTAIN, bounds, entries
from briefing.show.words import (
    SMALLEST_BASE,
    counted,
    listing,
    number,
    people,
    percent,
    sentence_case,
)

MOST = 3  # rows that may stand in several places are said as far as these


def together(count: Count) -> Exhibit:
    """Say what the rows worth gathering hold together, the rows, and what is not
    known.
    """
    total = bounds(count)[1]
    if not total:
        return prose(f"This selection holds no {noun(count)} to show here.")
    n = wholes(count)[-1]
    share = part(n, total, noun(count, total))
    if 0 < n < total and total >= SMALLEST_BASE:
        share += f" ({percent(n, total)})"
    said = [f"{GATHERED[count.dimension].words}: {strong(share)}."]
    filled = [row for row in entries(count) if row.named and not row.empty]
    often = "Most often: " if count.overlapping and len(filled) > MOST else ""
    if filled:
        listed = [value(count, row) for row in filled[: MOST if often else None]]
        said.append(
            f"{often}{listing(listed)}."
            if often
            else f"{sentence_case(listing(listed))}."
        )
    gaps = [row for row in entries(count) if not row.named and not row.empty]
    if gaps:
        said.append(f"Apart from them: {listing([value(count, r) for r in gaps])}.")
    empty = "" if count.overlapping else empty_rows(count)
    if empty:
        said.append(f"None is documented for {empty}.")
    if count.overlapping:
        said.append("One incident may stand in several rows.")
    return prose(" ".join(said))


def chair(chosen: Chosen) -> Exhibit:
    """Say for how many incidents the state in the chair is certain, and which it
    was.
    """
    count = incidents_by_chair(chosen)
    rows = [row for row in entries(count) if row.named]
    other = {row.code: row.low for row in entries(count) if not row.named}
    total = bounds(count)[1]
    certain = sum(row.low for row in rows)
    filled = [value(count, row) for row in rows if not row.empty]
    share = strong(part(certain, total, noun(count, total)))
    text = f"For {share} the date leaves one state in the chair"
    text += f": {listing(filled)}." if filled else "."
    gaps = []
    if other.get(UNCERTAIN):
        gaps.append(f"for {number(other[UNCERTAIN])} it allows more than one")
    if other.get(NOBODY):
        gaps.append(f"for {number(other[NOBODY])} no chair is on record")
    text += f" {sentence_case(listing(gaps))}." if gaps else ""
    return prose(f"{text} The chair did not do these things; the executing state did.")


def named(chosen: Chosen) -> Exhibit:
    """Say how many people are named in public, beside how many were acted on."""
    n = len(gathered(chosen).persons)
    if not n:
        return prose("Nobody in this selection is named in public.")
    found = totals(chosen)
    acted = people(found.persons_min, found.persons_max)
    stand = "stands" if n == 1 else "stand"
    return prose(
        f"{strong(counted(n, 'persons named'))} {stand} in these incidents. Sources "
        f"tell of {acted} acted on, and whoever was acted on twice counts twice there; "
        f"the two numbers must not be subtracted."
    )
