"""Workbooks as any program leaves them: what each filled cell holds, and nothing else.

Cells that are formatted and empty are passed over as the file is read, so that one in
the last row costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from briefing.curate.sheets.repairs import Given
from briefing.errors import BriefingError

# The address in a formula that makes a link of it.
LINKING = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
NEVER = "60"  # the serial number of 29 February 1900, a day that only Excel has


@dataclass
class Page:
    """A sheet with cells: those that hold something, by row and column from 1."""

    title: str
    rows: dict[int, dict[int, Given]] = field(default_factory=dict)
    merged: list[Any] = field(default_factory=list)  # ranges
    notes: dict[tuple[int, int], str] = field(default_factory=dict)

    def filled(self) -> Iterator[tuple[int, dict[int, Given]]]:
        """Give the rows that hold something, in order."""
        yield from sorted(self.rows.items())


def pages_of(place: Path) -> dict[str, Page]:
    """Read the sheets of a workbook by their names, or say why that cannot be done."""
    try:
        return read_pages(place)
    except FileNotFoundError:
        message = f"There is no file {place}."
    except Exception as error:  # whatever it stumbles over is in the file
        message = (
            f"{place} cannot be read as a workbook ({error}). Save it as "
            "'Excel Workbook (.xlsx)' and try again."
        )
    raise BriefingError(message)


def read_pages(place: Path) -> dict[str, Page]:
    """Read a workbook by the parts of openpyxl that do not invent cells."""
    from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]  # no types
    from openpyxl.styles.stylesheet import (  # type: ignore[import-untyped]  # no types
        apply_stylesheet,
    )

    reader = ExcelReader(place)
    with reader.archive:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        pages = {}
        for sheet, link in reader.parser.find_sheets():
            # A sheet that is a chart has no cells.
            if link.target in reader.valid_files and "chartsheet" not in link.Type:
                pages[sheet.name] = read_page(reader, sheet.name, link.target)
        return pages


def read_page(reader: Any, title: str, target: str) -> Page:  # noqa: ANN401 - no types
    """Read the cells, links and comments of one sheet."""
    from openpyxl.packaging.relationship import (  # type: ignore[import-untyped]  # no types
        RelationshipList,
        get_dependents,
        get_rels_path,
    )

    page = Page(title)
    with reader.archive.open(target) as source:
        parser = parser_of(reader, source)
        for row, cells in parser.parse():
            held = {one["column"]: one["given"] for one in cells if one["given"]}
            if held:
                page.rows.setdefault(row, {}).update(held)
    place = get_rels_path(target)
    known = place in reader.valid_files
    links = get_dependents(reader.archive, place) if known else RelationshipList()
    if parser.merged_cells is not None:
        page.merged = [one.ref for one in parser.merged_cells.mergeCell]
    for link in parser.hyperlinks.hyperlink:
        leads = links.get(link.id).target if link.id else ""
        if link.location:
            leads += f"#{link.location}"
        for row, column in within(page, link.ref):
            given = page.rows[row][column]
            page.rows[row][column] = replace(given, link=leads)
    comment(reader, page, links)
    return page


def comment(reader: Any, page: Page, links: Any) -> None:  # noqa: ANN401 - no types
    """Gather what people wrote beside cells."""
    from openpyxl.comments.comment_sheet import (  # type: ignore[import-untyped]  # no types
        CommentSheet,
    )
    from openpyxl.utils.cell import (  # type: ignore[import-untyped]  # no types
        coordinate_to_tuple,
    )
    from openpyxl.xml.constants import (  # type: ignore[import-untyped]  # no types
        COMMENTS_NS,
    )
    from openpyxl.xml.functions import (  # type: ignore[import-untyped]  # no types
        fromstring,
    )

    for link in links.find(COMMENTS_NS):
        tree = fromstring(reader.archive.read(link.target))
        for place, said in CommentSheet.from_tree(tree).comments:
            page.notes[coordinate_to_tuple(place)] = said.text.strip()


def within(page: Page, area: str) -> list[tuple[int, int]]:
    """List the filled cells of an area, however far it reaches."""
    from openpyxl.utils.cell import (
        range_boundaries,
    )

    left, top, right, bottom = range_boundaries(area)
    return [
        (row, column)
        for row, cells in page.rows.items()
        if top <= row <= bottom
        for column in cells
        if left <= column <= right
    ]


def parser_of(reader: Any, source: Any) -> Any:  # noqa: ANN401 - no types
    """Make a parser that gives of each cell its formula and its result at once."""
    from openpyxl.utils.datetime import (  # type: ignore[import-untyped]  # no types
        WINDOWS_EPOCH,
    )
    from openpyxl.worksheet._reader import (  # type: ignore[import-untyped]  # no types
        FORMULA_TAG,
        VALUE_TAG,
        WorkSheetParser,
    )

    book = reader.wb

    class Parser(WorkSheetParser):  # type: ignore[misc]  # no types
        def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - no types
            """Read one cell."""
            cell: dict[str, Any] = super().parse_cell(element)
            formula = ""
            if element.find(FORMULA_TAG) is not None:
                said = self.parse_formula(element)
                # A formula of a range has a text.
                formula = str(getattr(said, "text", said))
            told = element.findtext(VALUE_TAG) if cell["data_type"] == "d" else None
            if told and book.epoch == WINDOWS_EPOCH and told.split(".")[0] == NEVER:
                cell |= {"value": "29 February 1900", "data_type": "never"}
            cell["given"] = given_in(book, cell, formula, partial(day_of, book.epoch))
            return cell

    return Parser(
        source,
        reader.shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def given_in(book: Any, cell: dict[str, Any], formula: str, day: Any) -> Given | None:  # noqa: ANN401 - no types
    """Give what a cell holds, with the day that its number would be; nothing if it is
    empty.
    """
    value, kind = cell["value"], cell["data_type"]
    # An empty text is a result too, and of another type than none at all.
    if formula and value is None and kind != "n":
        value, kind = "", "s"
    if value is None and not formula:
        return None
    link = LINKING.search(formula)
    return Given(
        value,
        form_of(book, cell["style_id"]),
        kind,
        day(value) if kind == "n" else None,
        formula=formula,
        link=link[1].replace('""', '"') if link else "",
    )


def day_of(epoch: Any, value: object) -> Any:  # noqa: ANN401 - no types
    """Give the day that a number would be."""
    from openpyxl.utils.datetime import (
        from_excel,
    )

    fits = isinstance(value, int | float) and 1 <= value < 10**5 and value != int(NEVER)
    return from_excel(value, epoch) if fits else None


def form_of(book: Any, style: int) -> str:  # noqa: ANN401 - no types
    """Give the form in which a cell shows its value."""
    from openpyxl.styles.numbers import (  # type: ignore[import-untyped]  # no types
        BUILTIN_FORMATS,
        BUILTIN_FORMATS_MAX_SIZE,
    )

    number = book._cell_styles[style].numFmtId
    own = number - BUILTIN_FORMATS_MAX_SIZE
    if own < 0:
        return str(BUILTIN_FORMATS.get(number, "General"))
    return str(book._number_formats[own])
