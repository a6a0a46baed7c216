"""
Which sources speak for themselves, and which repeat others.
"""

from collections.abc import Mapping

import pandas as pd


def origin(source: str, parents: Mapping[str, str]) -> str:
    """
    Follow what a source repeats to the one that speaks for itself.

    Three articles quoting one report are one source. A source that leads into a
    circle is its own origin.
    """
    seen = {source}
    last = source
    while last in parents:
        last = parents[last]
        if last in seen:
            return source
        seen.add(last)
    return last


def in_circle(source: str, parents: Mapping[str, str]) -> bool:
    """
    Tell whether following a source leads back to itself.
    """
    seen: set[str] = set()
    at = source
    while at in parents and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == source and source in seen


def parents_of(sources: pd.DataFrame, missing: frozenset[str]) -> dict[str, str]:
    """
    Give, of each source that repeats another, that other.
    """
    repeats = sources[~sources["derived_from"].isin([*missing, ""])]
    return dict(zip(repeats["source_id"], repeats["derived_from"], strict=True))


def voices(sources: pd.DataFrame, missing: frozenset[str]) -> dict[str, str]:
    """
    Give of each source the publisher at its origin: sources with one voice are one.
    """
    parents = parents_of(sources, missing)
    publishers = dict(zip(sources["source_id"], sources["publisher"], strict=True))
    voices = {}
    for source in publishers:
        at = origin(source, parents)
        voices[source] = publishers.get(at, at).strip().casefold()
    return voices
