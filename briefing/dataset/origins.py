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
    return origins({source: ""}, parents)[source]


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


def origins(sources: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, str]:
    """
    Give the origin of each source, walking every link once however long a chain is.
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
    """
    Give the sources that following what they repeat leads back to themselves.
    """
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
    spoken = {name: name.strip().casefold() for name in sources["publisher"].unique()}
    voices = {source: spoken[name] for source, name in publishers.items()}
    # One that repeats a source which is not in the table speaks with that one's name.
    for source, end in origins(parents, parents).items():
        voices[source] = publishers.get(end, end).strip().casefold()
    return {source: voices[source] for source in publishers}
