"""A curator's day: ten cases, two that look like another, two dates for one act, a
correction and a workbook. The package is valid after each step, and the next briefing
counts exactly this: all expected numbers were added up by hand from `cases/`.
"""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.cli.main import main
from briefing.dataset.load import load
from briefing.dataset.validate import check
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.paths import POCKET, TEST_DATA
from helpers.project import Project

CASES = TEST_DATA / "cases"
ANOTHER = "They were handed over a second time, two months after the first."
BY_STATE = {  # before: four acts each
    "XEV": ["1", "3", "4", "8"],  # 04 by two sources; 06, 09 and 10 by one
    "XNM": ["1", "0", "6", "7"],  # 02, 05 and 08 by one
    "XSM": ["0", "5", "2", "7"],  # 01 by two sources; 03 and 07 by one
}
BY_RIGHT = {  # before: 6, 5, 1, 2, 2, 3
    "NON_REFOULEMENT": ["2", "6", "1", "9"],  # 01, 04, 10
    "LIBERTY": ["0", "2", "6", "8"],  # 06, 07, 09
    "MOVEMENT": ["0", "1", "3", "4"],  # 02, 04, 05
    "ASYLUM": ["0", "2", "1", "3"],  # 03
    "FAIR_TRIAL": ["0", "1", "2", "3"],  # 08
    "TORTURE": ["0", "3", "0", "3"],
}
BY_TYPE = {  # before: 3, 2, 1, 1, 1, 1, 1, 1, 1 and none of the last two
    "deportation": 5,  # 01, 04, and INC-0003, which was a rendition until today
    "extradition": 4,  # 10
    "arrest_on_request": 2,  # 09
    "asylum_denial": 2,  # 03
    "disappearance": 2,  # 07
    "travel_ban": 2,  # 05
    "attempted_removal": 1,
    "judicial_harassment": 1,
    "rendition": 1,  # 06, and no longer INC-0003
    "listing": 1,  # 02
    "organisation_ban": 1,  # 08
}


def files() -> list[Path]:
    """List the ten case files of the day."""
    return sorted(CASES.glob("[0-9]*"))


def do(pocket: Path, *words: str) -> int:
    """Run a command on the package, which must be valid whatever it did."""
    code = main([*words, "--data", str(pocket)])
    assert [] == check(pocket)
    return code


def edit(workbook: Path) -> None:
    """Edit two cells of a workbook as a person would."""
    book = load_workbook(workbook)
    sheet = book["incidents"]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(names, row, strict=True))
        if cells["incident_id"].value == "INC-0020":
            cells["fate"].value = "resettled"
            cells["place"].value = "Гавань · 港口"
    book.save(workbook)


def spend(pocket: Path, folder: Path) -> list[int]:
    """Do what the day brings; give the exit codes."""
    one, *rest, last = files()
    codes = [do(pocket, "case", "new", str(file), "--yes") for file in (one, *rest)]
    codes.append(do(pocket, "case", "new", str(CASES / "told-again.toml"), "--yes"))
    codes.append(do(pocket, "case", "new", str(last), "--yes"))
    why = ["--not-a-duplicate", ANOTHER]
    codes.append(do(pocket, "case", "new", str(last), "--yes", *why))
    words = ["--now", "deportation", "--source", "S-0006"]
    reason = ["--reason", "The newspaper saw the order of expulsion."]
    cell = ["incidents", "INC-0003", "type"]
    codes.append(do(pocket, "case", "correct", *cell, *words, *reason, "--yes"))
    book = folder / "data.xlsx"
    codes.append(do(pocket, "data", "workbook", "write", "--out", str(book)))
    edit(book)
    why = ["--reason", "She was resettled.", "--source", "S-0014"]
    codes.append(do(pocket, "data", "workbook", "read", str(book), "--yes", *why))
    return codes


@pytest.fixture(scope="module")
def day(shared):
    """A package after the day, and what the commands of the day said by their codes."""

    def make(folder):
        pocket = Path(shutil.copytree(POCKET, folder / "pocket"))
        codes = spend(pocket, folder)
        (folder / "codes.json").write_text(json.dumps(codes), "utf-8")

    folder = shared("day-of-a-curator", make)
    return folder / "pocket", json.loads((folder / "codes.json").read_text("utf-8"))


def test_all_but_the_two_that_look_like_another_are_added(day):
    """Nine are added, two refused, and one of these is added with the reason why."""
    assert [0] * 9 + [2, 2, 0] + [0, 0, 0] == day[1]


def test_the_package_grew_by_the_ten(day):
    """Ten identifiers follow the last one, and the sources of each are there."""
    dataset = load(day[0])

    expected = [f"INC-{number:04}" for number in range(1, 26)]
    assert expected == sorted(dataset.incidents["incident_id"])
    assert (14 + 11, 7 + 1) == (len(dataset.sources), len(dataset.persons))


def test_the_weightier_of_two_dates_decides(day):
    """A newspaper and an intergovernmental body give two days; both claims are kept."""
    dataset = load(day[0])
    claims = dataset.claims.query("incident_id == 'INC-0016' and field == 'date'")
    dates = dataset.incidents.set_index("incident_id")["date"]

    assert "2017-03-04" == dates["INC-0016"]
    assert ["2017-03-04", "2017-03-06"] == sorted(claims["value"])


def test_two_numbers_of_people_become_a_range(day):
    """The record spans what its sources claim."""
    held = load(day[0]).incidents.set_index("incident_id").loc["INC-0019"]

    assert (12, 14) == (held["persons_min"], held["persons_max"])


def test_why_a_case_is_another_is_kept(day):
    """The decision about the pair stands in duplicates.csv, with its reason."""
    with (day[0] / "duplicates.csv").open(encoding="utf-8", newline="") as file:
        last = [*csv.DictReader(file)][-1]

    assert ["INC-0001", "INC-0025", "different", ANOTHER] == [*last.values()][:4]


def test_corrections_leave_what_was_coded_first(day):
    """Corrected values are counted, and the tables keep what they held."""
    raw = (day[0] / "incidents.csv").read_text("utf-8")
    first = next(
        r for r in csv.DictReader(io.StringIO(raw)) if "INC-0003" in r.values()
    )
    now = load(day[0]).incidents.set_index("incident_id").loc["INC-0003"]

    assert ("rendition", "deportation") == (first["type"], now["type"])


def test_what_was_edited_in_the_workbook_holds(day):
    """Cells in three scripts come back from a workbook as they were typed."""
    held = load(day[0]).incidents.set_index("incident_id").loc["INC-0020"]

    assert ("resettled", "Гавань · 港口") == (held["fate"], held["place"])


def test_people_are_those_of_before_and_these(day):
    """45 to 47 before; 49 to 61 in the nine cases that were new, and two once more."""
    assert (45 + 49 + 2, 47 + 61 + 2) == select(load(day[0]), Selection()).persons()


@pytest.mark.smoke
@pytest.mark.slow
def test_the_next_briefing_changes_by_exactly_these(day, tmp_path):
    """A briefing rendered after the day prints the counts of before and the ten."""
    project = Project(tmp_path / "project", data=day[0])
    run = project.run()
    assert 0 == run.returncode, run.stderr
    [tables] = project.out.glob("*/tables")
    read = {path.stem: path.read_text("utf-8") for path in tables.glob("*.csv")}
    rows = {name: [*csv.reader(io.StringIO(text))] for name, text in read.items()}

    states = {row[0]: row[2:] for row in rows["incidents_by_executing_state"][1:]}
    rights = {row[0]: row[2:] for row in rows["incidents_by_right"][1:]}
    types = {row[0]: int(row[-1]) for row in rows["incidents_by_type"][1:]}
    assert (BY_STATE, BY_RIGHT) == (states, rights)
    assert BY_TYPE == {code: n for code, n in types.items() if n}
