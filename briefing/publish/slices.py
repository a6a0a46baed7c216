"""
The selected slice of the data, as CSV files in the schema of the package.

What is attached to a PDF has to leave it small enough to be sent: a large table stands
beside it.
"""

from collections.abc import Callable

import pandas as pd

from briefing.measure import Chosen

Kept = Callable[[pd.DataFrame], "pd.Series[bool]"]

LARGEST = 2_000_000  # bytes of one table that are attached
RIGHT = ["incident_id", "right", "responsible_state"]


def slices(chosen: Chosen) -> dict[str, str]:
    """
    Write what is behind the counts: the incidents, and all that hangs on them.

    In an edition without names the tables of people are left out. Words come from the
    loaded table, where names may be masked.
    """
    return {
        f"data/{table}.csv": as_csv(chosen.dataset.written(table), kept)
        for table, kept in conditions(chosen).items()
    }


def conditions(chosen: Chosen) -> dict[str, Kept]:
    """
    Say of each table which of its rows are behind the counts.
    """
    data, ids = chosen.dataset, chosen.incidents["incident_id"]
    told = data.claims.loc[data.claims["incident_id"].isin(ids), "source_id"]
    sources = pd.concat([told, chosen.violations["source_id"]]).unique()
    rights = keys(chosen.violations)

    def of_incidents(rows: pd.DataFrame) -> "pd.Series[bool]":
        """
        Keep what hangs on a selected incident.
        """
        return rows["incident_id"].isin(ids)

    keep: dict[str, Kept] = {
        "incidents": of_incidents,
        "violations": lambda rows: keys(rows).isin(rights),
        "claims": of_incidents,
        "sources": lambda rows: rows["source_id"].isin(sources),
        "involvements": of_incidents,
    }
    if chosen.selection.names == "shown":
        there = data.appearances
        people = there.loc[there["incident_id"].isin(ids), "person_id"].unique()
        keep["appearances"] = of_incidents
        keep["persons"] = lambda rows: rows["person_id"].isin(people)
    return keep


def keys(violations: pd.DataFrame) -> "pd.Series[str]":
    """
    Give each violation its key as one text.
    """
    first, second, third = (violations[name].astype("str") for name in RIGHT)
    return first + "\t" + second + "\t" + third


def as_csv(rows: pd.DataFrame, kept: Kept) -> str:
    """
    Write the rows that are kept as CSV.
    """
    return rows[kept(rows)].to_csv(index=False, lineterminator="\n")
