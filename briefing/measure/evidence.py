"""
What the counted incidents rest on: how many speak for each, in which languages, and
where the record is weak.
"""

from dataclasses import dataclass, replace

import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.claims import disagreements
from briefing.measure.counts import Count
from briefing.measure.incidents import by
from briefing.measure.languages import language_name
from briefing.measure.links import links
from briefing.measure.tally import PEOPLE, Dimension, count


@dataclass(frozen=True)
class Evidence:
    """
    The sources of the counted incidents, and what is weak about them.

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
        """
        Count the links that fall away, because they add no voice of their own.
        """
        return self.links - self.voices

    @property
    def second(self) -> int:
        """
        Count those that fall away although they repeat nobody.

        There the same publisher speaks again.
        """
        return self.fallen - self.repeating_links


def evidence(chosen: Chosen) -> Evidence:
    """
    Count sources, links, voices and weak points of the counted incidents.
    """
    told = links(chosen)
    sources = chosen.dataset.sources
    read = sources[sources["source_id"].isin(told["source_id"])]
    missing = list(chosen.dataset.missing)
    incidents = chosen.incidents
    cells = incidents.loc[~incidents["verified"], "unverified_cells"].str.split(";")
    differing = disagreements(chosen)
    fields = differing.groupby("field")["incident_id"].nunique()
    return Evidence(
        incidents=len(incidents),
        sources=len(read),
        publishers=told["voice"].nunique(),
        links=len(told),
        voices=len(told.drop_duplicates(["incident_id", "voice"])),
        repeating=told.loc[told["repeats"], "source_id"].nunique(),
        repeating_links=silent_repeats(told),
        copies=int(read["address_is_copy"].sum()),
        # An address that spells a name is known, and withheld from a public edition.
        without_address=int(read["url"].isin(set(missing) - {"withheld"}).sum()),
        without_date=int(read["date"].isin(missing).sum()),
        unverified=int((~incidents["verified"]).sum()),
        unverified_cells=numbers(cells.explode().value_counts()),
        differing=differing["incident_id"].nunique(),
        differing_fields=numbers(fields),
    )


def silent_repeats(told: pd.DataFrame) -> int:
    """
    Count the repeating links that add no voice: another source has said it already.
    """
    heard = told.sort_values("repeats", kind="stable")
    again = heard.duplicated(["incident_id", "voice"])
    return int((again & heard["repeats"]).sum())


def numbers(counted: "pd.Series[int]") -> dict[str, int]:
    """
    Put counts in order, most first, equals by name.
    """
    pairs = [(str(key), int(n)) for key, n in counted.items()]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def incidents_by_independent_sources(chosen: Chosen) -> Count:
    """
    Count incidents by how many independent sources report them, fewest first.

    Every number up to the largest has a row, zero included.
    """
    entries = by(chosen, "independent_sources")
    most = int(chosen.incidents["independent_sources"].max())
    rows = {
        str(n): f"{n} independent source{'' if n == 1 else 's'}"
        for n in range(1, most + 1)
    }
    dimension = Dimension(
        "independent sources", rows, ranked=False, notes=("independent",)
    )
    return count(chosen, "incidents", dimension, entries)


def incidents_by_source_language(chosen: Chosen) -> Count:
    """
    Count incidents by the languages in which sources on them were read, most first.

    An incident told in several languages counts once under each.
    """
    told = links(chosen).rename(columns={"language": "code"})
    told = told.drop_duplicates(["incident_id", "code"])
    entries = told[["code", "incident_id"]].merge(
        chosen.incidents[["incident_id", "finding", *PEOPLE]], on="incident_id"
    )
    missing = chosen.dataset.missing
    rows = {code: language_name(code, missing) for code in sorted(set(entries["code"]))}
    dimension = Dimension("source language", rows, overlapping=True)
    counted = count(chosen, "incidents", dimension, entries)
    # The standing notes of what overlaps speak of rights and states.
    kept = [key for key in counted.notes if key not in ("overlap", "right_finding")]
    return replace(counted, notes=(*kept, "several_sources"))
