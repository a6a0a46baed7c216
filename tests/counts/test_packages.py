"""Rules of counting that hold for whole packages: files are written, loaded and
counted.

The states are invented, and so is everything that they do here.
"""

import csv
import shutil
import sys
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.counts import incidents, violations
from briefing.dataset.load import load
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.tables.counts import table
from helpers import counts_by_name
from helpers.examples import fewer
from helpers.paths import ROOT, TEST_DATA

sys.path.append(str(ROOT / "docs"))
import draw  # the script stands in docs/

POCKET = TEST_DATA / "pocket"
STATES = ["XEV", "XNM", "XSM", "XAB", "XBC", "XCD"]
NAMES = {"XAB": "Westerfold", "XBC": "Greyhaven", "XCD": "Karrowstan"}
NONE = "not_applicable"
EMPTIED = ["appearances", "involvements", "corrections", "duplicates"]
COUNTS = [
    one
    for name, one in sorted(counts_by_name.COUNTS.items())
    if name.startswith(("incidents_by_", "violations_by_"))
]
BY_STATE = {
    "executing": incidents.incidents_by_executing_state,
    "requesting": incidents.incidents_by_requesting_state,
    "responsible": violations.violations_by_responsible_state,
}
SINGLE_VALUED = [
    *BY_STATE.values(),
    incidents.incidents_by_type,
    incidents.incidents_by_year,
    incidents.incidents_by_finding,
    incidents.incidents_by_cooperation,
    incidents.incidents_by_membership,
    violations.violations_by_right,
    violations.violations_by_finding,
]

act = st.fixed_dictionaries(
    {
        "executing_state": st.sampled_from(STATES),
        "requesting_state": st.sampled_from([*STATES, "not_reported"]),
        "type": st.sampled_from(["extradition", "deportation", "travel_ban"]),
        "date": st.sampled_from(["2001-03", "2005", "2006-11-02", "2009/2010"]),
        "groups": st.sampled_from(["journalist", "religious;cleric", "unknown"]),
        "people": st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted),
        "sources": st.sets(st.integers(0, 3), min_size=1, max_size=3),
        "violations": st.sets(
            st.tuples(
                st.sampled_from(["ASYLUM", "LIBERTY", "TORTURE"]),
                st.sampled_from(STATES),
            ),
            min_size=1,
            max_size=3,
        ),
        "adjudicated": st.booleans(),
    }
)
acts = st.lists(act, min_size=1, max_size=6)
rule = settings(fewer(20), suppress_health_check=[HealthCheck.too_slow])


@cache
def lines_of(name):
    """Read a table of the pocket package."""
    with (POCKET / name).open(encoding="utf-8", newline="") as file:
        return tuple(tuple(line) for line in csv.reader(file))


def write(folder, name, rows, order=None):
    """Write rows under the head of the pocket's table, in an *order* of their own."""
    head = lines_of(name)[0]
    lines = [[str(row[column]) for column in head] for row in rows]
    if order is not None:
        order.shuffle(lines)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *lines])


def rows_of(name):
    """Read the rows of a table of the pocket package by column."""
    head, *lines = lines_of(name)
    return [dict(zip(head, line, strict=True)) for line in lines]


def source(number, derived_from=NONE):
    """Make a source: four publishers, of which each has its own voice."""
    return rows_of("sources.csv")[0] | {
        "source_id": f"S-{number + 1:04d}",
        "publisher": f"Voice {number}",
        "kind": "ngo",
        "date": "2020-01-01",
        "derived_from": derived_from,
    }


def package(folder, made, *, extra=(), order=None):
    """Write a whole package of made-up acts, and load it.

    *extra* are further sources, each with the places of the acts that it reports.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(POCKET, folder)
    spare = rows_of("incidents.csv")[0]
    incidents, claims, violations = [], [], []
    for place, one in enumerate(made):
        key = f"INC-{place + 1:04d}"
        low, high = one["people"]
        kept = {name: one[name] for name in one if name in spare}
        incidents.append(
            spare
            | kept
            | {"incident_id": key, "persons_min": low, "persons_max": high}
            | {"title": f"Act {place}", "date_end": NONE, "unverified_cells": NONE}
        )
        heard = list(one["sources"])
        heard += [n for n, places in extra_claims(extra) if place in places]
        claims += [
            {"incident_id": key, "source_id": f"S-{n + 1:04d}", "field": "act",
             "value": "reported", "locator": "not_reported"}
            for n in sorted(heard)
        ]  # fmt: skip
        violations += [
            {"incident_id": key, "right": right, "responsible_state": state,
             "basis": "adjudicated" if one["adjudicated"] else "alleged",
             "authority": "Court" if one["adjudicated"] else NONE,
             "grounds": "Said so.", "source_id": f"S-{min(heard) + 1:04d}"}
            for right, state in sorted(one["violations"])
        ]  # fmt: skip
    sources = [source(n) for n in range(4)] + [one for one, _ in extra]
    states = rows_of("reference/states.csv")
    states += [
        {"state": code, "iso2": code[:2], "name": name} for code, name in NAMES.items()
    ]
    for name, rows in {
        "incidents.csv": incidents,
        "claims.csv": claims,
        "violations.csv": violations,
        "sources.csv": sources,
        "persons.csv": [],
        "reference/states.csv": states,
        **{f"{one}.csv": [] for one in EMPTIED},
    }.items():
        write(folder, name, rows, order)
    return load(folder)


def extra_claims(extra):
    """Read which further source reports which acts, by its number."""
    return [(int(one["source_id"][2:]) - 1, places) for one, places in extra]


def chosen_of(dataset, **asked):
    """Select from a dataset."""
    return select(dataset, Selection(**asked))


def numbers(count):
    """Read the whole numbers of a count by code."""
    return count.frame.set_index("code")["n"].to_dict()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A place for the packages, one after the other."""
    return tmp_path_factory.mktemp("packages") / "package"


@rule
@given(made=acts)
def test_single_valued_counts_add_up_and_others_say_that_they_do_not(folder, made):
    """Over states of one role the sum is the total; a count that exceeds it says so."""
    chosen = chosen_of(package(folder, made))

    for count in [one(chosen) for one in SINGLE_VALUED]:
        assert count.total == count.frame["n"].sum()
        assert not count.overlapping
    for count in [one(chosen) for one in COUNTS]:
        if count.total < count.frame["n"].sum():
            assert count.overlapping
            assert "The rows add up to" in table(count).payload["notes"][0]


@rule
@given(made=acts, order=st.randoms(use_true_random=False))
def test_the_order_of_lines_in_no_file_matters(folder, made, order):
    """Files whose lines stand in another order give the same counts."""
    sorted_ = chosen_of(package(folder, made))
    shuffled = chosen_of(package(folder, made, order=order))

    for one in [*COUNTS, incidents.persons_by_executing_state]:
        assert one(sorted_).frame.equals(one(shuffled).frame)


@rule
@given(made=acts, more=act)
def test_one_more_incident_lowers_no_count(folder, made, more):
    """Adding an incident lowers no number anywhere."""
    fewer = chosen_of(package(folder, made))
    all_ = chosen_of(package(folder, [*made, more]))

    for one in COUNTS:
        after = numbers(one(all_))
        assert not [c for c, n in numbers(one(fewer)).items() if n > after[c]]


@rule
@given(made=acts, state=st.sampled_from(STATES))
def test_the_view_of_a_role_is_the_margin_of_the_matrix(folder, made, state):
    """What one state did, asked for or answers for is the same in every view of it."""
    dataset = package(folder, made)
    everything = chosen_of(dataset)
    cells = incidents.executing_by_requesting(everything).frame
    crossed = violations.rights_by_responsible_state(everything).frame
    margins = {
        "executing": cells.loc[cells["row_code"] == state, "n"].sum(),
        "requesting": cells.loc[cells["col_code"] == state, "n"].sum(),
        "responsible": crossed.loc[crossed["row_code"] == state, "n"].sum(),
    }
    for role, by_state in BY_STATE.items():
        assert margins[role] == numbers(by_state(everything)).get(state, 0)
        if margins[role]:
            alone = chosen_of(dataset, states=state, role=role)
            assert margins[role] == by_state(alone).total


@rule
@given(made=acts, heard=st.sets(st.integers(0, 5)))
def test_a_further_source_changes_nothing_but_corroboration(folder, made, heard):
    """Whole numbers stay; an incident can only become better documented."""
    before = chosen_of(package(folder, made))
    after = chosen_of(package(folder, made, extra=[(source(4), heard)]))

    for one in SINGLE_VALUED:
        if one not in (
            incidents.incidents_by_finding,
            violations.violations_by_finding,
        ):
            assert numbers(one(before)) == numbers(one(after))
        old = one(before).frame.set_index("code")
        new = one(after).frame.set_index("code")
        assert old["adjudicated"].to_dict() == new["adjudicated"].to_dict()
        if "reported" in old and one not in (
            incidents.incidents_by_finding,
            violations.violations_by_finding,
        ):
            assert (new["reported"] <= old["reported"].reindex(new.index)).all()


@rule
@given(made=acts, heard=st.sets(st.integers(0, 5)))
def test_a_source_that_is_unrelated_or_repeats_another_changes_nothing(
    folder, made, heard
):
    """A source that reports no act, and one that repeats what is there, count for
    nothing.
    """
    before = chosen_of(package(folder, made))
    unrelated = chosen_of(package(folder, made, extra=[(source(4), set())]))
    echo = {n for n, one in enumerate(made) if 0 in one["sources"]} & heard
    repeated = chosen_of(package(folder, made, extra=[(source(5, "S-0001"), echo)]))

    for one in SINGLE_VALUED:
        assert one(before).frame.equals(one(unrelated).frame)
        assert one(before).frame.equals(one(repeated).frame)


@rule
@given(made=st.lists(act, min_size=4, max_size=14))
def test_every_chart_can_be_made_of_every_package(folder, made):
    """Whatever was documented, each kind of chart keeps its rules or is a sentence."""
    chosen = chosen_of(package(folder, made))

    kinds = {name: make(chosen).kind for name, (_, make) in draw.KINDS.items()}

    assert {"figure", "prose"} >= set(kinds.values())
