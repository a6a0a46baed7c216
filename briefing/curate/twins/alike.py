"""Which incidents may be one act told twice.

Every reason for or against it has its points; from `LISTED` on a pair is worth a look.
`benchmarks/duplicates.py` measures how many of the pairs listed are duplicates, and how
many duplicates are listed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.curate.twins.nearby import worth_comparing
from briefing.curate.twins.traits import Rows, Traits, traits_of
from briefing.curate.twins.weighing import Common, weigh

LISTED = 55  # points, of 100
NEW = "new"


@dataclass(frozen=True, order=True)
class Pair:
    """Two incidents that may be one, with what speaks for it."""

    first: str
    second: str
    score: int
    reasons: tuple[str, ...]


def likely(rows: Rows, case: Mapping[str, Any]) -> list[Pair]:
    """Give the incidents that a case may tell again, the most likely first.

    A case holds `incident` and, where it has them, `persons`, `appearances`,
    `sources`, `claims` and `violations`, as a case file does. A source or a person
    that the package has already is named by its identifier alone.
    """
    key = str(case["incident"].get("incident_id") or NEW)
    others = traits_of(rows)
    others.pop(key, None)
    subject = traits_of(joined(rows, case, key))[key]
    common = Common(cited(others.values()))
    decided = decided_pairs(rows)
    found = (
        pair(subject, other, common)
        for other in others.values()
        if frozenset((key, other.key)) not in decided
    )
    return in_order(one for one in found if one.score >= LISTED)


def pairs(rows: Rows, *, least: int = LISTED) -> list[Pair]:
    """Give the pairs of incidents that may be one, decided or not, the most likely
    first.
    """
    traits = traits_of(rows)
    common = Common(cited(traits.values()))
    found = (
        pair(traits[one], traits[other], common)
        for one, other in worth_comparing([*traits.values()])
    )
    return in_order(one for one in found if one.score >= least)


def pair(one: Traits, other: Traits, common: Common) -> Pair:
    """Weigh two incidents."""
    score, reasons = weigh(one, other, common)
    return Pair(one.key, other.key, score, reasons)


def in_order(found: Iterable[Pair]) -> list[Pair]:
    """Sort pairs: the most likely first."""
    return sorted(found, key=lambda one: (-one.score, one.first, one.second))


def cited(traits: Iterable[Traits]) -> Counter[str]:
    """Count the incidents that each source tells of."""
    return Counter(source for one in traits for source in one.sources)


def decided_pairs(rows: Rows) -> set[frozenset[str]]:
    """Give the pairs that somebody has decided."""
    decided = rows.get("duplicates", ())
    return {frozenset((row["incident_a"], row["incident_b"])) for row in decided}


def joined(rows: Rows, case: Mapping[str, Any], key: str) -> Rows:
    """Make tables of one case, with the persons and sources that it takes from a
    package.
    """
    blank = {"record_kind": "act", "title": "", "date": "", "type": ""}
    blank |= dict.fromkeys(("executing_state", "requesting_state"), "unknown")
    blank |= dict.fromkeys(("persons_min", "persons_max"), "unknown")
    tables: dict[str, list[Mapping[str, str]]] = {
        "incidents": [blank | texts(case["incident"]) | {"incident_id": key}],
        "persons": [*rows.get("persons", ())],
        "sources": [*rows.get("sources", ())],
        "appearances": [],
    }
    for nth, person in enumerate(case.get("persons", ())):
        # Somebody new has no identifier yet; a name of our own does for the comparison.
        who = texts(person)
        who.setdefault("person_id", f"{NEW} {nth}")
        if "name" in who:
            tables["persons"].append(who)
        tables["appearances"].append(who | {"incident_id": key})
    tables["appearances"] += told(case, "appearances", key, "person_id")
    tables["sources"] += [
        {"source_id": f"{NEW} {nth}"} | texts(source)
        for nth, source in enumerate(case.get("sources", ()))
        if "url" in source
    ]
    tables["claims"] = told(case, "claims", key, "source_id")
    tables["claims"] += [
        {"incident_id": key, "source_id": one["source_id"]}
        for one in tables["sources"][len(rows.get("sources", ())) :]
    ]
    tables["claims"] += told(case, "sources", key, "source_id")
    tables["violations"] = told(case, "violations", key, "source_id")
    return tables


def told(
    case: Mapping[str, Any], table: str, key: str, field: str
) -> list[Mapping[str, str]]:
    """Give the rows of a case that name something by its identifier."""
    rows = map(texts, case.get(table, ()))
    return [row | {"incident_id": key} for row in rows if field in row]


def texts(row: Mapping[str, Any]) -> dict[str, str]:
    """Give a row of a case file as text, its lists as cells hold them."""
    return {
        name: ";".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in row.items()
    }
