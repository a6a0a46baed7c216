"""Claims that contradict each other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from briefing.counts.count import rows_in
from briefing.dataset.coded_columns import Coded, Marks, Places, coded, joined, once
from briefing.dataset.dataset import Dataset
from briefing.dataset.dates import day_number, span
from briefing.selection.select import Chosen
from briefing.text.formats import date_in_words, listing, people


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
    return day_number(found.first), day_number(found.last)


COLUMNS = ["incident_id", "title", "field", "value", "sources"]

FIELD_LABELS = {
    "act": "The act itself",
    "date": "Date",
    "persons": "Number of people",
    "type": "Type of act",
    "executing_state": "Executing state",
    "fate": "Last reported fate",
}


def disagreements(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """List what each source says wherever the sources of an incident differ.

    One row is one value of one field, with the sources that give it. Dates differ only
    where they cannot both be true: 2011-06 and 2011-06-09 agree. *of* marks the
    incidents that are wanted, where not all are.
    """
    found = differences(chosen)
    kept = slice(None) if of is None else np.flatnonzero(of[found.incident])
    incident, claim = found.incident[kept], found.claim[kept]
    claims = chosen.dataset.claims.iloc[claim]
    said = claims.assign(row=incident).sort_values(["row", "field", "value"])
    fresh = said.duplicated(["row", "field", "value"]).to_numpy()
    heads = said[~fresh]
    places = np.cumsum(~fresh) - 1
    sources: list[set[str]] = [set() for _ in range(len(heads))]
    for place, source in zip(places, said["source_id"], strict=True):
        sources[place].add(source)
    titles = chosen.dataset.incidents["title"]
    frame = pd.DataFrame(
        {
            "incident_id": heads["incident_id"].array,
            "title": titles.array[chosen.incident_at[heads["row"].to_numpy()]],
            "field": heads["field"].array,
            "value": heads["value"].array,
            "sources": pd.Series([tuple(sorted(of)) for of in sources], dtype="object"),
        }
    )
    return frame[COLUMNS]


def claim_texts(chosen: Chosen, of: Marks | None = None) -> dict[str, tuple[str, ...]]:
    """Word the disagreements of each incident, one sentence for each field."""
    publishers = dict(
        zip(
            chosen.dataset.sources["source_id"],
            chosen.dataset.sources["publisher"],
            strict=True,
        )
    )
    texts: dict[str, list[str]] = {}
    groups = disagreements(chosen, of).groupby(["incident_id", "field"], sort=True)
    for (incident, field), rows in groups:
        said = [
            f"{value_in_words(chosen, str(field), value)} ({voices(ids, publishers)})"
            for value, ids in zip(rows["value"], rows["sources"], strict=True)
        ]
        label = FIELD_LABELS[str(field)]
        texts.setdefault(str(incident), []).append(f"{label}: {'; '.join(said)}.")
    return {incident: tuple(of) for incident, of in texts.items()}


def voices(ids: tuple[str, ...], publishers: dict[str, str]) -> str:
    """Name those who say it, each publisher once."""
    return listing(dict.fromkeys(publishers[one] for one in ids))


def value_in_words(chosen: Chosen, field: str, value: str) -> str:
    """Write a claimed value as a reader says it."""
    if field == "date":
        return date_in_words(value)
    if field == "persons":
        least, _, most = value.partition("/")
        return people(int(least), int(most or least))
    if field == "executing_state":
        return chosen.dataset.state_name(value)
    if field in ("type", "fate"):
        return chosen.dataset.label("incidents", field, value)
    return value
