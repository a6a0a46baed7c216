"""What the counted incidents rest on: how many speak for each, in which languages, and
where the record is weak.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, different, joined
from briefing.measure.columns import column
from briefing.measure.counts import Count
from briefing.measure.differences import differences
from briefing.measure.entered import several, values
from briefing.measure.incidents import by
from briefing.measure.languages import language_name
from briefing.measure.tally import Dimension, count
from briefing.measure.told import origins, told


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
    rows = {
        str(n): f"{n} independent source{'' if n == 1 else 's'}"
        for n in range(1, most + 1)
    }
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
    rows = {code: language_name(code, missing) for code in spoken}
    dimension = Dimension("source language", rows, overlapping=True)
    counted = count(chosen, "incidents", dimension, several(chosen, each // n, under))
    # The standing notes of what overlaps speak of rights and states.
    kept = [key for key in counted.notes if key not in ("overlap", "right_finding")]
    return replace(counted, notes=(*kept, "several_sources"))
