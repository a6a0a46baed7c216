"""The headline numbers of a selection."""

from dataclasses import dataclass

import numpy as np

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Places, different, tallied
from briefing.measure.entered import (
    rows_in,
    strength,
    values,
    violation_strength,
    violation_values,
)
from briefing.measure.told import sources_of


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
    telling = sources_of(chosen.dataset)[rows_in(chosen, "claims") >= 0]
    answering = violation_values(chosen, "responsible_state")
    return Totals(
        incidents=len(chosen.incident_at),
        persons_min=least,
        persons_max=most,
        persons_unknown=chosen.persons_unknown,
        violations=len(chosen.violation_at),
        incidents_by_finding=findings(strength(chosen)),
        violations_by_finding=findings(violation_strength(chosen)),
        executing_states=named(chosen, values(chosen, "executing_state")),
        requesting_states=named(chosen, values(chosen, "requesting_state")),
        responsible_states=named(chosen, answering),
        rights=different(violation_values(chosen, "right").places),
        sources=different(telling),
        doubtful=len(chosen.doubtful),
        apart=len(chosen.apart_at),
    )


def findings(places: Places) -> dict[str, int]:
    """Count entries by finding, strongest first, zero included."""
    n = tallied(places, len(FINDINGS))
    return {finding: int(n[place]) for place, finding in enumerate(FINDINGS)}


def named(chosen: Chosen, states: Coded) -> int:
    """Count the different states named."""
    found = {states.values[place] for place in np.unique(states.places)}
    return len(found - set(chosen.dataset.missing))
