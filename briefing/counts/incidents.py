"""Incidents, and the people acted on in them, by columns of the incidents."""

from briefing.counts.count import Count, CrossCount, count_by, cross
from briefing.selection.select import Chosen


def incidents_by_executing_state(chosen: Chosen) -> Count:
    """Incidents by executing state, most first; every SCO member has a row."""
    return count_by(chosen, "executing_state")


def incidents_by_requesting_state(chosen: Chosen) -> Count:
    """Incidents by requesting state, most first; those without one in rows of their
    own.
    """
    return count_by(chosen, "requesting_state")


def incidents_by_type(chosen: Chosen) -> Count:
    """Incidents by type of act, most first."""
    return count_by(chosen, "type")


def incidents_by_year(chosen: Chosen) -> Count:
    """Incidents by year, in order of time; every year of the period has a row.

    An incident counts in a year that its date leaves certain; others have a row.
    """
    return count_by(chosen, "year")


def incidents_by_finding(chosen: Chosen) -> Count:
    """Incidents by the strongest finding for any part of them, strongest first."""
    return count_by(chosen, "finding")


def incidents_by_cooperation(chosen: Chosen) -> Count:
    """Incidents with and without a stated request or receiving state."""
    return count_by(chosen, "cooperation")


def incidents_by_membership(chosen: Chosen) -> Count:
    """Incidents by whether every state named was certainly a member on the day."""
    return count_by(chosen, "membership")


def incidents_by_target_group(chosen: Chosen) -> Count:
    """Incidents under each group to which the people belong, most first."""
    return count_by(chosen, "groups")


def incidents_by_accusation(chosen: Chosen) -> Count:
    """Incidents under everything that the people were accused of, most first."""
    return count_by(chosen, "accusations")


def incidents_by_protection(chosen: Chosen) -> Count:
    """Incidents under each protection that the people held then, most first."""
    return count_by(chosen, "protections")


def incidents_by_assurances(chosen: Chosen) -> Count:
    """Incidents by whether assurances of the requesting state are reported."""
    return count_by(chosen, "assurances")


def incidents_by_evidence(chosen: Chosen) -> Count:
    """Incidents by whether evidence for the accusation is reported as shown."""
    return count_by(chosen, "evidence_shown")


def incidents_by_fate(chosen: Chosen) -> Count:
    """Incidents by what the newest source says of the people, worst first."""
    return count_by(chosen, "fate")


def persons_by_executing_state(chosen: Chosen) -> Count:
    """People acted on, minimum to maximum, by executing state."""
    return count_by(chosen, "executing_state", "persons")


def persons_by_requesting_state(chosen: Chosen) -> Count:
    """People acted on, minimum to maximum, by requesting state."""
    return count_by(chosen, "requesting_state", "persons")


def persons_by_type(chosen: Chosen) -> Count:
    """People acted on, minimum to maximum, by type of act."""
    return count_by(chosen, "type", "persons")


def persons_by_year(chosen: Chosen) -> Count:
    """People acted on, minimum to maximum, by year."""
    return count_by(chosen, "year", "persons")


def executing_by_requesting(chosen: Chosen) -> CrossCount:
    """Incidents by executing and requesting state, each incident in one cell."""
    return cross(
        chosen, "executing_state", "requesting_state", key="executing_by_requesting"
    )
