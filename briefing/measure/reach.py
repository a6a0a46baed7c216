"""How far an article reaches: the whole of a right, or some people and cases only.

That a treaty binds a state says little where its article protects children, refugees or
migrant workers only, or one side of the right. Whether a case is one of those is not
settled here; such articles are kept apart from those that protect everybody.
"""

from __future__ import annotations

# Treaties that protect some people, or against one kind of wrong.
SPECIAL = {
    "CEDAW": "women",
    "CMW": "migrant workers and their families",
    "CRC": "children",
    "CRSR": "refugees",
    "CRSR-P": "refugees",
    "CSR54": "stateless people",
    "ICERD": "equal treatment whatever the origin",
    "ICPPED": "cases of enforced disappearance",
}

# Rights that are what such a treaty is about, so that it protects the whole of them.
OWN = {
    ("ASYLUM", "CRSR"),
    ("ASYLUM", "CRSR-P"),
    ("DISAPPEARANCE", "ICPPED"),
    ("NON_DISCRIMINATION", "ICERD"),
}

# Articles of other treaties that protect one side of a right.
SIDES = {
    ("ASSOCIATION", "ICESCR"): "trade unions",
    ("FAIR_TRIAL", "CAT"): "statements made under torture",
    ("LIFE", "ICCPR-OP2"): "the death penalty",
    ("NON_DISCRIMINATION", "ICESCR"): "economic, social and cultural rights",
    ("REMEDY", "CAT"): "cases of torture",
    ("REMEDY", "ICCPR-OP1"): "complaints to the Committee",
}


def reach(right: str, treaty: str) -> str:
    """Name the people or cases to which the articles are limited; empty for
    everybody.
    """
    if (right, treaty) in OWN:
        return ""
    return SIDES.get((right, treaty)) or SPECIAL.get(treaty, "")
