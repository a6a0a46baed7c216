"""Headline numbers, and what is left of them under stricter standards of evidence."""

from dataclasses import dataclass, replace

import pandas as pd

from briefing.counts.count import incidents, violations
from briefing.counts.evidence import claim_sources
from briefing.dataset.derive import FINDINGS
from briefing.selection.errors import EmptySelection
from briefing.selection.select import Chosen, select


@dataclass(frozen=True)
class Totals:
    """Headline numbers, each over distinct incidents, violations or states.

    `persons_unknown` counts incidents that add nothing to the people because no source
    gives a number; `doubtful` and `apart` are not in any other number here.
    """

    incidents: int
    persons_min: int
    persons_max: int
    persons_unknown: int
    violations: int
    incidents_by_finding: dict[str, int]
    violations_by_finding: dict[str, int]
    executing_states: int
    requesting_states: int
    responsible_states: int
    rights: int
    sources: int
    doubtful: int
    apart: int


def totals(chosen: Chosen) -> Totals:
    """Count incidents, people and violations, and the states and sources behind
    them.
    """
    least, most = chosen.persons()
    acts = incidents(chosen, "executing_state", "requesting_state")
    breaches = violations(chosen, "right", "responsible_state")
    telling = claim_sources(chosen.dataset)[chosen.places("claims") >= 0]
    return Totals(
        incidents=len(acts),
        persons_min=least,
        persons_max=most,
        persons_unknown=chosen.persons_unknown,
        violations=len(breaches),
        incidents_by_finding=findings(acts),
        violations_by_finding=findings(breaches),
        executing_states=named(chosen, acts["executing_state"]),
        requesting_states=named(chosen, acts["requesting_state"]),
        responsible_states=named(chosen, breaches["responsible_state"]),
        rights=breaches["right"].nunique(),
        sources=len(pd.unique(telling)),
        doubtful=len(chosen.doubtful),
        apart=len(chosen.apart_at),
    )


def findings(long: pd.DataFrame) -> dict[str, int]:
    """Number of rows by finding, strongest first, zero included."""
    n = long["finding"].value_counts()
    return {finding: int(n[finding]) for finding in FINDINGS}


def named(chosen: Chosen, states: pd.Series) -> int:
    """Number of different states named."""
    return len({*states.unique()} - {*chosen.dataset.missing})


# By the least finding that is accepted. A court counts as more than two sources do.
LEVELS = {
    "reported": "Any source",
    "corroborated": "Two independent sources, or a court",
    "adjudicated": "A court or treaty body only",
}


@dataclass(frozen=True)
class Level:
    """The headline numbers of a selection that accepts no less than *finding*."""

    finding: str
    label: str
    totals: Totals


def sensitivity(chosen: Chosen) -> tuple[Level, ...]:
    """Count the headline numbers under each finding as the least accepted, weakest
    first.

    Each level is selected anew, so it equals what the parameter *finding* gives. A
    selection that refuses weaker findings already has no levels for them.
    """
    accepted = reversed(chosen.selection.findings)
    return tuple(
        Level(finding, LEVELS[finding], totals(at_least(chosen, finding)))
        for finding in accepted
    )


def at_least(chosen: Chosen, finding: str) -> Chosen:
    """Select again with another least finding; nothing may be left."""
    asked = chosen.selection.model_copy(update={"finding": finding})
    try:
        return select(chosen.dataset, asked)
    except EmptySelection:
        return replace(
            chosen,
            selection=asked,
            incident_at=chosen.incident_at[:0],
            violation_at=chosen.violation_at[:0],
            apart_at=chosen.apart_at[:0],
            doubtful=(),
        )
