"""Counts by any column, against counts of the files by the csv module."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import briefing
from briefing.counts.count import count
from briefing.errors import BriefingError
from helpers.generated_acts import acts, chosen_of
from helpers.paths import POCKET
from helpers.pocket import choose
from helpers.recount import MISSING, Recount

OF_ACTS = ["place", "confidence", "record_kind", "executing_state", "verified", "fate"]
OF_VIOLATIONS = ["basis", "authority", "right", "source_id", "responsible_state"]
LISTS = ["groups", "accusations", "protections"]
FINDINGS = ["adjudicated", "corroborated", "reported"]


def cells(counted):
    """Numbers of a count by code and finding, without zeros."""
    return {
        (row["code"], of): row[of]
        for row in counted.frame.to_dict("records")
        for of in FINDINGS
        if row[of]
    }


def as_written(code):
    """A truth of the file as Python writes it."""
    return {"true": "True", "false": "False"}.get(code, code)


@pytest.mark.parametrize("column", OF_ACTS)
def test_incidents_by_any_column_equal_the_recount(column):
    """Coded, free text and truths: each value of the file has its incidents."""
    found = Recount(POCKET).incidents(column)
    expected = {(as_written(code), of): n for (code, of), n in found.items()}

    assert expected == cells(count(choose(), by=column))


@pytest.mark.parametrize("column", OF_VIOLATIONS)
def test_violations_by_any_column_equal_the_recount(column):
    """The same holds for the columns of violations."""
    expected = dict(Recount(POCKET).offences(column))

    assert expected == cells(count(choose(), by=column, unit="violations"))


@pytest.mark.parametrize("column", LISTS)
def test_each_value_of_a_list_counts(column):
    """An incident stands once under each value that its cell lists."""
    found = Counter(
        (code, act["finding"])
        for act in Recount(POCKET).acts.values()
        for code in set(act[column].split(";"))
    )

    assert dict(found) == cells(count(choose(), by=column))


def test_violations_are_counted_by_columns_of_their_incident():
    """Each violation stands under the type of its act, by its own finding."""
    recount = Recount(POCKET)
    expected = Counter(
        (recount.acts[row["incident_id"]]["type"], row["finding"])
        for row in recount.violations
    )

    assert dict(expected) == cells(count(choose(), by="type", unit="violations"))


def test_violations_under_several_values_of_their_incident_are_not_multiplied():
    """A violation of two groups stands under both, and is one in the total."""
    recount = Recount(POCKET)
    expected = Counter(
        (code, row["finding"])
        for row in recount.violations
        for code in set(recount.acts[row["incident_id"]]["groups"].split(";"))
    )
    found = count(choose(), by="groups", unit="violations")
    crossed = count(choose(), by=["right", "groups"], unit="violations")

    assert dict(expected) == cells(found)
    assert sum(expected.values()) > len(recount.violations)
    assert found.overlapping and "several" in found.notes
    assert [len(recount.violations)] * 2 == [found.total, crossed.total]


def test_one_column_in_a_list_is_one_column():
    """A list of one is no cross."""
    assert count(choose(), by=["type"]).key == count(choose(), by="type").key


def test_people_by_any_column_equal_the_recount():
    """Both ends are sums over the incidents of a value."""
    expected = Recount(POCKET).persons("place")
    frame = count(choose(), by="place", unit="persons").frame
    ends = zip(frame["n_min"], frame["n_max"], strict=True)

    assert expected == dict(zip(frame["code"], ends, strict=True))


def test_two_columns_make_a_cross():
    """Cells are those of the recount, zero included; margins are the counts alone."""
    crossed = count(choose(), by=["type", "executing_state"])
    expected = Counter(
        (act["type"], act["executing_state"]) for act in Recount(POCKET).acts.values()
    )
    keys = zip(crossed.frame["row_code"], crossed.frame["col_code"], strict=True)
    found = dict(zip(keys, crossed.frame["n"], strict=True))

    assert expected == {key: n for key, n in found.items() if n}
    assert 12 == crossed.total == sum(found.values())
    assert all(n == len(crossed.incident_ids[key]) for key, n in found.items())


def test_values_that_are_not_reported_stand_last():
    """Each kind of not-knowing has a row of its own, after all that is known."""
    codes = list(count(choose(), by="place").frame["code"])
    known = [code for code in codes if code not in MISSING]

    assert codes[: len(known)] == known


def test_named_counts_are_counts_by_a_column():
    """A name is short for a column."""
    named = briefing.incidents_by_executing_state(choose())
    plain = briefing.count(choose(), by="executing_state")

    assert named.key == plain.key
    assert named.frame.equals(plain.frame)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "executing_stat"}, "Did you mean 'executing_state'?"),
        ({"by": "colour"}, "incidents have incident_id, record_kind"),
        ({"by": "type", "unit": "people"}, "incidents, violations or persons"),
        ({"by": ["type", "place"], "unit": "persons"}, "no unit='persons' by two"),
        ({"by": []}, "was given no column"),
        ({"by": ["type", "type"]}, "was given 'type' and 'type'"),
        ({"by": ["type", "place", "fate"]}, "'type', 'place' and 'fate'"),
    ],
)
def test_what_cannot_be_counted_is_refused(asked, said):
    """The sentence has the column or unit, the nearest one, and all that there are."""
    with pytest.raises(BriefingError) as refused:
        count(choose(), **asked)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@given(acts, st.sampled_from(["executing_state", "type", "year", "cooperation"]))
def test_counts_of_generated_acts_equal_those_of_a_loop(rows, column):
    """A loop over the acts finds the same numbers, and the rows lead to as many."""
    expected = Counter()
    for row in rows:
        start, more = row["years"]
        value = row.get(column) or ("uncertain" if more else str(start))
        expected[value, row["finding"]] += row["counted"]
    counted = count(chosen_of(rows), by=column)
    found = cells(counted)

    assert {key: n for key, n in expected.items() if n} == found
    for code, n in zip(counted.frame["code"], counted.frame["n"], strict=True):
        assert n == len(counted.incident_ids[code])
