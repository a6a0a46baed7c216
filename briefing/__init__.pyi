"""The notebook's language: where each name that an analyst may use lives."""

from .charts.axes import axes as axes
from .charts.bar import bar as bar
from .charts.bar import ladder as ladder
from .charts.bar import law_bars as law_bars
from .charts.bar import people_bars as people_bars
from .charts.bar import ranked_bars as ranked_bars
from .charts.bar import stacked_bars as stacked_bars
from .charts.heatmap import heat_map as heat_map
from .charts.heatmap import heatmap as heatmap
from .charts.heatmap import matrix as matrix
from .charts.sankey import flow as flow
from .charts.small_multiples import sensitivity_band as sensitivity_band
from .charts.small_multiples import small_multiples as small_multiples
from .charts.tile_map import tile_map as tile_map
from .charts.timeline import timeline as timeline
from .charts.timeline import year_bars as year_bars
from .charts.upset import upset as upset
from .counts.count import count as count
from .counts.dates import incidents_by_date_precision as incidents_by_date_precision
from .counts.disagreements import disagreements as disagreements
from .counts.evidence import (
    incidents_by_independent_sources as incidents_by_independent_sources,
)
from .counts.evidence import (
    incidents_by_source_language as incidents_by_source_language,
)
from .counts.headline import totals as totals
from .counts.incidents import executing_by_requesting as executing_by_requesting
from .counts.incidents import incidents_by_accusation as incidents_by_accusation
from .counts.incidents import incidents_by_cooperation as incidents_by_cooperation
from .counts.incidents import (
    incidents_by_executing_state as incidents_by_executing_state,
)
from .counts.incidents import incidents_by_fate as incidents_by_fate
from .counts.incidents import incidents_by_finding as incidents_by_finding
from .counts.incidents import incidents_by_membership as incidents_by_membership
from .counts.incidents import incidents_by_protection as incidents_by_protection
from .counts.incidents import (
    incidents_by_requesting_state as incidents_by_requesting_state,
)
from .counts.incidents import incidents_by_target_group as incidents_by_target_group
from .counts.incidents import incidents_by_type as incidents_by_type
from .counts.incidents import incidents_by_year as incidents_by_year
from .counts.incidents import persons_by_executing_state as persons_by_executing_state
from .counts.incidents import persons_by_requesting_state as persons_by_requesting_state
from .counts.incidents import persons_by_type as persons_by_type
from .counts.incidents import persons_by_year as persons_by_year
from .counts.overlaps import overlap_of_kinds as overlap_of_kinds
from .counts.overlaps import overlap_of_publishers as overlap_of_publishers
from .counts.persons import named_by_age as named_by_age
from .counts.persons import named_by_sex as named_by_sex
from .counts.roles import as_executing as as_executing
from .counts.roles import as_requesting as as_requesting
from .counts.roles import as_responsible as as_responsible
from .counts.roles import years_by_executing_state as years_by_executing_state
from .counts.violations import incidents_by_right as incidents_by_right
from .counts.violations import persons_by_right as persons_by_right
from .counts.violations import (
    rights_by_responsible_state as rights_by_responsible_state,
)
from .counts.violations import violations_by_finding as violations_by_finding
from .counts.violations import (
    violations_by_responsible_state as violations_by_responsible_state,
)
from .counts.violations import violations_by_right as violations_by_right
from .dataset.load import load as load
from .exhibits.figure import figure as figure
from .law.in_force import violations_by_law_in_force as violations_by_law_in_force
from .selection.select import select as select
from .selection.selection import Selection as Selection
from .sentences.counts import limits as limits
from .sentences.say import say as say
from .tables.cases import case_studies as case_studies
from .tables.cases import register as register
from .tables.cases import register_apart as register_apart
from .tables.counts import answers_table as answers_table
from .tables.counts import beside_region as beside_region
from .tables.counts import chairs_table as chairs_table
from .tables.counts import evidence_table as evidence_table
from .tables.counts import membership_table as membership_table
from .tables.counts import occupations_table as occupations_table
from .tables.counts import overlap_table as overlap_table
from .tables.counts import rights_beside_region as rights_beside_region
from .tables.counts import sensitivity_table as sensitivity_table
from .tables.counts import table as table
from .tables.law import coverage_table as coverage_table
from .tables.law import doors_table as doors_table
from .tables.law import ignored_table as ignored_table
from .tables.law import law_by_state_table as law_by_state_table
from .tables.law import law_table as law_table
from .tables.law import mechanisms_table as mechanisms_table
from .tables.law import unbound_table as unbound_table
from .tables.records import apart_table as apart_table
from .tables.records import case_list as case_list
from .tables.records import corrections_table as corrections_table
from .tables.records import differences_table as differences_table
from .tables.records import headline as headline
from .tables.records import look as look
from .tables.records import rights_table as rights_table

__all__ = [
    "Selection",
    "answers_table",
    "apart_table",
    "as_executing",
    "as_requesting",
    "as_responsible",
    "axes",
    "bar",
    "beside_region",
    "case_list",
    "case_studies",
    "chairs_table",
    "corrections_table",
    "count",
    "coverage_table",
    "differences_table",
    "disagreements",
    "doors_table",
    "evidence_table",
    "executing_by_requesting",
    "figure",
    "flow",
    "headline",
    "heat_map",
    "heatmap",
    "ignored_table",
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
    "ladder",
    "law_bars",
    "law_by_state_table",
    "law_table",
    "limits",
    "load",
    "look",
    "matrix",
    "mechanisms_table",
    "membership_table",
    "named_by_age",
    "named_by_sex",
    "occupations_table",
    "overlap_of_kinds",
    "overlap_of_publishers",
    "overlap_table",
    "people_bars",
    "persons_by_executing_state",
    "persons_by_requesting_state",
    "persons_by_right",
    "persons_by_type",
    "persons_by_year",
    "ranked_bars",
    "register",
    "register_apart",
    "rights_beside_region",
    "rights_by_responsible_state",
    "rights_table",
    "say",
    "select",
    "sensitivity_band",
    "sensitivity_table",
    "small_multiples",
    "stacked_bars",
    "table",
    "tile_map",
    "timeline",
    "totals",
    "unbound_table",
    "upset",
    "violations_by_finding",
    "violations_by_law_in_force",
    "violations_by_responsible_state",
    "violations_by_right",
    "year_bars",
    "years_by_executing_state",
]
