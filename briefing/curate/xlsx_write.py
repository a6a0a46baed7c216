"""The package as a workbook to edit."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterator, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from briefing.curate.xlsx_read import (
    CODES,
    EXPORTED,
    GUIDE,
    LONGEST,
    MOST_ROWS,
    TOO_LONG,
    Table,
    digest_of,
    name_of_sheet,
)
from briefing.dataset.schema import Column, Package
from briefing.errors import BriefingError
from briefing.text.formats import number


def guide(package: Package) -> list[str]:
    """Say line by line how the workbook is edited."""
    return [
        f"Data version {package.version}, released {package.created[:10]}.",
        "One sheet is one table, one row one record.",
        *HOW,
        "An empty cell is a mistake: a cell without a value says which kind of "
        "not-knowing it is.",
        *(f"{code}: {label}" for code, label in package.missing.items()),
        "The tables:",
        *tables(package),
    ]


HOW = (
    "Change cells, add rows below the last one, delete whole rows. The first row of a "
    "sheet names its columns: leave it, and do not add columns.",
    "Choose a cell to see what its column means; a list opens where it takes one code.",
    "Every cell is text. Keep it so: paste values only, without their format.",
    "Dates stand as precise as they are known: 2011, 2011-05, 2011-05-30, or a/b for "
    "some time between a and b.",
    "Several codes in one cell are divided by a semicolon, without a space.",
    "A new row needs the next free number of its kind: INC-0042, S-0042, P-0042.",
    "Corrected values are shown. A change to a value that was published needs a reason "
    "and a source, and becomes a row of the table of corrections.",
    "Save as a workbook (.xlsx) and run `briefing data workbook read FILE`: it lists "
    "the changes and checks them before anything is written.",
)


def tables(package: Package) -> Iterator[str]:
    """Say of each sheet what a row of it is."""
    for name, resource in package.tables.items():
        yield f"{name}: {resource.description}"


SMALL = 400  # rows of a table whose keys a drop-down still offers

TITLE, MESSAGE = 32, 255  # characters that a spreadsheet shows beside a cell

STRANGE = {
    # A warning and no refusal: the code may be a row that is added in the same go.
    "error_type": "warning",
    "error_title": "Not a known code",
    "error_message": "Choose from the list; or keep it, if you add the code to its own "
    "sheet as well.",
}


def told(field: Column) -> dict[str, object]:
    """Say beside each cell of a column what it means."""
    said = field.description
    if field.type == "list" and field.codes:
        said += f" Divided by '{field.delimiter}': {', '.join(field.codes)}"
    cut = said if len(said) <= MESSAGE else f"{said[: MESSAGE - 1]}…"
    return {
        "validate": "any",
        "input_title": field.title[:TITLE],
        "input_message": cut,
    }


def words_for(
    field: Column, table: Table, tables: Mapping[str, Table], missing: list[str]
) -> list[str]:
    """List what a cell of a column may hold, where that is a short list."""
    words = words_of(field, table, tables)
    open_ended = bool(words) and not field.constraints.required
    return [*words, *missing] if open_ended else words


def words_of(field: Column, table: Table, tables: Mapping[str, Table]) -> list[str]:
    """List the codes of a column: its own, or the keys of the table it refers to."""
    if field.type == "list":
        return []
    if field.type == "boolean":
        return ["true", "false"]
    for key in table.resource.table.foreign_keys:
        target = tables.get(key.reference.resource)
        if key.fields == (field.name,) and target and len(target.rows) <= SMALL:
            return [row[key.reference.fields[0]] for row in target.rows]
    return [*field.codes]


SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

RISKY = ("=", "+", "-", "@", "\t")  # what a spreadsheet would take for a formula

NARROWEST, WIDEST = 8, 48


def to_workbook(package: Package, tables: Collection[Table]) -> bytes:
    """Return the workbook of a package; the same package, the same bytes."""
    file = io.BytesIO()
    with Workbook(file, SAFE) as book:
        released = dt.datetime.combine(package.released, dt.time())
        book.set_properties({"title": package.title, "created": released})
        writer = Writer(book, {table.resource.name: table for table in tables})
        writer.guide(package.title, guide(package))
        for table in tables:
            writer.table(table, [*package.missing])
        writer.exported(tables)
    return file.getvalue()


class Writer:
    """Writes the sheets, all in one look."""

    def __init__(self, book: Workbook, tables: dict[str, Table]) -> None:
        """Make the looks of cells."""
        face = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.book, self.tables = book, tables
        # '@' says text: without it the next person's 2011-05 turns into a day in May.
        self.text = book.add_format(face | {"num_format": "@"})
        self.risky = book.add_format(face | {"num_format": "@", "quote_prefix": True})
        self.head = book.add_format(face | {"num_format": "@", "bold": True})
        self.line = book.add_format(face | {"num_format": "@", "text_wrap": True})
        self.offered = 0
        self.guide_sheet: Worksheet = book.add_worksheet(GUIDE)
        self.codes: Worksheet = book.add_worksheet(CODES)
        self.codes.hide()

    def guide(self, title: str, lines: Sequence[str]) -> None:
        """Write the first sheet: a title, and one statement a row."""
        sheet = self.guide_sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 110)
        self._text(sheet, 0, 0, title, self.head)
        for row, line in enumerate(lines, start=1):
            self._text(sheet, row, 0, line, self.line)

    def table(self, table: Table, missing: Sequence[str]) -> None:
        """Write one table: heads that stay in sight, and below them nothing but
        rows.
        """
        name = name_of_sheet(table.resource.name)
        if len(table.rows) > MOST_ROWS:
            message = (
                f"The table '{name}' has {number(len(table.rows))} rows; a spreadsheet "
                f"holds {number(MOST_ROWS)}. Edit its CSV file."
            )
            raise BriefingError(message)
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.autofilter(0, 0, len(table.rows), len(table.names) - 1)
        for place, field in enumerate(table.resource.table.fields):
            cells = [row[field.name] for row in table.rows]
            longest = max(map(len, [field.name, *cells]))
            width = min(WIDEST, max(NARROWEST, longest + 2))
            # The format of the whole column, so that rows typed later are text as well.
            sheet.set_column(place, place, width, self.text)
            self._text(sheet, 0, place, field.name, self.head)
            for row, cell in enumerate(cells, start=1):
                text = cell if len(cell) <= LONGEST else TOO_LONG
                self._text(sheet, row, place, text, self.text)
            rule = told(field)
            if words := words_for(field, table, self.tables, [*missing]):
                rule |= STRANGE | {"validate": "list", "source": self.offer(words)}
            sheet.data_validation(1, place, MOST_ROWS, place, rule)

    def offer(self, words: Sequence[str]) -> str:
        """Put what a drop-down offers into a column of the hidden sheet, and name
        it.
        """
        for row, word in enumerate(words):
            self._text(self.codes, row, self.offered, word, self.text)
        column = xl_col_to_name(self.offered, col_abs=True)
        self.offered += 1
        return f"='{CODES}'!{column}$1:{column}${len(words)}"

    def exported(self, tables: Collection[Table]) -> None:
        """Note each row as it was, so that later edits can be told from later
        additions.
        """
        sheet = self.book.add_worksheet(EXPORTED)
        sheet.hide()
        sheet.set_column(0, 2, 30, self.text)
        line = 0
        for table in tables:
            for row in table.rows:
                cells = (table.resource.name, table.key(row))
                for place, cell in enumerate((*cells, digest_of(table.names, row))):
                    self._text(sheet, line, place, cell, self.text)
                line += 1

    def _text(
        self, sheet: Worksheet, row: int, column: int, text: str, look: Format
    ) -> None:
        """Write a text as a text, whatever it begins with."""
        risky = look is self.text and text.startswith(RISKY)
        sheet.write_string(row, column, text, self.risky if risky else look)
