"""
The selected slice of the data, as CSV files in the schema of the package.
"""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd

from briefing.dataset import Dataset
from briefing.measure import Chosen

Row = dict[str, str]


def slices(chosen: Chosen) -> dict[str, str]:
    """
    Write what is behind the counts: the incidents, and all that hangs on them.

    In an edition without names the tables of people are left out.
    """
    ids = set(chosen.incidents["incident_id"])
    key = ["incident_id", "right", "responsible_state"]
    rights = set(chosen.violations[key].itertuples(index=False, name=None))
    told = chosen.dataset.claims[lambda row: row["incident_id"].isin(ids)]
    sources = {*told["source_id"], *chosen.violations["source_id"]}
    keep: dict[str, Callable[[Row], bool]] = {
        "incidents": lambda row: row["incident_id"] in ids,
        "violations": lambda row: tuple(row[name] for name in key) in rights,
        "claims": lambda row: row["incident_id"] in ids,
        "sources": lambda row: row["source_id"] in sources,
        "involvements": lambda row: row["incident_id"] in ids,
    }
    if chosen.selection.names == "shown":
        there = chosen.dataset.appearances[lambda row: row["incident_id"].isin(ids)]
        people = set(there["person_id"])
        keep["appearances"] = lambda row: row["incident_id"] in ids
        keep["persons"] = lambda row: row["person_id"] in people
    return {
        f"data/{table}.csv": as_csv(
            [row for row in rows_of(chosen.dataset, table) if kept(row)]
        )
        for table, kept in keep.items()
    }


def rows_of(dataset: Dataset, table: str) -> list[Row]:
    """
    Give the rows of a table as text, as they stand in the file.

    Words come from the loaded table, where names may be masked.
    """
    rows: list[Any] = dataset.written(table).to_dict("records")
    return rows


def as_csv(rows: list[Row]) -> str:
    """
    Write rows as CSV.
    """
    text = io.StringIO()
    pd.DataFrame(rows).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()
