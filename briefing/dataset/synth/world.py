"""The invented world of a synthetic package: its states, its rights, its law.

The codes of states are those that ISO 3166 leaves to users, so that no state has them.
"""

import pyarrow as pa

STATES = {
    "XAD": "Ashdown",
    "XBR": "Brackwater",
    "XCO": "Coldmere",
    "XDU": "Dunholm",
    "XEV": "Eastvale",
    "XFE": "Fennmark",
    "XGR": "Greyholt",
    "XHO": "Hollowick",
    "XLO": "Lowland Union",
    "XMI": "Millbrook",
    "XNM": "Northmark",
    "XSM": "Saltmere",
    "XTH": "Thornfield",
    "XWE": "Westerby",
}
WEIGHTS = (2, 3, 4, 2, 24, 5, 3, 2, 6, 3, 30, 12, 3, 1)
JOINED = {
    "XEV": "2001-06-15",
    "XNM": "2001-06-15",
    "XLO": "2001-06-15",
    "XFE": "2001-06-15",
    "XSM": "2010-06-09",
    "XTH": "2017-06-09",
    "XBR": "2023-07-04",
}
# The code of a right, its name in words, its short name, how often it is stated.
RIGHTS = (
    ("ASSEMBLY", "Freedom of peaceful assembly", "Assembly", 2),
    ("ASSOCIATION", "Freedom of association", "Association", 3),
    ("ASYLUM", "Right to seek asylum", "Asylum", 11),
    ("DISAPPEARANCE", "Protection from disappearance", "Disappearance", 6),
    ("EXPRESSION", "Freedom of expression", "Expression", 8),
    ("EXPULSION", "Safeguards against expulsion", "Expulsion safeguards", 4),
    ("FAIR_TRIAL", "Right to a fair trial", "Fair trial", 4),
    ("LIBERTY", "Liberty and security of person", "Liberty", 19),
    ("LIFE", "Right to life", "Life", 2),
    ("MINORITY", "Rights of minorities", "Minority rights", 1),
    ("MOVEMENT", "Freedom of movement", "Movement", 4),
    ("NON_DISCRIMINATION", "Freedom from discrimination", "Non-discrimination", 1),
    ("NON_REFOULEMENT", "Protection from return to danger", "Non-refoulement", 23),
    ("PRIVACY", "Respect for private life", "Privacy", 1),
    ("RELIGION", "Freedom of thought and religion", "Religion", 3),
    ("REMEDY", "Right to an effective remedy", "Remedy", 5),
    ("TORTURE", "Freedom from torture", "Torture, ill-treatment", 5),
)
AFTER_RETURN = ("DISAPPEARANCE", "FAIR_TRIAL", "LIFE", "TORTURE")
ABOUT = "https://example.org/synthetic"
NA = "not_applicable"

TOLD = "note source_url verified unverified_cells"
COLUMNS = {
    "states": "state iso2 name",
    "memberships": f"state status from to decided {TOLD}",
    "rights": "right label short_label definition note source_url verified",
    "right_articles": f"right treaty articles absolute derogable iccpr_4_2 {TOLD}",
    "treaties": f"treaty title short_title adopted in_force un_treaty_ref kind {TOLD}",
    "treaty_parties": "treaty state status signed bound_from in_force_from bound_to "
    f"as_of declarations {TOLD}",
    "presidencies": "state from to term_basis summit_place summit_date "
    f"summit_date_end {TOLD}",
    "events": f"event_id date date_end label kind {TOLD}",
}

Rows = list[tuple[str, ...]]


def reference() -> dict[str, Rows]:
    """Give the rows of the reference tables."""
    told = (NA, ABOUT, "true", NA)
    law = ("1974-05-02", "1977", NA, "un_human_rights", *told)
    bound = ("1992-04-01", "1992-07-01", NA, NA, NA)
    names = sorted(STATES)
    # The terms in the chair follow one another from the founding to an open one.
    chairs = [*sorted(JOINED)[:4]] * 6
    turns = [f"{year}-06-15" for year in range(2001, 2001 + len(chairs))] + [NA]
    return {
        "states": [(code, f"X{code[1]}", STATES[code]) for code in names],
        "memberships": [
            (code, "member", day, NA, day, *told) for code, day in JOINED.items()
        ],
        "rights": [
            (code, label, short, f"{label}: invented words.", NA, ABOUT, "true")
            for code, label, short, _ in RIGHTS
        ],
        "right_articles": [
            (code, "COVENANT", str(n), "no", "yes", "no", *told)
            for n, (code, *_) in enumerate(RIGHTS, start=2)
        ],
        "treaties": [
            ("COVENANT", "Northern Covenant on Rights", "Northern Covenant", *law)
        ],
        "treaty_parties": [
            ("COVENANT", code, "party", "1990", *bound, *told) for code in names
        ],
        "presidencies": [
            (code, begun, ended, "derived", NA, NA, NA, *told)
            for code, begun, ended in zip(chairs, turns, turns[1:], strict=False)
        ],
        "events": [
            ("E-001", "2001-06-15", NA, "Invented founding", "founding", *told),
            ("E-002", "2010-06-09", NA, "Saltmere joins", "enlargement", *told),
        ],
    }


def as_table(name: str, rows: Rows) -> pa.Table:
    """Make a table of text from its rows."""
    columns = [pa.array(list(cells), pa.string()) for cells in zip(*rows, strict=True)]
    return pa.table(columns, names=COLUMNS[name].split())
