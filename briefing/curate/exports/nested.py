"""The incidents as JSON, one on each line, with all that hangs on them."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from briefing.curate.exports.applied import text_of
from briefing.curate.exports.packed import CODEBOOK
from briefing.dataset import Dataset, render_codebook
from briefing.dataset.corrections import TABLE
from briefing.dataset.descriptor import Column

DERIVED = (
    "first_day",
    "last_day",
    "year",
    "independent_sources",
    "finding",
    "cooperation",
    "membership",
    "counted",
)
HANGING = ("violations", "claims", "involvements", "appearances")

Row = dict[str, Any]


def as_lines(dataset: Dataset) -> dict[str, bytes]:
    """Give every incident as one line of JSON, and the codebook.

    A number or a day that is not known is the code that says why, as in the tables.
    What follows from the tables stands under `derived`.
    """
    rows = {name: records(dataset, name) for name in dataset.package.tables}
    parts = {name: by_incident(rows[name]) for name in HANGING}
    sources = {row["source_id"]: row for row in rows["sources"]}
    persons = {row["person_id"]: row for row in rows["persons"]}
    corrected, follows = corrections(rows[TABLE]), derived(dataset)
    lines = []
    for row in rows["incidents"]:
        key = row["incident_id"]
        of = {name: part.get(key, []) for name, part in parts.items()}
        there = [one | persons[one["person_id"]] for one in of.pop("appearances")]
        told = [one["source_id"] for one in (*of["claims"], *of["violations"])]
        whole = row | {"derived": follows[key]} | of
        whole |= {
            "persons": there,
            "sources": [sources[one] for one in sorted({*told} & {*sources})],
            "corrections": corrected.get(key, []),
        }
        lines.append(json.dumps(whole, ensure_ascii=False) + "\n")
    codebook = render_codebook(dataset.package).encode()
    return {"incidents.jsonl": "".join(lines).encode(), CODEBOOK: codebook}


def records(dataset: Dataset, table: str) -> list[Row]:
    """Give the rows of a table, each cell with its type."""
    frame, missing = text_of(dataset, table), {*dataset.missing}
    fields = {one.name: one for one in dataset.package.tables[table].table.fields}
    columns = [
        [value(text, fields[str(name)], missing) for text in frame[name].tolist()]
        for name in frame
    ]
    rows = zip(*columns, strict=True)
    return [dict(zip(frame.columns, row, strict=True)) for row in rows]


def value(text: str, field: Column, missing: set[str]) -> object:
    """Give a cell its type; a code for not-knowing stays a code."""
    if field.type == "list":
        return text.split(field.delimiter)
    if text in missing:
        return text
    if field.type == "integer":
        return int(text)
    return text == "true" if field.type == "boolean" else text


def by_incident(rows: list[Row]) -> dict[str, list[Row]]:
    """Gather rows under their incident, which they need not name again."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        rest = {name: cell for name, cell in row.items() if name != "incident_id"}
        found.setdefault(row["incident_id"], []).append(rest)
    return found


def corrections(rows: list[Row]) -> Mapping[str, list[Row]]:
    """Gather the corrections of an incident and of what hangs on it."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        # An incident comes first in the keys of what hangs on it, but for persons.
        parts = row["key"].split("|")
        if row["table"] in ("incidents", *HANGING):
            place = 1 if row["table"] == "appearances" else 0
            found.setdefault(parts[place], []).append(row)
    return found


def derived(dataset: Dataset) -> dict[str, Row]:
    """Give of each incident what follows from the tables and is never typed in."""
    frame = dataset.incidents
    found = {}
    for key, *cells in frame[["incident_id", *DERIVED]].itertuples(index=False):
        found[key] = {
            name: plain(cell) for name, cell in zip(DERIVED, cells, strict=True)
        }
    return found


def plain(cell: Any) -> object:  # noqa: ANN401 - whatever a frame holds
    """Give a cell of a frame as JSON has it."""
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    # What numpy holds knows how to become what Python holds.
    return cell.item() if hasattr(cell, "item") else cell
