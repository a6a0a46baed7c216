"""Incidents, and people, by state, type, year, group, accusation and fate."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

import numpy as np
import pandas as pd

from briefing.counts import count as tallies
from briefing.counts import dimensions
from briefing.counts.count import (
    Count,
    CrossCount,
    Dimension,
    Entries,
    count,
    cross,
    entries,
    values,
)
from briefing.counts.dimensions import Rows
from briefing.dataset.coded_columns import coded, column, counted, once
from briefing.dataset.dataset import Dataset
from briefing.selection.select import Chosen


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
        "finding", dimensions.finding_rows(chosen), ranked=False, notes=("finding",)
    )
    return count(chosen, "incidents", dimension, by(chosen, "finding"))


def incidents_by_cooperation(chosen: Chosen) -> Count:
    """Count incidents with and without a stated request or receiving state."""
    dimension = Dimension(
        "co-operation",
        dimensions.COOPERATION_LABELS,
        ranked=False,
        notes=("requested",),
    )
    return count(chosen, "incidents", dimension, by(chosen, "cooperation"))


def incidents_by_membership(chosen: Chosen) -> Count:
    """Count incidents by whether every state named was certainly a member on the
    day.
    """
    dimension = Dimension(
        "membership", dimensions.MEMBERSHIP_LABELS, ranked=False, notes=("membership",)
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


def executing_by_requesting(chosen: Chosen) -> CrossCount:
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
    return entries(chosen, values(chosen, "year", dimensions.UNCERTAIN))


def executing(chosen: Chosen) -> Dimension:
    """Describe the dimension of executing states."""
    return Dimension("executing state", dimensions.state_rows(chosen, "executing"))


def requesting(chosen: Chosen) -> Dimension:
    """Describe the dimension of requesting states."""
    return Dimension(
        "requesting state",
        dimensions.state_rows(chosen, "requesting"),
        notes=("requested",),
    )


def types(chosen: Chosen) -> Dimension:
    """Describe the dimension of types of act."""
    return Dimension("type", dimensions.type_rows(chosen))


def years(chosen: Chosen) -> Dimension:
    """Describe the dimension of years."""
    return Dimension(
        "year", dimensions.year_rows(chosen), ranked=False, notes=("year",)
    )


# Not knowing comes in kinds, which stay apart.
MISSING_LABELS = {
    "unknown": "Not known",
    "not_reported": "No source says",
    "not_applicable": "Does not apply to the act",
    "withheld": "Withheld",
}

ASSURANCE_LABELS = {"yes": "Assurances are reported", "no": "Reported as not given"}

EVIDENCE_LABELS = {"yes": "Reported as shown", "no": "Reported as not shown"}

# From what is worst to know to what is best, with the words over each step.
FATES: Mapping[str, tuple[str, ...]] = {
    "Nothing known": ("unknown", "not_reported"),
    "Disappeared or dead": ("disappeared", "dead"),
    "Held": ("detained", "sentenced"),
    "Differs": ("mixed",),
    "Not held": ("in_country", "returned_free", "released", "resettled"),
    "No fate to tell": ("not_applicable", "withheld"),
}


def incidents_by_target_group(chosen: Chosen) -> Count:
    """Count incidents under every group to which the people belong, most first."""
    return several(chosen, "target group", "groups")


def incidents_by_accusation(chosen: Chosen) -> Count:
    """Count incidents under everything that the people were accused of, most first."""
    return several(chosen, "accusation", "accusations")


def incidents_by_protection(chosen: Chosen) -> Count:
    """Count incidents under every protection that the people held then, most first."""
    return several(chosen, "protection", "protections")


def incidents_by_assurances(chosen: Chosen) -> Count:
    """Count incidents by whether a requesting state is reported to have given
    assurances.
    """
    labels = field_rows(chosen, "assurances", ASSURANCE_LABELS)
    return single(chosen, "assurances", "assurances", labels)


def incidents_by_evidence(chosen: Chosen) -> Count:
    """Count incidents by whether evidence for the accusation is reported as shown."""
    labels = field_rows(chosen, "evidence_shown", EVIDENCE_LABELS)
    return single(chosen, "evidence", "evidence_shown", labels)


def incidents_by_fate(chosen: Chosen) -> Count:
    """Count incidents by what the newest source says of the people, as a ladder."""
    labels = field_rows(chosen, "fate")
    order = [code for codes in FATES.values() for code in codes if code in labels]
    ladder = {code: labels[code] for code in order} | labels
    return single(chosen, "fate", "fate", ladder)


def several(chosen: Chosen, name: str, field: str) -> Count:
    """Count incidents under each of the values of a field that may hold several."""
    dimension = Dimension(name, field_rows(chosen, field), overlapping=True)
    counted = count(chosen, "incidents", dimension, listed(chosen, field))
    return replace(counted, notes=notes(counted, "several"))


@once
def listed(chosen: Chosen, field: str) -> Entries:
    """Enter each incident once under each of the values that a field of it lists."""
    lists = column(chosen.dataset, "incidents", field).at(chosen.incident_at)
    several = [tuple(dict.fromkeys(of)) for of in lists.values]
    under = coded(pd.Series([one for of in several for one in of], dtype="object"))
    long = np.array([*map(len, several)], dtype=np.int64)
    begins = np.cumsum(long) - long
    times = long[lists.places]
    of = np.repeat(np.arange(len(times)), times)
    within = np.arange(len(of)) - np.repeat(np.cumsum(times) - times, times)
    places = begins[lists.places][of] + within
    return tallies.several(chosen, of, under.at(places))


def single(chosen: Chosen, name: str, field: str, labels: Rows) -> Count:
    """Count incidents under the one value of a field, in the order of *labels*."""
    dimension = Dimension(name, labels, ranked=False)
    return count(chosen, "incidents", dimension, by(chosen, field))


def field_rows(
    chosen: Chosen, field: str, labels: Mapping[str, str] | None = None
) -> Rows:
    """List the values of a field of incidents, and each kind of not knowing that
    occurs.
    """
    dataset = chosen.dataset
    known = dict(labels or dataset.categories("incidents", field))
    occur = occurring(dataset, field)
    rows = {code: known[code] for code in known if code not in dataset.missing}
    gaps = [code for code in dataset.missing if code in occur]
    return rows | {
        code: MISSING_LABELS.get(code, dataset.missing[code]) for code in gaps
    }


@once
def occurring(dataset: Dataset, field: str) -> frozenset[str]:
    """Find the values of a field, or in its lists, that counted incidents have."""
    found = column(dataset, "incidents", field).at(counted(dataset))
    values = [found.values[place] for place in np.unique(found.places)]
    return frozenset(
        chain.from_iterable([one] if isinstance(one, str) else one for one in values)
    )


def notes(counted: Count, key: str) -> tuple[str, ...]:
    """Say of values that an incident may have several of them, and not of rights."""
    kept = [one for one in counted.notes if one not in ("overlap", "right_finding")]
    return (*kept[:1], key, *kept[1:])
