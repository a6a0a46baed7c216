"""Correct a published value by a row that says why; what was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.curate.casefile import Row
from briefing.curate.change import Change
from briefing.dataset.corrections import TABLE, Changed, changes
from briefing.errors import BriefingError
from briefing.suggest import one_of

INCIDENT = re.compile(rb"INC-\d{4,}")


def published(root: Path) -> frozenset[str] | None:
    """Name the incidents that the editions beside a package speak of.

    None where no edition stands there: then nobody knows what of it was published.
    """
    tables = sorted(root.absolute().parent.glob("reports/*/tables/*.csv"))
    if not tables:
        return None
    try:
        found = {key for path in tables for key in INCIDENT.findall(path.read_bytes())}
    except OSError as error:
        message = (
            f"{error.filename} cannot be read ({error.strerror}), so that nobody knows "
            "what was published. Make it readable."
        )
        raise BriefingError(message) from None
    return frozenset(key.decode() for key in found)


def all_but(incident: str, change: "Change") -> frozenset[str]:
    """Name all other incidents: where nobody knows, what they share with it is
    published.
    """
    return frozenset(row["incident_id"] for row in change.rows("incidents")) - {
        incident
    }


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

    The key is that of the row in its file. Whether the field can hold the value, the
    check before writing says.
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
    cell = {"table": table, "key": key, "field": field}
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
        meant = one_of(field, list(row))
        message = f"{table} has no field '{field}'; expected {meant}."
        raise BriefingError(message)
    return row


def corrected_row(change: Change, table: str, key: str) -> dict[str, str]:
    """Give a row by its key in the file, with what its corrections say."""
    return change.row(table, key) | corrections_by_key(change, table).get(key, {})


def corrected_rows(change: Change, table: str) -> dict[str, dict[str, str]]:
    """All rows of a table by their keys in the file, with what corrections say."""
    rows, corrected = change.table_rows(table), corrections_by_key(change, table)
    keyed = {rows.key_of(row): row for row in change.rows(table)}
    return {key: row | corrected.get(key, {}) for key, row in keyed.items()}


def corrections_by_key(change: Change, table: str) -> Changed:
    """What the corrections of a table say of its fields."""
    if table == TABLE or applied(change):
        return {}
    return changes(change.rows(TABLE)).get(table, {})


def corrections_of(
    change: Change, table: str, key: str, field: str
) -> list[dict[str, str]]:
    """Give the corrections of one cell, the last one last."""
    cell = (table, key, field)
    rows = sorted(change.rows(TABLE), key=lambda row: row["date"])
    return [r for r in rows if (r["table"], r["key"], r["field"]) == cell]


def applied(change: Change) -> bool:
    """Tell whether the tables hold already what their corrections say."""
    return change.package.tables[TABLE].applied


SHARED = {"sources": "source_id", "persons": "person_id"}

# What curators note for themselves: no briefing counts it.
UNPRINTED = ("duplicates",)


@dataclass
class RowEditor:
    """Changes rows: plainly, or by corrections where they were published.

    *published* names incidents; None means that nobody knows, and that all count as
    published. *reason* and *source* say why published values change.
    """

    change: Change
    published: frozenset[str] | None
    reason: str = ""
    source: str = ""

    def update(self, table: str, key: str, was: Row, row: Row) -> None:
        """Give other values to a row."""
        new = {name: row[name] for name in row if row[name] != was[name]}
        public = self.is_public(table, key, was)
        corrected = [
            name
            for name in new
            if public or corrections_of(self.change, table, key, name)
        ]
        for name in corrected:
            if not (self.reason and self.source):
                message = (
                    f"{name} of {key} was published as '{was[name]}' and becomes "
                    f"'{new[name]}'. Say why with --reason and by which source with "
                    "--source."
                )
                raise BriefingError(message)
            reason, source, now = self.reason, self.source, new[name]
            correct(
                self.change, table, key, name, now=now, reason=reason, source=source
            )
        # All at once, because a key may be among them.
        plain = {name: text for name, text in new.items() if name not in corrected}
        if plain:
            self.change.set(table, key, plain)

    def remove(self, table: str, key: str, was: Row) -> None:
        """Take a row away that was never published."""
        if self.is_public(table, key, was):
            path = self.change.package.tables[table].path
            message = (
                f"The case leaves out {key} of {path}, which was published. Nothing "
                "published is removed by an edit: keep the row, and correct it."
            )
            raise BriefingError(message)
        self.change.remove(table, key)

    def is_public(self, table: str, key: str, row: Row) -> bool:
        """Whether a row was published, with its incident or with one that refers to it.

        Reference tables are printed in every edition.
        """
        if table in UNPRINTED:
            return False
        if self.published is None:
            return True
        if "incident_id" in row:
            return row["incident_id"] in self.published
        return table not in SHARED or self.is_cited(table, key)

    def is_cited(self, table: str, key: str) -> bool:
        """Whether anything published refers to a source or person, however far."""
        waiting, seen = [(table, key)], set[tuple[str, str]]()
        while waiting:
            seen.add(cited := waiting.pop())
            for name, row in citing(self.change, *cited):
                if name not in SHARED:
                    # Of no incident: printed in every edition, as corrections are.
                    if row.get("incident_id") in {*(self.published or ()), None}:
                        return True
                elif (other := (name, row[SHARED[name]])) not in seen:
                    waiting.append(other)
        return False


def citing(change: Change, table: str, key: str) -> Iterator[tuple[str, Row]]:
    """Give the rows that refer to a row, as coded and as corrected, with their
    tables.
    """
    for name, resource in change.package.tables.items():
        for foreign in resource.table.foreign_keys:
            if (foreign.reference.resource or name) == table:
                field = foreign.fields[0]
                rows = (*change.rows(name), *corrected_rows(change, name).values())
                yield from ((name, row) for row in rows if row[field] == key)
