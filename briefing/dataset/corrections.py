"""Corrections applied to the tables, and checked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from briefing.dataset.cell_checks import cell_fault
from briefing.dataset.findings import Finding, shown
from briefing.dataset.table import Sheet, is_one_of, row_keys, split_key
from briefing.suggest import one_of

TABLE = "corrections"

# Of a table, by the key of a row as it was coded first, what its fields hold now.
Changed = dict[str, dict[str, str]]


def changes(corrections: Iterable[Mapping[str, str]]) -> dict[str, Changed]:
    """What the last correction of each cell says, table by table."""
    found: dict[str, Changed] = {}
    for row in sorted(corrections, key=lambda row: row["date"]):
        cells = found.setdefault(row["table"], {}).setdefault(row["key"], {})
        cells[row["field"]] = row["now"]
    return found


def changes_of(corrections: Sheet | None) -> dict[str, Changed]:
    """What is to be changed by a table of corrections, unless it was done already."""
    if corrections is None or corrections.resource.applied:
        return {}
    columns = ("table", "key", "field", "now", "date")
    rows = zip(*(corrections.frame[name] for name in columns), strict=True)
    return changes(dict(zip(columns, row, strict=True)) for row in rows)


def in_order_of_dates(corrections: Sheet) -> pd.DataFrame:
    """The corrections from the first to the last."""
    return corrections.frame.sort_values("date", kind="stable")


def all_corrected(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Give every table with what its corrections say."""
    said = changes_of(sheets.get(TABLE))
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
    rows = zip(row_keys(frame, fields), frame.index, strict=True)
    wanted = frozenset(keys)
    return {key: int(row) for key, row in rows if key in wanted}


def first_parts(keys: Collection[str], parts: int) -> list[str] | None:
    """Give what the first fields of some keys hold, unless a '|' inside hides it."""
    if parts > 1 and any("||" in key for key in keys):
        return None
    return sorted({split_key(key, parts)[0] for key in keys})


class Place(NamedTuple):
    """The cell that a correction speaks of."""

    table: str
    key: str
    field: str


def not_applied(
    sheets: Mapping[str, Sheet], tables: Collection[str]
) -> Iterator[Finding]:
    """Find corrections that cannot be applied, one after the other as they were made.

    A table of the package that could not be read is passed over: that is said once.
    """
    corrections = sheets[TABLE]
    frame = in_order_of_dates(corrections)
    rows = rows_of(sheets, frame)
    applied = corrections.resource.applied
    last = {*frame.drop_duplicates(list(Place._fields), keep="last").index}
    held: dict[Place, str] = {}
    columns = [*Place._fields, "was", "now"]
    for line, *cells, was, now in frame[columns].itertuples():
        place = Place(*cells)
        faults = [*astray(corrections, line, place, sheets, tables, rows)]
        yield from faults
        sheet = sheets.get(place.table)
        if faults or sheet is None:
            continue
        yield from ill_formed(corrections, line, now, sheet, place.field)
        at = rows[place.table][place.key]
        cell = sheet.cell(at, place.field)
        where = "{} row {}".format(*sheet.place(at))
        if applied:
            if line in last and cell != now:
                yield unlike(corrections, line, "now", where, cell, shown(now))
        elif (before := held.get(place, cell)) != was:
            other = f"{shown(was)}, or a correction of {shown(before)}"
            yield unlike(corrections, line, "was", where, before, other)
        held[place] = now


def rows_of(
    sheets: Mapping[str, Sheet], frame: pd.DataFrame
) -> dict[str, dict[str, int]]:
    """Find the row of each correction, table by table."""
    return {
        name: rows_by_key(sheets[name], [*frame["key"][frame["table"] == name]])
        for name in frame["table"].unique()
        if name in sheets
    }


def astray(
    corrections: Sheet,
    line: int,
    place: Place,
    sheets: Mapping[str, Sheet],
    tables: Collection[str],
    rows: Mapping[str, Mapping[str, int]],
) -> Iterator[Finding]:
    """Find that there is no such table, row or field."""
    sheet = sheets.get(place.table)
    code, said = "unknown-code", "table"
    words = [name for name in tables if name != TABLE]
    if place.table in words:
        if sheet is None:
            return
        if place.key not in rows[place.table]:
            code, said = "broken-reference", "key"
            words = [*row_keys(sheet.frame, sheet.resource.table.primary_key)]
        elif place.field not in sheet.resource.table.names:
            said, words = "field", [*sheet.resource.table.names]
        else:
            return
    what = getattr(place, said)
    yield corrections.finding(
        line, said, code=code, what=shown(what), expected=one_of(what, words)
    )


def ill_formed(
    corrections: Sheet, line: int, now: str, sheet: Sheet, name: str
) -> Iterator[Finding]:
    """Find that the field cannot hold what it is said to hold now."""
    field = next(one for one in sheet.resource.table.fields if one.name == name)
    if fault := cell_fault(field, now, sheet.missing):
        code, expected = fault
        yield corrections.finding(
            line, "now", code=code, what=shown(now), expected=expected
        )


def unlike(
    corrections: Sheet, line: int, said: str, where: str, held: str, expected: str
) -> Finding:
    """Say that a table holds something else than its correction says."""
    return corrections.finding(
        line,
        said,
        code="correction-not-applied",
        what=f"{where} holds {shown(held)}",
        expected=expected,
    )


def blamed(
    found: Iterable[Finding], coded: Mapping[str, Sheet], sheets: Mapping[str, Sheet]
) -> Iterator[Finding]:
    """Name the corrections where what they say is at fault, and not what the file
    says.
    """
    ours: set[tuple[str, int, str]] | None = None
    for one in found:
        # Looked up only where something is wrong: it takes as long as the tables are.
        ours = corrected_cells(coded, sheets) if ours is None else ours
        by = f", by {coded[TABLE].resource.path}" if TABLE in coded else ""
        theirs = (one.file, one.row, one.field) in ours
        yield replace(one, what=one.what + by) if theirs else one


def corrected_cells(
    coded: Mapping[str, Sheet], sheets: Mapping[str, Sheet]
) -> set[tuple[str, int, str]]:
    """Give file, line and field of each cell that was corrected."""
    return {
        (*sheet.place(int(row)), str(name))
        for table, sheet in coded.items()
        if sheets[table] is not sheet
        for name in sheet.frame
        for row in sheet.frame.index[sheet.frame[name] != sheets[table].frame[name]]
    }
