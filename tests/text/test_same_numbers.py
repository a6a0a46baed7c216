"""Numbers and months read the same in every part of a briefing and on every machine."""

import time
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from briefing.counts.cases import people
from briefing.exhibits import checks
from briefing.render import html, workbook
from briefing.selection.selection import days_of
from briefing.tables import law
from briefing.text import formats
from briefing.text.formats import date_in_words, day_in_words


@given(st.integers(min_value=0, max_value=10**12))
def test_a_printed_number_reads_back(n):
    """Groups of three from the right, and the number is what it was."""
    groups = formats.number(n).split(",")

    assert n == formats.whole(formats.number(n)) == formats.whole(str(n))
    assert [n] == checks.numbers(formats.number(n))
    assert all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3


@pytest.mark.parametrize("text", ["1,31,33", "12,3456", "1,2", ",100", "", "²", "1.5"])
def test_what_only_looks_like_a_number_is_none(text):
    """Articles of a treaty, such as 1,31,33, are no number with separators."""
    assert formats.whole(text) is None


def test_one_rule_in_text_notes_and_register():
    """From a thousand on there is a separator, wherever the number is printed."""
    row = {"persons_min": 950, "persons_max": 1_200}

    assert "1,234 incidents" == formats.counted(1_234, "incidents")
    assert "950 to 1,200 people" == people(row) == formats.people(950, 1_200)


def test_the_workbook_shows_numbers_as_the_table_prints_them():
    """A cell that was printed as 1,234 is a number, and is shown with the comma."""
    payload = {
        "title": "T",
        "columns": [
            {"key": "label", "label": "State", "align": "left"},
            {"key": "n", "label": "Total", "align": "right"},
        ],
        "rows": [["Northmark", "1,234"], ["1,31,33", "7"]],
    }
    notes = workbook.Notes()
    sheet = workbook.sheet_of("t", payload, notes)
    sink = BytesIO()
    with Workbook(sink) as book:
        workbook.Writer(book).table(sheet)
    read = load_workbook(sink)["t"]

    assert [("Northmark", 1234), ("1,31,33", 7)] == [
        tuple(cell.value for cell in row) for row in read["A6:B7"]
    ]
    assert "#,##0" == read["B6"].number_format


def test_months_are_english_whatever_the_locale(monkeypatch):
    """Nobody asks the system, which would answer in the language of the process."""
    monkeypatch.setattr(time, "strftime", lambda *_: "мая")
    day = date(2012, 5, 30)

    assert "мая" == f"{day:%B}", "the locale has changed, as far as Python can see"
    assert "30 May 2012" == day_in_words(day)
    assert "May 2012" == date_in_words("2012-05")
    assert "May 2012" == law.days(days_of("2012-05"))
    assert "between 30 May 2012 and June 2012" == date_in_words("2012-05-30/2012-06")
    item = {"issued": {"date-parts": [[2012, 12, 3]]}}
    assert "3 December 2012" == html.source_date(item)


def test_the_chart_of_years_has_english_months(monkeypatch):
    """The bar of the year that is not over names the day of the release in English."""
    from briefing.charts import timeline
    from briefing.dataset.load import load
    from briefing.selection.select import select
    from briefing.selection.selection import Selection

    monkeypatch.setattr(time, "strftime", lambda *_: "мая")
    chosen = select(load("tests/data/pocket"), Selection())
    released = chosen.dataset.released
    (year,) = timeline.open_end(chosen, [], after=released.year - 1)

    assert (f"{released.year},", f"to {released.day} Jan") == year.lines
