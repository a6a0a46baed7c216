"""The workbook of a data package: what its writer and its reader agree on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.curate.sheets.repairs import Given
from briefing.dataset.resource import Resource
from briefing.errors import BriefingError

Row = Mapping[str, str]
Key = tuple[str, ...]

GUIDE = "How to edit"
CODES = "codes"  # hidden: what the drop-downs offer
EXPORTED = "as exported"  # hidden: a digest of each row, to know later what was edited
OURS = (GUIDE, CODES, EXPORTED)
LONGEST = 32_767  # characters that a cell of a spreadsheet holds
MOST_ROWS = 1_048_575  # below the header
TOO_LONG = "[too long for a spreadsheet; edit it in the CSV file]"
LONGEST_NAME = 31  # characters of the name of a sheet


@dataclass(frozen=True)
class Table:
    """A table as a person edits it: its shape, and its rows with corrections
    applied.
    """

    resource: Resource
    rows: Sequence[Row]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the columns."""
        return self.resource.table.names

    def key(self, row: Row) -> Key:
        """Give the key of a row."""
        return tuple(row[name] for name in self.resource.table.primary_key)

    def by_key(self) -> dict[Key, Row]:
        """Give the rows by their keys."""
        return {self.key(row): row for row in self.rows}


def digest_of(names: Sequence[str], row: Row) -> str:
    """Give a short digest of a row, by which an edited one is known."""
    text = "\0".join(row[name] for name in names)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def in_words(key: Key) -> str:
    """Give a key as one text, as the commands of the curator take it."""
    return "/".join(key)


def name_of_sheet(table: str) -> str:
    """Name the sheet of a table, and refuse a name that no spreadsheet takes."""
    if len(table) > LONGEST_NAME or set(table) & set("[]:*?/\\'") or table in OURS:
        message = (
            f"No sheet of a workbook can be called '{table}': a spreadsheet takes at "
            f"most {LONGEST_NAME} characters, none of []:*?/\\'. Rename the table in "
            "datapackage.json, or edit its CSV file."
        )
        raise BriefingError(message)
    return table


@dataclass(frozen=True)
class Remark:
    """Something to say of one place of a workbook, as the program that opens it names
    it.
    """

    sheet: str
    cell: str
    row: str  # the key of the row, where it has one
    what: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Give the remark as the row of a printed table."""
        return self.sheet, self.cell, self.row, self.what


@dataclass(frozen=True)
class Line:
    """One row of a sheet, by its number there, its cells by the names of the
    columns.
    """

    number: int
    cells: Mapping[str, Given]


@dataclass
class Edited:
    """What a workbook holds: rows by table, and a digest of each row as it was
    exported.
    """

    lines: dict[str, list[Line]] = field(default_factory=dict)
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    exported: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[Remark] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)

    def place(self, table: str, line: int, name: str) -> str:
        """Name a cell as a spreadsheet does, such as E12."""
        return f"{self.letters[table][name]}{line}"
