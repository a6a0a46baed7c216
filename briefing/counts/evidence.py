"""Sources: how many, how independent, in which languages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from briefing.counts.count import Count, count_by, incidents, tally
from briefing.counts.dimensions import Dimension
from briefing.counts.disagreements import differences
from briefing.dataset.dataset import Dataset
from briefing.dataset.derive import origins, parents_of, voices
from briefing.dataset.memoize import memoize
from briefing.dataset.table import places
from briefing.selection.select import Chosen, Marks
from briefing.text.formats import language_name


@memoize
def reports(chosen: Chosen) -> pd.DataFrame:
    """Every source that reports a counted incident; the index is the incident's place.

    Columns: source, its row in the table; origin, the row of the source that it
    repeats, or its own; repeats; voice, the publisher at the origin. Sources that deny
    an act, or only tell of what led to it, do not report it.
    """
    claims = chosen.dataset.claims
    reporting = (claims["field"] == "act") & (claims["value"] == "reported")
    incident = chosen.places("claims")
    rows = np.flatnonzero(reporting.to_numpy() & (incident >= 0))
    source = claim_sources(chosen.dataset)[rows]
    return origins_of(chosen.dataset).iloc[source].set_axis(incident[rows])


@memoize
def claim_sources(dataset: Dataset) -> np.ndarray:
    """Row of the source of each claim."""
    return places(dataset.claims["source_id"], dataset.sources["source_id"])


@memoize
def origins_of(dataset: Dataset) -> pd.DataFrame:
    """What each source repeats: source, origin, repeats, voice (see reports)."""
    sources, missing = dataset.sources, frozenset(dataset.missing)
    parents = parents_of(sources, missing)
    first = origins(parents, parents)  # of each source that repeats another
    copies, ends = (pd.Series([*ids], dtype="str") for ids in (first, first.values()))
    source = np.arange(len(sources))
    origin = source.copy()
    known = sources["source_id"]
    origin[places(copies, known)] = places(ends, known)
    return pd.DataFrame(
        {
            "source": source,
            "origin": origin,
            "repeats": origin != source,
            "voice": voices(sources, missing).astype("category"),
        }
    )


def links(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """Every source that reports a counted incident, in the order of their ids.

    Columns: incident_id, source_id, language, repeats, voice, and publisher and kind of
    the origin. *of* marks the incidents that are wanted, where not all are.
    """
    found, sources = reports(chosen), chosen.dataset.sources
    if of is not None:
        found = found[of[found.index]]
    ids = chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]
    first = sources.iloc[found["origin"]]
    frame = pd.DataFrame(
        {
            "incident_id": ids.iloc[found.index].array,
            "source_id": sources["source_id"].iloc[found["source"]].array,
            "language": sources["language"].iloc[found["source"]].array,
            "repeats": found["repeats"].array,
            "voice": found["voice"].array,
            "publisher": first["publisher"].array,
            "kind": first["kind"].array,
        }
    )
    return frame.sort_values(["incident_id", "source_id"], ignore_index=True)


def language_label(code: str, missing: Mapping[str, str]) -> str:
    """Name a language; one that has no name stands under its code."""
    if code in missing:
        return "Language not stated"
    return language_name(code) or f"Language with the code {code}"


@dataclass(frozen=True)
class Evidence:
    """The sources of the counted incidents, and what is weak about them.

    A link is an incident and a source that reports it; `voices` are links that are left
    where everything with one origin counts once. `unverified` and `differing` count
    incidents: in all, then by the cell or field concerned.
    """

    incidents: int
    sources: int
    publishers: int
    links: int
    voices: int
    repeating: int
    repeating_links: int
    copies: int
    without_address: int
    without_date: int
    unverified: int
    unverified_cells: dict[str, int]
    differing: int
    differing_fields: dict[str, int]

    @property
    def fallen(self) -> int:
        """Count the links that fall away, because they add no voice of their own."""
        return self.links - self.voices

    @property
    def second(self) -> int:
        """Count those that fall away although they repeat nobody.

        There the same publisher speaks again.
        """
        return self.fallen - self.repeating_links


def evidence(chosen: Chosen) -> Evidence:
    """Count sources, links, voices and weak points of the counted incidents."""
    found = reports(chosen).rename_axis("incident").reset_index()
    read = found.drop_duplicates("source")
    sources = chosen.dataset.sources.iloc[read["source"]]
    missing = list(chosen.dataset.missing)
    alike = ["incident", "voice"]
    voices = len(found.drop_duplicates(alike))
    # What other voices than the repeating ones have said already.
    first = len(found[~found["repeats"]].drop_duplicates(alike))
    acts = incidents(chosen, "verified", "unverified_cells")
    unseen = acts.loc[~acts["verified"], "unverified_cells"]
    differing = differences(chosen)[["incident", "field"]].drop_duplicates()
    return Evidence(
        incidents=len(acts),
        sources=len(read),
        publishers=found["voice"].nunique(),
        links=len(found),
        voices=voices,
        repeating=int(read["repeats"].sum()),
        repeating_links=int(found["repeats"].sum()) - (voices - first),
        copies=int(sources["address_is_copy"].sum()),
        # An address that spells a name is known, and withheld from a public edition.
        without_address=int(sources["url"].isin({*missing} - {"withheld"}).sum()),
        without_date=int(sources["date"].isin(missing).sum()),
        unverified=len(unseen),
        unverified_cells=numbers(unseen.str.split(";").explode()),
        differing=differing["incident"].nunique(),
        differing_fields=numbers(differing["field"].astype("str")),
    )


def numbers(values: pd.Series) -> dict[str, int]:
    """Number of each value, most first, equals by name."""
    n = {str(value): int(n) for value, n in values.value_counts().items()}
    return dict(sorted(n.items(), key=lambda pair: (-pair[1], pair[0])))


def incidents_by_independent_sources(chosen: Chosen) -> Count:
    """Incidents by how many independent sources report them, fewest first.

    Every number up to the largest has a row, zero included.
    """
    return count_by(chosen, "independent_sources")


def incidents_by_source_language(chosen: Chosen) -> Count:
    """Incidents by the languages in which sources on them were read, most first.

    An incident told in several languages counts once under each.
    """
    source = reports(chosen)["source"]
    language = chosen.dataset.sources["language"].astype("category").iloc[source]
    read = pd.DataFrame({"incident": source.index, "code": language.array})
    read = read.drop_duplicates().set_index("incident")
    found = sorted(read["code"].unique())
    names = {code: language_label(code, chosen.dataset.missing) for code in found}
    by = Dimension("source language", names, overlapping=True, overlap=())
    long = read.join(incidents(chosen))
    counted = tally(chosen, "incidents", by, long)
    return replace(counted, notes=(*counted.notes, "several_sources"))
