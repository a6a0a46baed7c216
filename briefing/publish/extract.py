"""The selected rows of each table as CSV."""

import csv
import io
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from briefing.selection.select import Chosen

Kept = Callable[[pd.DataFrame], "pd.Series[bool]"]

LARGEST = 2_000_000  # bytes of one table that are attached

RIGHT = ["incident_id", "right", "responsible_state"]


def extract(chosen: Chosen) -> dict[str, str]:
    """Return the rows behind the counts as CSV by file name, the incidents first.

    In an edition without names the tables of people are left out. Words come from the
    loaded table, where names may be masked.
    """
    return {
        f"data/{table}.csv": as_csv(chosen.dataset.written(table), kept)
        for table, kept in conditions(chosen).items()
    }


def conditions(chosen: Chosen) -> dict[str, Kept]:
    """Return for each table which of its rows are behind the counts."""
    data, ids = chosen.dataset, chosen.incidents["incident_id"]
    told = data.claims.loc[among(data.claims["incident_id"], ids), "source_id"]
    sources = pd.concat([told, chosen.violations["source_id"]])
    rights = keys(chosen.violations)

    def of_incidents(rows: pd.DataFrame) -> "pd.Series[bool]":
        return among(rows["incident_id"], ids)

    keep: dict[str, Kept] = {
        "incidents": of_incidents,
        "violations": lambda rows: among(keys(rows), rights),
        "claims": of_incidents,
        "sources": lambda rows: among(rows["source_id"], sources),
        "involvements": of_incidents,
    }
    if chosen.selection.names == "shown":
        there = data.appearances
        people = there.loc[among(there["incident_id"], ids), "person_id"]
        keep["appearances"] = of_incidents
        keep["persons"] = lambda rows: among(rows["person_id"], people)
    return keep


def keys(violations: pd.DataFrame) -> "pd.Series[str]":
    """Key of each violation as one text."""
    first, second, third = (violations[name].astype("str") for name in RIGHT)
    return first + "\t" + second + "\t" + third


def among(column: "pd.Series[str]", values: "pd.Series[str]") -> "pd.Series[bool]":
    """Whether each text is among some others; Arrow takes a moment for a million."""
    text = pa.large_string()
    found = pc.is_in(pa.array(column, text), value_set=pa.array(values, text))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=column.index)


def as_csv(rows: pd.DataFrame, kept: Kept) -> str:
    """Return the rows that are kept as CSV.

    By columns, because pandas would make an object of every row first.
    """
    chosen = rows[kept(rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(chosen.columns)
    writer.writerows(zip(*(chosen[name].tolist() for name in chosen), strict=True))
    return text.getvalue()
