"""A printed table: columns, rows, notes, and what is too long cut by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from briefing.counts.count import Count
from briefing.exhibits import html
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import (
    Behind,
    Column,
    Exhibit,
    lists_incidents,
    of_all,
    of_count,
)
from briefing.exhibits.style import FINDING_LABELS
from briefing.exhibits.titles import Entry, bounds, entries, subtitle
from briefing.selection.select import Chosen, Marks
from briefing.text.formats import number, plain, sentence_case, span

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


def column(key: str, label: str, *, wide: float = 1.0, text: bool = False) -> Column:
    """Describe a column: text stands left, numbers stand right."""
    return {
        "key": key,
        "label": label,
        "align": "left" if text else "right",
        "width": wide,
    }


def exhibit(
    chosen: Chosen,
    *,
    key: str,
    title: str,
    subtitle: str,
    unit: str,
    alt: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    data: dict[str, Any],
    notes: Sequence[str] = (),
    total: bool = False,
    behind: Behind | None = None,
) -> Exhibit:
    """Make the exhibit of any table; it rests on the whole selection unless told
    else.
    """
    payload = {
        "kind": "table",
        "key": key,
        "title": plain(title),
        "subtitle": plain(subtitle),
        "unit": unit,
        "caption": plain(title),
        "alt": plain(alt),
        "source": plain(chosen.source),
        "notes": [plain(note) for note in notes],
        "columns": list(columns),
        "rows": [[plain(cell) for cell in separated(row, columns)] for row in rows],
        "emphasis": "last" if total else "none",
        "data": data,
    }
    if behind is None and not lists_incidents(columns):
        behind = of_all(chosen)
    return Exhibit(payload, html.table(payload, behind), html.columns_of_text(payload))


def separated(row: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Print the numbers of a row with separators, as sentences do."""
    return [
        number(int(cell)) if one["align"] == "right" and cell.isdecimal() else cell
        for cell, one in zip(row, columns, strict=True)
    ]


def parts_of(count: Count) -> dict[str, Any]:
    """Give columns, rows and data of a count, for a table and for the figure beside it,
    and the incidents behind them.
    """
    rows = entries(count)
    whole = count.dimension == "finding"  # which is split by itself
    columns = [column("label", sentence_case(count.dimension), wide=3.0, text=True)]
    if not whole:
        columns += [column(key, label) for key, label in FINDING_LABELS.items()]
    columns.append(column("n", "People" if count.unit == "persons" else "Total"))
    return {
        "columns": columns,
        "rows": [[row.label, *_numbers(row, whole=whole)] for row in rows],
        "data": _data(count),
        "behind": of_count(count),
    }


def _numbers(row: Entry, *, whole: bool) -> list[str]:
    """Print the numbers of a row: split by finding, then whole."""
    split = [] if whole else [span(*part) for part in row.parts]
    return [*split, span(row.low, row.high)]


def _data(count: Count) -> dict[str, Any]:
    """Give the rows as numbers."""
    frame = count.frame
    rows = [
        [cell if isinstance(cell, str) else int(cell) for cell in row]
        for row in frame.itertuples(index=False)
    ]
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


def count_table(count: Count) -> Exhibit:
    """Print a count; a total row only where each incident stands in one row."""
    parts = parts_of(count)
    additive = not count.overlapping
    if additive:
        parts["rows"].append(["Total", *_sums(count)])
    return exhibit(
        count.chosen,
        key=count.key,
        title=count.title,
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        notes=_notes(count),
        total=additive,
        **parts,
    )


def _sums(count: Count) -> list[str]:
    """Add up the columns of a count whose rows do not overlap."""
    rows = entries(count)
    whole = Entry(
        code="",
        label="Total",
        low=sum(row.low for row in rows),
        high=sum(row.high for row in rows),
        parts=tuple(
            (sum(row.parts[i][0] for row in rows), sum(row.parts[i][1] for row in rows))
            for i in range(3)
        ),
        named=False,
    )
    return _numbers(whole, whole=count.dimension == "finding")


def _notes(count: Count) -> list[str]:
    """Word the notes of a count; say the sum where rows overlap."""
    return [*overlap(count), *count.chosen.notes(*count.notes)]


def overlap(count: Count) -> list[str]:
    """Say what rows that overlap add up to, and how many there are in all."""
    if not count.overlapping:
        return []
    low = sum(row.low for row in entries(count))
    high = sum(row.high for row in entries(count))
    what = "people" if count.unit == "persons" else "incidents"
    whole = f"{span(*bounds(count))} {what}"
    return [f"The rows add up to {span(low, high)}; in all there are {whole}."]
