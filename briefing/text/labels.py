"""Labels of codes that have none in the data."""

from collections.abc import Mapping

FINDINGS: Mapping[str, str] = {
    "adjudicated": "Adjudicated (a court or treaty body found it)",
    "corroborated": "Corroborated (two or more independent sources)",
    "reported": "Reported (one source)",
}

COOPERATION: Mapping[str, str] = {
    "requested": "A request or a receiving state is stated",
    "context": "No request stated",
}

MEMBERSHIP: Mapping[str, str] = {
    "member": "Among SCO members on the day",
    "before": "Before a state named was a member",
    "unclear": "Membership not certain on the day",
    "not_applicable": "No state named",
}

# A code for not-knowing says something else in each role.
NO_STATE: Mapping[tuple[str, str], str] = {
    ("executing", "not_applicable"): "An organ of the SCO",
    ("executing", "unknown"): "Executing state not known",
    ("executing", "not_reported"): "Executing state not stated",
    ("requesting", "not_reported"): "No request stated",
    ("requesting", "not_applicable"): "No request in an act of this kind",
    ("requesting", "unknown"): "Requesting state not known",
}

MISSING: Mapping[str, str] = {
    "unknown": "Not known",
    "not_reported": "No source says",
    "not_applicable": "Does not apply to the act",
    "withheld": "Withheld",
}

ASSURANCES: Mapping[str, str] = {
    "yes": "Assurances are reported",
    "no": "Reported as not given",
}

EVIDENCE_SHOWN: Mapping[str, str] = {
    "yes": "Reported as shown",
    "no": "Reported as not shown",
}

# Steps from what is worst to know to what is best, with the codes of each.
FATES: Mapping[str, tuple[str, ...]] = {
    "Nothing known": ("unknown", "not_reported"),
    "Disappeared or dead": ("disappeared", "dead"),
    "Held": ("detained", "sentenced"),
    "Differs": ("mixed",),
    "Not held": ("in_country", "returned_free", "released", "resettled"),
    "No fate to tell": ("not_applicable", "withheld"),
}

UNCERTAIN_YEAR = "Year not certain"

DATE_PRECISION: Mapping[str, str] = {
    "day": "The day is known",
    "month": "The month is known",
    "within": "Two dates of one year, between which it happened",
    "year": "Only the year is known",
    "uncertain": "Not certain even to one year",
}

CHAIR: Mapping[str, str] = {
    "not_applicable": "No chair on record for the day",
    "uncertain": "Not certain: the date allows more than one chair",
}

LAW_IN_FORCE: Mapping[str, str] = {
    "bound": "Bound by at least one treaty",
    "uncertain": "Not certain on that day",
    "partly": "Only by treaties for some people or cases",
    "not_known": "Not known",
    "unbound": "Bound by none of the treaties",
}

TREATY_STATUS: Mapping[str, str] = {
    "bound": "Bound",
    "uncertain": "Not certain",
    "signed": "Signed only",
    "withdrawn": "No longer bound",
    "not_party": "Not a party",
    "not_known": "Not known",
}

# Whether a complaint body is open for an act.
ACCESS: Mapping[str, str] = {
    "open": "Open",
    "limited": "Time limit",
    "closed": "Closed",
    "not_open": "Not open",
    "not_verified": "Not verified",
    "not_known": "Not known",
}

AGES: Mapping[str, str] = {
    "under_18": "Under 18",
    "18_24": "18 to 24",
    "25_34": "25 to 34",
    "35_44": "35 to 44",
    "45_54": "45 to 54",
    "55_64": "55 to 64",
    "65_up": "65 and over",
}

OCCUPATIONS: Mapping[str, str] = {
    "religion": "Religious life",
    "law": "Human rights and law",
    "media": "Press, publishing and online media",
    "politics": "Politics, activism and associations",
    "state": "State service and armed forces",
    "learning": "Study, teaching and research",
    "business": "Business and trade",
    "health": "Health",
    "arts": "Arts and sport",
    "work": "Crafts, services and other work",
    "other": "Other occupations",
}
