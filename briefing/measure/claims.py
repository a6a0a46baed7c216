"""What the sources say of the same incident, where they do not say the same."""

import numpy as np
import pandas as pd

from briefing.measure import period
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Marks
from briefing.measure.differences import differences
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
    return listed(dict.fromkeys(publishers[one] for one in ids))


def value_in_words(chosen: Chosen, field: str, value: str) -> str:
    """Write a claimed value as a reader says it."""
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
