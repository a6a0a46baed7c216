"""The real data: size, codebook, marks of doubt, six cases; read with the csv module.

The numbers in tests/data/expected/ are committed. A change that moves one of them has
to change that file too, and say why in its message.
"""

import csv
import itertools
import re
import unicodedata
from collections import Counter

import pytest

from briefing.dataset.codebook import render_codebook
from briefing.dataset.validate import check
from helpers.paths import ROOT
from helpers.recount import read

DATA = ROOT / "data"
EXPECTED = ROOT / "tests" / "data" / "expected"
MISSING = {"unknown", "not_reported", "not_applicable", "withheld"}
TABLES = sorted(path for path in DATA.rglob("*.csv"))


def rows(path: str) -> list[dict[str, str]]:
    """Read one CSV file of the data package as text, corrected."""
    return read(DATA, str(path).removesuffix(".csv"))


def expected(name: str) -> dict[str, int]:
    """Read a committed expectation: its first column, and the number in its last."""
    with (EXPECTED / name).open(encoding="utf-8", newline="") as file:
        return {
            row[0]: int(row[-1]) for row in itertools.islice(csv.reader(file), 1, None)
        }


ACTS = [row for row in rows("incidents.csv") if row["record_kind"] == "act"]


def test_every_table_has_the_expected_rows():
    """An unexplained row more or less in any table fails."""
    counted = {path.relative_to(DATA).as_posix(): len(rows(path)) for path in TABLES}

    assert expected("rows_by_table.csv") == counted


@pytest.mark.parametrize("field", ["record_kind", "confidence", "verified"])
def test_every_kind_of_record_has_the_expected_incidents(field):
    """Acts, lists, totals and patterns keep their numbers, and so do the marks of
    doubt.
    """
    counted = Counter(row[field] for row in rows("incidents.csv"))

    assert expected(f"incidents_by_{field}.csv") == counted


@pytest.mark.parametrize("field", ["type", "executing_state", "requesting_state"])
def test_acts_are_as_many_as_expected(field):
    """An act that changes its type or its states moves a committed number."""
    assert expected(f"acts_by_{field}.csv") == Counter(row[field] for row in ACTS)


@pytest.mark.parametrize("field", ["basis", "right", "responsible_state"])
def test_violations_are_as_many_as_expected(field):
    """A violation that changes its right, its state or its basis moves a number."""
    counted = Counter(row[field] for row in rows("violations.csv"))

    assert expected(f"violations_by_{field}.csv") == counted


def test_the_codebook_is_in_step_with_the_descriptor():
    """CODEBOOK.md is what `briefing data codebook` renders, to the letter."""
    committed = (DATA / "CODEBOOK.md").read_text(encoding="utf-8")

    assert render_codebook(DATA) == committed


def test_the_data_package_has_no_findings():
    """The committed data pass every check of `briefing check`."""
    assert [] == check(DATA)


@pytest.mark.parametrize(
    ("table", "unverified"),
    [
        ("memberships", 10),
        ("presidencies", 11),
        ("right_articles", 24),
        ("treaties", 6),
        ("treaty_parties", 6),
        ("events", 4),
    ],
)
def test_marks_of_doubt_in_the_reference_tables_are_kept(table, unverified):
    """A row not wholly seen in a source stays marked, and names the cells concerned."""
    marked = [r for r in rows(f"reference/{table}.csv") if r["verified"] == "false"]

    assert unverified == len(marked)
    assert not [row for row in marked if row["unverified_cells"] in MISSING]


def test_a_cell_that_the_text_does_not_settle_holds_no_answer():
    """Whether a right is absolute or derogable is not said where it was not found."""
    unsettled = {
        row[cell]
        for row in rows("reference/right_articles.csv")
        for cell in row["unverified_cells"].split(";")
        if cell not in MISSING
    }

    assert {"not_settled"} == unsettled


def find(**cells: str) -> dict[str, str]:
    """Find the one incident whose cells are these."""
    found = [r for r in rows("incidents.csv") if cells.items() <= r.items()]
    assert len(found) == 1, [row["title"] for row in found]
    return found[0]


def claimed(incident: dict[str, str], field: str) -> set[str]:
    """Gather what the sources of an incident claim of one field."""
    key = incident["incident_id"]
    claims = [c for c in rows("claims.csv") if c["incident_id"] == key]
    return {claim["value"] for claim in claims if claim["field"] == field}


def voices(incident: dict[str, str]) -> int:
    """Count the sources that report an incident."""
    key = incident["incident_id"]
    claims = [c for c in rows("claims.csv") if c["incident_id"] == key]
    return sum((c["field"], c["value"]) == ("act", "reported") for c in claims)


def test_the_extradition_of_ershidin_israil_is_there():
    """Case one: Kazakhstan to China, 30 May 2011, told by several sources."""
    case = find(date="2011-05-30", executing_state="KAZ", requesting_state="CHN")

    assert "Ershidin Israil" in case["title"]
    assert ("extradition", "yes") == (case["type"], case["assurances"])
    assert 5 < voices(case)


def test_the_group_of_june_2011_is_28_or_29_people():
    """Case two: the sources disagree on one man, and a UN committee has decided."""
    case = find(date="2011-06-09", executing_state="KAZ", requesting_state="UZB")
    found = [
        row["authority"]
        for row in rows("violations.csv")
        if row["incident_id"] == case["incident_id"] and row["basis"] == "adjudicated"
    ]

    assert ("28", "29") == (case["persons_min"], case["persons_max"])
    assert {"28", "29"} == claimed(case, "persons")
    assert ["CAT 444/2010 Abdussamatov et al. v. Kazakhstan"] == found


def test_the_five_from_kyrgyzstan_are_dated_2005_by_one_source():
    """Case three: the working date is the committee's, the other date is kept."""
    case = find(date="2006-08-09", executing_state="KGZ", requesting_state="UZB")

    assert ("5", "extradition") == (case["persons_min"], case["type"])
    assert {"2005", "2006-08-09"} == claimed(case, "date")


@pytest.mark.parametrize(
    ("state", "people"), [("KAZ", ("1", "4")), ("KGZ", ("4", "4"))]
)
def test_the_two_travel_bans_of_may_2011_are_there(state, people):
    """Case four: two states, one day, one conference."""
    case = find(date="2011-05-01", executing_state=state, type="travel_ban")

    assert people == (case["persons_min"], case["persons_max"])
    assert 5 <= voices(case)


def test_the_activist_of_memorial_is_there_and_not_named():
    """Case five: the account names nobody, and so do we."""
    case = find(date="2012", executing_state="RUS", type="judicial_harassment")
    named = {row["incident_id"] for row in rows("appearances.csv")}

    assert "Memorial" in case["title"]
    assert case["incident_id"] not in named


@pytest.mark.parametrize("state", ["RUS", "TJK"])
def test_rulings_not_carried_out_are_patterns(state):
    """Case six: reported for the state, shown apart, never counted."""
    case = find(date="2012", executing_state=state, type="non_implementation")

    assert "pattern" == case["record_kind"]
    assert "REMEDY" in {
        row["right"]
        for row in rows("violations.csv")
        if row["incident_id"] == case["incident_id"]
    }


def test_nobody_under_age_is_named():
    """Children are counted and not named."""
    ages = [r["age"] for r in rows("appearances.csv") if r["age"] not in MISSING]

    assert 18 <= min(map(int, ages))


def test_who_has_initials_before_a_court_has_no_name_here():
    """An applicant made anonymous by a court or committee appears nowhere by name."""
    anonymous = re.compile(
        r"\b(?:[A-Z]\.)+(?: \([A-Z.]+\))?(?: and Others)? v\. |\bX v\."
    )
    kept = {
        row["incident_id"]
        for row in rows("violations.csv")
        if anonymous.search(row["authority"])
    }

    assert kept
    assert not kept & {row["incident_id"] for row in rows("appearances.csv")}


def test_no_state_asks_itself():
    """A state that acts abroad through its own agents has no requesting state."""
    assert not [
        r["title"] for r in ACTS if r["executing_state"] == r["requesting_state"]
    ]


def test_lists_and_totals_do_not_pass_for_acts():
    """Nobody is acted on by a number: no act counts people by the thousand."""
    most = [int(r["persons_max"]) for r in ACTS if r["persons_max"] not in MISSING]

    assert 1000 > max(most)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_character_has_a_letter_in_the_fonts_we_print_with(path):
    """Letters are Latin or Cyrillic: a new script wants a look at the page."""
    letters = {c for c in path.read_text(encoding="utf-8") if c.isalpha()}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}

    assert {"LATIN", "CYRILLIC"} >= scripts
