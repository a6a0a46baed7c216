"""Every count against one made with a pencil: tests/data/golden/README.md tells how."""

import pandas as pd
import pytest

from briefing.counts import disagreements, headline, incidents, violations
from helpers.counts_by_name import COUNTS
from helpers.pocket import GOLDEN, choose

BY_NAME = sorted(path.stem for path in GOLDEN.glob("*_by_*.csv"))
TOTALS = {
    "incidents": 12,
    "violations": 19,
    "persons": (45, 47),
    "persons named": 7,
}


def golden(name):
    """Read a golden file as text."""
    return (GOLDEN / f"{name}.csv").read_text("utf-8")


def test_every_measure_has_a_golden_count():
    """A new measure needs a count made by hand."""
    measures = sorted(COUNTS)

    assert BY_NAME == measures


@pytest.mark.parametrize("name", BY_NAME)
def test_measures_equal_the_count_by_hand(name):
    """What the code counts is what a person counted."""
    counted = COUNTS[name](choose())

    assert golden(name) == counted.frame.to_csv(index=False)


@pytest.mark.parametrize("name", BY_NAME)
def test_totals_are_over_distinct_things(name):
    """A total counts each incident, violation and person of an incident once."""
    counted = COUNTS[name](choose())

    assert TOTALS[counted.unit] == counted.total


@pytest.mark.parametrize("name", BY_NAME)
def test_a_measure_is_known_by_its_name(name):
    """The key of a count is the name of its function."""
    assert name == COUNTS[name](choose()).key


def test_disagreements_equal_those_found_by_hand():
    """Where sources differ, every value and who gives it is listed."""
    found = disagreements.disagreements(choose())
    found["sources"] = found["sources"].map(";".join)

    assert golden("disagreements") == found.to_csv(index=False)


def test_members_lead_to_the_incidents():
    """Behind each number stand the ids of its incidents."""
    members = incidents.incidents_by_executing_state(choose()).incident_ids

    assert ("INC-0001", "INC-0002", "INC-0007", "INC-0011") == members["XEV"]


def test_members_of_a_cell_lead_to_the_incidents():
    """The same holds for a cell of a matrix, an empty one included."""
    members = incidents.executing_by_requesting(choose()).incident_ids

    assert [("INC-0004", "INC-0012"), ()] == [
        members["XSM", "XEV"],
        members["XSM", "XSM"],
    ]


def test_a_grid_shows_the_matrix():
    """The grid has a row and a column for every state, in the order of the counts."""
    grid = violations.rights_by_responsible_state(choose()).grid()
    expected = pd.DataFrame(
        [[1, 2, 2, 0, 2, 1], [3, 2, 1, 0, 0, 0], [2, 1, 0, 2, 0, 0]],
        index=pd.Index(["Northmark", "Eastvale", "Saltmere"], name="responsible state"),
        columns=pd.Index(
            [
                "Non-refoulement",
                "Liberty",
                "Torture, ill-treatment",
                "Asylum",
                "Fair trial",
                "Movement",
            ],
            name="right",
        ),
    )

    pd.testing.assert_frame_equal(expected, grid)


def test_the_headline_numbers_equal_the_count_by_hand():
    """Incidents, people and violations, and what is behind them."""
    counted = headline.totals(choose())

    assert counted == headline.Totals(
        incidents=12,
        persons_min=45,
        persons_max=47,
        persons_unknown=1,
        violations=19,
        incidents_by_finding={"adjudicated": 2, "corroborated": 6, "reported": 4},
        violations_by_finding={"adjudicated": 2, "corroborated": 12, "reported": 5},
        executing_states=3,
        requesting_states=3,
        responsible_states=3,
        rights=6,
        sources=14,
        doubtful=0,
        apart=3,
    )
