"""
Rulings and interim measures that a state is reported to have ignored, and since when.
"""

from __future__ import annotations

import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.law import days_of

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
    """
    List the incidents in which a ruling, a measure or a right to a remedy was ignored.

    Each incident stands once, under the first kind that fits. It is adjudicated only
    where the violation of the right to a remedy is, whatever else was found. Days run
    from the act to the release of the data; an imprecise date gives two ends.
    """
    remedies = chosen.violations[lambda row: row["right"] == REMEDY]
    found = dict(zip(remedies["incident_id"], remedies["finding"], strict=True))
    days = days_of(chosen)
    released = chosen.dataset.released
    rows = []
    for row in chosen.incidents.to_dict("records"):
        of, act = kind(row, found), days[row["incident_id"]]
        if of:
            rows.append(
                {
                    "incident_id": row["incident_id"],
                    "title": row["title"],
                    "executing_state": row["executing_state"],
                    "kind": of,
                    "measures": measures(row),
                    "date": row["date"],
                    "unverified_cells": row["unverified_cells"],
                    "finding": found.get(row["incident_id"], heard(row)),
                    "days_min": (released - act.last).days,
                    "days_max": (released - act.first).days,
                }
            )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["kind"] = pd.Categorical(frame["kind"], list(KINDS), ordered=True)
    order = frame.sort_values(["kind", "days_max", "incident_id"], ascending=ORDER)
    return order.astype({"kind": "str"}).reset_index(drop=True)


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


def kind(row: dict[object, object], found: dict[str, str]) -> str:
    """
    Tell a decision not carried out from a removal against a measure, and from others.
    """
    if row["type"] == "non_implementation":
        return "decision"
    if row["type"] in REMOVALS and measures(row):
        return "measure"
    return "remedy" if row["incident_id"] in found else ""


def heard(row: dict[object, object]) -> str:
    """
    Say how an act is known that no court has found to be a denial of a remedy.
    """
    several = int(str(row["independent_sources"])) > 1
    return "corroborated" if several else "reported"


def measures(row: dict[object, object]) -> tuple[str, ...]:
    """
    Name those whose interim measure is on record for the people acted on.
    """
    held = row["protections"]
    return tuple(name for code, name in MEASURES.items() if code in held)  # type: ignore[operator] # a tuple of codes


def under_measures(chosen: Chosen) -> pd.DataFrame:
    """
    Give the incidents with an interim measure on record, whatever came of it.
    """
    incidents = chosen.incidents
    held = incidents["protections"].map(lambda codes: bool(set(codes) & set(MEASURES)))
    return incidents[held]
