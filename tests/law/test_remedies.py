"""Remedies and rulings ignored, against the tables read by eye and the files counted
anew.
"""

import csv
from datetime import date

import pytest

from briefing.dataset.load import load
from briefing.law.noncompliance import KINDS, MEASURES, ignored, under_measures
from briefing.law.remedies import by_mechanism, covered, doors
from briefing.selection.select import Chosen, select
from briefing.selection.selection import Selection
from briefing.text import labels
from helpers.paths import ROOT

REMOVALS = {"extradition", "deportation", "rendition"}


def rows(*parts):
    """Read a table as rows of text."""
    with ROOT.joinpath(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def chosen() -> Chosen:
    """All of the data."""
    return select(load(ROOT / "data"), Selection())


@pytest.fixture(scope="module")
def acts() -> dict[str, dict[str, str]]:
    """The acts, read from the file."""
    every = rows("data", "incidents.csv")
    return {row["incident_id"]: row for row in every if row["record_kind"] == "act"}


def test_doors_are_what_a_reader_of_the_tables_finds(chosen):
    """Open, closed, not verified, and not known since a day."""
    found = doors(chosen).set_index(["state", "mechanism"])["door"].to_dict()
    by_hand = rows("tests", "data", "expected", "mechanisms.csv")
    expected = {(row["state"], row["mechanism"]): row["door"] for row in by_hand}

    assert expected == {key: found[key] for key in expected}


def test_the_european_court_deals_with_russia_before_the_end_only(chosen):
    """Earlier acts fall under the time limit; for later ones it is closed."""
    frame = covered(chosen).merge(chosen.incidents[["incident_id", "last_day"]])
    court = frame[frame["mechanism"] == "ECTHR"]
    limited = court[court["door"] == "limited"]

    assert {"RUS"} == set(limited["responsible_state"])
    assert limited["last_day"].max().date() < date(2022, 9, 16)
    assert not (court["door"] == "open").any()


def test_every_violation_has_a_mechanism_that_needs_no_acceptance(chosen):
    """The rapporteurs of the United Nations may write to every member."""
    frame = by_mechanism(chosen).set_index("mechanism")

    assert len(chosen.violations) == frame.loc["SPECIAL", "open"]
    assert (frame[[*labels.ACCESS]].sum(axis="columns") == frame["n"]).all()


def test_rulings_ignored_are_those_of_the_files(chosen, acts):
    """Decisions not carried out, removals under a measure, and denials of a remedy."""
    denied = {row["incident_id"] for row in rows("data", "violations.csv")
              if row["right"] == "REMEDY"}  # fmt: skip
    under = {key for key, act in acts.items()
             if set(act["protections"].split(";")) & set(MEASURES)}  # fmt: skip
    refused = {key for key, act in acts.items() if act["type"] == "non_implementation"}
    removed = {key for key in under if acts[key]["type"] in REMOVALS}
    kinds = ignored(chosen).groupby("kind")["incident_id"].agg(set).to_dict()

    assert set(under_measures(chosen)["incident_id"]) == under
    assert refused == kinds["decision"]
    assert removed - refused == kinds["measure"]
    assert (denied & set(acts)) - refused - removed == kinds["remedy"]


def test_days_run_to_the_release_of_the_data(chosen, acts):
    """A day gives one number, and a date that is not precise gives two ends."""
    released = chosen.dataset.released
    frame = ignored(chosen).set_index("incident_id")
    exact = [key for key in frame.index if len(acts[key]["date"]) == 10
             and "date" not in acts[key]["unverified_cells"].split(";")]  # fmt: skip
    expected = [(released - date.fromisoformat(acts[key]["date"])).days
                for key in exact]  # fmt: skip

    assert expected == list(frame.loc[exact, "days_min"])
    assert expected == list(frame.loc[exact, "days_max"])
    assert (frame["days_min"] <= frame["days_max"]).all()


def test_each_incident_stands_once(chosen):
    """The first kind that fits takes it."""
    frame = ignored(chosen)

    assert frame["incident_id"].is_unique
    assert set(frame["kind"]) <= set(KINDS)


def test_only_a_finding_on_the_remedy_makes_it_adjudicated(chosen):
    """That a court found something else in the incident is not enough."""
    found = {row["incident_id"] for row in rows("data", "violations.csv")
             if row["right"] == "REMEDY" and row["basis"] == "adjudicated"}  # fmt: skip
    frame = ignored(chosen)

    assert found == set(frame.loc[frame["finding"] == "adjudicated", "incident_id"])
