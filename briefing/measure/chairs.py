"""The state in the chair of the SCO when something happened, as far as the dates
tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import pandas as pd

from briefing.dataset.dates import Span
from briefing.measure import rows
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded
from briefing.measure.counts import Count, Cross
from briefing.measure.crossed import cross
from briefing.measure.entered import entries, values
from briefing.measure.incidents import by, executing
from briefing.measure.spans import asked, spans
from briefing.measure.tally import Dimension, count

NOBODY = "not_applicable"
CHAIR_LABELS = {
    NOBODY: "No chair on record for the day",
    rows.UNCERTAIN: "Not certain: the date allows more than one chair",
}


@dataclass(frozen=True)
class Term:
    """One term in the chair; one without *end* still lasts.

    The day on which the chair is handed over belongs to both terms.
    """

    state: str
    start: pd.Timestamp
    end: pd.Timestamp
    seen: bool

    def touches(self, first: pd.Timestamp, last: pd.Timestamp) -> bool:
        """Tell whether one of the days lies in this term."""
        return self.start <= last and (pd.isna(self.end) or first <= self.end)


def terms(chosen: Chosen) -> list[Term]:
    """List the terms in order of time; one is seen if all of its cells were."""
    ordered = chosen.dataset.presidencies.sort_values(["from", "to", "state"])
    return [
        Term(row["state"], row["from"], row["to"], bool(row["verified"]))
        for row in ordered.to_dict("records")
    ]


def incidents_by_chair(chosen: Chosen) -> Count:
    """Count incidents by the state in the chair, in the order of the first terms.

    Where a date allows two chairs, as a year alone does, the chair is not certain.
    """
    every = terms(chosen)
    turning = [
        day.date() for one in every for day in (one.start, one.end) if not pd.isna(day)
    ]
    days = spans(chosen)
    answers, codes = asked(partial(chair_on, every), turning, days)
    states = dict.fromkeys(term.state for term in every)
    names = {state: chosen.dataset.state_name(state) for state in states}
    dimension = Dimension("chair", names | CHAIR_LABELS, ranked=False, notes=("chair",))
    under = Coded(answers[days.of], tuple(codes))
    counted = count(chosen, "incidents", dimension, entries(chosen, under))
    return replace(counted, title="Incidents by the state in the chair of the SCO")


def chair_on(every: Sequence[Term], act: Span) -> str:
    """Name the one state that was in the chair on all days of an act."""
    return chair(every, pd.Timestamp(act.first), pd.Timestamp(act.last))


def chair(every: Sequence[Term], first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Name the one state that was in the chair on all days from *first* to *last*."""
    touching = [term for term in every if term.touches(first, last)]
    if not touching:
        return NOBODY
    covered = touching[0].start <= first and any(
        pd.isna(term.end) or last <= term.end for term in touching
    )
    joined = all(later.start <= earlier.end for earlier, later in pairwise(touching))
    states = {term.state for term in touching}
    alone = len(states) == 1 and covered and joined
    return states.pop() if alone else rows.UNCERTAIN


def executing_by_membership(chosen: Chosen) -> Cross:
    """Count incidents for every executing state, before and after membership.

    An incident is one among members only if every state named in it was one then.
    """
    entered = by(chosen, "executing_state"), values(chosen, "membership")
    columns = Dimension("membership", rows.MEMBERSHIP_LABELS, notes=("membership",))
    return cross(
        chosen,
        "incidents",
        key="executing_by_membership",
        rows=executing(chosen),
        cols=columns,
        entries=entered,
    )
