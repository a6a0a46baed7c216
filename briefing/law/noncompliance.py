"""Rulings and interim measures that were not carried out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from briefing.counts.count import values, violated, violation_strength, violation_values
from briefing.counts.dates import spans
from briefing.dataset.coded_columns import Coded, Places, column, labelled
from briefing.dataset.dates import day_number
from briefing.dataset.derive import FINDINGS
from briefing.selection.select import Chosen

REMEDY = "REMEDY"

REMOVALS = ("extradition", "deportation", "rendition")

MEASURES = {
    "ecthr_interim_measure": "European Court",
    "un_interim_measure": "UN committee",
}

KINDS = {
    "decision": "Ruling, decision or opinion not carried out",
    "measure": "Removal although an interim measure is on record",
    "remedy": "Remedy denied or decision ignored in another way",
}


def ignored(chosen: Chosen) -> pd.DataFrame:
    """List the incidents in which a ruling, a measure or a right to a remedy was
    ignored.

    Each incident stands once, under the first kind that fits. It is adjudicated only
    where the violation of the right to a remedy is, whatever else was found. Days run
    from the act to the release of the data; an imprecise date gives two ends.
    """
    denied, held = remedies(chosen), protections(chosen)
    by = [measures(of) for of in held.values]
    type_of = values(chosen, "type")
    decision = type_of.among(["non_implementation"]) == 0
    against = np.array([bool(of) for of in by] + [False])[held.places]
    against &= type_of.among(REMOVALS) >= 0
    sources = values(chosen, "independent_sources")
    several = np.array([int(n) > 1 for n in sources.values] + [False])[sources.places]
    heard = np.where(several, *map(FINDINGS.index, ("corroborated", "reported")))
    places = np.select([decision, against, denied >= 0], range(3), -1)
    rows = np.flatnonzero(places >= 0)
    found = np.where(denied < 0, heard, denied)[rows]
    days = spans(chosen)
    released = day_number(chosen.dataset.released)
    frame = chosen.dataset.incidents.iloc[chosen.incident_at[rows]].assign(
        kind=places[rows],
        measures=pd.Series([by[at] for at in held.places[rows]], dtype="object").array,
        finding=labelled(found, FINDINGS).array,
        days_min=released - days.last[days.of[rows]],
        days_max=released - days.first[days.of[rows]],
    )[COLUMNS]
    order = frame.sort_values(["kind", "days_max", "incident_id"], ascending=ORDER)
    return order.assign(
        kind=labelled(order["kind"].to_numpy(), KINDS).array
    ).reset_index(drop=True)


def remedies(chosen: Chosen) -> Places:
    """Give for each incident the place of the finding that a remedy was denied, or
    -1.
    """
    right = violation_values(chosen, "right").among([REMEDY])
    rows = np.flatnonzero(right == 0)
    denied = np.full(len(chosen.incident_at), -1)
    denied[violated(chosen)[rows]] = violation_strength(chosen)[rows]
    return denied


COLUMNS = [
    "incident_id",
    "title",
    "executing_state",
    "kind",
    "measures",
    "date",
    "unverified_cells",
    "finding",
    "days_min",
    "days_max",
]

ORDER = [True, False, True]  # the longest first within each kind


def measures(held: Iterable[str]) -> tuple[str, ...]:
    """Name those whose interim measure is on record for the people acted on."""
    codes = set(held)
    return tuple(name for code, name in MEASURES.items() if code in codes)


def under_measures(chosen: Chosen) -> pd.DataFrame:
    """Give the incidents with an interim measure on record, whatever came of it."""
    held = protections(chosen)
    under = np.array([bool(measures(of)) for of in held.values] + [False])
    rows = chosen.incident_at[under[held.places]]
    frame: pd.DataFrame = chosen.dataset.incidents.iloc[rows]
    return frame


def protections(chosen: Chosen) -> Coded:
    """Give what protected the people of each incident."""
    return column(chosen.dataset, "incidents", "protections").at(chosen.incident_at)
