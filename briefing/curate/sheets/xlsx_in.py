"""Read a workbook that was edited: which cells stand where, and what is odd about
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefing.curate.sheets.book import EXPORTED, OURS, Edited, Line, Remark
from briefing.curate.sheets.reader import Page, pages_of
from briefing.curate.sheets.repairs import Given, told
from briefing.dataset.finding import did_you_mean
from briefing.errors import BriefingError


def read_workbook(place: Path, columns: Mapping[str, Sequence[str]]) -> Edited:
    """Read the workbook at *place*; *columns* names those of each table of the
    package.
    """
    pages = pages_of(place)
    if EXPORTED not in pages:
        message = (
            f"{place} is no workbook that `briefing data to-xlsx` made: the hidden "
            f"sheet '{EXPORTED}' is not there. For other tables there is "
            "`briefing import`."
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
            meant = did_you_mean(title, list(columns))
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
