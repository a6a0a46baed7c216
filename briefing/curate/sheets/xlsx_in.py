"""Read a workbook that was edited: which cells stand where, and what is odd about
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefing.curate.sheets.book import EXPORTED, OURS, Edited, Line, Remark
from briefing.curate.sheets.repairs import Given
from briefing.dataset.finding import did_you_mean
from briefing.errors import BriefingError


def read_workbook(place: Path, columns: Mapping[str, Sequence[str]]) -> Edited:
    """Read the workbook at *place*; *columns* names those of each table of the
    package.
    """
    book = opened(place)
    if EXPORTED not in book.sheetnames:
        message = (
            f"{place} is no workbook that `briefing data to-xlsx` made: the hidden "
            f"sheet '{EXPORTED}' is not there. For other tables there is "
            "`briefing import`."
        )
        raise BriefingError(message)
    edited = Edited()
    for row in book[EXPORTED].iter_rows(values_only=True, max_col=3):
        if row[0] is not None:
            table, key, digest = map(str, row)
            edited.exported.setdefault(table, {})[key] = digest
    for sheet in book.worksheets:
        if sheet.title in columns:
            read_sheet(edited, sheet, columns[sheet.title])
        elif sheet.title not in OURS and sheet.max_row * sheet.max_column > 1:
            meant = did_you_mean(sheet.title, list(columns))
            what = f"no table has the name of this sheet; expected {meant}"
            edited.problems.append(Remark(sheet.title, "", "", what))
    for table in columns:
        if table not in book.sheetnames:
            what = "the sheet was taken out; its table stays as it is"
            edited.notes.append(Remark(table, "", "", what))
    return edited


def opened(place: Path, *, results: bool = False) -> Any:  # noqa: ANN401 - no types
    """Open a workbook, with formulas or their results, or say why that cannot be
    done.
    """
    from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]  # no types

    class Reader(ExcelReader):  # type: ignore[misc]  # no types
        def read_chartsheet(self, sheet: Any, _: object) -> None:  # noqa: ANN401 - no types
            """Keep the place of a sheet that is a chart, in which no table stands."""
            self.wb.create_chartsheet(sheet.name)

    try:
        reader = Reader(place, data_only=results)
        reader.read()
    except FileNotFoundError:
        message = f"There is no file {place}."
    except Exception as error:  # whatever it stumbles over is in the file
        message = (
            f"{place} cannot be read as a workbook ({error}). Save it as "
            "'Excel Workbook (.xlsx)' and try again."
        )
    else:
        return reader.wb
    raise BriefingError(message)


def read_sheet(edited: Edited, sheet: Any, names: Sequence[str]) -> None:  # noqa: ANN401 - no types
    """Read the rows of one table, and say which columns are none of ours."""
    table = sheet.title
    rows = sheet.iter_rows()
    heads = [text_in(cell) for cell in next(rows, ())]
    edited.letters[table] = {
        name: letter_of(place) for place, name in enumerate(heads) if name in names
    }
    absent = [name for name in names if name not in heads]
    twice = sorted({name for name in heads if name and heads.count(name) > 1})
    for name in absent:
        what = f"the column '{name}' was taken out or renamed; put it back"
        edited.problems.append(Remark(table, "A1", "", what))
    for name in twice:
        what = f"two columns are called '{name}'; keep one"
        edited.problems.append(Remark(table, "A1", "", what))
    edited.lines[table] = []
    for number, row in enumerate(rows, start=2):
        given = {
            name: given_in(cell, sheet.parent.epoch)
            for name, cell in zip(heads, row, strict=True)
            if name in names
        }
        edited.problems += strangers(table, heads, names, row)
        if any(one.value not in (None, "") for one in given.values()):
            edited.lines[table].append(Line(number, given))
    if absent or twice:
        del edited.lines[table]


def strangers(
    table: str, heads: Sequence[str], names: Sequence[str], row: Sequence[Any]
) -> Iterator[Remark]:
    """Find cells that stand in no column of the table: they would be lost."""
    for head, cell in zip(heads, row, strict=True):
        if head not in names and cell.value not in (None, ""):
            column = f"the column '{head}'" if head else "a column without a name"
            what = f"{column} is none of {table}; nothing of it could be kept"
            yield Remark(table, cell.coordinate, "", what)


def text_in(cell: Any) -> str:  # noqa: ANN401 - no types
    """Give the name of a column."""
    return str(cell.value).strip() if cell.value is not None else ""


def letter_of(place: int) -> str:
    """Name a column as a spreadsheet does."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def given_in(cell: Any, epoch: Any) -> Given:  # noqa: ANN401 - no types
    """Give what a cell holds, with the day that its number would be."""
    from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]  # no types

    day = None
    value = getattr(cell.value, "text", cell.value)  # a formula of a range has a text
    if cell.data_type == "n" and isinstance(value, int | float) and 1 <= value < 10**5:
        day = from_excel(value, epoch)
    return Given(value, cell.number_format, cell.data_type, day)
