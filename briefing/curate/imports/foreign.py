"""Somebody else's table, CSV or XLSX, as rows of text under the names of its
columns.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.curate.imports.mapping import Layout
from briefing.curate.sheets.repairs import as_shown
from briefing.curate.sheets.xlsx_in import letter_of, opened
from briefing.dataset.finding import did_you_mean
from briefing.errors import BriefingError

BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Foreign:
    """One row: the line that it starts on, and its cells, trimmed, by column."""

    line: int
    cells: Mapping[str, str]


def read_foreign(place: Path, layout: Layout) -> tuple[list[str], list[Foreign]]:
    """Read the columns and the rows of a file; rows without any cell are no rows."""
    lines = in_book if place.suffix.lower() in BOOKS else in_text
    found = list(lines(place, layout))
    if len(found) < layout.header:
        message = f"{place} has no row {layout.header} that names its columns."
        raise BriefingError(message)
    heads = named(place, found[layout.header - 1][1])
    rows = []
    for line, cells in found[layout.header :]:
        # What stands beyond the last head is kept in sight under its letter.
        names = [*heads, *map(beyond, range(len(heads), len(cells)))]
        held = dict(zip(names, cells, strict=False))
        if any(held.values()):
            rows.append(Foreign(line, held))
    columns = dict.fromkeys([*heads, *(name for row in rows for name in row.cells)])
    return list(columns), rows


def named(place: Path, cells: Sequence[str]) -> list[str]:
    """Name the columns, those without a name by their letter."""
    heads = [cell or beyond(at) for at, cell in enumerate(cells)]
    twice = [name for name, n in Counter(heads).items() if n > 1]
    if twice:
        message = f"Two columns of {place} are called '{twice[0]}'; rename one of them."
        raise BriefingError(message)
    return heads


def beyond(place: int) -> str:
    """Name a column by its letter."""
    return f"column {letter_of(place)}"


def in_text(place: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Read the lines of a text file."""
    try:
        text = place.read_bytes().decode(layout.encoding)
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True
        )
        line = 1
        for cells in reader:
            yield line, [tidy(cell) for cell in cells]
            line = reader.line_num + 1
    except (OSError, ValueError, TypeError, LookupError, csv.Error) as error:
        message = (
            f"{place} cannot be read: {error}. Its encoding and delimiter are said in "
            "[file] of the mapping."
        )
        raise BriefingError(message) from None


def in_book(place: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of one sheet of a workbook, with the results of its formulas."""
    sheet = sheet_in(place, layout)
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= layout.header:
            message = (
                f"{place} has merged cells at {merged} of '{sheet.title}', of which "
                "only the first holds its text. Unmerge them, and fill in every row."
            )
            raise BriefingError(message)
    formulas = opened(place)[sheet.title]
    for line, row in enumerate(sheet.iter_rows(), start=1):
        for cell in row:
            # An empty text is a result too, and of another type than none at all.
            none = cell.value is None and cell.data_type == "n"
            if none and formulas[cell.coordinate].data_type == "f":
                message = (
                    f"{place} has a formula without a result at {cell.coordinate} of "
                    f"'{sheet.title}'. Open it in a spreadsheet program, save it, and "
                    "try again."
                )
                raise BriefingError(message)
        yield line, [shown_in(cell) for cell in row]


def sheet_in(place: Path, layout: Layout) -> Any:  # noqa: ANN401 - no types
    """Give the sheet that the mapping names, or the only one that holds anything."""
    sheets = {one.title: one for one in opened(place, results=True).worksheets}
    if not sheets:
        message = f"{place} has no sheet with cells; expected a table in one."
        raise BriefingError(message)
    filled = [
        name
        for name, one in sheets.items()
        if any(cell is not None for row in one.values for cell in row)
    ]
    name = layout.sheet or [*filled, *sheets][0]
    if name not in sheets:
        meant = did_you_mean(name, list(sheets))
        message = f"{place} has no sheet '{name}'; expected {meant}."
        raise BriefingError(message)
    if len(filled) > 1 and not layout.sheet:
        several = ", ".join(f"'{one}'" for one in filled)
        message = (
            f"{place} has several sheets: {several}. Say which one is the table by "
            f'`sheet = "{name}"` in [file] of the mapping.'
        )
        raise BriefingError(message)
    return sheets[name]


def shown_in(cell: Any) -> str:  # noqa: ANN401 - openpyxl tells no types
    """Give what a cell of a workbook shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        moment = isinstance(value, dt.datetime) and value.time() != dt.time()
        return str(value) if moment else as_shown(value, cell.number_format)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def tidy(text: str) -> str:
    """Trim a text, and end its lines as ours."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
