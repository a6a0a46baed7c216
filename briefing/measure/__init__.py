"""The measure room: select and count. A checked dataset becomes tidy tables; nothing
here draws, prints or touches a file.
"""

from typing import TYPE_CHECKING

from briefing.lazily import lazily

if TYPE_CHECKING:
    from briefing.measure.chairs import executing_by_membership, incidents_by_chair
    from briefing.measure.choose import select
    from briefing.measure.chosen import Chosen
    from briefing.measure.claims import disagreements
    from briefing.measure.counts import Count, Cross
    from briefing.measure.documented import overlap_of_kinds, overlap_of_publishers
    from briefing.measure.evidence import (
        Evidence,
        evidence,
        incidents_by_independent_sources,
        incidents_by_source_language,
    )
    from briefing.measure.incidents import (
        executing_by_requesting,
        incidents_by_cooperation,
        incidents_by_executing_state,
        incidents_by_finding,
        incidents_by_membership,
        incidents_by_requesting_state,
        incidents_by_type,
        incidents_by_year,
        persons_by_executing_state,
        persons_by_requesting_state,
        persons_by_type,
        persons_by_year,
    )
    from briefing.measure.law import violations_by_law_in_force
    from briefing.measure.named import named_by_age, named_by_occupation, named_by_sex
    from briefing.measure.notes import NOTES
    from briefing.measure.overlap import Overlap
    from briefing.measure.parameters import PARAMETERS, Parameter
    from briefing.measure.precision import incidents_by_date_precision
    from briefing.measure.register import register
    from briefing.measure.selection import Selection
    from briefing.measure.sensitivity import Level, sensitivity
    from briefing.measure.studies import studies
    from briefing.measure.totals import Totals, totals
    from briefing.measure.violations import (
        incidents_by_right,
        persons_by_right,
        rights_by_responsible_state,
        violations_by_finding,
        violations_by_responsible_state,
        violations_by_right,
    )
    from briefing.measure.who import (
        incidents_by_accusation,
        incidents_by_assurances,
        incidents_by_evidence,
        incidents_by_fate,
        incidents_by_protection,
        incidents_by_target_group,
    )

__all__ = [
    "NOTES",
    "PARAMETERS",
    "Chosen",
    "Count",
    "Cross",
    "Evidence",
    "Level",
    "Overlap",
    "Parameter",
    "Selection",
    "Totals",
    "disagreements",
    "evidence",
    "executing_by_membership",
    "executing_by_requesting",
    "incidents_by_accusation",
    "incidents_by_assurances",
    "incidents_by_chair",
    "incidents_by_cooperation",
    "incidents_by_date_precision",
    "incidents_by_evidence",
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
    "named_by_age",
    "named_by_occupation",
    "named_by_sex",
    "overlap_of_kinds",
    "overlap_of_publishers",
    "persons_by_executing_state",
    "persons_by_requesting_state",
    "persons_by_right",
    "persons_by_type",
    "persons_by_year",
    "register",
    "rights_by_responsible_state",
    "select",
    "sensitivity",
    "studies",
    "totals",
    "violations_by_finding",
    "violations_by_law_in_force",
    "violations_by_responsible_state",
    "violations_by_right",
]

lazily(__name__)
