"""A change of a package: edits in memory, checked, then written at once."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefing.dataset.characters import is_number, normal, unseen_words
from briefing.dataset.codebook import render_codebook
from briefing.dataset.csv_table import write_csv
from briefing.dataset.files import Files, read_files, read_once, restamped
from briefing.dataset.findings import Finding, InvalidPackage, number_of
from briefing.dataset.load import trust, trusted
from briefing.dataset.location import find_package, on_disk
from briefing.dataset.schema import Package, Resource
from briefing.dataset.table import read_contents, row_key
from briefing.dataset.transaction import DESCRIPTOR, alone, carry_out, decide
from briefing.errors import BriefingError, Taken
from briefing.suggest import one_of
from briefing.text.formats import counted


@dataclass
class Record:
    """A row: as it was in its file, and as it is to be; either may be nothing."""

    part: int  # which of the files of the table
    was: dict[str, str] | None
    now: dict[str, str] | None


class TableRows:
    """The rows of one table in the order of its files."""

    def __init__(self, resource: Resource, raw: Sequence[bytes]) -> None:
        """Read the rows."""
        self.resource = resource
        self.names = resource.table.names
        self.records = [
            Record(part, dict(row), dict(row))
            for part, content in enumerate(raw)
            for row in csv.DictReader(
                io.StringIO(content.decode("utf-8"), newline=""), strict=True
            )
        ]
        self.index = {self.key_of(r.now): r for r in self.records if r.now}

    def standing(self) -> list[Record]:
        """List the rows that are to be there."""
        return [record for record in self.records if record.now is not None]

    def key_of(self, row: Mapping[str, str]) -> str:
        """The key of a row."""
        return row_key(row[name] for name in self.resource.table.primary_key)

    def add(self, row: dict[str, str]) -> None:
        """Put a row where a curator would look for it."""
        at = self.place(row)
        part = self.records[at - 1].part if at else 0
        self.records.insert(at, record := Record(part, None, row))
        self.index[self.key_of(row)] = record

    def put(self, key: str, row: dict[str, str] | None) -> None:
        """Have a row hold something else, or nothing."""
        record = self.index.pop(key)
        record.now = row
        if row is not None:
            self.index[self.key_of(row)] = record
        elif record.was is None:
            self.records.remove(record)

    def place(self, row: Mapping[str, str]) -> int:
        """Give the place after the rows of the same incident or an earlier one; else
        last.
        """
        if "incident_id" not in self.names:
            return len(self.records)
        ours = order(row["incident_id"])
        standing = [order((r.now or r.was or row)["incident_id"]) for r in self.records]
        if ours in standing:
            return len(standing) - standing[::-1].index(ours)
        earlier = [at for at, other in enumerate(standing, start=1) if other < ours]
        return max(earlier, default=0)

    def files(self) -> dict[str, bytes]:
        """The files that are to be another than they were."""
        moved = {one.part for one in self.records if one.was != one.now}
        return {self.resource.files[part]: self.written(part) for part in sorted(moved)}

    def written(self, part: int) -> bytes:
        """One file as it is to be."""
        rows = [one.now for one in self.records if one.part == part and one.now]
        cells = ([row[name] for name in self.names] for row in rows)
        return write_csv([self.names, *cells])

    def line(self, row: Mapping[str, str]) -> str:
        """One row as it stands in its file."""
        return write_csv([[row[name] for name in self.names]]).decode().rstrip("\n")

    def whole(self, row: Mapping[str, str]) -> dict[str, str]:
        """Give a row with all fields of the table, or say which are wanting or
        strange.
        """
        self.known(row)
        wanting = [name for name in self.names if name not in row]
        if wanting:
            message = (
                f"A row of {self.resource.path} lacks {', '.join(wanting)}. Give each, "
                "with the code for why a value is not known where there is none."
            )
            raise BriefingError(message)
        return {name: row[name] for name in self.names}

    def known(self, row: Mapping[str, str]) -> None:
        """Refuse fields that the table has not."""
        for name in row:
            if name not in self.names:
                meant = one_of(name, self.names)
                message = (
                    f"{self.resource.path} has no field '{name}'; expected {meant}"
                )
                raise BriefingError(message)


def order(incident: str) -> tuple[int, str]:
    """Order incidents by their number, however many digits it has."""
    return len(incident), incident


@dataclass(frozen=True)
class Edit:
    """One cell that changes; or a row, as its line, that is added or removed."""

    table: str
    key: str
    kind: Literal["added", "changed", "removed"]
    field: str
    was: str
    now: str


def edits_of(lines: TableRows) -> Iterator[Edit]:
    """What would change in one table, in the order of its rows."""
    table = lines.resource.name
    for record in lines.records:
        was, now = record.was, record.now
        if was is None and now is not None:
            line = lines.line(now)
            yield Edit(table, lines.key_of(now), "added", "", "", line)
        elif now is None and was is not None:
            yield Edit(table, lines.key_of(was), "removed", "", lines.line(was), "")
        elif was is not None and now is not None:
            for name in lines.names:
                if was[name] != now[name]:
                    key = lines.key_of(was)
                    yield Edit(table, key, "changed", name, was[name], now[name])


CODEBOOK = "CODEBOOK.md"

SHOWN = 10  # findings that a refusal repeats


class WouldBreak(BriefingError):
    """A change after which the package would break its rules, with all its findings."""

    def __init__(self, place: str, findings: list[Finding]) -> None:
        """Say each of the first findings; the rows are those that would be."""
        self.findings = findings
        self.code = next((one.code for one in findings), self.code)
        first = "\n".join(f"  {finding}" for finding in findings[:SHOWN])
        n = number_of(findings)
        many = counted(n, "findings")
        super().__init__(
            f"Nothing was written: {place} would not be valid ({many}):\n{first}"
        )


def sound(files: Files) -> Package:
    """Give the package of files that break no rule, and refuse others."""
    findings = list(files.findings)
    if not trusted(files.digest) or findings or files.package is None:
        findings = check_of(files)
    if findings or files.package is None:
        raise InvalidPackage(str(files.root), findings)
    trust(files.digest)
    return files.package


def check_of(files: Files) -> list[Finding]:
    """Find everything that is wrong with files that were read or would be written."""
    # The rules need libraries that take longer to import than contents to read.
    from briefing.dataset.validate import findings_of

    return findings_of(read_contents(files))


def renewed(
    files: Files, changed: Mapping[str, bytes], root: Path
) -> tuple[Files, dict[str, bytes]]:
    """Give the files with some *changed*, and all that has to be written for that.

    The descriptor takes the new digests; the codebook is rendered from it once more.
    """
    old = files.package
    assert old is not None
    raw = {
        name: [
            changed.get(path, part) for path, part in zip(r.files, parts, strict=True)
        ]
        for name, r in old.tables.items()
        for parts in [files.raw[name]]
    }
    written = dict(changed)
    written[DESCRIPTOR] = restamped((root / DESCRIPTOR).read_bytes(), files.raw, raw)
    package = Package.model_validate_json(written[DESCRIPTOR])
    codebook = root / CODEBOOK
    text = render_codebook(package).encode()
    if codebook.is_file() and codebook.read_bytes() != text:
        written[CODEBOOK] = text
    return replace(files, package=package, raw=raw), written


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
        self._lines: dict[str, TableRows] = {}

    def table_rows(self, table: str) -> TableRows:
        """The rows of a table, with those that were."""
        if table not in self.package.tables:
            meant = one_of(table, list(self.package.tables))
            message = f"{self.root} has no table '{table}'; expected {meant}"
            raise BriefingError(message)
        if table not in self._lines:
            resource = self.package.tables[table]
            self._lines[table] = TableRows(resource, self._files.raw[table])
        return self._lines[table]

    def rows(self, table: str) -> list[dict[str, str]]:
        """Give the rows of a table as they would be, in file order."""
        return [dict(record.now or {}) for record in self.table_rows(table).standing()]

    def row(self, table: str, key: str) -> dict[str, str]:
        """Give one row by its key, the parts joined with '|'."""
        lines, key = self.table_rows(table), normal(key)
        if key not in lines.index:
            path, meant = lines.resource.path, one_of(key, list(lines.index))
            message = f"{path} has no row '{key}'; expected {meant}"
            raise BriefingError(message)
        return dict(lines.index[key].now or {})

    def has(self, table: str, key: str) -> bool:
        """Tell whether a table has a row of this key."""
        return normal(key) in self.table_rows(table).index

    def next_id(self, table: str) -> str:
        """Give the next free identifier of a table, such as INC-0233."""
        lines = self.table_rows(table)
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
        lines = self.table_rows(table)
        whole = lines.whole(normal_cells(row))
        if (key := lines.key_of(whole)) in lines.index:
            message = f"{lines.resource.path} has a row '{key}' already; change that."
            raise BriefingError(message)
        lines.add(whole)

    def set(self, table: str, key: str, values: Mapping[str, str]) -> None:
        """Give other values to some fields of a row."""
        lines, key = self.table_rows(table), normal(key)
        row = self.row(table, key)
        lines.known(values)
        lines.put(key, {**row, **normal_cells(values)})

    def remove(self, table: str, key: str) -> None:
        """Take a row away."""
        self.row(table, key)
        self.table_rows(table).put(normal(key), None)

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
