"""The package as a workbook and back: what an office program does to cells is
undone.
"""

import datetime as dt
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from briefing.cli import main
from briefing.curate.change import Change
from briefing.curate.xlsx_merge import edits_in, plan_of, tables_of, workbook_of
from briefing.curate.xlsx_read import Given, Table, read
from briefing.curate.xlsx_write import to_workbook
from briefing.dataset.schema import Column, Resource, read_package
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.office import in_libreoffice
from helpers.paths import POCKET
from helpers.programs import need
from helpers.project import COMMAND

# What a cell of a package may hold: all but control characters, which its rules refuse.
TEXTS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc"],
    exclude_characters="\u2028\u2029\ufeff\ufffe\uffff",
    include_characters="\t\n",
)
PACKAGE = read_package(POCKET)[0]
DAY = dt.datetime(2011, 5, 30)
WHY = {"reason": "The ruling says so.", "source": "S-0001"}
# What is at home in no spreadsheet, and must come back as it was.
HARD = {
    "uyghur": "ئابدۇلغەنى",
    "chinese": "阿卜杜勒 · 欧斯",
    "cyrillic": "Тарек Одувал",
    "zeros": "007",
    "number": "1100",
    "long number": "12345678901234567890",
    "exponent-like": "3E5 is a cell",
    "month": "2011-05",
    "range": "5-6 people",
    "truth": "TRUE",
    "break": "first line\nsecond line",
    "ends": "trailing spaces  ",
    "tab": "a\tb",
    "quote": "'quoted",
    "escape": "_x0041_",
    "formula": "a=1+1",
    "comma": 'said "no", twice',
    "error": "#N/A",
    "percent": "5%",
}


@pytest.fixture
def hard(pocket):
    """The pocket package with notes of incidents that spreadsheets tend to spoil."""
    return hardened(pocket)


def hardened(package):
    """Write hard texts into the notes and outcomes of incidents."""
    change = Change(package)
    ids = [row["incident_id"] for row in change.rows("incidents")]
    places = [(one, field) for field in ("note", "outcome") for one in ids]
    for (incident, field), text in zip(places, HARD.values(), strict=False):
        change.set("incidents", incident, {field: text})
    change.write()
    return package


@pytest.fixture
def book(pocket, tmp_path):
    """The workbook of the pocket package, where it was written."""
    place = tmp_path / "data.xlsx"
    place.write_bytes(workbook_of(pocket))
    return place


def edited(book, *cells):
    """Put values into cells of a workbook, as a program stores them; maybe with a
    format.
    """
    opened = load_workbook(book)
    for sheet, cell, value, *form in cells:
        opened[sheet][cell].value = value
        if form:
            opened[sheet][cell].number_format = form[0]
    opened.save(book)
    return book


def changes(plan):
    """Give what a plan changes, without the rows of corrections that say why."""
    return [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in plan.edits]


def said(remarks):
    """Give where remarks are made."""
    return [(one.sheet, one.cell) for one in remarks]


def files(package):
    """Give every file of a package with its bytes."""
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file() and ".change" not in path.name
    }


def test_every_cell_stands_in_the_workbook_as_text(book, pocket):
    """A sheet a table, in the order of the package, and every cell of it is a text."""
    opened, tables = load_workbook(book), tables_of(Change(pocket))
    expected = {
        name: [list(table.names), *([*row.values()] for row in table.rows)]
        for name, table in tables.items()
    }

    assert expected == {
        name: [list(row) for row in opened[name].iter_rows(values_only=True)]
        for name in tables
    }
    kinds = {c.data_type for name in tables for row in opened[name] for c in row}
    assert {"s"} == kinds


def test_cells_typed_later_are_text_too(book):
    """The format of whole columns is text, so that nothing typed below is
    interpreted.
    """
    columns = load_workbook(book)["incidents"].column_dimensions

    assert {"@"} == {one.number_format for one in columns.values()}


def test_heads_stay_in_sight_and_codes_are_offered(book):
    """The header is frozen; a column of codes offers them, one of states the states."""
    opened = load_workbook(book)
    sheet = opened["incidents"]
    offered = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    place = offered["H2"].rpartition("!")[2].replace("$", "")
    words = [row[0].value for row in opened["codes"][place]]

    assert "B2" == sheet.freeze_panes
    assert ["XEV", "XNM", "XSM"] == words[:3]
    assert {"B2", "G2", "H2", "R2"} <= offered.keys()


def test_the_first_sheet_tells_how_it_is_edited(book):
    """Whoever opens it reads first what to do, and what each code for not-knowing
    means.
    """
    first = load_workbook(book).worksheets[0]
    text = "\n".join(str(row[0]) for row in first.iter_rows(values_only=True))

    assert "How to edit" == first.title
    assert "briefing data workbook read" in text
    assert "not_reported: " in text


def test_the_same_package_gives_the_same_bytes(pocket):
    """Neither the clock nor an order by chance has a say."""
    assert workbook_of(pocket) == workbook_of(pocket)


def test_corrected_values_are_what_is_shown(book):
    """A curator edits what holds now, and not what was coded first."""
    rows = load_workbook(book)["incidents"].iter_rows(values_only=True)
    dates = {row[0]: row[4] for row in rows}

    assert "2011-05-30" == dates["INC-0005"]


def test_a_workbook_untouched_changes_nothing(book, hard, tmp_path):
    """Scripts, zeros, breaks and spaces come back as they went."""
    place = tmp_path / "hard.xlsx"
    place.write_bytes(workbook_of(hard))
    plan = plan_of(place, hard)

    assert ([], [], []) == (list(plan.edits), list(plan.notes), list(plan.problems))


@given(st.lists(st.text(TEXTS, min_size=1), min_size=1, max_size=8, unique=True))
def test_any_text_comes_back(texts):
    """Whatever a cell holds is there again, letter for letter, and no row is edited."""
    one = json.loads((POCKET / "datapackage.json").read_text("utf-8"))["resources"][-1]
    resource = Resource.model_validate_json(json.dumps(one))
    rows = [
        {name: f"{name} {at}" for name in resource.table.names} | {"note": text}
        for at, text in enumerate(texts)
    ]
    table = Table(resource, rows)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data.xlsx"
        place.write_bytes(to_workbook(PACKAGE, [table]))
        wanted = edits_in(place, {resource.name: table})

    assert wanted.nothing
    assert ([], []) == (wanted.notes, wanted.problems)


def test_what_excel_makes_of_cells_is_put_back(book, pocket):
    """Days, months, serials and numbers that stand for what was there are that
    again.
    """
    edited(
        book,
        ("incidents", "E2", dt.datetime(2005, 8, 18)),
        ("incidents", "E3", dt.datetime(2006, 2, 1), "mmm-yy"),
        ("incidents", "K2", 2.0, "General"),
        ("claims", "D3", 38582, "General"),
        ("sources", "E2", False),
    )
    plan = plan_of(book, pocket)

    assert [] == changes(plan)
    assert 5 == len(plan.notes)


def test_a_program_s_own_values_in_new_cells_are_read_and_named(book, pocket):
    """What was typed anew and turned into a day or a number is read by its column."""
    edited(
        book,
        ("incidents", "E4", DAY),
        ("incidents", "K4", 1.0),
        ("incidents", "L4", 9.0),
    )
    plan = plan_of(book, pocket, **WHY)

    assert {"2011-05-30", "9"} <= {edit.now for edit in plan.edits}
    assert {("incidents", "E4"), ("incidents", "L4")} <= {*said(plan.notes)}


@pytest.mark.parametrize(
    ("cell", "value", "what"),
    [
        ("J2", DAY, "a program made the day 2011-05-30"),
        ("J2", "=A1", "is a formula"),
        ("E2", dt.datetime(2011, 5, 30, 14, 5), "has a time of day"),
        ("E2", 3, "3 is no date"),
        ("K2", 1.5, "is a fraction"),
        ("J2", 1e17, "does not tell what was typed"),
        ("E2", "30.05.2011", "date-turned-number"),
        ("G2", "extraditon", "did you mean 'extradition'"),
        ("B2", None, "empty-cell"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_cell(book, pocket, cell, value, what):
    """Where no rule tells what was meant, nothing is guessed: sheet, cell and
    reason.
    """
    edited(book, ("incidents", cell, value))
    plan = plan_of(book, pocket, **WHY)

    assert [("incidents", cell)] == said(plan.problems)
    assert what in plan.problems[0].what


def test_a_changed_value_becomes_a_correction(book, pocket):
    """The table keeps what was published; the correction says what holds, and why."""
    before = files(pocket)
    edited(book, ("incidents", "J2", "Grey Harbour"))
    plan = plan_of(book, pocket, **WHY)
    plan.change.write()
    last = (pocket / "corrections.csv").read_text("utf-8").splitlines()[-1]
    after = files(pocket)
    moved = {name for name in after if after[name] != before.get(name)}

    assert last.startswith(
        "incidents,INC-0001,place,Ashford Crossing,Grey Harbour,The ruling says so.,"
    )
    assert {"corrections.csv", "datapackage.json"} == moved
    assert [] == check(pocket)


def test_a_published_value_is_not_changed_in_silence(book, pocket):
    """Without a reason and a source the change is refused, and says what to add."""
    edited(book, ("incidents", "J2", "Grey Harbour"))

    with pytest.raises(
        BriefingError, match="place of INC-0001 was published"
    ) as refusal:
        plan_of(book, pocket)
    assert "--reason" in str(refusal.value)


def test_a_workbook_read_back_twice_changes_nothing_more(book, pocket):
    """What it says stands in the package already."""
    edited(book, ("incidents", "J2", "Grey Harbour"))
    plan_of(book, pocket, **WHY).change.write()

    assert [] == changes(plan_of(book, pocket))


def test_a_new_row_is_written_where_a_curator_looks_for_it(book, pocket):
    """Added rows stand with those of their incident; no other line changes."""
    before = (pocket / "claims.csv").read_text("utf-8").splitlines()
    end = load_workbook(book)["claims"].max_row + 1
    row = ("INC-0001", "S-0002", "act", "reported", "page 7")
    edited(
        book, *(("claims", f"{c}{end}", t) for c, t in zip("ABCDE", row, strict=True))
    )
    plan_of(book, pocket).change.write()
    after = (pocket / "claims.csv").read_text("utf-8").splitlines()
    at = after.index(",".join(row))

    assert before == after[:at] + after[at + 1 :]
    assert after[at - 1].startswith("INC-0001,")
    assert [] == check(pocket)


def test_sorting_a_sheet_changes_nothing(book, pocket):
    """Rows are known by their keys, wherever they stand."""
    opened = load_workbook(book)
    sheet = opened["claims"]
    rows = sorted(sheet.iter_rows(min_row=2, values_only=True), reverse=True)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = value
    opened.save(book)

    assert [] == changes(plan_of(book, pocket))


def test_a_row_taken_out_must_be_meant(book, pocket):
    """A row that is missing is refused, and taken out of the package if so asked."""
    edition_of("INC-0001", pocket)
    opened = load_workbook(book)
    opened["involvements"].delete_rows(2)
    opened.save(book)

    with pytest.raises(BriefingError, match=r"INC-0005\|XEV\|beneficiary"):
        plan_of(book, pocket)
    plan = plan_of(book, pocket, remove=True)
    assert [("involvements", "INC-0005|XEV|beneficiary", "removed")] == [
        change[:3] for change in changes(plan)
    ]


def edition_of(incident, package):
    """Put an edition beside a package, which speaks of one incident alone."""
    tables = package.parent / "reports" / "first" / "tables"
    tables.mkdir(parents=True)
    (tables / "cases.csv").write_text(f"incident_id\n{incident}\n", "utf-8")


@pytest.fixture
def edition(pocket):
    """An edition beside the pocket package, which speaks of INC-0001 alone."""
    edition_of("INC-0001", pocket)


@pytest.mark.parametrize("table", ["corrections", "treaties", "incidents"])
def test_without_an_edition_no_row_is_taken_out(book, pocket, table):
    """Where nobody knows what was published, a row may have been."""
    opened = load_workbook(book)
    opened[table].delete_rows(2)
    opened.save(book)

    with pytest.raises(BriefingError, match="nobody knows whether it was published"):
        plan_of(book, pocket, remove=True)


@pytest.mark.usefixtures("edition")
def test_what_no_edition_speaks_of_is_edited_plainly(book, pocket):
    """A case that is new since the last edition needs no correction."""
    edited(book, ("incidents", "J3", "Grey Harbour"))
    plan = plan_of(book, pocket)

    assert [("INC-0002", "Grey Harbour")] == [(e.key, e.now) for e in plan.edits]
    assert 0 == plan.corrections


@pytest.mark.usefixtures("edition")
def test_what_an_edition_speaks_of_is_not_taken_out(book, pocket):
    """Not even where it is asked for: nothing published is removed by an edit."""
    opened = load_workbook(book)
    opened["claims"].delete_rows(2)
    opened.save(book)

    with pytest.raises(BriefingError, match="which was published"):
        plan_of(book, pocket, remove=True)


def test_what_others_wrote_meanwhile_stays(book, pocket):
    """A row added to the package after the workbook was made is not taken for
    deleted.
    """
    change = Change(pocket)
    change.add("claims", claim("INC-0002", "S-0002"))
    change.write()
    edited(book, ("incidents", "J2", "Grey Harbour"))

    assert [("incidents", "INC-0001", "changed", "place")] == [
        one[:4] for one in changes(plan_of(book, pocket, **WHY))
    ]


def test_two_edits_of_one_row_are_not_guessed_at(book, pocket):
    """Where both the workbook and the package changed a row, the row is named."""
    change = Change(pocket)
    change.set("involvements", "INC-0005|XEV|beneficiary", {"note": "Another note."})
    change.write()
    edited(book, ("involvements", "D2", "A third note."))
    plan = plan_of(book, pocket, **WHY)

    assert [("involvements", "A2")] == said(plan.problems)
    assert "has changed here since" in plan.problems[0].what


def claim(incident, source):
    """Write a claim that a source reports an incident."""
    cells = {"field": "act", "value": "reported", "locator": "not_reported"}
    return {"incident_id": incident, "source_id": source, **cells}


@pytest.mark.parametrize(
    ("spoil", "place", "what"),
    [
        (
            lambda book: column(book, "X1", "notes2"),
            "X2",
            "nothing of it could be kept",
        ),
        (lambda book: column(book, "J1", "Ort"), "J2", "nothing of it could be kept"),
        (lambda book: column(book, "D1", "title"), "A1", "two columns are called"),
    ],
    ids=["added", "renamed", "twice"],
)
def test_a_column_that_is_none_of_ours_is_named(book, pocket, spoil, place, what):
    """Nothing in a strange column is dropped in silence."""
    spoil(book)
    problems = plan_of(book, pocket).problems

    assert ("incidents", place) in said(problems)
    assert any(what in one.what for one in problems)


def column(book, cell, name):
    """Give a column a name, and its first row a word."""
    edited(book, ("incidents", cell, name), ("incidents", f"{cell[0]}2", "word"))


def test_a_sheet_of_another_name_is_named(book, pocket):
    """What stands on a sheet that no table has is not read, and said to be."""
    opened = load_workbook(book)
    opened.create_sheet("Incidents 2").append(["INC-0001", "a thought"])
    opened.save(book)

    assert [("Incidents 2", "")] == said(plan_of(book, pocket).problems)


def test_a_sheet_taken_out_leaves_its_table(book, pocket):
    """To delete a sheet deletes no table, and that is said."""
    opened = load_workbook(book)
    del opened["claims"]
    opened.save(book)
    plan = plan_of(book, pocket)

    assert [] == changes(plan)
    assert [("claims", "")] == said(plan.notes)


def test_a_key_that_stands_twice_is_named(book, pocket):
    """Of two rows with one key neither is preferred."""
    opened = load_workbook(book)
    sheet = opened["sources"]
    sheet.append([cell.value for cell in sheet[2]])
    opened.save(book)

    assert "row 2 has the same key" in plan_of(book, pocket).problems[0].what


@pytest.mark.parametrize(
    ("raw", "what"),
    [(b"not a workbook", "cannot be read"), (None, "There is no file")],
)
def test_what_is_no_workbook_is_refused(tmp_path, pocket, raw, what):
    """A sentence, and what to do."""
    place = tmp_path / "data.xlsx"
    if raw is not None:
        place.write_bytes(raw)

    with pytest.raises(BriefingError, match=what):
        plan_of(place, pocket)


def test_another_workbook_is_refused(tmp_path, pocket):
    """Only a workbook that was written by the package is read back into it."""
    from openpyxl import Workbook

    place = tmp_path / "other.xlsx"
    Workbook().save(place)

    with pytest.raises(BriefingError, match="briefing data import"):
        plan_of(place, pocket)


def test_a_text_that_no_cell_holds_stays_in_the_package(pocket, tmp_path):
    """A spreadsheet holds 32,767 characters; what is longer is not cut on the way."""
    change = Change(pocket)
    change.set("incidents", "INC-0001", {"outcome": "long " * 8000 + "end"})
    change.write()
    place = tmp_path / "long.xlsx"
    place.write_bytes(workbook_of(pocket))

    assert "[too long" in load_workbook(place)["incidents"]["S2"].value
    assert [] == changes(plan_of(place, pocket))


FIELD = {"name": "f", "title": "F", "description": "A field."}
TEXT = Column.model_validate({**FIELD, "type": "string"})


@pytest.mark.parametrize(
    ("was", "given"),
    [
        ("007", Given(7, kind="n")),
        ("1E5", Given(100000, kind="n")),
        ("5%", Given(0.05, "0%", "n")),
        ("TRUE", Given(value=True, kind="b")),
        ("5-6", Given(dt.datetime(2026, 5, 6), "d-mmm", "d")),
        ("=1+1", Given(2, kind="n", formula="=1+1")),
        ("#N/A", Given("#N/A", kind="e")),
        ("2011-05", Given(dt.datetime(2011, 5, 1), "mmm-yy", "d")),
    ],
)
def test_a_program_s_reading_of_a_text_is_undone(was, given):
    """What a program makes of the text that stood there is that text."""
    reading = read(given, TEXT, was)

    assert (was, "") == (reading.text, reading.refused)
    assert reading.repaired


def test_the_command_shows_asks_and_writes(pocket, tmp_path, capsys):
    """Written, edited, read back: shown first, written when agreed to."""
    place, data = tmp_path / "data.xlsx", ["--data", str(pocket)]
    assert 0 == main.main(["data", "workbook", "write", "--out", str(place), *data])
    edited(place, ("incidents", "J2", "Grey Harbour"))
    before = files(pocket)
    why = ["--reason", WHY["reason"], "--source", WHY["source"]]
    back = ["data", "workbook", "read", str(place), *data, *why]

    assert 0 == main.main([*back, "--dry-run"])
    assert "place\tAshford Crossing\tGrey Harbour" in capsys.readouterr().out
    assert 2 == main.main(back)
    assert "Add --yes" in capsys.readouterr().err
    assert before == files(pocket)
    assert 0 == main.main([*back, "--yes"])
    assert before != files(pocket)
    assert 0 == main.main(["check", *data])


def test_the_command_names_cells_that_must_be_mended(pocket, book, capsys):
    """Exit 1, a row for each cell, and nothing is written."""
    before = files(pocket)
    edited(book, ("incidents", "G2", "extraditon"))

    assert 1 == main.main(
        ["data", "workbook", "read", str(book), "--data", str(pocket)]
    )
    assert "incidents\tG2\tINC-0001\t" in capsys.readouterr().out
    assert before == files(pocket)


def test_what_would_break_the_package_is_refused(pocket, book, capsys):
    """Rules between tables hold too: exit 2, the finding, and nothing is written."""
    edition_of("INC-0009", pocket)
    before = files(pocket)
    edited(book, ("claims", "B2", "S-9999"))
    words = ["--data", str(pocket), "--remove", "--yes"]

    assert 2 == main.main(["data", "workbook", "read", str(book), *words])
    assert "'S-9999' is not in sources.csv" in capsys.readouterr().err
    assert before == files(pocket)


def test_a_workbook_is_not_written_over(pocket, book, capsys):
    """It may hold edits that nobody has read back."""
    words = ["data", "workbook", "write", "--out", str(book), "--data", str(pocket)]

    assert 2 == main.main(words)
    assert "add --force" in capsys.readouterr().err
    assert 0 == main.main([*words, "--force"])


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """What LibreOffice made of two workbooks: one only saved, one edited and saved."""
    need("soffice", "uno")
    folder = tmp_path_factory.mktemp("office")
    package = hardened(shutil.copytree(POCKET, folder / "pocket"))
    edition_of("INC-0001", package)
    (folder / "data.xlsx").write_bytes(workbook_of(package))
    in_libreoffice(
        (folder / "data.xlsx", [], folder / "saved.xlsx"),
        (folder / "data.xlsx", TYPED, folder / "edited.xlsx"),
        (folder / "data.xlsx", BROKEN, folder / "broken.xlsx"),
    )
    return folder


BROKEN = [
    ("incidents", "J2", "general", "=1+1"),
    ("incidents", "J3", "day", "2012-07-09"),
    ("incidents", "J4", "general", "=NOSUCH(1)"),
]
TYPED = [
    ("incidents", "J2", "type", "007-1"),  # typed into a cell that is still text
    ("incidents", "E2", "general", "2005-08-18"),  # turned into a day, as it was
    ("incidents", "E4", "day", "2012-07-09"),  # turned into a day, and another
    ("incidents", "K2", "general", "2"),
    ("incidents", "L4", "general", "14"),
    ("incidents", "J3", "type", "灰港 007"),
    ("involvements", "A2", "row", ""),
]


@pytest.mark.office
def test_libreoffice_saves_what_it_opened(office):
    """Opened and saved, the workbook holds what the package holds, to the last
    space.
    """
    plan = plan_of(office / "saved.xlsx", office / "pocket")

    assert ([], [], []) == (changes(plan), list(plan.notes), list(plan.problems))


@pytest.mark.office
def test_libreoffice_keeps_sheets_texts_and_choices(office):
    """The text format and the drop-downs are still there to edit on.

    Which rows are frozen belongs to a window, and here LibreOffice opens none.
    """
    made, kept = (load_workbook(office / f"{n}.xlsx") for n in ("data", "saved"))
    sheet = kept["incidents"]

    assert made.sheetnames == kept.sheetnames
    assert "list" in {rule.type for rule in sheet.data_validations.dataValidation}
    assert "@" == sheet["E2"].number_format


@pytest.mark.office
def test_what_libreoffice_makes_of_typed_cells_is_told_apart(office):
    """A day that was there already is put back; a new one is read, and named by its
    cell.
    """
    plan = plan_of(office / "edited.xlsx", office / "pocket", remove=True, **WHY)
    found = {(e.table, e.key, e.field): e.now for e in plan.edits}

    assert {
        ("incidents", "INC-0001", "place"): "007-1",
        ("incidents", "INC-0002", "place"): "灰港 007",
        ("incidents", "INC-0003", "date"): "2012-07-09",
        ("incidents", "INC-0003", "persons_max"): "14",
        ("involvements", "INC-0005|XEV|beneficiary", ""): "",
    } == found
    assert {("incidents", cell) for cell in ("E2", "E4", "K2", "L4")} == {
        *said(plan.notes)
    }


@pytest.mark.office
def test_what_libreoffice_cannot_have_meant_is_named(office):
    """A formula, an error and a day in a column of words: each by its cell."""
    plan = plan_of(office / "broken.xlsx", office / "pocket", **WHY)

    assert [("incidents", cell) for cell in ("J2", "J3", "J4")] == said(plan.problems)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "code", "written"),
    [
        pytest.param("y\n", 0, True, marks=pytest.mark.smoke),
        ("n\n", 0, False),
        ("\x04", 2, False),
    ],
)
def test_a_person_at_a_terminal_is_asked(pocket, book, answer, code, written):
    """Without --yes the changes are shown, and nothing is written before the answer."""
    before = files(pocket)
    edited(book, ("incidents", "J2", "Grey Harbour"))
    keyboard, terminal = pty.openpty()
    os.write(keyboard, answer.encode())
    words = ["data", "workbook", "read", str(book), "--data", str(pocket)]
    why = ["--reason", WHY["reason"], "--source", WHY["source"]]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words, *why],
        stdin=terminal,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(keyboard)
    os.close(terminal)

    assert (code, written) == (done.returncode, before != files(pocket))
    assert "Write this?" in done.stderr


def test_a_workbook_is_called_one(pocket, tmp_path, capsys):
    """Another name would open in another program."""
    words = [
        "data",
        "workbook",
        "write",
        "--out",
        str(tmp_path / "data.csv"),
        "--data",
        str(pocket),
    ]

    assert 2 == main.main(words)
    assert "is called something.xlsx" in capsys.readouterr().err


def test_a_workbook_needs_a_folder(pocket, tmp_path, capsys):
    """A folder that is not there is named, and none is made."""
    place = tmp_path / "none" / "data.xlsx"

    assert 2 == main.main(
        ["data", "workbook", "write", "--out", str(place), "--data", str(pocket)]
    )
    assert f"There is no folder {place.parent}" in capsys.readouterr().err


def test_nothing_to_do_is_said(pocket, book, capsys):
    """Who reads back what nobody edited hears so."""
    assert 0 == main.main(
        ["data", "workbook", "read", str(book), "--data", str(pocket)]
    )
    assert "holds what the package holds" in capsys.readouterr().err
