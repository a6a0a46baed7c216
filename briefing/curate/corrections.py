"""Correct a published value by a row that says why; what was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.curate.casefile import Row
from briefing.curate.change import PARTS, Change
from briefing.dataset.corrections import TABLE
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
        meant = one_of(field, list(row))
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


SHARED = {"sources": "source_id", "persons": "person_id"}


@dataclass
class Hand:
    """Who changes the rows of an incident, and why."""

    change: Change
    incident: str
    published: frozenset[str] | None  # incidents; None where nobody knows
    reason: str = ""  # why published values change
    source: str = ""  # and by which source

    def update(self, table: str, key: str, was: Row, row: Row) -> None:
        """Give other values to a row: plainly, or by corrections where it was
        published.
        """
        new = {name: row[name] for name in row if row[name] != was[name]}
        public = self.is_public(table, key)
        corrected = [
            name
            for name in new
            if public or corrections_of(self.change, table, key, name)
        ]
        for name in corrected:
            self.correct(table, key, name, was[name], new[name])
        # All at once, because a key may be among them.
        plain = {name: text for name, text in new.items() if name not in corrected}
        if plain:
            self.change.set(table, key, plain)

    def correct(self, table: str, key: str, name: str, was: str, now: str) -> None:
        """Correct a published value, if somebody said why."""
        if not (self.reason and self.source):
            message = (
                f"{name} of {key} was published as '{was}' and becomes '{now}'. "
                "Say why with --reason and by which source with --source."
            )
            raise BriefingError(message)
        why, source = self.reason, self.source
        correct(self.change, table, key, name, now=now, reason=why, source=source)

    def is_public(self, table: str, key: str) -> bool:
        """Tell whether a row was published, with this incident or with another.

        Whatever refers to it tells: also a person named by a source, or a correction.
        """
        if table not in SHARED or self.published is None:
            return self.public
        waiting, seen = [(table, key)], set[tuple[str, str]]()
        while waiting:
            seen.add(cited := waiting.pop())
            for name, row in citing(self.change, *cited):
                if "incident_id" in row:
                    if row["incident_id"] in self.published:
                        return True
                elif name not in SHARED:
                    return True  # it is printed in every edition, as corrections are
                elif (other := (name, row[SHARED[name]])) not in seen:
                    waiting.append(other)
        return False

    @property
    def public(self) -> bool:
        """Tell whether the incident was published; where nobody knows, it was."""
        return self.published is None or self.incident in self.published

    def remove(self, table: str, key: str) -> None:
        """Take a row away that was never published."""
        if self.public:
            path = self.change.package.tables[table].path
            message = (
                f"The case leaves out {key} of {path}, which was published. Nothing "
                "published is removed by an edit: keep the row, and correct it."
            )
            raise BriefingError(message)
        self.change.remove(table, key)


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
