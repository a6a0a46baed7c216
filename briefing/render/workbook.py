"""The workbook: every table of a briefing as a sheet of its own, for people who count
on.

A sheet has no merged cell and no blank row; its heads stand in one fixed row. Text from
data is written as text, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

from nbformat import NotebookNode
from xlsxwriter import Workbook

from briefing.render.front import Front, front_of
from briefing.render.html_parts import worded
from briefing.render.payloads import Payload, exhibits
from briefing.render.sheets import HEAD_ROW, NO_VALUE, Sheet, Writer
from briefing.render.workbook_tables import Notes, sheets_of_tables

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
    front, payloads = front_of(notebook), list(exhibits(notebook))
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
                worded(item),
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
