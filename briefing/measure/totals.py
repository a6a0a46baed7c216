"""
The headline numbers of a selection.
"""

from dataclasses import dataclass

import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import different
from briefing.measure.entered import claimed
from briefing.measure.told import sources_of


@dataclass(frozen=True)
class Totals:
    """
    Headline numbers, each over distinct incidents, violations or states.

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
    """
    Count incidents, people and violations, and the states and sources behind them.
    """
    incidents, violations = chosen.incidents, chosen.violations
    least, most = chosen.persons()
    telling = sources_of(chosen.dataset)[claimed(chosen) >= 0]
    return Totals(
        incidents=len(incidents),
        persons_min=least,
        persons_max=most,
        persons_unknown=int(incidents["persons_min"].isna().sum()),
        violations=len(violations),
        incidents_by_finding=findings(incidents),
        violations_by_finding=findings(violations),
        executing_states=named(chosen, incidents["executing_state"]),
        requesting_states=named(chosen, incidents["requesting_state"]),
        responsible_states=named(chosen, violations["responsible_state"]),
        rights=violations["right"].nunique(),
        sources=different(telling),
        doubtful=len(chosen.doubtful),
        apart=len(chosen.apart_rows),
    )


def findings(frame: pd.DataFrame) -> dict[str, int]:
    """
    Count rows by finding, strongest first, zero included.
    """
    n = frame["finding"].value_counts()
    return {finding: int(n.get(finding, 0)) for finding in FINDINGS}


def named(chosen: Chosen, states: "pd.Series[str]") -> int:
    """
    Count the different states named.
    """
    return len(set(states.unique()) - set(chosen.dataset.missing))
