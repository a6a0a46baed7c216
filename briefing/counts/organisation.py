"""Presidencies, membership and events of the SCO."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

import pandas as pd

from briefing.counts import dimensions
from briefing.counts.count import Count, CrossCount, crosstab, entries, incidents, tally
from briefing.counts.dates import date_ranges, evaluate
from briefing.counts.dimensions import Dimension
from briefing.dataset.dataset import Dataset
from briefing.dataset.dates import Span
from briefing.selection.select import Chosen
from briefing.selection.selection import days_of
from briefing.text import labels
from briefing.text.formats import date_in_words

NOBODY = "not_applicable"


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
    """Incidents by the state in the chair, in the order of the first terms.

    Where a date allows two chairs, as a year alone does, the chair is not certain.
    """
    every = terms(chosen)
    turning = [
        day.date() for one in every for day in (one.start, one.end) if not pd.isna(day)
    ]
    ranges = date_ranges(chosen)
    chairs = evaluate(partial(chair_on, every), turning, ranges)
    states = dict.fromkeys(term.state for term in every)
    names = {state: chosen.dataset.state_name(state) for state in states}
    by = Dimension("chair", {**names, **labels.CHAIR}, ranked=False, notes=("chair",))
    long = incidents(chosen).assign(code=chairs.take(ranges.places))
    counted = tally(chosen, "incidents", by, long)
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
    return states.pop() if alone else dimensions.UNCERTAIN


def executing_by_membership(chosen: Chosen) -> CrossCount:
    """Incidents by executing state, before and after membership.

    An incident is one among members only if every state named in it was one then.
    """
    long = entries(chosen, "incidents", "executing_state", "membership")
    return crosstab(
        chosen,
        "incidents",
        dimensions.executing(chosen),
        replace(dimensions.membership(chosen), ranked=True),
        long.set_axis(["row_code", "col_code", "finding"], axis="columns"),
        key="executing_by_membership",
    )


# The kinds of event that are marked, each in its lane; the others are left out.
LANES = {
    "Founding, conventions and obligations": ("founding", "convention", "structure"),
    "Summits": ("summit",),
    "Unrest, conflict and bans": ("unrest",),
}


@dataclass(frozen=True)
class Mark:
    """One event with its number, its lane, and the days that its date may mean."""

    number: int
    lane: str
    label: str
    first: date
    last: date
    when: str


def marks(dataset: Dataset, years: Sequence[int]) -> list[Mark]:
    """List the events of some years, lane by lane in order of time, numbered through.

    Of a date that was not seen in a source only the year is given, and an event of
    which no source was read is left out.
    """
    found = []
    for lane, kinds in LANES.items():
        events = dataset.events
        events = events[events["kind"].isin(kinds)].sort_values(["date", "event_id"])
        for row in events.to_dict("records"):
            if row["source_url"] in dataset.missing:
                continue
            unseen = "date" in str(row["unverified_cells"]).split(";")
            text = str(row["date"])[:4] if unseen else str(row["date"])
            days = days_of(text)
            if years[0] <= days.first.year and days.last.year <= years[-1]:
                said = date_in_words(text)
                found.append((lane, str(row["label"]), days.first, days.last, said))
    return [Mark(number, *one) for number, one in enumerate(found, start=1)]


def left_out(dataset: Dataset) -> int:
    """Count the events of these kinds that are not marked, as no source was read."""
    kinds = [kind for of in LANES.values() for kind in of]
    events = dataset.events
    events = events[events["kind"].isin(kinds)]
    return int(events["source_url"].isin(dataset.missing).sum())
