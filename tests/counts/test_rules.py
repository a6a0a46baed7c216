"""Rules of counting that hold whatever the data say."""

from hypothesis import given
from hypothesis import strategies as st

from briefing.counts import headline, incidents, violations
from briefing.selection.select import select
from briefing.selection.selection import Selection
from helpers.generated_acts import (
    FINDINGS,
    STATES,
    act,
    acts,
    chosen_of,
    dataset_of,
    replaced,
)

SINGLE_VALUED = [
    incidents.incidents_by_executing_state,
    incidents.incidents_by_requesting_state,
    incidents.incidents_by_type,
    incidents.incidents_by_year,
    incidents.incidents_by_finding,
    incidents.incidents_by_cooperation,
    incidents.incidents_by_membership,
    violations.violations_by_right,
    violations.violations_by_responsible_state,
    violations.violations_by_finding,
]
PEOPLE = [
    incidents.persons_by_executing_state,
    incidents.persons_by_requesting_state,
    incidents.persons_by_type,
    violations.persons_by_right,
    incidents.persons_by_year,
]
OVERLAPPING = [violations.incidents_by_right]
COUNTS = [*SINGLE_VALUED, *OVERLAPPING]
CROSSES = {
    incidents.executing_by_requesting: (
        incidents.incidents_by_executing_state,
        incidents.incidents_by_requesting_state,
    ),
    violations.rights_by_responsible_state: (
        violations.violations_by_responsible_state,
        violations.violations_by_right,
    ),
}


def numbers(count):
    """Read the numbers of a count by code."""
    return count.frame.drop(columns="label").set_index("code").sort_index()


@given(acts)
def test_single_valued_dimensions_add_up_to_the_total(rows):
    """Where each thing has one value, the rows add up to the total."""
    chosen = chosen_of(rows)
    counts = [measure_(chosen) for measure_ in SINGLE_VALUED]

    assert [one.total for one in counts] == [one.frame["n"].sum() for one in counts]
    assert not any(one.overlapping for one in counts)


@given(acts)
def test_rows_that_overlap_add_up_to_at_least_the_total(rows):
    """Where a thing may stand in several rows, the count says so."""
    counted = violations.incidents_by_right(chosen_of(rows))

    assert counted.total <= counted.frame["n"].sum()
    assert counted.overlapping


@given(acts)
def test_findings_add_up_in_every_row(rows):
    """A row is the sum of what is adjudicated, corroborated and reported."""
    chosen = chosen_of(rows)
    for measure_ in COUNTS:
        frame = measure_(chosen).frame

        assert frame["n"].equals(frame[FINDINGS].sum(axis="columns"))


@given(acts, st.randoms())
def test_the_order_of_rows_never_matters(rows, random):
    """The same tables in another order give the same counts."""
    dataset = dataset_of(rows)
    frames = {name: dataset.table(name) for name in dataset.package.tables}
    for name in ("incidents", "violations"):
        order = random.sample(range(len(frames[name])), len(frames[name]))
        frames[name] = frames[name].iloc[order].reset_index(drop=True)
    shuffled = select(replaced(dataset, frames), Selection())
    chosen = select(dataset, Selection())

    for measure_ in [*COUNTS, *PEOPLE, *CROSSES]:
        assert measure_(chosen).frame.equals(measure_(shuffled).frame)


@given(acts, act)
def test_one_more_incident_never_lowers_a_count(rows, more):
    """Adding an incident lowers no number anywhere."""
    fewer, all_ = chosen_of(rows), chosen_of([*rows, more])
    for measure_ in [*COUNTS, *PEOPLE]:
        before = numbers(measure_(fewer))
        after = numbers(measure_(all_))

        assert (before <= after.reindex(before.index, fill_value=-1)).all(axis=None)


@given(acts)
def test_margins_of_a_matrix_are_the_counts_by_role(rows):
    """Rows and columns of a matrix add up to the counts by each dimension alone."""
    chosen = chosen_of(rows)
    for matrix, (by_row, by_col) in CROSSES.items():
        cells = matrix(chosen).frame
        for side, alone in (("row", by_row), ("col", by_col)):
            margin = cells.groupby(f"{side}_code", sort=False)[[*FINDINGS, "n"]].sum()
            view = alone(chosen).frame.set_index("code")[[*FINDINGS, "n"]]

            assert view.to_dict("index") == margin.to_dict("index")
            assert list(view.index) == list(margin.index)


@given(acts)
def test_a_minimum_is_never_above_its_maximum(rows):
    """In every row of every count of people, at least is at most at most."""
    chosen = chosen_of(rows)
    for measure_ in PEOPLE:
        counted = measure_(chosen)
        frame = counted.frame

        assert counted.total[0] <= counted.total[1]
        for of in ("n", *FINDINGS):
            assert (frame[f"{of}_min"] <= frame[f"{of}_max"]).all()


@given(acts)
def test_absent_is_zero_and_shown(rows):
    """Every member state, right and type has a row, and a number in it."""
    chosen = chosen_of(rows)
    by_state = incidents.incidents_by_executing_state(chosen).frame
    by_right = violations.violations_by_right(chosen).frame
    cells = violations.rights_by_responsible_state(chosen).frame

    assert {*STATES} <= {*by_state["code"]}
    assert {*chosen.dataset.rights["right"]} == {*by_right["code"]}
    assert len(by_right) * 3 == len(cells)
    assert not cells.isna().any(axis=None)


@given(acts)
def test_members_are_behind_every_number(rows):
    """A count of incidents is the number of ids behind it; empty rows have none."""
    chosen = chosen_of(rows)
    for measure_ in (
        incidents.incidents_by_executing_state,
        violations.incidents_by_right,
    ):
        counted = measure_(chosen)
        behind = {code: len(ids) for code, ids in counted.incident_ids.items()}

        assert behind == counted.frame.set_index("code")["n"].to_dict()


@given(acts)
def test_only_acts_are_counted(rows):
    """What is no act is in no count."""
    chosen = chosen_of(rows)

    assert sum(row["counted"] for row in rows) == headline.totals(chosen).incidents
    assert sum(not row["counted"] for row in rows) == headline.totals(chosen).apart
