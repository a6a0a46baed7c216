"""The cells of a workbook as text, with what office programs made of them mended."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefing.dataset.characters import LINES, is_address, normal
from briefing.dataset.dates import ERROR, span
from briefing.dataset.schema import Column, Resource
from briefing.dataset.table import row_key
from briefing.errors import BriefingError
from briefing.suggest import one_of

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)

PAIR = re.compile(r"(\d{1,2})[-/.](\d{1,2})", re.ASCII)

YEARS = range(1000, 3000)  # numbers that in a column of dates are years

SERIALS = range(10_000, 100_000)  # and those that are days, counted from 1900

EXACT = 10**15  # from here on a spreadsheet loses digits

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)

# Forms that show a number as its digits, and those that put zeros before it.
PLAIN_FORM = re.compile(r"(general|@|[#,]*0+(\.0+)?(_\))?(;.*)?)", re.IGNORECASE)

ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True)
class Given:
    """What a cell of a workbook holds: its value, and how it is shown."""

    value: object
    form: str = "General"
    kind: str = "s"  # as the file says: s text, n number, d day, b truth, e error
    day: dt.date | None = None  # the day that the number would be
    formula: str = ""  # of which the value is the result
    link: str = ""  # where a click on it leads


@dataclass(frozen=True)
class Reading:
    """The text that a cell is read as; what was repaired, or why it cannot be read."""

    text: str
    repaired: str = ""
    refused: str = ""


def read(given: Given, field: Column, was: str | None) -> Reading:
    """Read a cell as text; *was* is what stood there when the workbook was made."""
    if given.formula:
        if was is not None and was.casefold() == given.formula.casefold():
            return Reading(was, f"{was} is what a program made of it; put back")
        return Reading("", refused=f"{given.formula} is a formula")
    value = given.value
    if was is not None and value == was and given.kind == "s":
        return Reading(was)
    no_text = value is not None and not plain_text(given)
    if was is not None and no_text and came_of(was, given):
        return Reading(was, f"{value} is what a program made of it; put back")
    return in_column(given, field, was)


def in_column(given: Given, field: Column, was: str | None = None) -> Reading:
    """Read what a cell holds as its column asks for it, of a formula the result."""
    if plain_text(given):
        return of_text(given, field, was)
    value = given.value
    reading = told(given)
    if reading.refused or value is None or isinstance(value, bool):
        return reading
    if isinstance(value, dt.date):
        return of_day(reading, field)
    return of_number(given, field, reading)


def told(given: Given) -> Reading:
    """Read what a cell tells by itself, whatever its column is."""
    value, shown = given.value, str(given.value)
    if value is None and given.formula:
        return Reading("", refused=f"{given.formula} is a formula without a result")
    if value is None:
        return Reading("")
    if plain_text(given):
        return Reading(normal(unescaped(shown)))
    if given.kind == "never":
        return Reading(shown, refused=f"{shown} is a day that never was")
    if isinstance(value, str):
        return Reading(shown, refused=f"{shown} is the error of a formula")
    if isinstance(value, bool):
        return Reading(shown.lower(), f"the truth {shown.upper()} was read as a word")
    if isinstance(value, dt.date):
        if isinstance(value, dt.datetime) and value.time() != dt.time():
            return Reading(shown, refused=f"{shown} has a time of day")
        text = as_shown(value, given.form)
        return Reading(text, f"the day that a program made of it was read as {text}")
    if isinstance(value, int | float):
        return digits_of(given, value)
    return Reading(shown, refused=f"{shown} is a time or a duration")


def plain_text(given: Given) -> bool:
    """Tell whether a cell holds a text, and no error of a formula."""
    text = isinstance(given.value, str) and given.kind not in ("e", "never")
    return text and not is_error(str(given.value))


def is_error(text: str) -> bool:
    """Tell whether a text is what a spreadsheet shows where a formula failed."""
    return text == "#N/A" or re.fullmatch(ERROR, text) is not None


def unescaped(text: str) -> str:
    """Read what the file format writes for characters that it cannot hold."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def of_text(given: Given, field: Column, was: str | None) -> Reading:
    """Read a text in its normal form; of an address, where it leads."""
    plain = unescaped(str(given.value))
    if was is not None and was in (plain, given.value, normal(plain)):
        return Reading(was)
    if field.format == "uri" and given.link and given.link != was:
        return address_of(normal(plain), given.link)
    text = normal(plain)
    if was is not None and normal(was) == text:
        return Reading(was)
    repaired = (
        "" if text == given.value else "its characters were brought into one form"
    )
    if LINES.search(plain):
        repaired = "its line breaks were made ours"
    return Reading(text, repaired)


def address_of(text: str, link: str) -> Reading:
    """Read the address of a cell that is a link: what it shows, or where it leads."""
    if not is_address(link):
        return Reading(text)
    if not is_address(text):
        return Reading(link, f"{link} is where {text} leads")
    if bare(text) == bare(link):
        return Reading(text)
    return Reading(text, refused=f"{text} is shown, and the link leads to {link}")


def bare(address: str) -> str:
    """Give an address without what two ways of writing it differ in."""
    return unquote(address).split("://", 1)[-1].rstrip("/").casefold()


def came_of(was: str, given: Given) -> bool:
    """Tell whether an office program makes what is given of the text that was there."""
    value = given.value
    if isinstance(value, bool | str):
        return was.casefold() == str(value).casefold()
    if isinstance(value, dt.date):
        return value in days_of(was, value)
    if not isinstance(value, int | float):
        return False
    if NUMBER.fullmatch(was):
        percent = was.endswith("%")
        number = float(was.rstrip("%")) / (100 if percent else 1)
        return math.isclose(number, value, rel_tol=1e-14)
    day = given.day
    return day is not None and plain_day(day) in map(plain_day, days_of(was, day))


def days_of(text: str, like: dt.date) -> list[dt.date]:
    """List the days that a program may take a text for, as the kind that *like* is."""
    found = []
    known = span(text)
    if known is not None and "/" not in text and len(text) > 4:
        found.append(known.first)
    if match := PAIR.fullmatch(text):
        one, other = int(match[1]), int(match[2])
        for month, day in ((one, other), (other, one)):
            if 1 <= month <= 12 and 1 <= day <= 28:
                found.append(dt.date(like.year, month, day))
    if isinstance(like, dt.datetime):
        return [dt.datetime.combine(day, dt.time()) for day in found]
    return found


def plain_day(day: dt.date) -> dt.date:
    """Give a day without its time."""
    return day.date() if isinstance(day, dt.datetime) else day


def of_day(reading: Reading, field: Column) -> Reading:
    """Read a day as far as its form shows it, where the column holds dates."""
    if field.holds_dates:
        return reading
    why = f"a program made the day {reading.text} of what was typed"
    return Reading(reading.text, refused=why)


def as_shown(day: dt.date, form: str) -> str:
    """Give of a day as much as the form of its cell shows: the day, the month or the
    year.
    """
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    text = plain_day(day).isoformat()
    # General is what a cell has that nobody gave a form: it hides nothing.
    if "d" in plain or plain in ("general", "@"):
        return text
    return text[:7] if "m" in plain else text[:4]


def digits_of(given: Given, value: float) -> Reading:
    """Read a number as the digits that its cell shows, if they are what was typed."""
    if not math.isfinite(value) or abs(value) >= EXACT:
        why = f"the number {value} does not tell what was typed"
        return Reading(str(value), refused=why)
    if PLAIN_FORM.fullmatch(given.form) is None:
        why = f"the number {value} is shown in the form {given.form}"
        return Reading(str(value), refused=f"{why} and does not tell what was typed")
    if not float(value).is_integer():
        # As many digits as a spreadsheet keeps: the others come of its arithmetic.
        return Reading(f"{value:.15g}", "a number was read as text")
    text = str(int(value))
    if ZEROS.fullmatch(given.form) and value >= 0:
        text = text.zfill(len(given.form))
    return Reading(text, "a number was read as text")


def of_number(given: Given, field: Column, reading: Reading) -> Reading:
    """Read a number: as a count, a year or a day in its column, else as its digits."""
    value = given.value
    assert isinstance(value, int | float)
    if not float(value).is_integer():
        if field.holds_words:
            return reading
        return Reading(reading.text, refused=f"{reading.text} is a fraction")
    whole = int(value)
    if not field.holds_dates or whole in YEARS:
        return Reading(
            str(whole) if field.type == "integer" else reading.text, reading.repaired
        )
    if whole in SERIALS and given.day is not None:
        text = plain_day(given.day).isoformat()
        return Reading(text, f"the serial number {whole} of a day was read as {text}")
    return Reading(reading.text, refused=f"{whole} is no date")


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

    def key(self, row: Row) -> str:
        """The key of a row."""
        return row_key(row[name] for name in self.resource.table.primary_key)

    def by_key(self) -> dict[str, Row]:
        """The rows by their keys."""
        return {self.key(row): row for row in self.rows}


def digest_of(names: Sequence[str], row: Row) -> str:
    """Give a short digest of a row, by which an edited one is known."""
    text = "\0".join(row[name] for name in names)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


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


def read_workbook(place: Path, columns: Mapping[str, Sequence[str]]) -> Edited:
    """Read the workbook at *place*; *columns* names those of each table of the
    package.
    """
    pages = pages_of(place)
    if EXPORTED not in pages:
        message = (
            f"{place} is no workbook that `briefing data workbook write` made: the "
            f"hidden sheet '{EXPORTED}' is not there. For other tables there is "
            "`briefing data import`."
        )
        raise BriefingError(message)
    edited = Edited()
    for _, row in pages[EXPORTED].filled():
        table, key, digest = (str(row[at].value) for at in (1, 2, 3))
        edited.exported.setdefault(table, {})[key] = digest
    for title, page in pages.items():
        if title in columns:
            read_sheet(edited, page, columns[title])
        elif title not in OURS and page.rows:
            meant = one_of(title, list(columns))
            what = f"no table has the name of this sheet; expected {meant}"
            edited.problems.append(Remark(title, "", "", what))
    for table in columns:
        if table not in pages:
            what = "the sheet was taken out; its table stays as it is"
            edited.notes.append(Remark(table, "", "", what))
    return edited


def read_sheet(edited: Edited, page: Page, names: Sequence[str]) -> None:
    """Read the rows of one table, and say which columns are none of ours."""
    table = page.title
    heads = {at: told(given).text for at, given in page.rows.get(1, {}).items()}
    edited.letters[table] = {
        name: letter_of(at - 1) for at, name in heads.items() if name in names
    }
    edited.problems += misnamed(table, [*heads.values()], names)
    edited.notes += comments(page)
    absent = {*names} - {*heads.values()}
    twice = any([*heads.values()].count(name) > 1 for name in heads.values())
    edited.lines[table] = []
    empty = Given(None)
    for number, cells in page.filled():
        if number == 1:
            continue
        given = {name: cells.get(at, empty) for at, name in heads.items()}
        if absent != {*names}:
            edited.problems += strangers(table, number, heads, names, cells)
        ours = {name: one for name, one in given.items() if name in names}
        if any(one.value not in (None, "") or one.formula for one in ours.values()):
            edited.lines[table].append(Line(number, ours))
    if absent or twice:
        del edited.lines[table]


def misnamed(
    table: str, heads: Sequence[str], names: Sequence[str]
) -> Iterator[Remark]:
    """Say what is wrong with the first row, its one cause where nothing is right."""
    absent = [name for name in names if name not in heads]
    if len(absent) == len(names):
        what = "the first row names no column of the table; put the header back"
        yield Remark(table, "A1", "", what)
        return
    for name in absent:
        what = f"the column '{name}' was taken out or renamed; put it back"
        yield Remark(table, "A1", "", what)
    for name in sorted({name for name in heads if heads.count(name) > 1}):
        what = f"two columns are called '{name}'; keep one"
        yield Remark(table, "A1", "", what)


def comments(page: Page) -> Iterator[Remark]:
    """Name what people wrote beside cells: no table keeps it."""
    for (row, column), said in sorted(page.notes.items()):
        what = f"a comment is not read: {said}"
        yield Remark(page.title, f"{letter_of(column - 1)}{row}", "", what)


def strangers(
    table: str,
    number: int,
    heads: Mapping[int, str],
    names: Sequence[str],
    cells: Mapping[int, Given],
) -> Iterator[Remark]:
    """Find cells that stand in no column of the table: they would be lost."""
    for at, given in sorted(cells.items()):
        head = heads.get(at, "")
        if head not in names and (given.value not in (None, "") or given.formula):
            column = f"the column '{head}'" if head else "a column without a name"
            what = f"{column} is none of {table}; nothing of it could be kept"
            yield Remark(table, f"{letter_of(at - 1)}{number}", "", what)


def letter_of(place: int) -> str:
    """Name a column as a spreadsheet does."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


class Rows:
    """The rows of the sheet of one table."""

    def __init__(self, edited: Edited, table: Table) -> None:
        """Remember the sheet, and the rows of the package by their keys."""
        self.edited, self.table = edited, table
        self.name = table.resource.name
        self.current = table.by_key()

    def read(self) -> Iterator[tuple[Line, str, Row | None]]:
        """Give each row with its key; no cells where one of them cannot be read."""
        for line in self.edited.lines[self.name]:
            was = self.meant(line)
            readings = {
                field.name: self.reading(line, field, was)
                for field in self.table.resource.table.fields
            }
            row = {name: reading.text for name, reading in readings.items()}
            key = self.table.key(row)
            self.note(line, key, readings)
            refused = any(reading.refused for reading in readings.values())
            yield line, key, None if refused else row

    def reading(self, line: Line, field: Column, was: Row | None) -> Reading:
        """Read one cell."""
        given = line.cells[field.name]
        if was is not None and given.value == TOO_LONG:
            return Reading(was[field.name])
        return read(given, field, None if was is None else was[field.name])

    def note(self, line: Line, key: str, readings: dict[str, Reading]) -> None:
        """Say cell by cell what a program had done."""
        for name, reading in readings.items():
            place = self.edited.place(self.name, line.number, name)
            if reading.repaired:
                what = f"{name}: {reading.repaired}"
                self.edited.notes.append(Remark(self.name, place, key, what))
            if reading.refused:
                what = f"{name}: {reading.refused}; type it again as text"
                self.edited.problems.append(Remark(self.name, place, key, what))

    def meant(self, line: Line) -> Row | None:
        """Find the row of the package that a row of the workbook is, by its key."""
        names = self.table.resource.table.primary_key
        given = [line.cells[name] for name in names]
        if all(isinstance(one.value, str) for one in given):
            return self.current.get(row_key(told(one).text for one in given))
        # A program changed the key itself: it is the one that it may have been.
        meant = [
            row
            for row in self.current.values()
            if all(
                row[name] == one.value or came_of(row[name], one)
                for name, one in zip(names, given, strict=True)
            )
        ]
        return meant[0] if len(meant) == 1 else None
