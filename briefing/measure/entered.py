"""The counted incidents and violations as entries: one for each, under a value of
it.
"""

import numpy as np
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import NOWHERE, Coded, Places
from briefing.measure.columns import column as of_data
from briefing.measure.columns import counted, ends, incident_of
from briefing.measure.once import once
from briefing.measure.tally import Entries, People

PEOPLE = ["persons_min", "persons_max"]


@once
def values(chosen: Chosen, column: str, absent: str = "") -> Coded:
    """Give a column of the incidents as text; *absent* is the word for no value."""
    found = of_data(chosen.dataset, "incidents", column).at(chosen.incident_at)
    places, words = found.places, tuple(map(str, found.values))
    if absent:
        places = np.where(places < 0, len(words), places)
        words = (*words, absent)
    return Coded(places, words)


@once
def strength(chosen: Chosen) -> Places:
    """Give for each incident the place of its finding."""
    return values(chosen, "finding").among(FINDINGS)


@once
def people(chosen: Chosen) -> People:
    """Give the lowest and highest number of people; an unknown number adds nothing."""
    least, most = (ends(chosen.dataset, end)[0][chosen.incident_at] for end in PEOPLE)
    return least, most


@once
def ids(chosen: Chosen) -> "pd.Series[str]":
    """Name the incidents."""
    return chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]


def entries(chosen: Chosen, under: Coded) -> Entries:
    """Enter each incident once, under a value of its own."""
    return Entries(under, strength(chosen), ids(chosen), people=people(chosen))


@once
def violation_values(chosen: Chosen, column: str) -> Coded:
    """Give a column of the violations."""
    return of_data(chosen.dataset, "violations", column).at(chosen.violation_at)


@once
def violation_strength(chosen: Chosen) -> Places:
    """Give for each violation the place of its finding."""
    return violation_values(chosen, "finding").among(FINDINGS)


@once
def violation_ids(chosen: Chosen) -> "pd.Series[str]":
    """Name the incident of each violation."""
    return chosen.dataset.violations["incident_id"].iloc[chosen.violation_at]


@once
def violated(chosen: Chosen) -> Places:
    """Give for each violation the row of its incident."""
    return rows_in(chosen, "violations")[chosen.violation_at]


@once
def rows_in(chosen: Chosen, table: str) -> Places:
    """Give for each row of a table the row of its incident here, -1 if it is not
    chosen.
    """
    here = np.full(len(counted(chosen.dataset)) + 1, NOWHERE)
    here[chosen.incident_at] = np.arange(len(chosen.incident_at))
    found: Places = here[incident_of(chosen.dataset, table)]
    return found


@once
def pairs(chosen: Chosen) -> Entries:
    """Enter each incident once under every right, with its strongest finding for it."""
    right = violation_values(chosen, "right")
    n, none = len(right.values), len(FINDINGS)
    best = np.full(len(chosen.incident_at) * n, none, dtype=np.int8)
    cells = violated(chosen) * n + right.places
    known = violation_strength(chosen)
    for place in reversed(range(none)):  # so that the strongest is written last
        best[cells[known == place]] = place
    filled = np.flatnonzero(best < none)
    return several(
        chosen,
        filled // max(n, 1),
        Coded(filled % max(n, 1), right.values),
        best[filled].astype(np.int64),
    )


def several(
    chosen: Chosen, of: Places, under: Coded, strength_of: Places | None = None
) -> Entries:
    """Enter incidents under values of which one may have several, or none."""
    there = np.zeros(len(chosen.incident_at), dtype=bool)
    there[of] = True
    rows = np.flatnonzero(there)
    known = strength(chosen)[of] if strength_of is None else strength_of
    least, most = people(chosen)
    return Entries(
        under,
        known,
        ids(chosen).iloc[rows],
        (np.cumsum(there) - 1)[of],
        (least[rows], most[rows]),
    )
