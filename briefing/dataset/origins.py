"""Which sources speak for themselves, and which repeat others."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from briefing.dataset.columns import places


def origin(source: str, parents: Mapping[str, str]) -> str:
    """Follow what a source repeats to the one that speaks for itself.

    Three articles quoting one report are one source. A source that leads into a
    circle is its own origin.
    """
    return origins({source: ""}, parents)[source]


def in_circle(source: str, parents: Mapping[str, str]) -> bool:
    """Tell whether following a source leads back to itself."""
    seen: set[str] = set()
    at = source
    while at in parents and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == source and source in seen


def origins(sources: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, str]:
    """Give the origin of each source, walking every link once however long a chain
    is.
    """
    ends: dict[str, str] = {}
    for source in sources:
        way: dict[str, None] = {}
        at = source
        while at in parents and at not in ends and at not in way:
            way[at] = None
            at = parents[at]
        # What leads into a circle is its own end, and so is what leads to that.
        lost = at in way or (at in parents and ends[at] == at)
        end = ends.get(at, at)
        ends.update((one, one if lost else end) for one in way)
        ends.setdefault(source, source)
    return ends


def circles(parents: Mapping[str, str]) -> set[str]:
    """Give the sources that following what they repeat leads back to themselves."""
    # What leads into a circle is its own origin although it repeats another.
    ends = origins(parents, parents)
    lost = [source for source, end in ends.items() if source == end]
    found: set[str] = set()
    passed: set[str] = set()
    for source in lost:
        at, way = source, []
        while at in parents and at not in passed:
            passed.add(at)
            way.append(at)
            at = parents[at]
        if at in way:
            found.update(way[way.index(at) :])
    return found


def parents_of(sources: pd.DataFrame, missing: frozenset[str]) -> dict[str, str]:
    """Give, of each source that repeats another, that other."""
    repeats = sources[~sources["derived_from"].isin([*missing, ""])]
    return dict(zip(repeats["source_id"], repeats["derived_from"], strict=True))


def voices(sources: pd.DataFrame, missing: frozenset[str]) -> "pd.Series[str]":
    """Give of each source the publisher at its origin: sources with one voice are
    one.
    """
    codes, names = pd.factorize(sources["publisher"])
    voice = np.array([spoken(name) for name in names], dtype=object)[codes]
    parents = parents_of(sources, missing)
    ends = origins(parents, parents)
    repeating = places(pd.Series([*ends], dtype="str"), sources["source_id"])
    at = places(pd.Series([*ends.values()], dtype="str"), sources["source_id"])
    # One that repeats a source which is not in the table speaks with that one's name.
    lost = np.array([spoken(end) for end in ends.values()], dtype=object)
    voice[repeating] = np.where(at >= 0, voice[at], lost)
    return pd.Series(voice, index=sources.index, dtype="str")


def spoken(publisher: str) -> str:
    """Give the name of a publisher as it is compared."""
    return publisher.strip().casefold()
