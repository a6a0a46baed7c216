"""The law in force, against a table worked out by reading the treaty tables by eye."""

import csv
from datetime import date

import pandas as pd
import pytest

from briefing.dataset.dataset import Dataset
from briefing.dataset.dates import Span, span
from briefing.dataset.load import load
from briefing.law.in_force import (
    STATUSES,
    by_state_and_treaty,
    by_treaty,
    combined,
    law_of_violations,
    obligations,
)
from briefing.law.treaties import WAIT, limited_to, terms_of, treaty_status, waited
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.text.labels import TREATY_STATUS
from helpers.paths import ROOT
from helpers.pocket import choose


def rows(path):
    """Read a table as rows of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BY_HAND = rows(ROOT / "tests" / "data" / "expected" / "law_in_force.csv")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The data of the briefing, whose treaty tables were read by eye."""
    return load(ROOT / "data")


@pytest.mark.parametrize(
    "case", BY_HAND, ids=lambda row: f"{row['treaty']}-{row['state']}-{row['date']}"
)
def test_the_standing_is_what_a_reader_of_the_table_finds(dataset, case):
    """Ratified before, after or never, signed only, withdrawn, and dates that
    straddle.
    """
    known = terms_of(dataset).get((case["treaty"], case["state"]))

    assert case["standing"] == treaty_status(known, span(case["date"]))


def test_the_table_by_hand_has_cases_of_every_kind():
    """No standing is left without a case, and every case has its reason."""
    assert set(TREATY_STATUS) == {row["standing"] for row in BY_HAND}
    assert len(BY_HAND) >= 25
    assert all(row["comment"] for row in BY_HAND)


def test_the_clauses_give_the_days_that_sources_print():
    """Where a source prints both deposit and entry into force, the clause agrees."""
    parties = rows(ROOT / "data" / "reference" / "treaty_parties.csv")
    both = [row for row in parties if row["treaty"] in WAIT
            and span(row["bound_from"]) and span(row["in_force_from"])]  # fmt: skip
    wrong = [row["treaty"] + row["state"] for row in both
             if waited(span(row["bound_from"]), row["treaty"])
             != span(row["in_force_from"])]  # fmt: skip

    assert len(both) >= 8
    assert [] == wrong


def test_every_treaty_with_articles_has_its_clause(dataset):
    """No treaty of the data falls back on the longest wait."""
    assert set(dataset.right_articles["treaty"]) <= set(WAIT)


def test_a_treaty_without_a_clause_may_bind_at_once_or_after_months():
    """What is not known is left open between the deposit and the longest wait."""
    when = span("2010-01-15")

    assert Span(date(2010, 1, 15), date(2010, 5, 1)) == waited(when, "NONE")


def test_the_pocket_stands_as_counted_with_a_pencil():
    """Signed only, never joined and bound, treaty by treaty."""
    frame = by_treaty(choose()).set_index("treaty")

    assert [14, 0, 3, 0, 0, 0, 17] == list(frame.loc["COVENANT"][[*TREATY_STATUS, "n"]])
    assert [7, 0, 0, 0, 1, 0, 8] == list(frame.loc["REFUGEES"][[*TREATY_STATUS, "n"]])


def test_states_add_up_to_the_treaties():
    """The table by state is the table by treaty, divided."""
    whole = by_treaty(choose()).set_index("treaty")["bound"]
    parts = by_state_and_treaty(choose()).groupby("treaty")["bound"].sum()

    assert dict(whole) == dict(parts)


def test_every_violation_is_held_against_every_treaty_once(dataset):
    """Nothing falls out of the join, and nothing doubles."""
    chosen = select(dataset, Selection())
    laid = dataset.right_articles.groupby("right").size()
    expected = chosen.violations["right"].map(laid).sum()

    assert expected == len(obligations(chosen))
    assert len(chosen.violations) == len(law_of_violations(chosen))
    assert not obligations(chosen).duplicated().any()


def test_a_date_that_was_not_seen_counts_by_its_year(pocket):
    """The day of an unverified date decides nothing."""
    path = pocket / "incidents.csv"
    incidents = pd.read_csv(path, dtype=str, keep_default_na=False)
    of = incidents["incident_id"] == "INC-0004"
    incidents.loc[of, ["verified", "unverified_cells"]] = ["false", "date"]
    incidents.to_csv(path, index=False)
    frame = obligations(select(load(pocket), Selection()))
    days = frame[frame["incident_id"] == "INC-0004"][["first_day", "last_day"]]

    assert [["2008-01-01", "2008-12-31"]] == days.to_numpy().tolist()


@pytest.mark.parametrize(
    ("full", "part", "expected"),
    [
        ({"bound", "not_known"}, set(), "bound"),
        ({"uncertain", "signed"}, {"bound"}, "uncertain"),
        ({"signed"}, {"bound"}, "partly"),
        ({"signed"}, {"uncertain"}, "uncertain"),
        ({"not_known"}, {"bound"}, "partly"),
        ({"not_party"}, {"not_known"}, "not_known"),
        ({"signed", "withdrawn"}, {"not_party"}, "unbound"),
        (set(), set(), "unbound"),
    ],
)
def test_treaties_for_everybody_decide_first(full, part, expected):
    """A right that no treaty lays down is bound by none, and still counted."""
    held = [pd.DataFrame([{of: of in has for of in STATUSES}]) for has in (full, part)]

    assert [expected] == list(combined(*held))


def test_articles_reach_as_far_as_their_treaty():
    """The refugee convention is about asylum, and for refugees only in other rights."""
    assert "" == limited_to("ASYLUM", "CRSR")
    assert "refugees" == limited_to("LIBERTY", "CRSR")
    assert "statements made under torture" == limited_to("FAIR_TRIAL", "CAT")
    assert "" == limited_to("TORTURE", "CAT")
