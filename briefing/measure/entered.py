"""
The counted incidents and violations as entries: one for each, under a value of it.
"""

import numpy as np
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Places, coded, rows_of, strengths
from briefing.measure.once import once
from briefing.measure.tally import Entries, People

PEOPLE = ["persons_min", "persons_max"]


@once
def values(chosen: Chosen, column: str, absent: str = "") -> Coded:
    """
    Give a column of the incidents as text; *absent* is the word for no value.
    """
    found = coded(chosen.incident_rows[column])
    places, words = found.places, tuple(map(str, found.values))
    if absent:
        places = np.where(places < 0, len(words), places)
        words = (*words, absent)
    return Coded(places, words)


@once
def strength(chosen: Chosen) -> Places:
    """
    Give for each incident the place of its finding.
    """
    return strengths(chosen.incident_rows)


@once
def people(chosen: Chosen) -> People:
    """
    Give the lowest and highest number of people; an unknown number adds nothing.
    """
    least, most = (
        chosen.incident_rows[end].to_numpy(dtype=np.float64, na_value=0)
        for end in PEOPLE
    )
    return least, most


def entries(chosen: Chosen, under: Coded) -> Entries:
    """
    Enter each incident once, under a value of its own.
    """
    ids = chosen.incident_rows["incident_id"]
    return Entries(under, strength(chosen), ids, people=people(chosen))


@once
def violation_values(chosen: Chosen, column: str) -> Coded:
    """
    Give a column of the violations.
    """
    return coded(chosen.violation_rows[column])


@once
def violation_strength(chosen: Chosen) -> Places:
    """
    Give for each violation the place of its finding.
    """
    return strengths(chosen.violation_rows)


@once
def violated(chosen: Chosen) -> Places:
    """
    Give for each violation the row of its incident.
    """
    return incident_rows(chosen, chosen.violation_rows)


@once
def claimed(chosen: Chosen) -> Places:
    """
    Give for each claim of the data the row of its incident, -1 where none is chosen.
    """
    return incident_rows(chosen, chosen.dataset.claims)


def incident_rows(chosen: Chosen, frame: pd.DataFrame) -> Places:
    """
    Give for each row of a table the row of its incident, -1 where it is not chosen.
    """
    return rows_of(frame["incident_id"], chosen.incident_rows["incident_id"])


@once
def pairs(chosen: Chosen) -> Entries:
    """
    Enter each incident once under every right, with its strongest finding for it.
    """
    right = violation_values(chosen, "right")
    n, none = len(right.values), len(FINDINGS)
    best = np.full(len(chosen.incident_rows) * n, none, dtype=np.int8)
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
    """
    Enter incidents under values of which one may have several, or none.
    """
    there = np.zeros(len(chosen.incident_rows), dtype=bool)
    there[of] = True
    rows = np.flatnonzero(there)
    known = strength(chosen)[of] if strength_of is None else strength_of
    least, most = people(chosen)
    return Entries(
        under,
        known,
        chosen.incident_rows["incident_id"].iloc[rows],
        (np.cumsum(there) - 1)[of],
        (least[rows], most[rows]),
    )
