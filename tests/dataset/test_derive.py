"""What is derived from the pocket tables, against what was worked out by hand.

tests/data/golden/dataset/derived.csv was filled in with a pencil beside
tests/data/pocket; its column `voices` says who reports each incident.
"""

import csv

import pandas as pd
import pytest

from briefing.dataset.derive import WORDS, circles, combined, origin, standing
from briefing.dataset.load import load

DERIVED = [
    "independent_sources",
    "finding",
    "year",
    "cooperation",
    "membership",
    "counted",
]


@pytest.fixture(scope="module")
def dataset(pytestconfig):
    """The pocket dataset."""
    return load(pytestconfig.rootpath / "tests" / "data" / "pocket")


@pytest.mark.parametrize("column", DERIVED)
def test_derived_columns_equal_the_pencil(dataset, root, column):
    """Finding, year, co-operation and membership are what a reader would work out."""
    with (
        root / "tests" / "data" / "golden" / "dataset" / "derived.csv"
    ).open() as file:
        by_hand = {row["incident_id"]: row[column] for row in csv.DictReader(file)}
    derived = dataset.incidents.set_index("incident_id")[column].astype("str")

    assert by_hand == derived.fillna("").to_dict()


def test_a_finding_on_one_right_is_not_one_on_another(dataset):
    """What a court found of the return does not adjudicate the torture after it."""
    violations = dataset.violations.set_index(["incident_id", "right"])["finding"]

    assert "adjudicated" == violations["INC-0001", "NON_REFOULEMENT"]
    assert "corroborated" == violations["INC-0001", "TORTURE"]
    assert "reported" == violations["INC-0008", "LIBERTY"]


def test_a_chain_of_repeats_ends_at_its_origin():
    """A paper that repeats a paper that repeats a report is that report."""
    assert "report" == origin("post", {"post": "gazette", "gazette": "report"})


def test_a_circle_has_no_origin_outside_itself():
    """Sources that repeat each other are found, and following them ends."""
    parents = {"a": "b", "b": "a", "c": "a"}

    assert {"a", "b"} == circles(parents)
    assert "c" == origin("c", parents)


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        ("2010-06-09", "2010-06-09", "member"),
        ("2010-06-08", "2010-06-08", "before"),
        ("2010-01-01", "2010-12-31", "unclear"),
        ("2012-06-30", "2012-06-30", "member"),
        ("2012-07-01", "2012-07-01", "before"),
        ("2012-06-30", "2012-07-01", "unclear"),
    ],
)
def test_a_state_is_a_member_inside_its_dates_only(first, last, verdict):
    """The first day counts, and the day on which it ended does not."""
    periods = [(pd.Timestamp("2010-06-09"), pd.Timestamp("2012-07-01"))]

    found = standing(periods, pd.Timestamp(first), pd.Timestamp(last))

    assert verdict == WORDS[found]


@pytest.mark.parametrize(
    ("standings", "verdict"),
    [
        (["member", "member"], "member"),
        (["member", "unclear"], "unclear"),
        (["unclear", "before"], "before"),
        ([], "not_applicable"),
    ],
)
def test_both_states_have_to_be_members(standings, verdict):
    """An act between a member and a state outside is not one among members."""
    assert verdict == WORDS[combined(map(WORDS.index, standings))]
