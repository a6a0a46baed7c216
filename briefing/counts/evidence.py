"""Sources: how many, how independent, in which languages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from briefing.counts.count import Count, Dimension, count, ids, rows_in, several, values
from briefing.counts.disagreements import differences
from briefing.counts.incidents import by
from briefing.dataset.coded_columns import (
    Coded,
    Marks,
    Places,
    coded,
    column,
    different,
    joined,
    labelled,
    once,
    rows_of,
)
from briefing.dataset.dataset import Dataset
from briefing.dataset.derive import origin, parents_of
from briefing.selection.select import Chosen
from briefing.text.formats import counted, language_name


@dataclass(frozen=True, eq=False)
class Told:
    """The links of a selection: for each the row of its incident, and that of its
    source.
    """

    incident: Places
    source: Places


@dataclass(frozen=True, eq=False)
class Origins:
    """For each source the row of the one it repeats, if it does, and the voice of
    that.
    """

    first: Places
    repeats: Marks
    voice: Coded


@once
def told(chosen: Chosen) -> Told:
    """Find every source that reports a counted incident.

    Sources that deny an act, or only tell of what led to it, do not report it.
    """
    acts, source = reports(chosen.dataset)
    incident = rows_in(chosen, "claims")[acts]
    asked = incident >= 0
    return Told(incident[asked], source[asked])


@once
def reports(dataset: Dataset) -> tuple[Places, Places]:
    """Find the claims that report an act, and the row of the source of each."""
    claims = dataset.claims
    reporting = (claims["field"] == "act") & (claims["value"] == "reported")
    acts = np.flatnonzero(reporting.to_numpy(dtype=bool))
    return acts, sources_of(dataset)[acts]


@once
def sources_of(dataset: Dataset) -> Places:
    """Find for each claim the row of its source."""
    return rows_of(dataset.claims["source_id"], dataset.sources["source_id"])


@once
def origins(dataset: Dataset) -> Origins:
    """Follow each source back to the one that speaks for itself."""
    sources = dataset.sources
    ids, publishers = sources["source_id"], coded(sources["publisher"])
    parents = parents_of(sources, frozenset(dataset.missing))
    repeating = np.flatnonzero(ids.isin(list(parents)).to_numpy(dtype=bool))
    ends = [origin(one, parents) for one in ids.iloc[repeating]]
    first = np.arange(len(ids))
    first[repeating] = rows_of(pd.Series(ends, dtype="str"), ids)
    names = [str(one).strip().casefold() for one in publishers.values]
    voices = coded(pd.Series(names, dtype="str"))
    spoken = Coded(voices.places[publishers.places[first]], voices.values)
    return Origins(first, first != np.arange(len(ids)), spoken)


COLUMNS = [
    "incident_id",
    "source_id",
    "language",
    "repeats",
    "voice",
    "publisher",
    "kind",
]


def links(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """List every source that reports a counted incident, with the voice behind it.

    The voice is the publisher at the origin: an article that repeats an organisation
    speaks with its voice, and its kind is that of the organisation. Sources that deny
    an act, or only tell of what led to it, do not report it. *of* marks the incidents
    whose links are wanted, where not all are.
    """
    found, behind = told(chosen), origins(chosen.dataset)
    kept = slice(None) if of is None else np.flatnonzero(of[found.incident])
    incident, source = found.incident[kept], found.source[kept]
    sources = chosen.dataset.sources
    first = behind.first[source]
    listed = {
        "incident_id": ids(chosen).array[incident],
        "source_id": sources["source_id"].array[source],
        "language": sources["language"].array[source],
        "repeats": behind.repeats[source],
        "voice": labelled(behind.voice.places[source], behind.voice.values).array,
        "publisher": sources["publisher"].array[first],
        "kind": sources["kind"].array[first],
    }
    frame = pd.DataFrame(listed)[COLUMNS]
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
    found, behind = told(chosen), origins(chosen.dataset)
    sources = chosen.dataset.sources
    rows = np.unique(found.source)
    read = sources.iloc[rows]
    missing = list(chosen.dataset.missing)
    repeats, voice = behind.repeats[found.source], behind.voice.places[found.source]
    voices = different(found.incident, voice)
    # What other voices than the repeating ones have said already.
    first = different(found.incident[~repeats], voice[~repeats])
    unseen = values(chosen, "unverified_cells").at(
        values(chosen, "verified").among(["False"]) == 0
    )
    differing = differences(chosen)
    return Evidence(
        incidents=len(chosen.incident_at),
        sources=len(read),
        publishers=different(voice),
        links=len(found.source),
        voices=voices,
        repeating=int(behind.repeats[rows].sum()),
        repeating_links=int(repeats.sum()) - (voices - first),
        copies=int(read["address_is_copy"].sum()),
        # An address that spells a name is known, and withheld from a public edition.
        without_address=int(read["url"].isin(set(missing) - {"withheld"}).sum()),
        without_date=int(read["date"].isin(missing).sum()),
        unverified=len(unseen.places),
        unverified_cells=numbers(cells(unseen)),
        differing=different(differing.incident),
        differing_fields=numbers(
            {
                differing.field.values[place]: different(
                    differing.incident[differing.field.places == place]
                )
                for place in np.unique(differing.field.places)
            }
        ),
    )


def cells(unseen: Coded) -> dict[str, int]:
    """Count the incidents in which each cell was not seen in a source."""
    n: Counter[str] = Counter()
    for place, times in enumerate(np.bincount(unseen.places)):
        for cell in str(unseen.values[place]).split(";") if times else ():
            n[cell] += int(times)
    return dict(n)


def numbers(counted: Mapping[str, int]) -> dict[str, int]:
    """Put counts in order, most first, equals by name."""
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def incidents_by_independent_sources(chosen: Chosen) -> Count:
    """Count incidents by how many independent sources report them, fewest first.

    Every number up to the largest has a row, zero included.
    """
    entries = by(chosen, "independent_sources")
    most = int(
        chosen.dataset.incidents["independent_sources"].iloc[chosen.incident_at].max()
    )
    rows = {str(n): counted(n, "independent sources") for n in range(1, most + 1)}
    dimension = Dimension(
        "independent sources", rows, ranked=False, notes=("independent",)
    )
    return count(chosen, "incidents", dimension, entries)


def incidents_by_source_language(chosen: Chosen) -> Count:
    """Count incidents by the languages in which sources on them were read, most first.

    An incident told in several languages counts once under each.
    """
    found = told(chosen)
    language = column(chosen.dataset, "sources", "language").at(found.source)
    n = len(language.values)
    each = np.unique(joined(found.incident, language.places, width=n))
    under = Coded(each % n, language.values)
    missing = chosen.dataset.missing
    spoken = sorted({language.values[place] for place in np.unique(under.places)})
    rows = {code: language_label(code, missing) for code in spoken}
    dimension = Dimension("source language", rows, overlapping=True)
    counted = count(chosen, "incidents", dimension, several(chosen, each // n, under))
    # The standing notes of what overlaps speak of rights and states.
    kept = [key for key in counted.notes if key not in ("overlap", "right_finding")]
    return replace(counted, notes=(*kept, "several_sources"))
