"""What is wrong between the list of corrections and the tables that it corrects."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from briefing.dataset.cells import expectation
from briefing.dataset.columns import joined
from briefing.dataset.corrections import TABLE, in_order_of_dates, rows_by_key
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.schema import first_broken, rules_of
from briefing.dataset.sheet import Sheet


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
            words = [*joined(sheet.frame, sheet.resource.table.primary_key)]
        elif place.field not in sheet.resource.table.names:
            said, words = "field", [*sheet.resource.table.names]
        else:
            return
    what = getattr(place, said)
    yield corrections.finding(
        line, said, code=code, what=shown(what), expected=did_you_mean(what, words)
    )


def ill_formed(
    corrections: Sheet, line: int, now: str, sheet: Sheet, name: str
) -> Iterator[Finding]:
    """Find that the field cannot hold what it is said to hold now."""
    field = next(one for one in sheet.resource.table.fields if one.name == name)
    code = first_broken(rules_of(field, sheet.missing), now)
    if code is not None:
        expected = expectation(code, field, now)
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
