"""Change rows that may have been published: those are corrected, and never silently."""

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.curate.cases.casefile import Row
from briefing.curate.change import Change
from briefing.curate.correct import correct, corrected_rows, corrections_of
from briefing.errors import BriefingError

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
