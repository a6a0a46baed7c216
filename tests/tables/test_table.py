"""Tables hold every row, and a sum only where there is one."""

import pandas as pd
import pytest

import briefing
from briefing.counts.incidents import incidents_by_finding
from briefing.counts.violations import incidents_by_right, violations_by_right
from briefing.tables import table as printed_table
from briefing.tables.counts import table
from briefing.tables.records import (
    apart_table,
    differences_table,
    headline,
    rights_table,
)
from briefing.tables.table import column, exhibit
from helpers.made_counts import HOSTILE, chosen, count, cross, people


def test_absent_is_zero_and_shown() -> None:
    """A state without an incident has its row."""
    shown = table(count([(1, 0, 2), (0, 0, 0)])).payload

    assert ["Eastvale", "0", "0", "0", "0"] in shown["rows"]


def test_rows_that_add_up_have_a_total() -> None:
    """The last row sums each column where every incident stands in one row."""
    shown = table(count([(1, 0, 2), (0, 4, 0)])).payload

    assert ["Total", "1", "4", "2", "7"] == shown["rows"][-1]
    assert "last" == shown["emphasis"]


def test_large_numbers_are_separated_in_every_table() -> None:
    """A table prints a number as sentences do, and its data hold it as a number."""
    rows = [["Northmark", 12345], ["2011", 9999], ["Saltmere", 999]]
    shown = exhibit(
        chosen(), pd.DataFrame(rows, columns=["year", "n"]),
        [column("year", "Year", text=True), column("n", "Total")],
        key="k", title="T", measure="Incidents", unit="incidents", alt="A.",
    ).payload  # fmt: skip

    assert rows == shown["data"]["rows"]

    assert [
        ["Northmark", "12,345"],
        ["2011", "9,999"],
        ["Saltmere", "999"],
    ] == shown["rows"]


def test_rows_that_overlap_have_no_total_but_a_note() -> None:
    """Under rights an incident stands more than once, and the table says so with
    numbers.
    """
    shown = table(incidents_by_right(chosen())).payload

    assert "none" == shown["emphasis"]
    assert "Total" not in {row[0] for row in shown["rows"]}
    assert "The rows add up to 19; in all there are 12 incidents." == shown["notes"][0]


def test_violations_by_right_add_up() -> None:
    """A violation stands under one right only."""
    shown = table(violations_by_right(chosen())).payload

    assert ["Total", "2", "12", "5", "19"] == shown["rows"][-1]


def test_people_are_ranges_in_every_cell() -> None:
    """A range is printed with both ends, and its data hold them apart."""
    shown = table(people([(9, 12), (3, 3)])).payload

    assert ["Northmark", "0", "9 to 12", "0", "9 to 12"] == shown["rows"][0]
    assert ["Total", "0", "12 to 15", "0", "12 to 15"] == shown["rows"][-1]
    assert [9, 12] == shown["data"]["rows"][0][2:4]


def test_findings_are_not_split_by_themselves() -> None:
    """A table of findings has one column of numbers."""
    assert 2 == len(table(incidents_by_finding(chosen())).payload["columns"])


def test_a_cross_lists_its_pairs_and_counts_the_empty_ones() -> None:
    """Pairs stand by size, and what is left out is said."""
    shown = table(cross([[0, 3], [5, 0]])).payload

    assert [["Eastvale", "Northmark"], ["Northmark", "Eastvale"]] == [
        row[:2] for row in shown["rows"][:2]
    ]
    assert "8" == shown["rows"][-1][-1]
    assert "2 further pairs hold none" in shown["notes"][0]
    assert 4 == len(shown["data"]["rows"])


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_are_printed_as_they_are(text: str) -> None:
    """A payload is plain, its HTML is escaped."""
    shown = table(count([(0, 0, 1)], labels=[text]))

    assert text == shown.payload["rows"][0][0]
    assert "<script" not in shown.html


def test_headline_numbers_stand_apart() -> None:
    """Incidents, people and violations have a row each and no sum."""
    shown = headline(chosen()).payload

    assert [
        ["Incidents", "2", "6", "4", "12"],
        ["People acted on", "3", "38 to 40", "4", "45 to 47"],
        ["Violations", "2", "12", "5", "19"],
    ] == shown["rows"]
    assert "none" == shown["emphasis"]


def test_records_that_are_not_counted_are_shown() -> None:
    """Totals, lists and patterns have a table of their own."""
    shown = apart_table(chosen()).payload

    assert ["INC-0015", "INC-0013", "INC-0014"] == [row[0] for row in shown["rows"]]
    assert "2,500 people" == shown["rows"][1][-1]


def test_disagreements_are_visible() -> None:
    """Who says what stands in one row."""
    rows = differences_table(chosen()).payload["rows"]

    assert "28 people (Lantern Watch); 29 people (Вести Затона)." in {
        row[-1] for row in rows
    }


def test_without_any_record_there_is_a_sentence() -> None:
    """An empty table is not printed."""
    narrow = chosen(states="XSM", date_from="2008", date_to="2008")

    assert "prose" == apart_table(narrow).kind
    assert "prose" == differences_table(narrow).kind


def test_rights_are_defined_with_their_articles() -> None:
    """Every right has a definition in plain words and says where it is laid down."""
    shown = rights_table(chosen()).payload

    assert 6 == len(shown["rows"])
    assert all(row[2] and row[3] for row in shown["rows"])


def test_the_language_has_every_name_it_lists() -> None:
    """Each name that an analyst may use is there."""
    assert not [name for name in briefing.__all__ if not getattr(briefing, name)]
    assert set(briefing.__all__) == set(dir(briefing))


def test_an_unknown_name_is_no_part_of_the_language() -> None:
    """A misspelt name is an error, as in any module."""
    with pytest.raises(AttributeError, match="attribute incidents_by_state"):
        _ = briefing.incidents_by_state


def test_records_that_are_cut_stand_in_the_package_and_in_no_edition(monkeypatch):
    """No file of an edition holds what is not counted."""
    monkeypatch.setattr(printed_table, "MOST_DATA", 1)
    notes = apart_table(chosen()).payload["notes"]

    assert printed_table.UNCOUNTED in notes[-1]
