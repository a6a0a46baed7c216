"""Corrections: what was coded first, and what holds instead.

A table keeps what was coded first. Each correction names a cell, what it was, what it
is now and why; reading applies them in the order of their dates. A package that was
written with its corrections applied says so (`applied` in its descriptor): there the
tables hold what the last corrections say.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from briefing.dataset.columns import is_one_of, joined
from briefing.dataset.sheet import Sheet

TABLE = "corrections"
LONE = re.compile(r"(?<!\|)\|(?!\|)")  # between two parts of a key

# Of a table, by the key of a row as it was coded first, what its fields hold now.
Changed = Mapping[str, Mapping[str, str]]


def changes(corrections: Sheet | None) -> dict[str, Changed]:
    """Give, table by table, what the last correction of each cell says."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    if corrections is None or corrections.resource.applied:
        return {}
    frame = in_order_of_dates(corrections)
    columns = (frame[name] for name in ("table", "key", "field", "now"))
    for table, key, field, now in zip(*columns, strict=True):
        found.setdefault(table, {}).setdefault(key, {})[field] = now
    return {**found}


def in_order_of_dates(corrections: Sheet) -> pd.DataFrame:
    """Give the corrections from the first to the last."""
    return corrections.frame.sort_values("date", kind="stable")


def all_corrected(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Give every table with what its corrections say."""
    said = changes(sheets.get(TABLE))
    return {name: corrected(one, said.get(name, {})) for name, one in sheets.items()}


def corrected(sheet: Sheet, changed: Changed) -> Sheet:
    """Give a table with what its corrections say; what it has not is passed over."""
    if not changed:
        return sheet
    cells: dict[str, dict[int, str]] = {}
    for key, row in rows_by_key(sheet, changed).items():
        for field in changed[key].keys() & {*sheet.frame}:
            cells.setdefault(field, {})[row] = changed[key][field]
    frame = sheet.frame.copy()
    for field, held in cells.items():
        # A column at a time: to set one cell of a million is to write them all.
        frame.loc[[*held], field] = [*held.values()]
    return replace(sheet, frame=frame)


def rows_by_key(sheet: Sheet, keys: Collection[str]) -> dict[str, int]:
    """Give the rows of a table that have one of some keys."""
    fields = sheet.resource.table.primary_key
    frame, firsts = sheet.frame, first_parts(keys, len(fields))
    if firsts is not None:
        frame = frame[is_one_of(frame[fields[0]], firsts)]
    rows = zip(joined(frame, fields), frame.index, strict=True)
    wanted = frozenset(keys)
    return {key: int(row) for key, row in rows if key in wanted}


def first_parts(keys: Collection[str], parts: int) -> list[str] | None:
    """Give what the first fields of some keys hold, unless a '|' inside hides it."""
    if parts == 1:
        return sorted({key.replace("||", "|") for key in keys})
    if any("||" in key for key in keys):
        return None
    return sorted({LONE.split(key)[0] for key in keys})
