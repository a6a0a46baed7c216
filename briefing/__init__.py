"""The notebook's language: the names an analyst may use, and nothing else.

A name is fetched from its room when it is first used, so that importing the package
costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module

# jsonschema, which nbformat imports, would build the grammar of an IRI if it could: a
# second of every start, and nothing here has an IRI to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None keeps it out

_MEASURES = (
    "Selection",
    "disagreements",
    "executing_by_requesting",
    "incidents_by_accusation",
    "incidents_by_cooperation",
    "incidents_by_date_precision",
    "incidents_by_executing_state",
    "incidents_by_fate",
    "incidents_by_finding",
    "incidents_by_independent_sources",
    "incidents_by_membership",
    "incidents_by_protection",
    "incidents_by_requesting_state",
    "incidents_by_right",
    "incidents_by_source_language",
    "incidents_by_target_group",
    "incidents_by_type",
    "incidents_by_year",
    "overlap_of_kinds",
    "overlap_of_publishers",
    "named_by_age",
    "named_by_sex",
    "persons_by_executing_state",
    "persons_by_requesting_state",
    "persons_by_right",
    "persons_by_type",
    "persons_by_year",
    "rights_by_responsible_state",
    "select",
    "totals",
    "violations_by_finding",
    "violations_by_law_in_force",
    "violations_by_responsible_state",
    "violations_by_right",
)
_ROLES = (
    "as_executing",
    "as_requesting",
    "as_responsible",
    "years_by_executing_state",
)
_EXHIBITS = {
    "answers_table": "who",
    "apart_table": "records",
    "beside_region": "state",
    "case_list": "case_list",
    "case_studies": "studies",
    "corrections_table": "corrected",
    "coverage_table": "remedies",
    "chairs_table": "chairs",
    "differences_table": "records",
    "doors_table": "doors",
    "evidence_table": "weak",
    "flow": "flows",
    "headline": "records",
    "heat_map": "grids",
    "ignored_table": "ignored",
    "law_bars": "law",
    "law_by_state_table": "unbound",
    "law_table": "law",
    "ladder": "ladders",
    "limits": "limits",
    "look": "look",
    "matrix": "grids",
    "mechanisms_table": "remedies",
    "overlap_table": "overlaps",
    "membership_table": "chairs",
    "occupations_table": "who",
    "people_bars": "figures",
    "ranked_bars": "figures",
    "register": "cases",
    "register_apart": "cases",
    "rights_beside_region": "state",
    "rights_table": "rights",
    "sensitivity_band": "bands",
    "sensitivity_table": "bands",
    "small_multiples": "multiples",
    "stacked_bars": "figures",
    "table": "crosses",
    "tile_map": "flows",
    "unbound_table": "unbound",
    "upset": "overlaps",
    "timeline": "over_time",
    "year_bars": "figures",
}
_HOMES = {
    "load": "briefing.dataset",
    **dict.fromkeys(_MEASURES, "briefing.measure"),
    **dict.fromkeys(_ROLES, "briefing.measure.roles"),
    **{name: f"briefing.show.{module}" for name, module in _EXHIBITS.items()},
}

__all__ = sorted([*_HOMES, "say"])


def __getattr__(name: str) -> object:
    """Fetch a name of the language from the room that it lives in."""
    if name == "say":
        return import_module("briefing.show.say")
    if name not in _HOMES:
        message = f"module 'briefing' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the names of the language, for completion."""
    return list(__all__)
