"""Dates, chairs and marks: as precise as known, and nothing dealt out that is not
certain.
"""

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given

from briefing.charts.timeline import timeline, timeline_rows
from briefing.counts import dates, incidents, organisation
from briefing.counts.dates import date_precision, only_the_year, possible_days
from briefing.counts.organisation import LANES, Term, chair, left_out, marks
from briefing.dataset.load import load
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.titles import entries
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.sentences.counts import chair as said_of_chair
from briefing.tables.counts import chairs_table, membership_table, years_of
from helpers.generated_acts import acts, chosen_of, replaced
from helpers.paths import POCKET, REAL_DATA
from helpers.pocket import choose, pocket_dataset
from helpers.recount import Recount, first, last, read

SINGLE = [
    organisation.incidents_by_chair,
    dates.incidents_by_date_precision,
    incidents.incidents_by_fate,
    incidents.incidents_by_assurances,
    incidents.incidents_by_evidence,
]
DAY = pd.Timestamp
OPEN = pd.NaT
TERMS = [
    Term("XNM", DAY("2001-06-15"), DAY("2001-06-15"), seen=False),
    Term("XEV", DAY("2001-06-15"), DAY("2002-06-07"), seen=True),
    Term("XEV", DAY("2002-06-07"), DAY("2003-05-29"), seen=True),
    Term("XSM", DAY("2005-01-01"), OPEN, seen=True),
]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2001-06-14", "2001-06-14", "not_applicable"),  # before there was a chair
        ("2001-06-15", "2001-06-15", "uncertain"),  # the day of a handover
        ("2001-06-16", "2001-06-16", "XEV"),
        ("2002-01-01", "2002-12-31", "XEV"),  # two terms of one state
        ("2002-06-07", "2002-06-07", "XEV"),  # handed over to itself
        ("2001-01-01", "2001-12-31", "uncertain"),  # before, one chair and another
        ("2003-05-29", "2003-05-29", "XEV"),
        ("2003-05-29", "2003-05-30", "uncertain"),  # its last day and one with no chair
        ("2003-06-01", "2004-12-31", "not_applicable"),  # between two terms
        ("2003-01-01", "2005-06-01", "uncertain"),
        ("2004-12-31", "2005-01-01", "uncertain"),
        ("2005-01-01", "2005-01-01", "XSM"),
        ("2030-01-01", "2030-12-31", "XSM"),  # a term that still lasts
    ],
)
def test_the_chair_is_named_only_where_it_is_certain(start, end, expected):
    """Every day that a date allows must lie in terms of one state."""
    assert expected == chair(TERMS, DAY(start), DAY(end))


@pytest.mark.parametrize(
    ("date", "seen", "expected"),
    [
        ("2011-05-30", True, "day"),
        ("2011-05", True, "month"),
        ("2011", True, "year"),
        ("2011-05/2011-07", True, "within"),
        ("2011-05-30", False, "year"),
        ("2011-05/2011-07", False, "year"),
    ],
)
def test_a_date_is_as_precise_as_it_was_seen(date, seen, expected):
    """A date that no source was seen to give counts as its year."""
    unseen = "not_applicable" if seen else "place;date"
    acts = {"date": date, "year": 2011, "unverified_cells": unseen}

    assert expected == date_precision(pd.DataFrame([acts])).item()


def test_a_day_that_was_not_seen_may_be_any_of_its_year():
    """The days that a date may mean reach over the whole year then."""
    frame = choose().incidents.head(1).assign(unverified_cells="place;date")
    days = possible_days(frame).iloc[0]

    assert [DAY("2005-01-01"), DAY("2005-12-31")] == list(days)


def recounted_precision(act):
    """Say how precisely a date is known, from the text of the file."""
    if first(act["date"])[:4] != last(act["date"])[:4]:
        return "uncertain"
    if "date" in act["unverified_cells"].split(";"):
        return "year"
    return {4: "year", 7: "month", 10: "day"}.get(len(act["date"]), "within")


def recounted_chair(act, terms):
    """Find the chair on every single day that a date allows, day by day."""
    unseen = "date" in act["unverified_cells"].split(";")
    start, end = first(act["date"]), last(act["date"])
    if unseen:
        start, end = f"{start[:4]}-01-01", f"{end[:4]}-12-31"
    found = set()
    for day in pd.date_range(start, end).strftime("%Y-%m-%d"):
        states = {
            row["state"]
            for row in terms
            if row["from"] <= day
            and (row["to"] == "not_applicable" or day <= row["to"])
        }
        found |= states or {"not_applicable"}
    return found.pop() if len(found) == 1 else "uncertain"


@pytest.mark.parametrize("package", [POCKET, REAL_DATA], ids=str)
def test_counts_over_time_equal_the_recount(package):
    """Chairs and precision are what the files say, gone through day by day."""
    chosen = select(load(package), Selection())
    acts_ = Recount(package).acts.values()
    terms = read(package, "reference/presidencies")
    chairs = Counter(recounted_chair(act, terms) for act in acts_)
    precise = Counter(map(recounted_precision, acts_))

    for count, expected in (
        (organisation.incidents_by_chair(chosen), chairs),
        (dates.incidents_by_date_precision(chosen), precise),
    ):
        n = count.frame.set_index("code")["n"]
        assert expected == {code: k for code, k in n.items() if k}


@given(acts)
def test_every_incident_stands_in_one_row(rows):
    """Rows of what has one value add up to the total, whatever the data."""
    counts = [one(chosen_of(rows)) for one in SINGLE]

    assert [one.total for one in counts] == [one.frame["n"].sum() for one in counts]


@given(acts)
def test_membership_agrees_with_its_margins(rows):
    """The columns of states by membership are the count by membership alone."""
    chosen = chosen_of(rows)
    cells = organisation.executing_by_membership(chosen).frame
    alone = incidents.incidents_by_membership(chosen).frame.set_index("code")["n"]

    assert dict(alone) == dict(cells.groupby("col_code", sort=False)["n"].sum())


def with_events(rows):
    """Give the pocket other events."""
    pocket = pocket_dataset()
    frames = {name: pocket.table(name) for name in pocket.package.tables}
    spare = frames["events"].iloc[0].to_dict()
    frames["events"] = pd.DataFrame([spare | row for row in rows])
    return replaced(pocket, frames)


EVENTS = with_events(
    [
        {"event_id": "E-1", "date": "2005-05-13", "kind": "unrest"},
        {"event_id": "E-2", "date": "2004-06-17", "kind": "unrest"},
        {"event_id": "E-3", "date": "2007-08-16", "kind": "summit",
         "unverified_cells": "date"},
        {"event_id": "E-4", "date": "2008-01-01", "kind": "unrest",
         "source_url": "not_reported"},
        {"event_id": "E-5", "date": "2006-01-01", "kind": "exercise"},
        {"event_id": "E-6", "date": "2003-01-01", "kind": "summit"},
        {"event_id": "E-7", "date": "2010-07-01", "kind": "convention"},
    ]
)  # fmt: skip


def test_marks_are_numbered_through_their_lanes():
    """Lane by lane in order of time; exercises and other years are left out."""
    found = marks(EVENTS, range(2004, 2011))

    assert [1, 2, 3, 4] == [one.number for one in found]
    assert ["1 July 2010", "2007", "17 June 2004", "13 May 2005"] == [
        one.when for one in found
    ]
    assert list(LANES) == list(dict.fromkeys(one.lane for one in found))


def test_a_mark_without_a_source_is_left_out_and_said():
    """What no source was read for is not drawn."""
    assert 1 == left_out(EVENTS)
    assert "2008" not in {one.when[-4:] for one in marks(EVENTS, range(2000, 2020))}


def drawn(**asked) -> Exhibit:
    """Draw the pocket over time."""
    return timeline(incidents.incidents_by_year(choose(**asked)))


def test_the_time_after_the_last_year_stands_apart():
    """The data end within a year, which is no whole one."""
    figure = drawn().payload

    assert "2018 to" in figure["svg"]
    assert "15 Jan 2026" in figure["svg"]
    assert "released on 15 January 2026" in " ".join(figure["notes"])


def test_a_period_that_ends_before_has_no_such_time():
    """Where the reader closes the period, nothing is open."""
    figure = drawn(date_to="2014").payload

    assert "to 15 Jan" not in figure["svg"]
    assert "released" not in " ".join(figure["notes"])


def test_the_release_year_is_taken_out_of_the_row():
    """An act of that year is drawn apart, and counted as before."""
    dataset = pocket_dataset()
    frames = {name: dataset.table(name) for name in dataset.package.tables}
    moved = frames["incidents"]["incident_id"] == "INC-0010"
    days = {"first_day": DAY("2026-01-02"), "last_day": DAY("2026-01-02"), "year": 2026}
    for column, value in days.items():
        frames["incidents"].loc[moved, column] = value
    late = replaced(dataset, frames)
    figure = timeline(incidents.incidents_by_year(select(late, Selection()))).payload

    assert "2026," in figure["svg"]
    assert "to 15 Jan" in figure["svg"]


def test_dates_known_to_the_year_are_drawn_as_such():
    """Of one act of 2010 no more than the year is known."""
    figure = drawn().payload
    rows = {row[0]: row for row in figure["rows"]}

    assert {"2010": 1} == only_the_year(choose())
    assert "Of these, only the year is known" in figure["svg"]
    assert ["0", "1"] == [rows["2011"][2], rows["2010"][2]]


def test_whoever_hears_the_timeline_hears_its_marks():
    """Every mark stands in the alternative text and in the table, with its number."""
    figure = drawn().payload
    said = "1 Organisation founded (15 June 2001)"

    assert f"2001: {said}" in figure["alt"]
    assert said in {row[1] for row in figure["rows"]}
    assert said in {row[-1] for row in figure["data"]["rows"]}
    assert "mark" in " ".join(figure["notes"])


def test_many_empty_years_give_way():
    """A period of a century begins with its first incident."""
    figure = drawn(date_from="1900").payload

    assert "1950" not in figure["svg"]
    assert "2000" in figure["svg"]


def test_few_years_are_a_sentence():
    """Three years are not drawn."""
    assert "prose" == drawn(date_from="2013", date_to="2016").kind


def test_every_part_of_the_table_of_chairs_adds_up():
    """States, no chair and not certain are all incidents."""
    payload = chairs_table(choose()).payload

    assert ["Total", "", "2", "6", "4", "12"] == payload["rows"][-1]
    assert ["Saltmere", "since 2012", "1", "2", "1", "4"] == payload["rows"][2]


@pytest.mark.parametrize(
    ("term", "expected"),
    [(TERMS[0], "2001*"), (TERMS[1], "2001/02"), (TERMS[3], "since 2005")],
)
def test_terms_are_written_by_their_years(term, expected):
    """An asterisk marks what was not seen in a source."""
    assert expected == years_of(term)
    assert expected.rstrip("*") == years_of(replace(term, seen=True))


def test_the_chair_is_not_blamed():
    """The sentence says who acted."""
    said = str(said_of_chair(choose()))

    assert "7 of 12 documented incidents" in said
    assert said.endswith("The chair did not do these things; the executing state did.")


def test_before_and_after_membership_stand_side_by_side():
    """Saltmere: one before, one not certain, two among members."""
    payload = membership_table(choose()).payload

    assert ["Saltmere", "9 June 2010", "1", "1", "2", "4"] == payload["rows"][2]
    assert "say nothing on what membership did" in " ".join(payload["notes"])
    assert not re.search(r"\b(more|fewer|rose|fell)\b", payload["title"])


def test_vague_dates_are_printed_as_other_numbers_are():
    """From ten thousand on a number has a separator, in whichever column it stands."""
    count = incidents.incidents_by_year(choose())
    code = entries(count)[0].code
    row = timeline_rows(count, {code: 12_345}, [])["rows"][0]

    assert ("", "12,345") == tuple(row[1:3])
