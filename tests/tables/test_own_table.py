"""A frame of an analyst's own is printed as a table with all that a table has."""

from datetime import date

import pandas as pd
import pytest

from briefing import table
from briefing.counts.incidents import incidents_by_type
from briefing.exhibits.exhibit import MIME
from briefing.tables.table import MOST_LINES, UnfitTable
from helpers.pocket import choose

WORDS = {"title": "Incidents by place", "unit": "incidents"}


def printed(frame, **more):
    """Payload of a frame of the invented states."""
    return table(frame, chosen=choose(), **(WORDS | more)).payload


def refused(frame, **more):
    """Say why a table is refused."""
    with pytest.raises(UnfitTable) as error:
        printed(frame, **more)
    return str(error.value)


def test_index_and_columns_become_columns_and_heads():
    """Numbers stand right and are separated; texts stand left."""
    frame = pd.DataFrame(
        {"adjudicated": [1, 0], "n": [1200, 3]},
        index=pd.Index(["Northmark", "Saltmere"], name="executing_state"),
    )
    payload = printed(frame)

    assert ["Executing state", "Adjudicated", "N"] == [
        column["label"] for column in payload["columns"]
    ]
    assert ["left", "right", "right"] == [one["align"] for one in payload["columns"]]
    assert [["Northmark", "1", "1,200"], ["Saltmere", "0", "3"]] == payload["rows"]
    assert {
        "columns": ["executing_state", "adjudicated", "n"],
        "rows": [["Northmark", 1, 1200], ["Saltmere", 0, 3]],
    } == payload["data"]


def test_levels_are_flattened_in_their_order():
    """Both those of the rows and those of the heads."""
    rows = pd.MultiIndex.from_tuples([("Old Port", 2011)], names=["place", "year"])
    heads = pd.MultiIndex.from_product([["incidents"], ["reported", "adjudicated"]])
    payload = printed(pd.DataFrame([[2, 1]], index=rows, columns=heads))

    assert [
        ["Place", "Year", "Incidents reported", "Incidents adjudicated"],
        ["Old Port", "2011", "2", "1"],
    ] == [[column["label"] for column in payload["columns"]], *payload["rows"]]


@pytest.mark.parametrize(
    ("cell", "shown", "kept"),
    [
        (float("nan"), "not reported", None),
        (None, "not reported", None),
        (pd.NaT, "not reported", None),
        (pd.Timestamp(2011, 5, 30), "30 May 2011", "2011-05-30"),
        (date(2011, 5, 30), "30 May 2011", "2011-05-30"),
        (0.25, "0.25", "0.25"),
        (1234.0, "1,234", 1234),
        (True, "yes", "yes"),
        (("a", "b"), "a; b", "a; b"),
        (" two\nlines ", "two lines", "two lines"),
    ],
)
def test_each_kind_of_cell_is_printed_in_words(cell, shown, kept):
    """A missing value says so, and a date is written as everywhere."""
    payload = printed(pd.DataFrame({"what": pd.Series([cell], dtype=object)}))

    assert ([[shown]], [[kept]]) == (payload["rows"], payload["data"]["rows"])


def test_a_year_has_no_comma():
    """Neither as what names a row, nor as a value of its own column."""
    frame = pd.DataFrame({"first year": [2011], "n": [2011]}, index=[2012])

    assert [["2012", "2011", "2,011"]] == printed(frame)["rows"]


def test_heads_that_are_alike_have_keys_of_their_own():
    """Two columns of the file behind a table never have one name."""
    payload = printed(pd.DataFrame([[1, 2]], columns=["n", "N"]))

    assert ["n", "n_1"] == payload["data"]["columns"]


def test_a_table_of_ones_own_has_alt_text_subtitle_and_source():
    """They are written of the frame and of what was selected."""
    acts = choose().incidents
    payload = printed(acts.groupby("finding", observed=True).size(), note="Counted.")

    assert payload["alt"].startswith(
        "Table: incidents by finding. Incidents by place. adjudicated "
    )
    assert payload["subtitle"].startswith("Incidents by finding · ")
    assert "SCO briefing dataset, version 2026.1" == payload["source"]
    assert ["Counted."] == payload["notes"]
    assert "incidents_by_finding" == payload["key"]
    assert 12 == sum(row[-1] for row in payload["data"]["rows"])  # the pocket's


def test_what_is_too_long_is_cut_with_a_note():
    """The file behind the table holds every row."""
    payload = printed(pd.DataFrame({"n": range(MOST_LINES + 5)}))

    assert (MOST_LINES, MOST_LINES + 5) == (
        len(payload["rows"]),
        len(payload["data"]["rows"]),
    )
    assert f"the first {MOST_LINES} of {MOST_LINES + 5} rows" in payload["notes"][0]


@pytest.mark.parametrize(
    ("given", "what", "cure"),
    [
        ({"title": None}, "it has no title", 'title="Most acts'),
        ({"unit": "kilos"}, "its unit is 'kilos'", "unit='incidents'"),
        ({"title": "99 incidents"}, "its title says 99", "Compute the number"),
        ({"title": "A rise in acts"}, "claims a trend", "say what is documented"),
        ({"alt": "In all 99 incidents."}, "its alt says 99", "Compute the number"),
    ],
)
def test_what_lacks_words_or_says_another_number_is_refused(given, what, cure):
    """Where, what, what is expected, and what to do."""
    said = refused(pd.DataFrame({"n": [1, 2]}), **given)

    assert said.startswith(("Table ", "This table cannot be printed"))
    assert what in said
    assert "A table has a title, a unit, a frame" in said
    assert cure in said


def test_what_is_no_frame_is_refused():
    """So is a frame of nothing."""
    assert "its data are list" in refused([1, 2])
    assert "no rows or no columns" in refused(pd.DataFrame())


def test_a_count_words_itself():
    """Its own title cannot be replaced, and its frame can be printed under another."""
    count = incidents_by_type(choose())

    assert "and title and unit cannot be given" in refused(count)
    assert WORDS["title"] == printed(count.frame)["title"]


def test_a_hostile_text_stays_text():
    """What stands in a cell is not taken for HTML."""
    shown = table(pd.DataFrame({"what": ["<b>x</b>"]}), chosen=choose(), **WORDS)

    assert "<b>x</b>" not in shown._repr_mimebundle_()["text/html"]
    assert MIME in shown._repr_mimebundle_()
