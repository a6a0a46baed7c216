"""Who documented what, how independently, and what is left where less is accepted.

The numbers of the pocket package were counted with a pencil:
tests/data/golden/README.md has the sources of every act, followed to their origin.
"""

from collections import Counter
from dataclasses import replace

import pytest

from briefing.counts.cases import MOST, best_documented, studies, taken
from briefing.counts.evidence import (
    evidence,
    incidents_by_independent_sources,
    language_label,
)
from briefing.counts.headline import sensitivity, totals
from briefing.counts.overlaps import main_ones, overlap_of_kinds, overlap_of_publishers
from briefing.dataset.load import load
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.paths import POCKET, ROOT
from helpers.pocket import choose
from helpers.recount import MISSING, Recount, read

DATA = ROOT / "data"
SETS = {  # label: all, and those that no other row reports
    "Lantern Watch": (5, 1),
    "Вести Затона": (3, 1),
    "Fennick Observer": (2, 1),
    "Northmark Courier": (2, 0),
    "Office for Displaced Persons": (2, 0),
    "东谷边境消息": (2, 0),
    "All others (5 publishers)": (5, 2),
}
KINDS = {
    "press": 8,
    "ngo": 6,
    "igo": 2,
    "court": 1,
    "treaty_body": 1,
    "government": 1,
    "academic": 1,
}


@pytest.fixture(params=[POCKET, DATA], ids=["pocket", "data"], scope="module")
def package(request):
    """The pocket package, and the real one."""
    return request.param


def publishers_by_act(recount):
    """Follow every report of an act to its publisher, with nothing of ours."""
    found = {key: set() for key in recount.acts}
    for claim in read(recount.package, "claims"):
        reports = (claim["field"], claim["value"]) == ("act", "reported")
        if reports and claim["incident_id"] in found:
            voice = recount.root_publisher(claim["source_id"])
            found[claim["incident_id"]].add(voice)
    return found


def test_sets_of_publishers_equal_those_found_by_hand():
    """A report that repeats another is that other's, and who reports little shares a
    row.
    """
    rows = overlap_of_publishers(choose()).sets

    assert SETS == {
        row["label"]: (row["n"], row["alone"]) for row in rows.to_dict("records")
    }


def test_every_kind_of_source_has_a_row():
    """A kind is that of the origin: two articles on a report count under its kind."""
    rows = overlap_of_kinds(choose(states="XNM")).sets
    whole = overlap_of_kinds(choose()).sets

    assert KINDS == dict(zip(whole["code"], whole["n"], strict=True))
    assert {"press": 2, "ngo": 1, "treaty_body": 1} == {
        code: n for code, n in zip(rows["code"], rows["n"], strict=True) if n
    }
    assert set(KINDS) == set(rows["code"])


def test_each_incident_stands_in_one_combination(package):
    """Combinations add up to the whole; sets may not, and none is larger than it."""
    chosen = select(load(package), Selection())
    for overlap in (overlap_of_publishers(chosen), overlap_of_kinds(chosen)):
        ids = [one for members in overlap.incident_ids.values() for one in members]

        assert sorted(chosen.incidents["incident_id"]) == sorted(ids)
        assert len(ids) == overlap.total == overlap.combinations["n"].sum()
        assert overlap.sets["n"].max() <= overlap.total


def test_publishers_equal_a_recount_of_the_files(package):
    """The csv module finds the same numbers for every publisher with a row of its
    own.
    """
    recount = Recount(package)
    recount.package = package
    voices = publishers_by_act(recount)
    n = Counter(one for of in voices.values() for one in of)
    alone = Counter(next(iter(of)) for of in voices.values() if len(of) == 1)
    overlap = overlap_of_publishers(select(load(package), Selection()))
    named = overlap.sets[overlap.sets["code"] != "others"]

    assert len(n) == len(named) + overlap.joined
    for row in named.to_dict("records"):
        assert n[row["label"]] == row["n"]
        assert alone[row["label"]] == row["alone"]


def test_the_record_equals_a_recount_of_the_files(package):
    """Sources, links and voices are those of the files."""
    recount = Recount(package)
    recount.package = package
    told = {
        (claim["incident_id"], claim["source_id"])
        for claim in read(package, "claims")
        if (claim["field"], claim["value"]) == ("act", "reported")
        and claim["incident_id"] in recount.acts
    }
    ids = {source for _, source in told}
    rows = [row for row in read(package, "sources") if row["source_id"] in ids]
    found = evidence(select(load(package), Selection()))

    assert (len(ids), len(told)) == (found.sources, found.links)
    assert sum(map(len, publishers_by_act(recount).values())) == found.voices
    assert sum(row["derived_from"] not in MISSING for row in rows) == found.repeating
    assert sum(row["address_is_copy"] == "true" for row in rows) == found.copies
    assert sum(row["date"] in MISSING for row in rows) == found.without_date
    assert found.fallen == found.repeating_links + found.second


def test_weak_points_equal_those_found_by_hand():
    """Two articles repeat one report, so one of two links falls away."""
    found = evidence(choose())

    assert (22, 21, 1, 0) == (
        found.links,
        found.voices,
        found.repeating_links,
        found.second,
    )
    assert (14, 11, 2, 2) == (
        found.sources,
        found.publishers,
        found.repeating,
        found.copies,
    )
    assert {"date": 1} == found.unverified_cells
    assert {"date": 2, "persons": 2, "act": 1} == found.differing_fields
    assert 4 == found.differing


def test_an_address_that_is_withheld_is_not_called_missing():
    """In a public edition an address that spells a name is known all the same."""
    shown, withheld = evidence(choose()), evidence(choose(names="withheld"))

    assert shown.without_address == withheld.without_address


def test_every_level_is_what_the_parameter_gives(package):
    """A line of the sensitivity is the headline of a selection with that finding."""
    data = load(package)
    for level in sensitivity(select(data, Selection())):
        asked = Selection(finding=level.finding)

        assert totals(select(data, asked)) == level.totals


def test_levels_equal_the_count_by_hand():
    """Twelve acts, eight of them firm, two of them adjudicated."""
    levels = [level.totals for level in sensitivity(choose())]

    assert [12, 8, 2] == [one.incidents for one in levels]
    assert [(45, 47), (41, 43), (3, 3)] == [
        (one.persons_min, one.persons_max) for one in levels
    ]
    assert [19, 14, 2] == [one.violations for one in levels]
    assert [3, 3, 2] == [one.executing_states for one in levels]


def test_levels_begin_at_what_the_selection_accepts():
    """Whoever asks for courts only is not shown what else there is."""
    levels = sensitivity(choose(finding="adjudicated"))

    assert ["adjudicated"] == [level.finding for level in levels]


def test_a_level_of_which_nothing_is_left_is_zero():
    """None is a number too."""
    levels = sensitivity(choose(states="XNM", types="rendition"))

    assert [1, 0, 0] == [level.totals.incidents for level in levels]
    assert [1, 0, 0] == [level.totals.executing_states for level in levels]


def test_independent_sources_equal_the_column(package):
    """The rows run from one to the most, and add up."""
    recount = Recount(package)
    counted = incidents_by_independent_sources(select(load(package), Selection()))
    n = Counter(act["sources"] for act in recount.acts.values())

    assert [str(i) for i in range(1, max(n) + 1)] == list(counted.frame["code"])
    assert [n[i] for i in range(1, max(n) + 1)] == list(counted.frame["n"])


def test_equals_are_not_parted_by_the_limit():
    """Where nine publishers would have the eighth row, none of them has it."""
    numbers = {"a": 9, "b": 9} | {f"c{i}": 3 for i in range(9)} | {"d": 1}

    assert ["a", "b"] == main_ones(numbers, choose())


def test_studies_are_firm_and_one_of_each_state_goes_first():
    """One source is not enough, nor is a cell that nobody saw."""
    numbers = [int(one[-2:]) for one in taken(best_documented(choose()))]

    assert [1, 4, 2, 11, 12, 9] == numbers


def test_studies_stand_in_order_of_time_and_say_what_followed():
    """The same people in another incident are named with it."""
    told = studies(choose()).set_index("id")

    assert [
        "INC-0001", "INC-0002", "INC-0004", "INC-0011", "INC-0012", "INC-0009"
    ] == list(told.index)  # fmt: skip
    assert ("INC-0012, 2 October 2014: Saltmere extradites Эркин Саватов to "
            "Eastvale",) == told.loc["INC-0004", "later"]  # fmt: skip
    assert "Sentenced" == told.loc["INC-0001", "fate"]
    assert (
        "Journal of Borderland Law (academic) and Вести Затона (press)"
        == (told.loc["INC-0004", "heard"])
    )


def test_no_more_studies_than_there_is_room_for():
    """The rule has an end, and every executing state comes before it."""
    ordered = best_documented(select(load(DATA), Selection()))
    first = taken(ordered)
    states = ordered["executing_state"].nunique()

    assert MOST == len(first) == len(set(first))
    assert min(MOST, states) == len(
        set(ordered.set_index("incident_id").loc[first, "executing_state"])
    )


def test_a_selection_may_have_no_case_to_tell():
    """Nothing firm is an answer."""
    chosen = choose(states="XNM")
    none = replace(chosen, incident_at=chosen.incident_at[:0])

    assert studies(chosen).empty
    assert studies(none).empty


def test_a_language_without_a_name_stands_under_its_code():
    """No source is lost because its language is rare."""
    missing = {"not_reported": "Not stated"}

    assert "Language with the code xx" == language_label("xx", missing)
    assert "Language not stated" == language_label("not_reported", missing)
