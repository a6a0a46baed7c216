"""Rulings and interim measures that were not carried out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from briefing.counts.count import incidents, violations
from briefing.counts.dates import date_ranges
from briefing.dataset.dates import day_number
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
    """Incidents in which a ruling, a measure or a right to a remedy was ignored.

    Each stands once, under the first kind that fits, the longest ago first within each
    kind. It is adjudicated only where the violation of the right to a remedy is,
    whatever else was found. Days run from the act to the release of the data; an
    imprecise date gives two ends.
    """
    acts = incidents(chosen, "type", "protections", "independent_sources")
    breaches = violations(chosen, "right")
    denied = breaches.loc[breaches["right"] == REMEDY, "finding"]
    denied = denied[~denied.index.duplicated(keep="last")].reindex(acts.index)
    by = acts["protections"].map(measures)
    kind = pd.Series(
        np.select(
            [
                acts["type"] == "non_implementation",
                acts["type"].isin(REMOVALS) & by.map(bool).astype("bool"),
                denied.notna(),
            ],
            [*KINDS],
            "",
        )
    )
    heard = np.where(acts["independent_sources"] > 1, "corroborated", "reported")
    rows = kind.index[kind != ""]
    ranges, released = date_ranges(chosen), day_number(chosen.dataset.released)
    place = ranges.places[rows]
    frame = chosen.dataset.incidents.iloc[chosen.incident_at[rows]].assign(
        kind=pd.Categorical(kind[rows], [*KINDS]),
        measures=by[rows].array,
        finding=np.where(denied.notna(), denied.astype("str"), heard)[rows],
        days_min=released - ranges.last[place],
        days_max=released - ranges.first[place],
    )[COLUMNS]
    frame = frame.sort_values(["kind", "days_max", "incident_id"], ascending=ORDER)
    return frame.astype({"kind": "str"}).reset_index(drop=True)


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
    """Bodies whose interim measure is on record for the people acted on."""
    codes = set(held)
    return tuple(name for code, name in MEASURES.items() if code in codes)


def under_measures(chosen: Chosen) -> pd.DataFrame:
    """Incidents with an interim measure on record, whatever came of it."""
    held = incidents(chosen, "protections")["protections"].map(measures).map(bool)
    rows = chosen.incident_at[held.to_numpy(dtype=bool)]
    return chosen.dataset.incidents.iloc[rows]
