"""How often each code stands in the invented incidents.

No code that names a real people or a real court is among them.
"""

from briefing.dataset.synth.world import NA

TYPES = {
    "extradition": 14,
    "deportation": 12,
    "rendition": 9,
    "attempted_removal": 17,
    "disappearance": 8,
    "arrest_on_request": 14,
    "asylum_denial": 7,
    "travel_ban": 7,
    "judicial_harassment": 6,
    "listing": 4,
    "organisation_ban": 1,
    "other": 1,
}
KINDS = {"act": 955, "aggregate": 10, "list_total": 10, "pattern": 15}
KINDS["no_violation"] = 10
GROUPS = {
    "asylum_seeker": 20,
    "ethnic_minority;asylum_seeker": 10,
    "political_opposition": 18,
    "rights_defender": 12,
    "journalist": 6,
    "religious": 9,
    "refugee": 8,
    "business": 3,
    "other": 10,
    "unknown": 4,
}
ACCUSATIONS = {
    "other_crime": 24,
    "not_reported": 21,
    "extremism": 12,
    "terrorism;extremism": 12,
    "none_known": 13,
    "overthrow_of_government": 8,
    "religious_extremism": 6,
    "separatism": 4,
}
PROTECTIONS = {"none_known": 45, "not_reported": 20, "citizenship_elsewhere": 10}
PROTECTIONS |= {"unhcr_asylum_seeker": 12, "unhcr_refugee": 8, "unknown": 5}
FATES = {"unknown": 26, "detained": 18, "sentenced": 17, "released": 8, NA: 6}
FATES |= {"disappeared": 6, "in_country": 6, "mixed": 5, "returned_free": 4, "dead": 4}
