"""Claims that contradict each other."""

from itertools import pairwise

import numpy as np
import pandas as pd

from briefing.dataset.date_columns import days
from briefing.dataset.memoize import memoize
from briefing.selection.select import Chosen, Marks
from briefing.text.formats import date_in_words, listing, people

SILENT = "context"  # a source that only tells of what led to an act contradicts nobody


@memoize
def differences(chosen: Chosen) -> pd.DataFrame:
    """Claims on a field of an incident of which not all can be true.

    The index is the row of the claim. Columns: incident, the place of its incident;
    field; value.
    """
    claims = chosen.dataset.claims[["field", "value"]]
    claims = claims.assign(
        incident=chosen.places("claims"), value=claims["value"].astype("category")
    )
    silent = [*chosen.dataset.missing, SILENT]
    said = claims[(claims["incident"] >= 0) & ~claims["value"].isin(silent)]
    each = said.drop_duplicates(["incident", "field", "value"])
    each = each[each.duplicated(["incident", "field"], keep=False)]
    dates = each["field"] == "date"
    apart = pd.concat([each[~dates], contradicting(each[dates])])
    wanted = pd.MultiIndex.from_frame(apart[["incident", "field"]])
    some = said[said["incident"].isin(apart["incident"])]
    pairs = pd.MultiIndex.from_frame(some[["incident", "field"]])
    return some[pairs.isin(wanted)]


def contradicting(dates: pd.DataFrame) -> pd.DataFrame:
    """Dates of incidents for which two cannot mean the same day.

    Ranges of days all meet, each with each, exactly if none begins after another ends.
    What is no date agrees with nothing.
    """
    ends = days(dates["value"].astype("str"))
    ends["first_day"] = ends["first_day"].fillna(pd.Timestamp("9999-12-31"))
    ends["last_day"] = ends["last_day"].fillna(pd.Timestamp("0001-01-01"))
    groups = ends.groupby(dates["incident"])
    latest, earliest = groups["first_day"].max(), groups["last_day"].min()
    return dates[dates["incident"].map(latest > earliest).astype("bool")]


FIELD_LABELS = {
    "act": "The act itself",
    "date": "Date",
    "persons": "Number of people",
    "type": "Type of act",
    "executing_state": "Executing state",
    "fate": "Last reported fate",
}


def disagreements(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """What each source says wherever the sources of an incident differ.

    A row is one value of one field. Columns: incident_id, title, field, value, sources
    (a tuple of ids). Dates differ only where they cannot both be true: 2011-06 and
    2011-06-09 agree. *of* marks the incidents that are wanted, where not all are.
    """
    found = differences(chosen)
    if of is not None:
        found = found[of[found["incident"]]]
    said = found.astype({"field": "str", "value": "str"}).assign(
        source_id=chosen.dataset.claims["source_id"].iloc[found.index].array
    )
    keys = ["incident", "field", "value"]
    said = said.sort_values([*keys, "source_id"]).drop_duplicates([*keys, "source_id"])
    fresh = ~said.duplicated(keys)
    bounds = [*np.flatnonzero(fresh), len(said)]
    sources = said["source_id"].tolist()
    rows = said[fresh]
    acts = chosen.dataset.incidents.iloc[chosen.incident_at[rows["incident"]]]
    return pd.DataFrame(
        {
            "incident_id": acts["incident_id"].array,
            "title": acts["title"].array,
            "field": rows["field"].array,
            "value": rows["value"].array,
            "sources": pd.Series(
                [tuple(sources[a:b]) for a, b in pairwise(bounds)], dtype="object"
            ),
        }
    )


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
