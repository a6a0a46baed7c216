"""Somebody else's table becomes a package; what does not fit is listed, cell by
cell.
"""

import csv
import datetime as dt
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart

from briefing.cli import main
from briefing.counts.corrections import corrections
from briefing.curate.import_package import import_table
from briefing.dataset.load import load
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.examples import fewer
from helpers.paths import POCKET, ROOT

EXAMPLE = ROOT / "docs" / "examples" / "own-data"
MAPPING = (EXAMPLE / "mapping.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """What became of the example that the documentation imports."""
    out = tmp_path_factory.mktemp("example") / "own"
    return import_table(
        EXAMPLE / "people.csv", EXAMPLE / "mapping.toml", out, like=POCKET
    )


@pytest.fixture
def table(tmp_path):
    """Import a changed copy of the example: other rows, another mapping."""

    def made(rows=None, mapping=MAPPING, name="people.csv"):
        place = tmp_path / name
        if rows is None:
            place.write_bytes((EXAMPLE / "people.csv").read_bytes())
        elif name.endswith(".csv"):
            with place.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADS, *rows])
        (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
        out = tmp_path / "own"
        return import_table(place, tmp_path / "mapping.toml", out, like=POCKET)

    return made


def rows_of(place):
    """Read a CSV file as lists."""
    with place.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


HEADS, *ROWS = rows_of(EXAMPLE / "people.csv")


def row(**cells):
    """The last row of the example that is sound, with other cells in it."""
    base = dict(zip(HEADS, ROWS[3], strict=True))
    assert cells.keys() <= base.keys()
    return [*(base | cells).values()]


def with_cells(**cells):
    """A row with cells by the first words of their columns, written with
    underscores.
    """
    return row(**{name.replace("_", " "): text for name, text in cells.items()})


def why(made):
    """Give the line and the column of what found no place."""
    return [(one.line, one.column) for one in made.unplaced]


def records(made, name):
    """Read a table of the package that was made."""
    heads, *rows = rows_of(made.out / f"{name}.csv")
    return [dict(zip(heads, cells, strict=True)) for cells in rows]


def test_the_package_is_whole(example):
    """The check accepts it, and it can be counted."""
    chosen = select(load(example.out), Selection())

    assert [] == check(example.out)
    assert 4 == len(chosen.incident_at)


def test_a_package_without_corrections_says_so(example):
    """The list of corrections is empty, with its columns."""
    frame = corrections(select(load(example.out), Selection()))

    assert (0, True) == (len(frame), "reason" in frame)


def test_a_briefing_can_be_asked_of_it(example, capsys):
    """Its states are those of the package whose codes it took."""
    assert 0 == main.main(["data", "codes", "states", "--data", str(example.out)])
    assert "XNM\tNorthmark" in capsys.readouterr().out


def test_rows_of_one_case_are_one_incident(example):
    """Three rows with one number are one act, told by two sources, of two to three
    people.
    """
    first = records(example, "incidents")[0]
    claims = [
        (one["source_id"], one["field"], one["value"])
        for one in records(example, "claims")
        if one["incident_id"] == "INC-0001"
    ]

    assert ("2012-03-14", "2", "3") == (
        first["date"],
        first["persons_min"],
        first["persons_max"],
    )
    assert [
        ("S-0001", "act", "reported"),
        ("S-0001", "date", "2012-03-14"),
        ("S-0002", "act", "reported"),
        ("S-0002", "date", "2012-03"),
    ] == claims


def test_a_person_is_written_down_once(example):
    """Who stands in two rows is one person, with the names in every script."""
    names = [(one["name"], one["other_names"]) for one in records(example, "persons")]

    assert ("Halim Oster", "Халим Остер") == names[0]
    assert [("欧斯", "not_reported")] == names[2:3]
    assert 4 == len(names)


def test_violations_come_from_what_cells_name(example):
    """The sending state answers for one right, the receiving state for the other."""
    found = [
        (one["right"], one["responsible_state"])
        for one in records(example, "violations")
        if one["incident_id"] == "INC-0001"
    ]

    assert [("NON_REFOULEMENT", "XEV"), ("TORTURE", "XNM")] == found


def test_what_finds_no_place_is_listed_by_line_and_column(example):
    """A word without a code, a day that is on no calendar, a state that is not
    known.
    """
    listed = rows_of(example.report)

    assert [(6, "Groups"), (7, "When"), (8, "Citizen of"), (8, "To")] == why(example)
    assert ["line", "column", "cell", "why"] == listed[0]
    assert [["6", "Groups", "sailors"]] == [one[:3] for one in listed[1:2]]
    assert "the whole row" in example.unplaced[1].why


def test_every_row_is_placed_or_listed(example):
    """Rows read are rows placed and rows listed as a whole."""
    lost = {one.line for one in example.unplaced if "the whole row" in one.why}

    assert {*range(2, 9)} == {*example.placed} | lost
    assert set() == {*example.placed} & lost


CELL = st.text(st.characters(codec="utf-8"), max_size=12)
ODD = st.sampled_from(
    ["", " ", "=1+1", "0", "3-1", "Northmark", "XEV", "31.02.2016", "14.03.2012",
     "handed over", "tortured", "a;b", "a,b", "\u2028", "\x00", "not_reported", "S-1"]
)  # fmt: skip


@settings(fewer(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_is_dropped_whatever_the_rows_hold(data, tmp_path_factory):
    """Whatever stands in the cells, the package is sound and every row accounted
    for.
    """
    cells = st.one_of(CELL, ODD, *(st.just(one) for one in ROWS[3] if one))
    drawn = data.draw(
        st.lists(
            st.tuples(st.sampled_from(ROWS), st.integers(0, len(HEADS) - 1), cells),
            min_size=1,
            max_size=6,
        )
    )
    rows = [[*one[:at], cell, *one[at + 1 :]] for one, at, cell in drawn]
    folder = tmp_path_factory.mktemp("odd")
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    made = import_table(
        folder / "people.csv", EXAMPLE / "mapping.toml", folder / "own", like=POCKET
    )
    lost = [one.line for one in made.unplaced if "the whole row" in one.why]

    assert made.rows == len(made.placed) + len(lost) == len(rows)
    assert set() == {*made.placed} & {*lost}
    assert not made.placed or [] == check(made.out)


def test_a_column_that_nobody_named_is_listed(table):
    """Unless the mapping leaves it out on purpose, each of its cells is reported."""
    mapping = MAPPING.replace('leave = ["Archive box"]', "leave = []")
    made = table(mapping=mapping)
    listed = [one for one in made.unplaced if one.column == "Archive box"]

    assert [2, 3, 4, 5, 6, 8] == [one.line for one in listed]
    assert {"B-07", "B-11", "B-12", "B-14"} == {one.cell for one in listed}


def test_cells_beyond_the_last_column_are_listed(table):
    """A cell that a stray comma made is named by its letter."""
    made = table([[*ROWS[3], "stray"]])

    assert [(2, "column T")] == why(made)


def test_what_two_rows_of_a_case_say_differently_is_listed(table):
    """The first is kept; what the other says is not lost."""
    rows = [ROWS[0], [*ROWS[0]]]
    rows[1][HEADS.index("What happened")] = "expelled"
    made = table(rows)
    told = [one for one in made.unplaced if one.column == "What happened"]

    assert [(3, "deportation")] == [(one.line, one.cell) for one in told]
    assert "line 2 says 'extradition', which was kept" in told[0].why


def test_dates_in_conflict_become_an_interval(table):
    """Each source keeps its date as a claim; the working date follows by the rule."""
    other = [*ROWS[0]]
    for name, text in (("When", "16.03.2012"), ("Newspaper", "Lowland Rights Watch")):
        other[HEADS.index(name)] = text
    made = table([ROWS[0], other])

    assert "2012-03-14/2012-03-16" == records(made, "incidents")[0]["date"]


def test_a_row_without_a_violation_is_no_act(table):
    """What the rules of the package refuse is listed with the finding as the reason."""
    made = table([with_cells(Right_denied=""), ROWS[0]])

    assert [2] == [one.line for one in made.unplaced]
    assert "act-without-violation" in made.unplaced[0].why
    assert {3: "INC-0001"} == made.placed


def test_what_is_told_of_nobody_is_listed(table):
    """An age without a name has no person to belong to."""
    made = table([with_cells(Name="", Age="29", Citizen_of="Eastvale")])

    assert [(2, "Age"), (2, "Citizen of")] == why(made)
    assert [] == records(made, "persons")


def test_nothing_placed_makes_no_package(table):
    """The list is written all the same."""
    made = table([with_cells(When="some day")])

    assert {} == made.placed
    assert not made.out.exists()
    assert 2 == len(rows_of(made.report))


def test_a_workbook_is_read_as_well(tmp_path):
    """Days and numbers of an Excel file are days and numbers."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADS)
    cells = [*ROWS[3]]
    cells[HEADS.index("When")] = dt.datetime(2014, 11, 2)
    cells[HEADS.index("Case")] = 2
    cells[HEADS.index("How many")] = 1.0
    sheet.append(cells)
    book.save(tmp_path / "people.xlsx")
    mapping = MAPPING.replace('"%d.%m.%Y", ', '"%Y-%m-%d", "%d.%m.%Y", ')
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    made = import_table(
        tmp_path / "people.xlsx",
        tmp_path / "mapping.toml",
        tmp_path / "own",
        like=POCKET,
    )

    assert [] == why(made)
    assert "2014-11-02" == records(made, "incidents")[0]["date"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"When"', '"Wenn"', "names the column 'Wenn'.*did you mean 'When'"),
        ("groups = ", "group = ", "incidents.group, .*did you mean 'groups'"),
        ('title = "Cases', 'titel = "Cases', "wrong at"),
        ('kind = { column = "Newspaper"', "#", "leaves sources.kind open"),
        ("case = [", "case = [[", "cannot be read"),
        ('column = "From" }   #', 'colum = "From" } #', "executing_state.colum"),
        ('"How many" }', '"How many", split = ";" }', "incidents.persons by `split`"),
        ('"Link" }', '"Link", text = "{Headline}" }', "sources.url in two ways"),
        ('"Link" }', '"Link", formats = ["%Y"] }', "sources.url by `formats`"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(table, old, new, what):
    """One sentence that names the place, before anything is read or written."""
    assert old in MAPPING

    with pytest.raises(BriefingError, match=what):
        table(mapping=MAPPING.replace(old, new, 1))


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xff\xfe\x00", "encoding"),
        (b"", "no row 1"),
        (b"Case,Case\n1,2\n", "Two columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, raw, what):
    """The sentence says where encoding and delimiter are told."""
    (tmp_path / "people.csv").write_bytes(raw)

    with pytest.raises(BriefingError, match=what):
        import_table(
            tmp_path / "people.csv",
            EXAMPLE / "mapping.toml",
            tmp_path / "own",
            like=POCKET,
        )


def test_a_folder_that_is_there_is_not_written_over(example):
    """An import makes a new package, and never touches one."""
    with pytest.raises(BriefingError, match="is not an empty folder"):
        import_table(
            EXAMPLE / "people.csv", EXAMPLE / "mapping.toml", example.out, like=POCKET
        )


def test_the_folder_one_is_in_is_not_written_over(tmp_path, monkeypatch):
    """It cannot be replaced, empty as it may be."""
    monkeypatch.chdir(tmp_path)
    words = (EXAMPLE / "people.csv", EXAMPLE / "mapping.toml", Path())

    with pytest.raises(BriefingError, match="is the folder you are in; name a new one"):
        import_table(*words, like=POCKET)


def test_the_command_prints_what_found_no_place(tmp_path, capsys):
    """Exit 1 where something was not placed; the counts are said, and the package
    named.
    """
    out = tmp_path / "own"
    words = ["data", "import", str(EXAMPLE / "people.csv"), "--map",
             str(EXAMPLE / "mapping.toml"), "--out", str(out),
             "--data", str(POCKET)]  # fmt: skip
    code = main.main(words)
    printed = capsys.readouterr()

    assert 1 == code
    assert printed.out.startswith("line\tcolumn\tcell\twhy\n6\tGroups\tsailors\t")
    assert printed.out.endswith(f"{out}\n")
    assert "7 rows: 6 placed in 4 incidents, 1 not placed; 3 cells" in printed.err


def test_the_example_is_about_invented_states():
    """A made-up case can never be mistaken for a claim about a real place."""
    invented = {one["state"]: one["name"] for one in states()}
    named = {cells[HEADS.index(column)] for cells in ROWS for column in ("From", "To")}

    assert named - {"Westmoor"} <= {*invented.values()}
    assert "Cases of the Lowland archive" == tomllib.loads(MAPPING)["title"]


def states():
    """Read the invented states."""
    heads, *rows = rows_of(POCKET / "reference" / "states.csv")
    return [dict(zip(heads, cells, strict=True)) for cells in rows]


def test_the_package_is_counted_beside_another(example):
    """The example of the documentation: a column for each package, never a sum."""
    said = subprocess.run(
        [sys.executable, EXAMPLE / "beside.py", POCKET, example.out],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    saltmere = next(line for line in said.splitlines() if line.startswith("Saltmere"))
    placed = [one["executing_state"] for one in records(example, "incidents")]

    assert placed.count("XSM") == int(saltmere.split()[-1]) == 2


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"How_many": "several"}, "expected a number of people"),
        ({"How_many": "6-5"}, "expected a number of people"),
        ({"What_happened": "handed over / expelled"}, "takes one value"),
        ({"Newspaper": ""}, "must be known, and the cell is empty"),
    ],
)
def test_a_row_that_finds_no_place_says_why(table, cells, what):
    """One cell is the reason, and is named."""
    slash = MAPPING.replace(
        'type = { column = "What happened",',
        'type = { column = "What happened", split = "/",',
    )
    made = table([with_cells(**cells)], slash)

    assert next(iter(cells)).replace("_", " ") == made.unplaced[0].column
    assert what in made.unplaced[0].why


def test_fixed_words_are_read_like_cells(table):
    """What is the same for every row keeps to the rules of its field too."""
    mapping = MAPPING.replace("[incidents]", '[incidents]\nverified = "Yes"', 1)
    made = table([ROWS[3]], mapping)

    assert ["true"] == [one["verified"] for one in records(made, "incidents")]


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    """The sentence names those that are."""
    Workbook().save(tmp_path / "people.xlsx")
    mapping = MAPPING.replace("[incidents]", '[file]\nsheet = "Seet"\n[incidents]', 1)
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    words = (tmp_path / "people.xlsx", tmp_path / "mapping.toml", tmp_path / "own")

    with pytest.raises(BriefingError, match="did you mean 'Sheet'"):
        import_table(*words, like=POCKET)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ('{ text = "{How many}-{Age}" }', ("3", "40")),
        ('"2"', ("2", "2")),
        ('{ column = "Citizen of", empty = "1" }', ("1", "1")),
        ('{ column = "Groups", values = { "A family" = "4-5" } }', ("4", "5")),
    ],
)
def test_people_are_counted_however_they_are_given(table, way, expected):
    """From two columns, for every row alike, by what an empty cell says, or in
    words.
    """
    line = next(one for one in MAPPING.splitlines() if one.startswith("persons = "))
    words = {"Groups": "a family", "Citizen_of": "", "Name": ""}
    cells = with_cells(How_many="3", Age="40", **words)
    made = table([cells], MAPPING.replace(line, f"persons = {way}"))
    incident = records(made, "incidents")[0]

    assert expected == (incident["persons_min"], incident["persons_max"])


def more_sheets(book):
    """A second sheet with a row."""
    book.create_sheet("More").append(["a row"])


def formula(book):
    """A formula that no program has worked out."""
    book["Sheet"]["A2"] = "=1+1"


def merged(book):
    """Two cells of which only one holds its text."""
    book["Sheet"].merge_cells("A2:A3")


def only_charts(book):
    """No sheet but one for a chart."""
    book.create_chartsheet("Chart").add_chart(BarChart())
    del book["Sheet"]


def test_a_chart_on_a_sheet_of_its_own_is_passed_over(tmp_path):
    """The table is read, whatever else stands in the workbook, also an empty chart."""
    book = Workbook()
    for cells in (HEADS, ROWS[3]):
        book.active.append(cells)
    book.create_chartsheet("Chart", 0)
    book.save(tmp_path / "people.xlsx")
    words = (tmp_path / "people.xlsx", EXAMPLE / "mapping.toml", tmp_path / "own")

    assert 1 == len(import_table(*words, like=POCKET).placed)


def empty_chart(book):
    """No sheet but one for a chart, and on that nothing."""
    book.create_chartsheet("Chart")
    del book["Sheet"]


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (more_sheets, "several sheets: 'Sheet', 'More'"),
        (formula, "formula without a result at A2 of 'Sheet'"),
        (merged, "merged cells at A2:A3 of 'Sheet'"),
        (only_charts, "no sheet with cells"),
        (empty_chart, "no sheet with cells"),
    ],
)
def test_what_a_workbook_would_lose_is_refused(tmp_path, spoil, what):
    """Other sheets, formulas without a result and merged cells are never read as
    blank.
    """
    book = Workbook()
    for cells in (HEADS, ROWS[3], ROWS[3]):
        book.active.append(cells)
    spoil(book)
    book.save(tmp_path / "people.xlsx")
    words = (tmp_path / "people.xlsx", EXAMPLE / "mapping.toml", tmp_path / "own")

    with pytest.raises(BriefingError, match=what):
        import_table(*words, like=POCKET)
