"""Where the sources of an incident contradict each other: which claims, as numbers."""

from dataclasses import dataclass

import numpy as np

from briefing.dataset import Dataset
from briefing.dataset.dates import span
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Marks, Places, coded, joined
from briefing.measure.entered import rows_in
from briefing.measure.once import once
from briefing.measure.period import number


@dataclass(frozen=True, eq=False)
class Differences:
    """The claims that contradict another: each one's row, incident and field."""

    claim: Places
    incident: Places
    field: Coded


@once
def differences(chosen: Chosen) -> Differences:
    """Find the claims on a field of an incident of which not all can be true."""
    rows, field, value = stated(chosen.dataset)
    incident = rows_in(chosen, "claims")[rows]
    asked = incident >= 0
    rows, incident = rows[asked], incident[asked]
    field, value = field.at(asked), value.at(asked)
    group = joined(incident, field.places, width=max(len(field.values), 1))
    differ = unequal(group, value.places)
    dated = np.zeros(len(field.values) + 1, dtype=bool)
    dated[:-1] = [one == "date" for one in field.values]
    days = np.flatnonzero(differ & dated[field.places])
    differ[days] = apart(group[days], value.at(days))
    kept = np.flatnonzero(differ)
    return Differences(rows[kept], incident[kept], field.at(kept))


@once
def stated(dataset: Dataset) -> tuple[Places, Coded, Coded]:
    """Find the claims that state something, with the field and value of each.

    A source that only tells of what led to an act does not contradict those that tell
    of the act.
    """
    claims = dataset.claims
    field, value = coded(claims["field"]), coded(claims["value"])
    silent = {*dataset.missing, "context"}
    says = np.array([one not in silent for one in value.values] + [False])
    rows = np.flatnonzero(says[value.places])
    return rows, field.at(rows), value.at(rows)


def unequal(group: Places, value: Places) -> Marks:
    """Tell for each claim whether another one of its group has another value."""
    if not len(group):
        return np.zeros(0, dtype=bool)
    some = np.full(int(group.max()) + 1, -1)
    some[group] = value
    odd = np.zeros(len(some), dtype=bool)
    odd[group[some[group] != value]] = True
    marks: Marks = odd[group]
    return marks


def apart(group: Places, dates: Coded) -> Marks:
    """Tell for each date whether two of its group cannot mean the same day.

    Spans of days all meet, each with each, exactly if no one begins after another ends.
    """
    if not len(group):
        return np.zeros(0, dtype=bool)
    ends = [ends_of(str(one)) for one in dates.values]
    first, last = (np.array(of)[dates.places] for of in zip(*ends, strict=True))
    of = coded_groups(group)
    latest = np.full(int(of.max()) + 1, np.iinfo(np.int64).min)
    earliest = np.full(len(latest), np.iinfo(np.int64).max)
    np.maximum.at(latest, of, first)
    np.minimum.at(earliest, of, last)
    marks: Marks = (latest > earliest)[of]
    return marks


def coded_groups(group: Places) -> Places:
    """Give the groups numbers without gaps."""
    places: Places = np.unique(group, return_inverse=True)[1]
    return places


def ends_of(text: str) -> tuple[int, int]:
    """Give the days of a date as numbers; what is no date agrees with nothing."""
    found = span(text)
    if found is None:
        return np.iinfo(np.int64).max, np.iinfo(np.int64).min
    return number(found.first), number(found.last)
