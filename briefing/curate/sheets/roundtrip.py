"""A workbook of the package, and back: what was edited in it becomes one change.

A value that was published is not overwritten: its change becomes a correction, with the
reason and the source that the curator gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefing.curate.change import Change
from briefing.curate.correct import corrected_rows
from briefing.curate.edits import Edit
from briefing.curate.hand import SHARED, Hand
from briefing.curate.published import published
from briefing.curate.sheets.book import Remark, Row, Table, in_words
from briefing.curate.sheets.edited import Wanted, edits_in
from briefing.dataset.corrections import TABLE
from briefing.errors import BriefingError

# What curators note for themselves: no briefing counts it.
UNPRINTED = ("duplicates",)


@dataclass(frozen=True)
class Plan:
    """What a workbook comes to: edits to agree to, or problems that stand in the
    way.
    """

    change: Change
    edits: Sequence[Edit]
    notes: Sequence[Remark]
    problems: Sequence[Remark]
    corrections: int = 0  # rows that say why a published value is another now


def tables_of(change: Change) -> dict[str, Table]:
    """Give every table as it is counted, with its corrections applied."""
    return {
        name: Table(resource, list(corrected_rows(change, name).values()))
        for name, resource in change.package.tables.items()
    }


def workbook_of(data: str | Path | None = None) -> bytes:
    """Return the workbook of a package."""
    from briefing.curate.sheets.xlsx_out import to_workbook

    change = Change(data)
    return to_workbook(change.package, tables_of(change).values())


def plan_of(
    place: Path,
    data: str | Path | None = None,
    *,
    reason: str = "",
    source: str = "",
    remove: bool = False,
) -> Plan:
    """Prepare what was edited in the workbook at *place*; nothing is written."""
    change = Change(data)
    held = {name: corrected_rows(change, name) for name in change.package.tables}
    wanted = edits_in(place, tables_of(change))
    if wanted.problems:
        return Plan(change, (), wanted.notes, wanted.problems)
    # Named by their keys in the files, which a correction may have changed since.
    keys = {
        name: {
            in_words(Table(resource, ()).key(row)): key
            for key, row in held[name].items()
        }
        for name, resource in change.package.tables.items()
    }
    hands = Hands(change, reason, source)
    for table, row in wanted.added:
        change.add(table, row)
    shown = []
    for table, name, cells in wanted.changed:
        key = keys[table][name]
        was = held[table][key]
        hands.update(table, key, was, cells)
        shown += [
            Edit(table, name, "changed", field, was[field], now)
            for field, now in cells.items()
        ]
    for table, name in wanted.removed:
        key = keys[table][name]
        hands.remove(table, key, held[table][key], meant=remove)
    others = [one for one in change.edits() if one.kind != "changed"]
    ours = [one for one in others if not typed(one, wanted)]
    edits = [*shown, *(one for one in others if one not in ours)]
    return Plan(change, edits, wanted.notes, (), len(ours))


def typed(edit: Edit, wanted: Wanted) -> bool:
    """Tell a row that somebody typed from the row of a correction that follows from
    it.
    """
    rows = [row for table, row in wanted.added if table == TABLE]
    keys = {"/".join(row[n] for n in ("table", "key", "field", "date")) for row in rows}
    return edit.table != TABLE or edit.kind != "added" or edit.key in keys


@dataclass
class Hands:
    """Who changes rows of any table: published ones are corrected, and never
    silently.
    """

    change: Change
    reason: str
    source: str

    def update(self, table: str, key: str, was: Row, cells: Row) -> None:
        """Give other values to a row: plainly, or by corrections where it was
        published.
        """
        if table in UNPRINTED:
            self.change.set(table, key, cells)
        else:
            self.hand(table, was).update(table, key, dict(was), dict(cells))

    def remove(self, table: str, key: str, was: Row, *, meant: bool) -> None:
        """Take a row out if that is meant, and never one that an edition speaks of."""
        if not meant and table not in UNPRINTED:
            message = (
                f"The row {key} of {table} is not in the workbook any more. Put it "
                "back, or add --remove to take it out of the package."
            )
            raise BriefingError(message)
        if table in UNPRINTED:
            self.change.remove(table, key)
            return
        if self.editions is None:
            message = (
                f"The row {key} of {table} is not in the workbook any more. Without "
                "reports/ beside the package nobody knows whether it was published. "
                "Put it back, or take it out of the file by hand if it never was."
            )
            raise BriefingError(message)
        self.hand(table, was).remove(table, key)

    def hand(self, table: str, row: Row) -> Hand:
        """Give the hand for a row of an incident, of what several share, or of
        reference.
        """
        told = "incident_id" in row or table in SHARED
        public = self.editions if told else None
        incident = row.get("incident_id", "")
        return Hand(self.change, incident, public, self.reason, self.source)

    @cached_property
    def editions(self) -> frozenset[str] | None:
        """Name the incidents that were published, as far as it is known."""
        return published(self.change.root)
