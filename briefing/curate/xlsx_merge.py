"""Workbook, export and package compared: what is to be changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.curate.change import Change, Edit
from briefing.curate.corrections import UNPRINTED, RowEditor, corrected_rows, published
from briefing.curate.xlsx_read import (
    Edited,
    Line,
    Remark,
    Row,
    Rows,
    Table,
    digest_of,
    read_workbook,
)
from briefing.dataset.cell_checks import cell_fault
from briefing.dataset.corrections import TABLE
from briefing.dataset.findings import shown
from briefing.dataset.table import row_key
from briefing.errors import BriefingError

SINCE = "the package has changed here since the workbook was made"


@dataclass
class Wanted:
    """What is to be done to the package, what was repaired, and what stands in the
    way.
    """

    added: list[tuple[str, Row]] = field(default_factory=list)
    changed: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to do."""
        return not (self.added or self.changed or self.removed)


def edits_in(place: Path, tables: Mapping[str, Table]) -> Wanted:
    """Compare the workbook at *place* with the tables of the package."""
    edited = read_workbook(place, {name: one.names for name, one in tables.items()})
    wanted = Wanted(notes=edited.notes, problems=edited.problems)
    for name, table in tables.items():
        if name in edited.lines:
            Comparison(edited, table, wanted).run()
    return wanted


class Comparison:
    """One sheet, compared with its table."""

    def __init__(self, edited: Edited, table: Table, wanted: Wanted) -> None:
        """Remember both sides, and where the outcome goes."""
        self.edited, self.table, self.wanted = edited, table, wanted
        self.name, self.names = table.resource.name, table.names
        self.exported = edited.exported.get(self.name, {})
        self.rows = Rows(edited, table)
        missing = table.resource.table.missing_values
        self.missing = frozenset(code.value for code in missing)

    def run(self) -> None:
        """Find what was added, changed and taken out."""
        seen: dict[str, int] = {}
        for line, key, row in self.rows.read():
            if key in seen:
                what = f"row {seen[key]} has the same key; keep one of them"
                self.say(line, self.names[0], key, what)
            elif row is not None:
                self.compare(line, key, row)
            seen.setdefault(key, line.number)
        for key in self.exported:
            if key not in seen and key in self.rows.current:
                self.taken_out(key)

    def compare(self, line: Line, key: str, row: Row) -> None:
        """Compare one row as it is in the workbook with what it was, and what it is
        now.
        """
        now, before = self.rows.current.get(key), self.exported.get(key)
        if now == row or before == digest_of(self.names, row):
            return
        if now is None and before is None:
            if self.sound(line, key, row, self.names):
                self.wanted.added.append((self.name, row))
        elif now is None or before != digest_of(self.names, now):
            what = f"the row was edited, but {SINCE}; export again and edit that"
            self.say(line, self.names[0], key, what)
        else:
            other = {name: row[name] for name in self.names if row[name] != now[name]}
            if self.sound(line, key, row, other):
                self.wanted.changed.append((self.name, key, other))

    def taken_out(self, key: str) -> None:
        """Take a row out of the package that is not in the workbook any more."""
        now = self.rows.current[key]
        if digest_of(self.names, now) == self.exported[key]:
            self.wanted.removed.append((self.name, key))
        else:
            what = f"the row was taken out, but {SINCE}; export again and edit that"
            self.wanted.problems.append(Remark(self.name, "", key, what))

    def sound(self, line: Line, key: str, row: Row, names: Collection[str]) -> bool:
        """Check the cells that are new by the rules of their fields."""
        good = True
        for one in self.table.resource.table.fields:
            text = row[one.name]
            fault = cell_fault(one, text, self.missing) if one.name in names else None
            if fault:
                good, (code, expected) = False, fault
                what = f"{one.name}: {code}: {shown(text)}; expected {expected}"
                self.say(line, one.name, key, what)
        return good

    def say(self, line: Line, name: str, key: str, what: str) -> None:
        """Note a problem where it stands."""
        place = self.edited.place(self.name, line.number, name)
        self.wanted.problems.append(Remark(self.name, place, key, what))


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
    from briefing.curate.xlsx_write import to_workbook

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
        name: {Table(resource, ()).key(row): key for key, row in held[name].items()}
        for name, resource in change.package.tables.items()
    }
    for table, row in wanted.added:
        change.add(table, row)
    shown = []
    known = published(change.root) if wanted.changed or wanted.removed else None
    editor = RowEditor(change, known, reason, source)
    for table, name, cells in wanted.changed:
        key = keys[table][name]
        was = held[table][key]
        editor.update(table, key, was, cells)
        shown += [
            Edit(table, name, "changed", field, was[field], now)
            for field, now in cells.items()
        ]
    for table, name in wanted.removed:
        key = keys[table][name]
        if table not in UNPRINTED:
            refuse_unmeant(editor, table, key, meant=remove)
        editor.remove(table, key, held[table][key])
    others = [one for one in change.edits() if one.kind != "changed"]
    ours = [one for one in others if not typed(one, wanted)]
    edits = [*shown, *(one for one in others if one not in ours)]
    return Plan(change, edits, wanted.notes, (), len(ours))


def typed(edit: Edit, wanted: Wanted) -> bool:
    """Tell a row that somebody typed from the row of a correction that follows from
    it.
    """
    rows = [row for table, row in wanted.added if table == TABLE]
    fields = ("table", "key", "field", "date")
    keys = {row_key(row[name] for name in fields) for row in rows}
    return edit.table != TABLE or edit.kind != "added" or edit.key in keys


def refuse_unmeant(editor: RowEditor, table: str, key: str, *, meant: bool) -> None:
    """Refuse to take out a row unless that is meant, and it is known what is public."""
    message = f"The row {key} of {table} is not in the workbook any more. "
    if not meant:
        message += "Put it back, or add --remove to take it out of the package."
        raise BriefingError(message)
    if editor.published is None:
        message += (
            "Without reports/ beside the package nobody knows whether it was "
            "published. Put it back, or take it out of the file by hand if it never "
            "was."
        )
        raise BriefingError(message)
