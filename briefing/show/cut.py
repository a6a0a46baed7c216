"""What is too long to print: where a list is cut, by which rule, and where the rest is.

A cut changes no count. It is always said beside what was cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from briefing.measure import Chosen
from briefing.measure.coded import Marks
from briefing.show.words import number

MOST_CASES = 300  # in a register
MOST_LINES = 250  # in a table of records
MOST_NAMED = 60  # in a list within a cell
MOST_DATA = 5_000  # rows in the file behind a table
MOST_VIOLATIONS = 1_000  # each with several rows in the file behind a table
FILE = "data/incidents.csv"
# No file of an edition holds the records that are not counted.
UNCOUNTED = "incidents.csv of the data package from which this edition was made"
REST = {
    "incidents": f"are part of every number that they were part of, and all stand in "
    f"the file {FILE} of this edition.",
    "records": f"are part of no number, as none of these is; all stand in {UNCOUNTED}.",
}


def newest(chosen: Chosen, most: int) -> Marks:
    """Mark the most recent incidents: by last possible day, then first, then id."""
    n = len(chosen.incident_at)
    marks = np.ones(n, dtype=bool)
    if n > most:
        days = chosen.dataset.incidents[["last_day", "first_day"]]
        days = days.iloc[chosen.incident_at].reset_index(drop=True)
        order = days.sort_values(["last_day", "first_day"], kind="stable").index
        marks[order[:-most]] = False
    return marks


def of_register(total: int, shown: int, what: str) -> str:
    """Say which cases of a register are printed, where not all are; else nothing."""
    if shown == total:
        return ""
    return (
        f"Printed are the {number(shown)} most recent of {number(total)} {what}, by "
        f"the last day on which each may have happened. The other "
        f"{number(total - shown)} {REST[what]}"
    )


def lines(frame: pd.DataFrame, file: str = FILE) -> tuple[pd.DataFrame, list[str]]:
    """Keep as many rows of a table as can be printed, with the note that says so."""
    if len(frame) <= MOST_LINES:
        return frame, []
    note = (
        f"Printed are the first {number(MOST_LINES)} of {number(len(frame))} rows in "
        f"this order; counts are of all, and all rest on the file {file}."
    )
    return frame.iloc[:MOST_LINES], [note]


def data(frame: pd.DataFrame, file: str = FILE) -> tuple[pd.DataFrame, list[str]]:
    """Keep as many rows as the file behind a table holds, with the note that says
    so.
    """
    if len(frame) <= MOST_DATA:
        return frame, []
    return frame.iloc[:MOST_DATA], [behind(MOST_DATA, len(frame), "rows", file)]


def behind(kept: int, total: int, what: str, file: str) -> str:
    """Say how much of the whole the file behind a table holds."""
    return (
        f"The file of this table has the first {number(kept)} of {number(total)} "
        f"{what}; all rest on the file {file}."
    )


def named(words: Sequence[str]) -> list[str]:
    """Keep as many words of a list as a cell can hold, and say how many there are
    beyond.
    """
    if len(words) <= MOST_NAMED:
        return list(words)
    return [*words[:MOST_NAMED], f"and {number(len(words) - MOST_NAMED)} others"]
