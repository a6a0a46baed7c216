"""A data package becomes a workbook to edit: a sheet a table, every cell text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from briefing.curate.sheets.book import (
    CODES,
    EXPORTED,
    GUIDE,
    LONGEST,
    MOST_ROWS,
    TOO_LONG,
    Table,
    digest_of,
    in_words,
    name_of_sheet,
)
from briefing.curate.sheets.guide import guide
from briefing.curate.sheets.offers import STRANGE, told, words_for
from briefing.dataset.package import Package
from briefing.errors import BriefingError

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
                f"The table '{name}' has {len(table.rows):,} rows; a spreadsheet holds "
                f"{MOST_ROWS:,}. Edit its CSV file."
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
                cells = (table.resource.name, in_words(table.key(row)))
                for place, cell in enumerate((*cells, digest_of(table.names, row))):
                    self._text(sheet, line, place, cell, self.text)
                line += 1

    def _text(
        self, sheet: Worksheet, row: int, column: int, text: str, look: Format
    ) -> None:
        """Write a text as a text, whatever it begins with."""
        risky = look is self.text and text.startswith(RISKY)
        sheet.write_string(row, column, text, self.risky if risky else look)
