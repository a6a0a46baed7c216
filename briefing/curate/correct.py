"""Correct a published value: a row with the reason beside the table that keeps the
value.

Who reads the package sees what holds now; who reads the files sees what was coded
first, what was said of it since, by whom and why.
"""

from datetime import date

from briefing.curate.change import Change
from briefing.curate.lines import PARTS
from briefing.dataset.corrections import TABLE
from briefing.dataset.finding import did_you_mean
from briefing.errors import BriefingError


def correct(
    change: Change,
    table: str,
    key: str,
    field: str,
    *,
    now: str,
    reason: str,
    source: str,
    day: date | None = None,
) -> str:
    """Note in *change* that a field of a row holds something else, and give what it
    was.

    The key is that of the row as its file holds it, the parts joined with '/'. Whether
    the field can hold the value, the check before writing says.
    """
    on = (day or date.today()).isoformat()
    row = refused_or_row(change, table, key, field)
    if row[field] == now:
        message = f"{field} of {key} holds '{now}' already; nothing is to be corrected."
        raise BriefingError(message)
    last = corrections_of(change, table, key, field)[-1:]
    if last and last[0]["date"] >= on:
        was, day_before = last[0]["was"], last[0]["date"]
        message = (
            f"{field} of {key} was corrected on {day_before} already, from '{was}' to "
            f"'{row[field]}'. Of one cell there is one correction a day: give a later "
            "day with --date, or change that row if it was not published yet."
        )
        raise BriefingError(message)
    words = {"reason": reason, "source_id": source, "date": on}
    cell = {"table": table, "key": in_file(change, table, key), "field": field}
    change.add(TABLE, {**cell, "was": row[field], "now": now, **words})
    if applied(change):
        change.set(table, key, {field: now})
    return row[field]


def refused_or_row(change: Change, table: str, key: str, field: str) -> dict[str, str]:
    """Give the row of a cell that may be corrected, and refuse what is no such cell."""
    if table == TABLE:
        message = f"A row of {TABLE} is not corrected but followed by a later one."
        raise BriefingError(message)
    row = corrected_row(change, table, key)
    if field not in row:
        meant = did_you_mean(field, list(row))
        message = f"{table} has no field '{field}'; expected {meant}."
        raise BriefingError(message)
    return row


def corrected_row(change: Change, table: str, key: str) -> dict[str, str]:
    """Give a row by its key in the file, with what its corrections say."""
    row = change.row(table, key)
    return row | said(change, table).get(in_file(change, table, key), {})


def corrected_rows(change: Change, table: str) -> dict[str, dict[str, str]]:
    """Give all rows of a table by their keys in the file, with what corrections say."""
    lines, words = change.lines(table), said(change, table)
    keyed = {lines.key_of(row): row for row in change.rows(table)}
    return {
        key: row | words.get(in_file(change, table, key), {})
        for key, row in keyed.items()
    }


def said(change: Change, table: str) -> dict[str, dict[str, str]]:
    """Give, by key, what the corrections of a table say of its fields."""
    words: dict[str, dict[str, str]] = {}
    if table != TABLE and not applied(change):
        for row in in_order(change):
            if row["table"] == table:
                words.setdefault(row["key"], {})[row["field"]] = row["now"]
    return words


def corrections_of(
    change: Change, table: str, key: str, field: str
) -> list[dict[str, str]]:
    """Give the corrections of one cell, the last one last."""
    cell = (table, in_file(change, table, key), field)
    return [r for r in in_order(change) if (r["table"], r["key"], r["field"]) == cell]


def in_order(change: Change) -> list[dict[str, str]]:
    """Give all corrections in the order in which they hold."""
    return sorted(change.rows(TABLE), key=lambda row: row["date"])


def applied(change: Change) -> bool:
    """Tell whether the tables hold already what their corrections say."""
    return change.package.tables[TABLE].applied


def in_file(change: Change, table: str, key: str) -> str:
    """Write the key of a row as the list of corrections does."""
    fields = change.package.tables[table].table.primary_key
    row = change.row(table, key)
    return "|".join(row[name].replace("|", "||") for name in fields)


def by_file(key: str) -> str:
    """Read a key that somebody wrote as the list of corrections does."""
    return key.replace("|", PARTS)
