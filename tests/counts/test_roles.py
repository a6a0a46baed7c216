"""One state in each of its roles: counted by pencil from tests/data/golden."""

import csv

import pytest

from briefing import say
from briefing.charts.bar import stacked_bars
from briefing.charts.small_multiples import small_multiples
from briefing.charts.timeline import year_bars
from briefing.counts.incidents import incidents_by_executing_state, incidents_by_year
from briefing.counts.roles import (
    as_either,
    as_executing,
    as_requesting,
    as_responsible,
    region,
    subject,
    years_by_executing_state,
)
from briefing.tables.counts import beside_region, rights_beside_region
from briefing.tables.records import case_list
from helpers.paths import POCKET
from helpers.pocket import choose

YEARS = {
    "XEV": ["2005", "2006", "2011", "uncertain"],
    "XNM": ["2000", "2011", "2013", "2017"],
    "XSM": ["2008", "2010", "2014", "2016"],
}


def acts(chosen) -> list[int]:
    """List the acts of a selection by their number."""
    return sorted(int(one[-4:]) for one in chosen.incidents["incident_id"])


@pytest.mark.parametrize(
    ("states", "expected"),
    [("XSM", "XSM"), ("all", "XEV"), ("XSM,XNM", "XNM"), ("XNM,XEV", "XEV")],
)
def test_a_profile_is_about_the_state_chosen_or_the_first_by_name(states, expected):
    """Eastvale comes before Northmark, and Northmark before Saltmere."""
    assert expected == subject(choose(states=states))


def test_each_role_holds_its_own_acts():
    """What Northmark did, what was done for it, and both together."""
    chosen = choose(states="XNM")

    assert [3, 5, 8, 10] == acts(as_executing(chosen))
    assert [1, 2, 6, 9, 11] == acts(as_requesting(chosen))
    assert [1, 2, 3, 5, 6, 8, 9, 10, 11] == acts(as_either(chosen))
    assert list(range(1, 13)) == acts(region(chosen))


def test_the_role_of_the_selection_changes_nothing():
    """A profile shows every role, whichever one the reader began with."""
    asked = [choose(states="XNM", role=r) for r in ("executing", "requesting")]

    assert acts(as_executing(asked[0])) == acts(as_executing(asked[1]))


@pytest.mark.parametrize("state", ["XEV", "XNM", "XSM"])
def test_a_state_answers_for_its_own_violations_only(state):
    """The rows of the file that name the state, in acts that are counted."""
    with (POCKET / "violations.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["responsible_state"] == state and int(row["incident_id"][-4:]) <= 12
        ]

    assert len(rows) == len(as_responsible(choose(states=state)).violations)


def test_years_of_each_state():
    """One act a year, in the years that the golden table names; unsure ones apart."""
    frame = years_by_executing_state(choose()).frame
    found = {
        state: [row["col_code"] for row in rows.to_dict("records") if row["n"] == 1]
        for state, rows in frame.groupby("row_code")
    }

    assert found == YEARS
    assert {0, 1} == set(frame["n"])


def test_years_stand_in_order_and_both_margins_agree():
    """The rows are the count by state, the columns the count by year."""
    chosen = choose()
    cross = years_by_executing_state(chosen)
    for column, count in (
        ("row_code", incidents_by_executing_state(chosen)),
        ("col_code", incidents_by_year(chosen)),
    ):
        sums = cross.frame.groupby(column, sort=False)["n"].sum().to_dict()
        assert dict(zip(count.frame["code"], count.frame["n"], strict=True)) == sums
    years = list(dict.fromkeys(cross.frame["col_code"]))

    assert [*map(str, range(2000, 2018)), "uncertain"] == years


def test_the_state_stands_beside_the_region():
    """Northmark by pencil: 4 acts of 12, 5 requests of 10, 4 people of 45 to 47."""
    rows = beside_region(choose(states="XNM")).payload["rows"]

    assert ["1", "0", "3", "4", "12"] == rows[0][1:]
    assert ["1", "4", "0", "5", "10"] == rows[1][1:]
    assert ["4", "45 to 47"] == rows[2][-2:]
    assert "19" == rows[3][-1]


def test_rights_stand_beside_those_of_the_region():
    """The rows of all states add up to every violation."""
    rows = rights_beside_region(choose(states="XNM")).payload["rows"]
    answers = as_responsible(choose(states="XNM")).violations

    assert 19 == sum(int(row[-1]) for row in rows)
    assert len(answers) == sum(int(row[-2]) for row in rows)


def test_a_short_list_has_the_best_documented_cases(monkeypatch):
    """Adjudicated cases first; what is left out is said."""
    monkeypatch.setattr("briefing.tables.records.MOST_CASES", 2)
    shown = case_list(choose(states="XNM")).payload

    assert ["INC-0001", "INC-0008"] == [row[0] for row in shown["rows"]]
    assert ["requested", "acted"] == [row[3] for row in shown["rows"]]
    assert "2 of 9 cases" in shown["notes"][-1]


def test_an_example_is_called_one():
    """Without one state the chapter says which it shows, and why."""
    said = str(say.state(choose()))

    assert "As an example it shows Eastvale, which comes first by name" in said
    assert "As an example" not in str(say.state(choose(states="XEV")))
    assert "member of the SCO since 15 June 2001" in said


def test_a_state_that_nobody_acted_for_has_a_profile():
    """Nothing on record is said, and nothing breaks."""
    chosen = choose(states="XEV", date_from="2005", date_to="2006")
    asked = incidents_by_executing_state(as_requesting(chosen))

    assert [] == acts(as_requesting(chosen))
    assert "holds no documented incidents" in str(stacked_bars(asked))
    assert "prose" == year_bars(incidents_by_year(as_requesting(chosen))).kind
    assert "No source names it as a state that asked" in str(say.state(chosen))
    assert ["0", "0", "0", "0"] == beside_region(chosen).payload["rows"][1][1:5]


def test_one_year_is_said_and_not_drawn():
    """A chart of one bar for each state says less than a line of words."""
    cross = years_by_executing_state(choose(date_from="2011", date_to="2011"))
    said = str(small_multiples(cross))

    assert "by executing state and year: Eastvale 2011 (1) and Northmark" in said
