"""Stated occupations, brought into groups by what is stated first.

Sources describe people in words of their own. The groups only put these words in order;
the printed table has the words themselves beside each group.
"""

from collections.abc import Callable, Collection

OTHER = "other"

# Tried in this order on the first description, then on the next; beginnings of words.
_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "religion": (
        "Religious life",
        ("imam", "mullah", "madrasa", "mosque", "religious", "pastor", "monk"),
    ),
    "law": ("Human rights and law", ("human rights", "rights ", "lawyer")),
    "media": (
        "Press, publishing and online media",
        ("journalis", "blogger", "newspaper", "publisher", "writer", "broadcast",
         "radio", "film", "telegram", "website", "online", "editor"),
    ),
    "politics": (
        "Politics, activism and associations",
        ("activist", "opposition", "politician", "party", "parliament", "congress",
         "movement", "campaign", "society", "ittipak", "association", "community",
         "atajurt", "volunteer"),
    ),
    "state": (
        "State service and armed forces",
        ("minister", "official", "officer", "investigator", "conscript", "soldier",
         "major", "guard"),
    ),
    "learning": (
        "Study, teaching and research",
        ("student", "teacher", "research", "anthropolog", "analyst", "school"),
    ),
    "business": ("Business and trade", ("business", "trader", "owner", "shop")),
    "health": ("Health", ("doctor", "nurse", "cardiolog", "psycho", "surgeon")),
    "arts": ("Arts and sport", ("music", "sing", "fighter", "boxer", "artist")),
    "work": (
        "Crafts, services and other work",
        ("worker", "tailor", "driver", "print", "engineer", "breeder", "account",
         "book"),
    ),
}  # fmt: skip
OCCUPATION_LABELS = {code: label for code, (label, _) in _GROUPS.items()} | {
    OTHER: "Other occupations"
}


def occupation_group(missing: Collection[str]) -> Callable[[str], str]:
    """Make the function that finds the group of a stated occupation.

    A missing code stays what it is.
    """

    def group(stated: str) -> str:
        if stated in missing:
            return stated
        found = (group_of(part) for part in stated.split(","))
        return next((code for code in found if code), OTHER)

    return group


def group_of(description: str) -> str:
    """Find the group of one description; empty where no group has a word of it."""
    text = f" {description.strip().lower()} "
    for code, (_, words) in _GROUPS.items():
        if any(f" {word}" in text for word in words):
            return code
    return ""
