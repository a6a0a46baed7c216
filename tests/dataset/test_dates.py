"""Dates only as precise as known."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.dataset.date_columns import days
from briefing.dataset.dates import Span, damaged, off_calendar, runs_backwards, span

DAYS = st.dates()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011", date(2011, 1, 1), date(2011, 12, 31)),
        ("2011-05", date(2011, 5, 1), date(2011, 5, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2011-05-30", date(2011, 5, 30), date(2011, 5, 30)),
        ("2011-11/2012-02", date(2011, 11, 1), date(2012, 2, 29)),
        ("2005/2006-03-02", date(2005, 1, 1), date(2006, 3, 2)),
    ],
)
def test_a_date_spans_all_days_it_may_mean(text, first, last):
    """What is not known of a date is left open from its first to its last day."""
    assert Span(first, last) == span(text)


@pytest.mark.parametrize(
    "text",
    ["", "unknown", "2011-13", "2011-02-30", "0000", "2012/2011", "1/2", "2011-5-3"],
)
def test_what_is_no_date_spans_nothing(text):
    """Text that is no date of ours, or not on the calendar, is never guessed at."""
    assert span(text) is None


@given(DAYS)
def test_a_day_spans_itself(day):
    """A full date means exactly one day."""
    assert Span(day, day) == span(day.isoformat())


@given(DAYS, DAYS)
def test_an_interval_runs_forwards_only(one, other):
    """An interval spans from its first to its last day, and never backwards."""
    text = f"{one.isoformat()}/{other.isoformat()}"

    assert (Span(one, other) if one <= other else None) == span(text)
    assert (other < one) == runs_backwards(text)


@given(DAYS)
def test_a_coarser_date_holds_a_finer_one(day):
    """The year holds its months, and the month its days."""
    year, month, exact = (span(day.isoformat()[:length]) for length in (4, 7, 10))

    assert year.holds(month)
    assert month.holds(exact)


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    """Whatever a cell holds, reading it as a date gives an answer."""
    assert (span(text) is None) or not off_calendar(text)
    assert damaged(text) in (True, False)


@pytest.mark.parametrize(
    "text",
    ["45123", "30/05/2011", "30.5.2011", "30-May-11", "May-11", "2011-05-30 00:00:00"],
)
def test_a_date_that_a_spreadsheet_changed_is_recognised(text):
    """Serial numbers and local forms are not taken for dates."""
    assert damaged(text, dated=True)


@pytest.mark.parametrize("text", ["1.1E+03", "2E5", "06-May", "5-Jun"])
def test_a_number_that_a_spreadsheet_changed_is_recognised(text):
    """An exponent, or a range such as 5-6 turned into a day, is found in any cell."""
    assert damaged(text)


@pytest.mark.parametrize("text", ["12345", "3/4/2011", "no. 112/07", "2011-05-30"])
def test_ordinary_text_is_left_alone(text):
    """Outside a date column a plain number or case number is no damage."""
    assert not damaged(text)


def test_days_of_no_dates_are_empty():
    """Cells that hold no date have no first and last day."""
    frame = days(pd.Series(["2011", "not_reported"]))

    assert [False, True] == frame["first_day"].isna().tolist()
    assert {"datetime64[s]"} == set(frame.dtypes.astype(str))
