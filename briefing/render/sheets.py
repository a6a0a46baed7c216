"""Sheets of a workbook, laid out so that a screen reader and a program can read
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing.measure.numbers import SPREADSHEET, number
from briefing.render.document import printable

Row = Sequence[str | int | None]

HEAD_ROW = 4  # counted from 0, as the writer does: the fifth row
NO_VALUE = "[x]"
CUT = " [cut here: the cell is too long for a workbook; the CSV has all of it]"
MOST_ROWS = 1_048_576 - HEAD_ROW - 1  # in one sheet, below its heads
LONGEST = 32_767 - len(CUT)  # characters in one cell
NARROWEST, WIDEST = 8, 60
# What a spreadsheet would read as the beginning of a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """One table with the words above it."""

    name: str
    title: str
    about: str
    heads: Sequence[str]
    rows: Sequence[Row]
    notes: tuple[int, ...] = ()
    source: str = ""
    linked: bool = False

    @property
    def words(self) -> list[str]:
        """Say in four lines what the table is."""
        numbers = ", ".join(map(str, self.notes))
        one = f"Note {numbers} in the sheet Notes applies."
        many = f"Notes {numbers} in the sheet Notes apply."
        noted = (many if len(self.notes) > 1 else one) if numbers else ""
        source = f"Source: {self.source}." if self.source else ""
        said = " ".join(part for part in (noted, source) if part)
        rows = "1 row" if len(self.rows) == 1 else f"{number(len(self.rows))} rows"
        size = f"One table of {rows} and {len(self.heads)} columns."
        if len(self.rows) > MOST_ROWS:
            size += f" A sheet holds {number(MOST_ROWS)} of them; the CSV has them all."
        return [self.title, self.about or size, size if self.about else "", said]


class Writer:
    """Writes sheets into a workbook, all in one look."""

    def __init__(self, book: Workbook) -> None:
        """Make the looks of cells."""
        face = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        self.book = book
        self.tables = 0
        self.title = book.add_format(face | {"bold": True, "font_size": 15})
        self.head = book.add_format(
            face | {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}
        )
        self.line = book.add_format(face)
        self.text = book.add_format(face | {"text_wrap": True})
        self.risky = book.add_format(face | {"text_wrap": True, "quote_prefix": True})
        self.number = book.add_format(face | {"num_format": SPREADSHEET})
        self.link = book.add_format(face | {"underline": 1, "font_color": "#16425B"})

    def cover(self, title: str, lines: Sequence[str]) -> None:
        """Write the first sheet: a title, and one statement a row."""
        sheet = self.book.add_worksheet("Cover")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        self._text(sheet, 0, 0, title, self.title)
        for row, line in enumerate(lines, start=1):
            self._text(sheet, row, 0, line, self.text)

    def table(self, shown: Sheet) -> None:
        """Write one sheet: words, heads, rows, and nothing between or beside them."""
        sheet = self.book.add_worksheet(shown.name)
        for row, words in enumerate(shown.words):
            look = self.title if row == 0 else self.line
            self._text(sheet, row, 0, words or "No note applies.", look)
        for column, width in enumerate(widths(shown)):
            sheet.set_column(column, column, width)
        for row, cells in enumerate(shown.rows[:MOST_ROWS], start=HEAD_ROW + 1):
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
        if shown.linked:
            for row, cells in enumerate(shown.rows, start=HEAD_ROW + 1):
                name = str(cells[0])
                sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
        self.tables += 1
        options: dict[str, Any] = {
            "name": f"Table_{self.tables}",
            "style": None,
            "autofilter": False,
            "columns": [
                {"header": printable(head), "header_format": self.head}
                for head in shown.heads
            ],
        }
        last = HEAD_ROW + max(1, min(MOST_ROWS, len(shown.rows)))
        sheet.add_table(HEAD_ROW, 0, last, len(shown.heads) - 1, options)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: object) -> None:
        """Write one cell: a number as a number, everything else as text."""
        if isinstance(cell, int) and not isinstance(cell, bool):
            sheet.write_number(row, column, cell, self.number)
            return
        words = NO_VALUE if cell in (None, "") else str(cell)
        self._text(sheet, row, column, words, self.text)

    def _text(
        self, sheet: Worksheet, row: int, column: int, words: str, look: Format
    ) -> None:
        """Write text that no program takes for a formula."""
        said = printable(words)
        if len(said) > LONGEST:
            said = said[:LONGEST] + CUT
        sheet.write_string(
            row, column, said, self.risky if said.startswith(RISKY) else look
        )


def widths(shown: Sheet) -> list[int]:
    """Choose how wide each column is, from its longest cell; long texts wrap."""
    return [
        min(
            WIDEST,
            max(
                NARROWEST,
                *(len(word) + 2 for word in str(head).split()),
                *(len(str(row[column] or NO_VALUE)) + 2 for row in shown.rows),
            ),
        )
        for column, head in enumerate(shown.heads)
    ]
