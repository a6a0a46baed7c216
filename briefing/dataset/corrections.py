"""
What is wrong between the list of corrections and the tables that it corrects.
"""

from collections.abc import Iterator, Mapping

from briefing.dataset.cells import joined
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.sheet import Sheet


def not_applied(sheets: Mapping[str, Sheet], corrections: Sheet) -> Iterator[Finding]:
    """
    Find corrections of what is not there, and last corrections that do not stand.
    """
    # Only the last correction of a cell says what it holds now.
    columns = ["table", "key", "field", "now", "date"]
    frame = corrections.frame[columns].sort_values("date", kind="stable")
    last = frame.drop_duplicates(["table", "key", "field"], keep="last")
    keys: dict[str, dict[str, int]] = {}
    for row, table, key, field, now, _ in last.sort_index().itertuples():
        sheet = sheets.get(table)
        if sheet is None:
            expected = did_you_mean(table, list(sheets))
            yield corrections.finding(
                row, "table", code="unknown-code", what=shown(table), expected=expected
            )
            continue
        if table not in keys:
            found = joined(sheet.frame, sheet.resource.table.primary_key)
            keys[table] = dict(zip(found, sheet.frame.index, strict=True))
        at, names = keys[table].get(key), sheet.resource.table.names
        if at is None:
            code, what, words = "broken-reference", key, list(keys[table])
            yield corrections.finding(
                row,
                "key",
                code=code,
                what=shown(what),
                expected=did_you_mean(key, words),
            )
        elif field not in names:
            code, expected = "unknown-code", did_you_mean(field, names)
            yield corrections.finding(
                row, "field", code=code, what=shown(field), expected=expected
            )
        elif (held := sheet.cell(at, field)) != now:
            yield corrections.finding(
                row,
                "now",
                code="correction-not-applied",
                what=f"{sheet.resource.path} row {at} holds {shown(held)}",
                expected=shown(now),
            )
