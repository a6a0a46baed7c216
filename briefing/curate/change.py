"""A set of changes to a data package: prepared and checked in memory, written at
once.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from briefing.curate.edits import Edit, edits_of
from briefing.curate.lines import Lines
from briefing.curate.whole import WouldBreak, check_of, renewed, sound
from briefing.dataset.characters import is_number, normal, unseen_words
from briefing.dataset.files import read_files, read_once
from briefing.dataset.find import find_package, on_disk
from briefing.dataset.finding import Finding, did_you_mean
from briefing.dataset.pending import alone, carry_out, decide
from briefing.errors import BriefingError, Taken

NUMBERED = re.compile(r"\^([A-Z]+-)(?:\\d|\[0-9\])\{([1-9]),")  # as ^INC-[0-9]{4,}$

__all__ = ["Change", "Edit", "WouldBreak"]


def normal_cells(row: Mapping[str, str]) -> dict[str, str]:
    """Bring cells into their normal form, and refuse what no file can hold."""
    cells = {name: normal(cell) for name, cell in row.items()}
    for name, cell in cells.items():
        # Half a character: no encoding has it, so that it could not even be checked.
        if any("\ud800" <= letter <= "\udfff" for letter in cell):
            message = f"{name} holds {unseen_words(cell)}; type the text anew."
            raise BriefingError(message)
    return cells


class Change:
    """What is to change in one package of CSV files on this machine.

    Nothing is written before `write`, and then all of it or nothing.
    """

    def __init__(self, data: str | Path | None = None) -> None:
        """Read the package; refuse one that is remote, no CSV, or wrong already."""
        self.root = on_disk(find_package(data))
        self._files = read_files(self.root)
        self.package = sound(self._files)
        for resource in self.package.resources:
            if resource.format != "csv":
                message = (
                    f"{self.root / resource.path} is {resource.format}, which is only "
                    "read. Change the CSV package that it was made from."
                )
                raise BriefingError(message)
        self._lines: dict[str, Lines] = {}

    def lines(self, table: str) -> Lines:
        """Give the lines of a table."""
        if table not in self.package.tables:
            meant = did_you_mean(table, list(self.package.tables))
            message = f"{self.root} has no table '{table}'; expected {meant}"
            raise BriefingError(message)
        if table not in self._lines:
            resource = self.package.tables[table]
            self._lines[table] = Lines(resource, self._files.raw[table])
        return self._lines[table]

    def rows(self, table: str) -> list[dict[str, str]]:
        """Give the rows of a table as they would be, in file order."""
        return [dict(record.now or {}) for record in self.lines(table).standing()]

    def row(self, table: str, key: str) -> dict[str, str]:
        """Give one row by its key, the parts joined with '/'."""
        lines, key = self.lines(table), normal(key)
        if key not in lines.index:
            path, meant = lines.resource.path, did_you_mean(key, list(lines.index))
            message = f"{path} has no row '{key}'; expected {meant}"
            raise BriefingError(message)
        return dict(lines.index[key].now or {})

    def has(self, table: str, key: str) -> bool:
        """Tell whether a table has a row of this key."""
        return normal(key) in self.lines(table).index

    def next_id(self, table: str) -> str:
        """Give the next free identifier of a table, such as INC-0233."""
        lines = self.lines(table)
        field = lines.resource.table.primary_key[0]
        used = [(record.now or record.was or {})[field] for record in lines.records]
        # Before the first one, the pattern of the field says how they are numbered.
        column = lines.resource.table.fields[lines.names.index(field)]
        pattern = column.constraints.pattern or ""
        if not used and (form := NUMBERED.match(pattern)):
            return f"{form[1]}{1:0{int(form[2])}d}"
        stem, _, digits = max(used, key=len, default="").rpartition("-")
        if not is_number(digits):
            message = f"The keys of {lines.resource.path} are not numbered; give one."
            raise BriefingError(message)
        following = max(int(key.rpartition("-")[2]) for key in used) + 1
        return f"{stem}-{following:0{len(digits)}d}"

    def add(self, table: str, row: Mapping[str, str]) -> None:
        """Add a row: with those of its incident, or last."""
        lines = self.lines(table)
        whole = lines.whole(normal_cells(row))
        if (key := lines.key_of(whole)) in lines.index:
            message = f"{lines.resource.path} has a row '{key}' already; change that."
            raise BriefingError(message)
        lines.add(whole)

    def set(self, table: str, key: str, values: Mapping[str, str]) -> None:
        """Give other values to some fields of a row."""
        lines, key = self.lines(table), normal(key)
        row = self.row(table, key)
        lines.known(values)
        lines.put(key, {**row, **normal_cells(values)})

    def remove(self, table: str, key: str) -> None:
        """Take a row away."""
        self.row(table, key)
        self.lines(table).put(normal(key), None)

    def edits(self) -> list[Edit]:
        """List what would change, table by table in the order of the descriptor."""
        tables = [name for name in self.package.tables if name in self._lines]
        return [edit for table in tables for edit in edits_of(self._lines[table])]

    def findings(self) -> list[Finding]:
        """Find everything that would be wrong with the package."""
        return check_of(renewed(self._files, self._changed(), self.root)[0])

    def write(self) -> None:
        """Write everything at once, or refuse what would not be a valid package.

        Whoever changed the package since it was read here goes before us.
        """
        if not (changed := self._changed()):
            return
        if findings := self.findings():
            raise WouldBreak(str(self.root), findings)
        with alone(self.root):
            carry_out(self.root)
            if read_once(self.root)[0].digest != self._files.digest:
                message = (
                    f"{self.root} was changed by somebody else in the meantime. "
                    "Nothing was written; run the command again."
                )
                raise Taken(message)
            decide(self.root, renewed(self._files, changed, self.root)[1])
        self._files = read_files(self.root)
        self._lines.clear()

    def _changed(self) -> dict[str, bytes]:
        """Give the files that would be other files."""
        found: dict[str, bytes] = {}
        for lines in self._lines.values():
            found |= lines.files()
        return found
