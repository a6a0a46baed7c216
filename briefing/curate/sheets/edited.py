"""What was edited in a workbook, cell by cell, against the package as it is today.

Three versions meet: the row as it was exported, of which the workbook keeps a digest,
the row in the workbook, and the row in the package. What only one side changed is
taken; where both did, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.curate.sheets.book import Edited, Line, Remark, Row, Table, digest_of
from briefing.curate.sheets.rows_in import Rows
from briefing.curate.sheets.xlsx_in import read_workbook
from briefing.dataset.cells import expectation
from briefing.dataset.finding import shown
from briefing.dataset.schema import first_broken, rules_of

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
            code = first_broken(rules_of(one, self.missing), text)
            if one.name in names and code is not None:
                good, expected = False, expectation(code, one, text)
                what = f"{one.name}: {code}: {shown(text)}; expected {expected}"
                self.say(line, one.name, key, what)
        return good

    def say(self, line: Line, name: str, key: str, what: str) -> None:
        """Note a problem where it stands."""
        place = self.edited.place(self.name, line.number, name)
        self.wanted.problems.append(Remark(self.name, place, key, what))
