"""Somebody else's CSV or XLSX as rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from briefing.curate.import_mapping import Layout
from briefing.curate.xlsx_read import (
    Given,
    Page,
    is_error,
    letter_of,
    pages_of,
    plain_text,
    told,
)
from briefing.dataset.causes import (
    DELIMITERS,
    FEW,
    header_in,
    other_delimiter,
    other_kind,
    quotes,
    readings,
    sixteen_bits,
)
from briefing.dataset.characters import normal
from briefing.errors import BriefingError
from briefing.suggest import one_of

BOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Foreign:
    """One row: the line that it starts on, and its cells, in normal form, by column.

    Of a workbook it also has the cells themselves where they are more than a text.
    """

    line: int
    cells: Mapping[str, str]
    given: Mapping[str, Given] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def unreadable(self, columns: Iterable[str]) -> tuple[str, str]:
        """Name the first of some columns whose cell does not tell what was typed, and
        why.
        """
        for column in columns:
            if column in self.given and (why := told(self.given[column]).refused):
                return column, why
            if is_error(self.cells.get(column, "")):
                return column, f"{self.cells[column]} is the error of a formula"
        return "", ""


@dataclass(frozen=True)
class Row:
    """A row as it stands in a file: cells by their place from 0."""

    line: int
    cells: Mapping[int, str]
    given: Mapping[int, Given] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    raw: str = ""  # the row of a text file as it stands there

    @property
    def width(self) -> int:
        """Give the place behind the last cell."""
        return max(self.cells, default=-1) + 1

    def listed(self) -> list[str]:
        """Give the cells one after the other."""
        return [self.cells.get(at, "") for at in range(self.width)]


def read_foreign(
    place: Path, layout: Layout, wanted: Collection[str]
) -> tuple[list[str], list[Foreign]]:
    """Read the columns and the rows of a file; rows without any cell are no rows.

    *wanted* are the columns that the mapping reads: where the file has few of them, it
    is said what the file is instead.
    """
    book = place.suffix.lower() in BOOKS
    found = list(in_book(place, layout)) if book else in_text(place, layout, wanted)
    # Empty rows of a workbook are left out, so that its rows go by their lines.
    places = [row.line if book else n for n, row in enumerate(found, start=1)]
    at = places.index(layout.header) if layout.header in places else None
    if at is None:
        message = f"{place} has no row {layout.header} that names its columns."
        raise BriefingError(message)
    misread(place, layout, wanted, found, at, book=book)
    heads = named(place, found[at].listed())
    rows = []
    for row in found[at + 1 :]:
        # What stands beyond the last head is kept in sight under its letter.
        names = [*heads, *map(beyond, range(len(heads), row.width))]
        held = {names[n]: cell for n, cell in enumerate(row.listed())}
        if any(held.values()) or row.given:
            given = {names[n]: one for n, one in row.given.items()}
            notes = {names[n]: said for n, said in row.notes.items() if n < len(names)}
            rows.append(Foreign(row.line, held, given, notes))
    columns = dict.fromkeys([*heads, *(name for row in rows for name in row.cells)])
    return list(columns), rows


def misread(
    place: Path,
    layout: Layout,
    wanted: Collection[str],
    rows: Sequence[Row],
    at: int,
    *,
    book: bool,
) -> None:
    """Say what the file is, where its header names few of the columns that are read."""
    head = rows[at].listed()
    there = {*wanted} & {*head}
    if len(there) * 2 > len(wanted):
        return
    if not book:
        line = rows[at].raw
        if sign := other_delimiter(line, layout.delimiter, wanted):
            written = "\\t" if sign == "\t" else sign
            message = (
                f"{place} is parted by {DELIMITERS[sign]}; write "
                f'`delimiter = "{written}"` in [file] of the mapping.'
            )
            raise BriefingError(message)
    first = list(islice(rows, FEW))
    other = header_in([row.listed() for row in first], wanted)
    if other >= 0 and other != at:
        number = first[other].line if book else other + 1
        message = (
            f"Row {layout.header} of {place} names none of the columns that are "
            f"read, and row {number} does; write `header = {number}` in [file] of the "
            "mapping."
        )
        raise BriefingError(message)
    if not there:
        message = (
            f"Row {layout.header} of {place} names none of the columns that are "
            f"read; expected {', '.join(sorted(wanted))}. If the table has no header, "
            "put one above its rows."
        )
        raise BriefingError(message)


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


def in_text(place: Path, layout: Layout, wanted: Collection[str]) -> list[Row]:
    """Read the rows of a text file."""
    text = text_in(place, layout, wanted)
    if text[:4].casefold() == "sep=":
        message = (
            f"The first line of {place}, {text.splitlines()[0]!r}, is for Excel alone. "
            "Take it out."
        )
        raise BriefingError(message)
    rows: list[Row] = []
    line = 1
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True
        )
        for cells in reader:
            held = dict(enumerate(map(normal, cells)))
            raw = layout.delimiter.join(cells) if len(rows) < layout.header else ""
            rows.append(Row(line, held, raw=raw))
            line = reader.line_num + 1
    except (TypeError, ValueError, csv.Error) as error:
        message = (
            f"{place} cannot be read: line {line}: {quotes(error)}. A quotation mark "
            "inside a cell is written twice; the delimiter is said in [file] of the "
            "mapping."
        )
        raise BriefingError(message) from None
    return rows


def text_in(place: Path, layout: Layout, wanted: Collection[str]) -> str:
    """Decode a text file, or say in which encoding it is."""
    try:
        raw = place.read_bytes()
        known = codecs.lookup(layout.encoding).name
    except (OSError, LookupError, ValueError) as error:
        message = (
            f"{place} cannot be read: {error}. Its encoding and delimiter are said in "
            "[file] of the mapping."
        )
        raise BriefingError(message) from None
    if kind := other_kind(raw):
        message = (
            f"{place} is {kind}, and no CSV. Save the table as CSV, or a workbook as "
            "'Excel Workbook (.xlsx)' under a name that ends in .xlsx."
        )
        raise BriefingError(message)
    wide = sixteen_bits(raw)
    if wide and not known.startswith(wide[:6]):
        more = delimited(raw, wide, layout, wanted)
        message = (
            f'{place} is {wide.upper()}; write `encoding = "{wide}"`{more} in [file] '
            "of the mapping."
        )
        raise BriefingError(message)
    if known.startswith(("cp", "iso8859", "koi8", "mac")) and in_utf8(raw):
        message = (
            f"{place} is UTF-8, and [file] of the mapping says {layout.encoding}; take "
            "`encoding` out there."
        )
        raise BriefingError(message)
    try:
        return raw.decode(layout.encoding)
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = raw.count(b"\n", 0, start) + 1
        told = readings(raw, start)
        what = f"{place} is not {known}: line {line}"
        what += f"; {told}" if told else f": {error}"
        message = f"{what}. Write the right one as `encoding` in [file] of the mapping."
        raise BriefingError(message) from None


def in_utf8(raw: bytes) -> bool:
    """Tell whether a text beyond ASCII is UTF-8, which hardly any other can be taken
    for.
    """
    try:
        return not raw.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def delimited(
    raw: bytes, encoding: str, layout: Layout, wanted: Collection[str]
) -> str:
    """Say as well that the delimiter is another, so that it is mended at once."""
    text = raw.decode(encoding, "replace").lstrip("\ufeff")
    lines = [*islice(io.StringIO(text), layout.header)]
    line = normal(lines[-1].replace("\t", "\0")).replace("\0", "\t") if lines else ""
    sign = other_delimiter(line, layout.delimiter, wanted)
    written = "\\t" if sign == "\t" else sign
    return f' and `delimiter = "{written}"`' if sign else ""


def in_book(place: Path, layout: Layout) -> Iterator[Row]:
    """Read the rows of one sheet of a workbook, with the results of its formulas."""
    page = page_in(place, layout)
    last = max(page.rows, default=0)
    for merged in page.merged:
        top, bottom = rows_of(merged)
        if bottom >= layout.header and top <= last:
            message = (
                f"{place} has merged cells at {merged} of '{page.title}', of which "
                "only the first holds its text. Unmerge them, and fill in every row."
            )
            raise BriefingError(message)
    for line, cells in page.filled():
        for at, given in sorted(cells.items()):
            if given.formula and given.value is None:
                message = (
                    f"{place} has a formula without a result at "
                    f"{letter_of(at - 1)}{line} of '{page.title}'. Open it in a "
                    "spreadsheet program, save it, and try again."
                )
                raise BriefingError(message)
        shown = {at - 1: told(given).text for at, given in cells.items()}
        more = {
            at - 1: given
            for at, given in cells.items()
            if given.link or not plain_text(given)
        }
        notes = {at - 1: said for (row, at), said in page.notes.items() if row == line}
        yield Row(line, shown, more, notes)


def rows_of(area: str) -> tuple[int, int]:
    """Give the first and the last row of an area."""
    from openpyxl.utils.cell import (  # type: ignore[import-untyped]  # no types
        range_boundaries,
    )

    _, top, _, bottom = range_boundaries(area)
    return top, bottom


def page_in(place: Path, layout: Layout) -> Page:
    """Give the sheet that the mapping names, or the only one that holds anything."""
    pages = pages_of(place)
    if not pages:
        message = f"{place} has no sheet with cells; expected a table in one."
        raise BriefingError(message)
    filled = [name for name, page in pages.items() if page.rows]
    name = layout.sheet or [*filled, *pages][0]
    if name not in pages:
        meant = one_of(name, list(pages))
        message = f"{place} has no sheet '{name}'; expected {meant}."
        raise BriefingError(message)
    if len(filled) > 1 and not layout.sheet:
        several = ", ".join(f"'{one}'" for one in filled)
        message = (
            f"{place} has several sheets: {several}. Say which one is the table by "
            f'`sheet = "{name}"` in [file] of the mapping.'
        )
        raise BriefingError(message)
    return pages[name]
