"""The tables of a briefing as one workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from briefing.render.document import (
    FORMULA_SIGNS,
    Front,
    front_of,
    named_tables,
    printable,
)
from briefing.render.html import source_date
from briefing.render.notebook import Payload, iter_payloads
from briefing.text.formats import SPREADSHEET, counted, number, whole

Row = Sequence[str | int | None]

HEAD_ROW = 4  # counted from 0, as the writer does: the fifth row

NO_VALUE = "[x]"

CUT = " [cut here: the cell is too long for a workbook; the CSV has all of it]"

MOST_ROWS = 1_048_576 - HEAD_ROW - 1  # in one sheet, below its heads

LONGEST = 32_767 - len(CUT)  # characters in one cell

NARROWEST, WIDEST = 8, 60


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
        rows = counted(len(self.rows), "rows")
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
        for column, width in enumerate(column_widths(shown)):
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
            row, column, said, self.risky if said.startswith(FORMULA_SIGNS) else look
        )


def column_widths(shown: Sheet) -> list[int]:
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


ENDS = {"_min": "minimum", "_max": "maximum"}

HEADS = {"n": "Total", "incident_id": "Case", "record_kind": "Kind"}

LONGEST_NAME = 31  # a spreadsheet allows no more


@dataclass
class Notes:
    """The notes of all tables, each once and numbered."""

    known: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Return a note its number."""
        return self.known.setdefault(text, len(self.known) + 1)

    def sheet(self) -> Sheet:
        """List the notes."""
        rows: list[list[str | int | None]] = [
            [number, text] for text, number in self.known.items()
        ]
        return Sheet("Notes", "Notes on the tables", "Notes", ["Note", "Text"], rows)


def sheets_of_tables(payloads: Iterable[Payload], notes: Notes) -> list[Sheet]:
    """A sheet of every table that is attached as CSV, under the same name."""
    names: set[str] = set()
    return [
        sheet_of(sheet_name(name, names), payload, notes)
        for name, (_, payload) in named_tables(payloads).items()
    ]


def sheet_name(name: str, taken: set[str]) -> str:
    """Cut a name to what a spreadsheet allows, and keep it apart from the others."""
    plain = "".join("_" if mark in "[]:*?/\\'" else mark for mark in name)
    short, copy = plain[:LONGEST_NAME], 2
    while short.lower() in taken:
        ending = f"-{copy}"
        short, copy = plain[: LONGEST_NAME - len(ending)] + ending, copy + 1
    taken.add(short.lower())
    return short


def sheet_of(name: str, payload: Payload, notes: Notes) -> Sheet:
    """Lay out the numbers behind one figure or table."""
    data = payload.get("data") or payload
    keys = [one if isinstance(one, str) else one["key"] for one in data["columns"]]
    labels = {one["key"]: one["label"] for one in payload["columns"]}
    counted = {one["key"] for one in payload["columns"] if one["align"] == "right"}
    rows = [
        [
            cell
            if not (isinstance(cell, str) and (key in counted or key[-4:] in ENDS))
            or (n := whole(cell)) is None
            else n
            for key, cell in zip(keys, row, strict=True)
        ]
        for row in data["rows"]
    ]
    numbers = sorted({notes.number(text) for text in payload.get("notes", ())})
    return Sheet(
        name,
        str(payload["title"]),
        str(payload.get("subtitle", "")),
        heads_of(keys, labels),
        rows,
        notes=tuple(numbers),
        source=str(payload.get("source", "")),
    )


def heads_of(keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """Word the heads of a table as they are printed, each differently.

    A code takes the head of the column that it is the code of.
    """
    named = {key: head_of(key, labels) for key in keys}
    heads = []
    for key, said in named.items():
        others = [one for other, one in named.items() if other != key]
        heads.append(f"{said}, code" if said in others and key not in labels else said)
    copies = [f"{one} ({key})" for one, key in zip(heads, keys, strict=True)]
    return heads if len(set(heads)) == len(heads) else copies


def head_of(key: str, labels: Mapping[str, str]) -> str:
    """Word one head."""
    base, end = (key[:-4], key[-4:]) if key[-4:] in ENDS else (key, "")
    coded = base.removesuffix("code") + "label" if base.endswith("code") else base
    said = labels.get(base) or labels.get(coded) or HEADS.get(base)
    words = said or base.replace("_", " ")
    if end:
        words = "People" if base in ("n", "persons") else words
        return f"{words[:1].upper()}{words[1:]}, {ENDS[end]}"
    return f"{words[:1].upper()}{words[1:]}"


MISSING = {NO_VALUE: "No value: none is stated for this row."}

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def to_workbook(notebook: NotebookNode, missing: dict[str, str]) -> bytes:
    """Return the workbook of a joined notebook; the same notebook, the same bytes.

    *missing* says what each code for not-knowing means.
    """
    front, payloads = front_of(notebook), list(iter_payloads(notebook))
    notes = Notes()
    tables = [*sheets_of_tables(payloads, notes), *sheets_of_cases(payloads)]
    sheets = [
        contents(tables),
        notes.sheet(),
        Sheet("Codes", "Codes that stand in place of a value", "Codes",
              ["Code", "Meaning"], [list(one) for one in (MISSING | missing).items()]),
        *tables,
    ]  # fmt: skip
    file = io.BytesIO()
    with Workbook(file, SAFE) as book:
        day = dt.date.fromisoformat(front.released)
        book.set_properties(
            {
                "title": front.title,
                "subject": f"{front.scope}, {front.period}",
                "comments": front.source,
                "created": dt.datetime.combine(day, dt.time()),
            }
        )
        writer = Writer(book)
        writer.cover(front.title, cover(front))
        for sheet in sheets:
            writer.table(sheet)
    return file.getvalue()


def cover(front: Front) -> list[str]:
    """Say what the workbook is, line by line."""
    numbers = [
        " ".join(
            part
            for part in (item["value"], f"{item['unit']}:", item.get("note", ""))
            if part
        ).rstrip(":")
        for item in front.headline
    ]
    lines = [
        front.scope,
        front.period,
        *numbers,
        front.verdict,
        f"Edition {front.edition}" if front.edition else "",
        f"Data version {front.version}, released {front.released}",
        f"Source: {front.source}" if front.source else "",
        f"Licence of the data: {front.licence}" if front.licence else "",
        "Incidents, people and violations are three units. They are never added.",
        "Each sheet holds one table. Rows 1 to 4 say what it is, row "
        f"{HEAD_ROW + 1} holds the heads, and the data begin below them.",
        "The sheet Contents lists every table, the sheet Notes explains them, and the "
        "sheet Codes says what stands in place of a value that is not there.",
    ]
    return [line for line in lines if line]


def contents(tables: Sequence[Sheet]) -> Sheet:
    """List every table with its sheet."""
    rows: list[list[str | int | None]] = [
        [sheet.name, sheet.title, sheet.about, len(sheet.rows)] for sheet in tables
    ]
    heads = ["Sheet", "Table", "What is counted, where and when", "Rows"]
    return Sheet("Contents", "Contents", "Tables", heads, rows, linked=True)


def sheets_of_cases(payloads: Iterable[Payload]) -> list[Sheet]:
    """Lay out the registers: a row a case, a row a right of a case, a row a source."""
    cases: list[list[str | int | None]] = []
    rights: list[list[str | int | None]] = []
    sources: dict[str, list[str | int | None]] = {}
    seen: set[str] = set()
    # A case that is told at length as well stands with those of its register.
    for payload in sorted(payloads, key=lambda one: str(one.get("layout", ""))):
        if payload["kind"] != "register":
            continue
        for case in payload["cases"]:
            if case["id"] not in seen:
                seen.add(case["id"])
                cases.append(row_of_case(payload["title"], case))
                rights += [row_of_right(case, right) for right in case["rights"]]
        for item in payload["references"]:
            sources[str(item["id"])] = [
                item["id"],
                item["author"][0]["literal"],
                item["title"],
                source_date(item),
                item.get("language"),
                item.get("URL"),
                item.get("note"),
            ]
    found = [
        Sheet("Cases", "Cases, each with what is known of it", "Incidents and records",
              ["Case", "Register", "Date", "Title", "Type", "States", "People",
               "Finding", "Named in public sources", "Summary", "Outcome", "Note",
               "Where sources differ", "Sources"], cases),
        Sheet("Case rights", "Rights at stake in each case", "Violations",
              ["Case", "Right", "Responsible", "Basis", "Authority", "Grounds"],
              rights),
        Sheet("Sources", "Sources of the cases", "Sources",
              ["Source", "Publisher", "Title", "Date", "Language", "Address", "Note"],
              [sources[key] for key in sorted(sources)]),
    ]  # fmt: skip
    return [sheet for sheet in found if sheet.rows]


def row_of_case(register: str, case: Payload) -> list[str | int | None]:
    """Lay out one case; what it has several of is separated by semicolons."""
    words = ("date", "title", "type", "states", "people", "finding")
    lists = ("; ".join(case["persons"]), case["summary"], case["outcome"], case["note"])
    return [
        case["id"],
        register,
        *(case[key] for key in words),
        *lists,
        "; ".join(case["claims"]),
        "; ".join(case["sources"]),
    ]


def row_of_right(case: Payload, right: Payload) -> list[str | int | None]:
    """Lay out one right of one case."""
    words = ("label", "responsible", "basis", "authority", "grounds")
    return [case["id"], *(right[key] for key in words)]
