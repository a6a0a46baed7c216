"""
What is wrong between the list of corrections and the tables that it corrects.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from briefing.dataset.cells import joined
from briefing.dataset.columns import among
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.sheet import Sheet


def not_applied(sheets: Mapping[str, Sheet], corrections: Sheet) -> Iterator[Finding]:
    """
    Find corrections of what is not there, and last corrections that do not stand.
    """
    last = last_ones(corrections)
    rows = {
        name: rows_by_key(sheet, last["key"][last["table"] == name])
        for name, sheet in sheets.items()
        if name in set(last["table"])
    }
    for row, table, key, field, now, _ in last.itertuples():
        sheet = sheets.get(table)
        if sheet is None:
            expected = did_you_mean(table, list(sheets))
            yield corrections.finding(
                row, "table", code="unknown-code", what=shown(table), expected=expected
            )
            continue
        at, names = rows[table].get(key), sheet.resource.table.names
        if at is None:
            words = list(joined(sheet.frame, sheet.resource.table.primary_key))
            yield corrections.finding(
                row,
                "key",
                code="broken-reference",
                what=shown(key),
                expected=did_you_mean(key, words),
            )
        elif field not in names:
            code, expected = "unknown-code", did_you_mean(field, names)
            yield corrections.finding(
                row, "field", code=code, what=shown(field), expected=expected
            )
        elif (held := sheet.cell(at, field)) != now:
            file, line = sheet.place(at)
            yield corrections.finding(
                row,
                "now",
                code="correction-not-applied",
                what=f"{file} row {line} holds {shown(held)}",
                expected=shown(now),
            )


def rows_by_key(sheet: Sheet, wanted: "pd.Series[str]") -> dict[str, int]:
    """
    Give the rows of a table that have one of some keys.
    """
    fields = sheet.resource.table.primary_key
    frame = sheet.frame
    if len(fields) == 1:
        plain = wanted.str.replace("||", "|")
        frame = frame[among(frame[fields[0]], plain)]
    return dict(zip(joined(frame, fields), frame.index, strict=True))


def last_ones(corrections: Sheet) -> pd.DataFrame:
    """
    Give the last correction of each cell: it alone says what the cell holds now.
    """
    columns = ["table", "key", "field", "now", "date"]
    frame = corrections.frame[columns].sort_values("date", kind="stable")
    last = frame.drop_duplicates(["table", "key", "field"], keep="last")
    return last.sort_index()
