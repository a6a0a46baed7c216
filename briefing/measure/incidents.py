"""Counts of incidents, and of the people acted on in them."""

from briefing.measure import rows
from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count, Cross
from briefing.measure.crossed import cross
from briefing.measure.entered import entries, values
from briefing.measure.tally import Dimension, Entries, count


def incidents_by_executing_state(chosen: Chosen) -> Count:
    """Count incidents under the state whose agents acted, most first.

    Each incident has one executing state. Members with none are kept.
    """
    return count(chosen, "incidents", executing(chosen), by(chosen, "executing_state"))


def incidents_by_requesting_state(chosen: Chosen) -> Count:
    """Count incidents under the state that asked for the act or received the people.

    Incidents for which no source states a request have a row of their own, last.
    """
    entries = by(chosen, "requesting_state")
    return count(chosen, "incidents", requesting(chosen), entries)


def incidents_by_type(chosen: Chosen) -> Count:
    """Count incidents under the type of act; each has one type."""
    return count(chosen, "incidents", types(chosen), by(chosen, "type"))


def incidents_by_year(chosen: Chosen) -> Count:
    """Count incidents in the year in which they certainly happened, in order of time.

    Every year of the period is kept; dates that span years have a row of their own.
    """
    return count(chosen, "incidents", years(chosen), by_year(chosen))


def incidents_by_finding(chosen: Chosen) -> Count:
    """Count incidents by the strongest finding for any part of them."""
    dimension = Dimension(
        "finding", rows.finding_rows(chosen), ranked=False, notes=("finding",)
    )
    return count(chosen, "incidents", dimension, by(chosen, "finding"))


def incidents_by_cooperation(chosen: Chosen) -> Count:
    """Count incidents with and without a stated request or receiving state."""
    dimension = Dimension(
        "co-operation", rows.COOPERATION_LABELS, ranked=False, notes=("requested",)
    )
    return count(chosen, "incidents", dimension, by(chosen, "cooperation"))


def incidents_by_membership(chosen: Chosen) -> Count:
    """Count incidents by whether every state named was certainly a member on the
    day.
    """
    dimension = Dimension(
        "membership", rows.MEMBERSHIP_LABELS, ranked=False, notes=("membership",)
    )
    return count(chosen, "incidents", dimension, by(chosen, "membership"))


def persons_by_executing_state(chosen: Chosen) -> Count:
    """Sum the people acted on, minimum to maximum, under the state whose agents
    acted.
    """
    return count(chosen, "persons", executing(chosen), by(chosen, "executing_state"))


def persons_by_requesting_state(chosen: Chosen) -> Count:
    """Sum the people acted on under the state that asked for the act or received
    them.
    """
    entries = by(chosen, "requesting_state")
    return count(chosen, "persons", requesting(chosen), entries)


def persons_by_type(chosen: Chosen) -> Count:
    """Sum the people acted on under the type of act."""
    return count(chosen, "persons", types(chosen), by(chosen, "type"))


def persons_by_year(chosen: Chosen) -> Count:
    """Sum the people acted on in the year in which it certainly happened."""
    return count(chosen, "persons", years(chosen), by_year(chosen))


def executing_by_requesting(chosen: Chosen) -> Cross:
    """Count incidents for every pair of executing and requesting state.

    Each incident stands in one cell, so rows and columns add up to the counts by role.
    """
    entries = by(chosen, "executing_state"), values(chosen, "requesting_state")
    return cross(
        chosen,
        "incidents",
        key="executing_by_requesting",
        rows=executing(chosen),
        cols=requesting(chosen),
        entries=entries,
    )


def by(chosen: Chosen, column: str) -> Entries:
    """Enter each incident once, under its value of *column*."""
    return entries(chosen, values(chosen, column))


def by_year(chosen: Chosen) -> Entries:
    """Enter each incident once, under its year if that is certain."""
    return entries(chosen, values(chosen, "year", rows.UNCERTAIN))


def executing(chosen: Chosen) -> Dimension:
    """Describe the dimension of executing states."""
    return Dimension("executing state", rows.state_rows(chosen, "executing"))


def requesting(chosen: Chosen) -> Dimension:
    """Describe the dimension of requesting states."""
    return Dimension(
        "requesting state",
        rows.state_rows(chosen, "requesting"),
        notes=("requested",),
    )


def types(chosen: Chosen) -> Dimension:
    """Describe the dimension of types of act."""
    return Dimension("type", rows.type_rows(chosen))


def years(chosen: Chosen) -> Dimension:
    """Describe the dimension of years."""
    return Dimension("year", rows.year_rows(chosen), ranked=False, notes=("year",))
