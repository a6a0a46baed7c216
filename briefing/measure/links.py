"""
Which source tells of which incident, and who speaks at the origin of it.
"""

import pandas as pd

from briefing.dataset.origins import origin, parents_of, voices
from briefing.measure.chosen import Chosen

COLUMNS = [
    "incident_id",
    "source_id",
    "language",
    "repeats",
    "voice",
    "publisher",
    "kind",
]


def links(chosen: Chosen) -> pd.DataFrame:
    """
    List every source that reports a counted incident, with the voice behind it.

    The voice is the publisher at the origin: an article that repeats an organisation
    speaks with its voice, and its kind is that of the organisation. Sources that deny
    an act, or only tell of what led to it, do not report it.
    """
    claims, sources = chosen.dataset.claims, chosen.dataset.sources
    asked = claims["incident_id"].isin(chosen.incidents["incident_id"])
    reports = (claims["field"] == "act") & (claims["value"] == "reported")
    told = claims.loc[asked & reports, ["incident_id", "source_id"]].drop_duplicates()
    missing = frozenset(chosen.dataset.missing)
    parents = parents_of(sources, missing)
    known = sources.set_index("source_id")
    first = told["source_id"].map(lambda one: origin(one, parents))
    told = told.assign(
        language=told["source_id"].map(known["language"]),
        repeats=first != told["source_id"],
        voice=told["source_id"].map(voices(sources, missing)),
        publisher=first.map(known["publisher"]),
        kind=first.map(known["kind"]),
    )
    return told[COLUMNS].sort_values(["incident_id", "source_id"], ignore_index=True)
