"""The words of each dimension: what its rows do in a sentence, and how they are named.

A new dimension needs its words here, and nothing else in the show room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Dimensions whose labels are common nouns and no names.
COMMON = (
    "independent sources",
    "finding",
    "co-operation",
    "membership",
    "type",
    "right",
    "target group",
    "accusation",
    "protection",
    "assurances",
    "evidence",
    "fate",
    "sex",
    "occupation",
    "date precision",
    "law in force",
)

# Dimensions in which no row is worth missing.
COMPLETE = (
    "finding",
    "co-operation",
    "membership",
    "year",
    "chair",
    "assurances",
    "evidence",
    "sex",
    "date precision",
    "law in force",
)

# Dimensions of which every row is a part of one answer: none of them stands first.
EVEN = ("finding", "co-operation", "membership")

# What a state, a right or a type did or has, for one and for each of several.
VERBS: Mapping[str, tuple[str, str]] = {
    "executing state": ("is on record for", "are each on record for"),
    "requesting state": ("is the requesting state in", "are each requesting state in"),
    "responsible state": ("is named responsible for", "are each named responsible for"),
    "right": ("accounts for", "each account for"),
    "type": ("accounts for", "each account for"),
    "year": ("has the most:", "each have the most:"),
    "finding": ("covers", "each cover"),
    "co-operation": ("holds for", "each hold for"),
    "membership": ("holds for", "each hold for"),
    "target group": ("were acted on in", "were each acted on in"),
    "chair": ("was in the chair for", "were each in the chair for"),
    "independent sources": ("stood behind", "each stood behind"),
    "source language": ("was read on", "were each read on"),
}

PLURALS: Mapping[str, str] = {
    "co-operation": "rows",
    "membership": "rows",
    "finding": "findings",
    "type": "types of act",
    "chair": "states in the chair",
    "independent sources": "numbers of sources",
}


@dataclass(frozen=True)
class Gathered:
    """Rows that together say more than the first of them, and the words for all of
    them.

    Without codes of their own these are all rows that say something.
    """

    words: str
    codes: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


GATHERED: Mapping[str, Gathered] = {
    "accusation": Gathered(
        "Terrorism, separatism or extremism as accusation",
        frozenset({"terrorism", "separatism", "extremism", "religious_extremism"}),
    ),
    "protection": Gathered(
        "Some protection held at the time", besides=frozenset({"none_known"})
    ),
    "assurances": Gathered("Assurances reported", frozenset({"yes"})),
    "evidence": Gathered("Evidence reported as shown", frozenset({"yes"})),
    "fate": Gathered(
        "Disappeared, dead or held when last reported",
        frozenset({"disappeared", "dead", "sentenced", "detained"}),
    ),
    "independent sources": Gathered(
        "Two or more independent sources", besides=frozenset({"1"})
    ),
    "sex": Gathered("Women and girls", frozenset({"female"})),
    "age": Gathered("Age stated"),
    "occupation": Gathered("Occupation stated"),
    "date precision": Gathered(
        "Date known to the day or month", frozenset({"day", "month"})
    ),
    "law in force": Gathered(
        "At least one treaty bound the state", frozenset({"bound", "partly"})
    ),
}


def verb(dimension: str, rows: int) -> str:
    """Choose the verb of one row, or of several that share a place."""
    return VERBS.get(dimension, VERBS["right"])[rows > 1]


def plural(dimension: str) -> str:
    """Name several of a dimension."""
    return PLURALS.get(dimension, f"{dimension}s")
