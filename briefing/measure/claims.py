"""
What the sources say of the same incident, where they do not say the same.
"""

from itertools import combinations

import pandas as pd

from briefing.measure import period
from briefing.measure.chosen import Chosen
from briefing.measure.notes import amount
from briefing.measure.refusals import listed

COLUMNS = ["incident_id", "title", "field", "value", "sources"]
FIELD_LABELS = {
    "act": "The act itself",
    "date": "Date",
    "persons": "Number of people",
    "type": "Type of act",
    "executing_state": "Executing state",
    "fate": "Last reported fate",
}


def disagreements(chosen: Chosen) -> pd.DataFrame:
    """
    List what each source says wherever the sources of an incident differ.

    One row is one value of one field, with the sources that give it. Dates differ only
    where they cannot both be true: 2011-06 and 2011-06-09 agree.
    """
    claims = chosen.dataset.claims
    asked = claims["incident_id"].isin(chosen.incidents["incident_id"])
    # A source that only tells of what led to an act does not contradict those that tell
    # of the act.
    silent = claims["value"].isin([*chosen.dataset.missing, "context"])
    stated = claims[asked & ~silent]
    found = []
    for (incident, field), of in stated.groupby(["incident_id", "field"]):
        if differ(str(field), sorted(set(of["value"]))):
            for value, giving in of.groupby("value"):
                ids = tuple(sorted(set(giving["source_id"])))
                found.append((incident, field, value, ids))
    frame = pd.DataFrame(found, columns=["incident_id", "field", "value", "sources"])
    titles = chosen.incidents[["incident_id", "title"]]
    return frame.merge(titles, on="incident_id", how="left", validate="many_to_one")[
        COLUMNS
    ]


def differ(field: str, values: list[str]) -> bool:
    """
    Tell whether values contradict each other.
    """
    if field == "date":
        return any(not period.compatible(*pair) for pair in combinations(values, 2))
    return len(values) > 1


def claim_texts(chosen: Chosen) -> dict[str, tuple[str, ...]]:
    """
    Word the disagreements of each incident, one sentence for each field.
    """
    publishers = dict(
        zip(
            chosen.dataset.sources["source_id"],
            chosen.dataset.sources["publisher"],
            strict=True,
        )
    )
    texts: dict[str, list[str]] = {}
    groups = disagreements(chosen).groupby(["incident_id", "field"], sort=True)
    for (incident, field), rows in groups:
        said = [
            f"{value_in_words(chosen, str(field), value)} ({voices(ids, publishers)})"
            for value, ids in zip(rows["value"], rows["sources"], strict=True)
        ]
        label = FIELD_LABELS[str(field)]
        texts.setdefault(str(incident), []).append(f"{label}: {'; '.join(said)}.")
    return {incident: tuple(of) for incident, of in texts.items()}


def voices(ids: tuple[str, ...], publishers: dict[str, str]) -> str:
    """
    Name those who say it, each publisher once.
    """
    return listed(dict.fromkeys(publishers[one] for one in ids))


def value_in_words(chosen: Chosen, field: str, value: str) -> str:
    """
    Write a claimed value as a reader says it.
    """
    if field == "date":
        return period.date_in_words(value)
    if field == "persons":
        least, _, most = value.partition("/")
        return (
            f"{least} to {most} people"
            if most
            else amount(int(least), "person", "people")
        )
    if field == "executing_state":
        return chosen.dataset.state_name(value)
    if field in ("type", "fate"):
        return chosen.dataset.label("incidents", field, value)
    return value
