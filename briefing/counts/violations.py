"""Violations by right, responsible state and finding; incidents under each right."""

from briefing.counts.count import Count, CrossCount, count_by, cross
from briefing.selection.select import Chosen


def violations_by_right(chosen: Chosen) -> Count:
    """Violations by right, most first.

    One right of one incident counts once for each state that answers for it.
    """
    return count_by(chosen, "right", "violations")


def violations_by_responsible_state(chosen: Chosen) -> Count:
    """Violations by the state that answers for them, most first."""
    return count_by(chosen, "responsible_state", "violations")


def violations_by_finding(chosen: Chosen) -> Count:
    """Violations by finding; only adjudicated ones were found by a court or body."""
    return count_by(chosen, "finding", "violations")


def incidents_by_right(chosen: Chosen) -> Count:
    """Incidents under each right violated in them, most first.

    Each stands once under a right, with the strongest finding for that right.
    """
    return count_by(chosen, "right")


def persons_by_right(chosen: Chosen) -> Count:
    """People acted on in the incidents under each right, each incident once."""
    return count_by(chosen, "right", "persons")


def rights_by_responsible_state(chosen: Chosen) -> CrossCount:
    """Violations by responsible state and right."""
    return cross(
        chosen,
        "responsible_state",
        "right",
        "violations",
        key="rights_by_responsible_state",
    )
