"""Corrections and case studies in sentences."""

from __future__ import annotations

from briefing.counts.cases import MOST, best_documented
from briefing.counts.corrections import corrections as corrected
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import prose
from briefing.selection.select import Chosen
from briefing.text.messages import message

CORRECTED = (
    "{n, plural, =0 {Nothing in this selection was corrected.} other {**{n, plural, "
    "one {# value} other {# values}}** of this selection {n, plural, one {was} other "
    "{were}} corrected. Editions from before the day of a correction hold what stood "
    "there then.}}"
)


def corrections(chosen: Chosen) -> Exhibit:
    """Return how many values were corrected, and where an old edition may differ."""
    return prose(message(CORRECTED, n=len(corrected(chosen))))


RULE = (
    "The cases are chosen by a rule and not by hand. A case is eligible if two or more "
    "independent sources report it and every cell of it was seen in a source. What a "
    "court or treaty body found goes first, then what the larger number of independent "
    "sources reports, then of all sources, then the earlier act. The first case of "
    "each executing state is taken, then the next in that order, {most, number} at "
    "most."
)

ELIGIBLE = (
    "Of {total, plural, one {# incident} other {# incidents}}, {n, plural, =0 "
    "{**none** is eligible.} other {{n, plural, one {# is} other {# are}} eligible, "
    "and {shown, plural, one {**#** is} other {**#** are}} told here, in order of "
    "time.}}"
)


def studies(chosen: Chosen) -> Exhibit:
    """Return by which rule cases are told at length, and how many meet it."""
    n, total = len(best_documented(chosen)), len(chosen.incident_at)
    rule = message(RULE, most=MOST)
    return prose(rule, message(ELIGIBLE, n=n, total=total, shown=min(MOST, n)))
