"""The workbook: every table once, for people and for programs."""

import csv
import datetime as dt
import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.render import workbook
from briefing.render.document import tables
from briefing.render.notebook import concat, iter_payloads
from briefing.render.workbook import to_workbook
from helpers.pdf import HOSTILE, PAYLOADS, chapter, payload, sample
from helpers.processes import digest_elsewhere

MISSING = {"unknown": "Not known to the sources read"}
HEAD = 5
FRONT = ["Cover", "Contents", "Notes", "Codes"]
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "_x0041_"]


def opened(notebook):
    """Open the workbook of a notebook with somebody else's reader."""
    return load_workbook(io.BytesIO(to_workbook(notebook, MISSING)))


def of(*payloads, **metadata):
    """Make the workbook of a chapter that shows payloads."""
    return opened(concat([chapter("Which?", *payloads)], metadata))


@pytest.fixture(scope="module")
def book():
    """The workbook of the sample briefing."""
    return opened(sample())


def rows_below(sheet):
    """Read the rows below the heads."""
    return list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))


def test_words_come_before_tables(book):
    """Cover, contents, notes and codes stand before the tables, the cases after
    them.
    """
    names = book.sheetnames

    assert names[:4] == FRONT
    assert ["Cases", "Case rights", "Sources"] == names[-3:]


def test_every_csv_has_its_sheet_with_the_same_numbers(book):
    """A table that is published as CSV stands in the workbook under the same name."""
    for path, text in tables(iter_payloads(sample())).items():
        expected = list(csv.reader(io.StringIO(text)))[1:]
        found = [
            [str(cell) for cell in row] for row in rows_below(book[Path(path).stem])
        ]

        assert [[c.removeprefix("'") for c in row] for row in expected] == found


def test_numbers_are_numbers(book):
    """A count can be added up without being converted first."""
    rows = rows_below(book["incidents_by_executing_state"])

    assert [8, 4, 0] == [row[-1] for row in rows]


def test_a_sheet_holds_one_table_without_gaps(book):
    """No merged cell, no blank row or cell, heads frozen and marked as heads of a
    table.
    """
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        heads = [cell.value for cell in sheet[HEAD]]
        cells = [cell for row in rows_below(sheet) for cell in row]

        assert [] == list(sheet.merged_cells.ranges)
        assert f"A{HEAD}:{sheet.dimensions.partition(':')[2]}" == table.ref
        assert f"B{HEAD + 1}" == sheet.freeze_panes
        assert len(set(heads)) == len(heads) and all(heads)
        assert None not in cells and "" not in cells
        assert all(sheet.cell(row, 1).value for row in range(1, HEAD))


def test_columns_are_wide_enough(book):
    """The first column of each table shows its longest cell, or wraps a long one."""
    for sheet in book.worksheets[1:]:
        longest = max(len(str(row[0])) for row in rows_below(sheet))

        assert min(longest, 60) <= sheet.column_dimensions["A"].width + 1


def test_contents_lead_to_every_table(book):
    """The contents name each sheet, with a link to it, and how many rows it has."""
    rows = rows_below(book["Contents"])
    links = [cell.hyperlink.location for cell in book["Contents"]["A"][HEAD:]]

    assert book.sheetnames[4:] == [row[0] for row in rows]
    assert [f"'{name}'!A1" for name in book.sheetnames[4:]] == links
    assert [len(rows_below(book[row[0]])) for row in rows] == [row[3] for row in rows]


def test_what_is_missing_is_explained(book):
    """Every code that stands in place of a value has a meaning."""
    codes = {row[0] for row in rows_below(book["Codes"])}

    assert {"[x]", "unknown"} == codes


def test_notes_are_numbered_once(book):
    """A note is written once, and each table names the numbers of its notes."""
    notes = {text: number for number, text in rows_below(book["Notes"])}
    figure = next(one for one in PAYLOADS if one["kind"] == "figure")
    number = notes[figure["notes"][0]]
    said = book["incidents_by_executing_state"].cell(4, 1).value

    assert len(notes) == len(rows_below(book["Notes"]))
    assert said.startswith(f"Note {number} in the sheet Notes applies.")


def test_a_table_takes_its_words_from_the_table_and_not_the_chart(book):
    """A sheet is called after what it counts, not after what a chart found in it."""
    title = book["incidents_by_executing_state"].cell(1, 1).value

    assert "Incidents by executing state" == title


@pytest.mark.parametrize("text", [*RISKY, HOSTILE])
def test_text_is_never_a_formula(text):
    """What begins as a formula does is stored as text, and stays text when it is
    edited.
    """
    case = payload("register")["cases"][0] | {"title": text, "summary": text}
    table = payload("table", title=text, key="risky")
    table |= {"data": {"columns": ["label"], "rows": [[text]]}}
    book = of(table, payload("register", cases=[case]), title=text)
    cells = [book["risky"].cell(HEAD + 1, 1), book["Cover"]["A1"]]
    cells += [cell for cell in book["Cases"][HEAD + 1] if cell.value == text.strip()]
    typed = {cell.data_type for sheet in book for row in sheet for cell in row}

    assert "f" not in typed
    assert {text} == {cell.value for cell in cells[:2]}
    assert len(cells) >= 4 or text.startswith("\t")
    assert {text[0] in "=+-@\t"} == {cell.quotePrefix for cell in cells[:2]}


def test_a_cell_too_long_is_cut_and_says_so():
    """A spreadsheet holds 32,767 characters; what is longer is not lost in silence."""
    table = payload("table", key="long")
    table |= {"data": {"columns": ["label"], "rows": [["x" * 40_000]]}}
    cell = of(table)["long"].cell(HEAD + 1, 1).value

    assert 32_767 == len(cell)
    assert "[cut here" in cell[-80:]


def test_long_names_are_cut_and_kept_apart():
    """A sheet has a name of at most 31 characters that no other has."""
    key = "incidents_by_something_that_has_a_long_name"
    made = of(
        *(
            payload("table", key=f"{key}_{n}", data={"columns": ["n"], "rows": [[n]]})
            for n in range(3)
        )
    )
    names = made.sheetnames[len(FRONT) :]

    assert 3 == len({name.lower() for name in names})
    assert all(len(name) <= 31 for name in names)


def test_the_workbook_is_dated_by_its_data(book):
    """Properties and files within hold the day of the data or none, never the clock."""
    content = to_workbook(sample(), MISSING)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        days = {info.date_time[:3] for info in archive.infolist()}
    released = dt.datetime.fromisoformat(payload("context")["released"])

    assert {(1980, 1, 1)} == days
    assert (released, released) == (book.properties.created, book.properties.modified)
    assert payload("context")["title"] == book.properties.title


def test_two_processes_make_the_same_workbook():
    """The order of sets and the clock have no say."""
    there = digest_elsewhere(
        "to_workbook(sample(), {'unknown': 'Not known to the sources read'})"
    )
    here = hashlib.sha256(to_workbook(sample(), MISSING)).hexdigest()

    assert here == there


def test_a_briefing_without_cases_has_no_empty_sheet():
    """What has no rows is left out, and its name with it."""
    made = of(payload("table"))

    assert {"Cases", "Case rights", "Sources"}.isdisjoint(made.sheetnames)


def test_people_are_named_in_one_column_only():
    """Names stand in the register where they are shown, and nowhere if they are
    withheld.
    """
    register = payload("register")
    bare = [case | {"persons": []} for case in register["cases"]]
    made = of(register | {"cases": bare})
    heads = [cell.value for cell in made["Cases"][HEAD]]
    column = heads.index("Named in public sources")

    assert {"[x]"} == {row[column] for row in rows_below(made["Cases"])}


def test_rows_that_no_sheet_holds_are_counted_in_words(monkeypatch):
    """A spreadsheet ends at its last row; the words above say that there are more."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    rows = [[str(n)] for n in range(5)]
    sheet = of(payload("table", key="many", data={"columns": ["n"], "rows": rows}))

    assert HEAD + 2 == sheet["many"].max_row
    assert "One table of 5 rows" in words_above(sheet["many"])
    assert "A sheet holds 2 of them" in words_above(sheet["many"])


def words_above(sheet):
    """Read the four rows above the heads of a sheet."""
    return " ".join(str(sheet.cell(row, 1).value) for row in range(1, HEAD))
