"""The people named in public in the counted incidents, each once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Places, rows_of
from briefing.measure.columns import days
from briefing.measure.entered import rows_in, strength
from briefing.measure.once import once

Ages = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Named:
    """The people named: their rows, findings and ages, and the incidents of each.

    `incident` has the row of each incident in which one of them stands, `of` who.
    """

    persons: pd.DataFrame
    best: Places
    age: Ages
    incident: Places
    of: Places


@once
def gathered(chosen: Chosen) -> Named:
    """Find the people named in public in the counted incidents, with what is told of
    each.
    """
    appearances, persons = chosen.dataset.appearances, chosen.dataset.persons
    incident = rows_in(chosen, "appearances")
    seen = np.flatnonzero(incident >= 0)
    incident = incident[seen]
    ids = appearances["person_id"].iloc[seen]
    person = rows_of(ids, persons["person_id"])
    first = days(chosen.dataset, "first_day")[chosen.incident_at][incident]
    order = np.lexsort((incident, first, person))
    seen, incident, person = seen[order], incident[order], person[order]
    rows, begins = np.unique(person, return_index=True)
    best = (
        np.minimum.reduceat(strength(chosen)[incident], begins)
        if len(rows)
        else np.zeros(0, dtype=np.int64)
    )
    of = np.repeat(np.arange(len(rows)), np.diff([*begins, len(person)]))
    ages = appearances["age"].to_numpy(dtype=np.float64, na_value=np.nan)[seen]
    return Named(persons.iloc[rows], best, first_of(ages, of, len(rows)), incident, of)


def first_of(ages: Ages, of: Places, n: int) -> Ages:
    """Give for each of *n* people the first age that a source gives."""
    found = np.full(n, np.nan)
    given = np.flatnonzero(~np.isnan(ages))[::-1]  # so that the first is written last
    found[of[given]] = ages[given]
    return found
