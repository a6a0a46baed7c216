"""Violations by right, responsible state and finding."""

from briefing.counts import dimensions
from briefing.counts.count import (
    Count,
    CrossCount,
    Dimension,
    Entries,
    count,
    cross,
    pairs,
    violation_ids,
    violation_strength,
    violation_values,
)
from briefing.selection.select import Chosen


def violations_by_right(chosen: Chosen) -> Count:
    """Count violations under each right, most first.

    One right of one incident counts once for each state that answers for it.
    """
    return count(chosen, "violations", rights(chosen), by(chosen, "right"))


def violations_by_responsible_state(chosen: Chosen) -> Count:
    """Count violations under the state that answers for them, most first."""
    entries = by(chosen, "responsible_state")
    return count(chosen, "violations", responsible(chosen), entries)


def violations_by_finding(chosen: Chosen) -> Count:
    """Count violations by finding; only adjudicated ones were found by a court or
    body.
    """
    dimension = Dimension(
        "finding", dimensions.finding_rows(chosen), ranked=False, notes=("finding",)
    )
    return count(chosen, "violations", dimension, by(chosen, "finding"))


def incidents_by_right(chosen: Chosen) -> Count:
    """Count each incident once under every right violated in it, most first.

    It stands under a right with the strongest finding for that right.
    """
    return count(chosen, "incidents", rights(chosen), pairs(chosen))


def persons_by_right(chosen: Chosen) -> Count:
    """Sum the people acted on in the incidents under every right, each incident
    once.
    """
    return count(chosen, "persons", rights(chosen), pairs(chosen))


def rights_by_responsible_state(chosen: Chosen) -> CrossCount:
    """Count violations for every responsible state and right."""
    entries = by(chosen, "responsible_state"), violation_values(chosen, "right")
    return cross(
        chosen,
        "violations",
        key="rights_by_responsible_state",
        rows=responsible(chosen),
        cols=rights(chosen),
        entries=entries,
    )


def by(chosen: Chosen, column: str) -> Entries:
    """Enter each violation once, under its value of *column*."""
    under = violation_values(chosen, column)
    return Entries(under, violation_strength(chosen), violation_ids(chosen))


def rights(chosen: Chosen) -> Dimension:
    """Describe the dimension of rights, under which an incident may stand more than
    once.
    """
    return Dimension(
        "right", dimensions.right_rows(chosen, short=True), overlapping=True
    )


def responsible(chosen: Chosen) -> Dimension:
    """Describe the dimension of responsible states."""
    return Dimension(
        "responsible state",
        dimensions.state_rows(chosen, "responsible"),
        notes=("responsible",),
    )
