"""Incidents that may be one act told twice, and what was decided about them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Literal

from briefing.curate.change import Change, Edit
from briefing.curate.similarity import Common, Rows, Traits, keys, traits_of, weigh
from briefing.dataset.table import row_key
from briefing.errors import BriefingError

CROWD = 40  # incidents that share a trait, above which it is no reason to compare them

NEAR = 31  # days


def worth_comparing(traits: list[Traits]) -> Iterator[tuple[str, str]]:
    """Give the pairs that have anything in common: names, days of one state, a
    source.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for one in traits:
        for sign in signs(one):
            groups.setdefault((one.kind, sign), []).append(one.key)
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        if len(group) <= CROWD:
            seen.update(combinations(group, 2))
    seen.update(near_days(traits))
    return iter(sorted(seen))


def signs(one: Traits) -> set[str]:
    """Give the signs that two tellings of one act have in common."""
    named = {f"name {key}" for who in one.names for name in who for key in keys(name)}
    return named | {*one.persons, *one.sources, *one.addresses}


def near_days(traits: list[Traits]) -> Iterator[tuple[str, str]]:
    """Give the pairs of one executing state that may lie within a month of one
    another.
    """
    dated = [(one.days, one) for one in traits if one.days is not None]
    dated.sort(key=lambda pair: (pair[0].first, pair[1].key))
    open_: dict[tuple[str, str], list[Traits]] = {}
    for days, one in dated:
        group = open_.setdefault((one.kind, one.executing), [])
        # What ended more than a month before this began is near nothing that follows.
        group[:] = [
            before
            for before in group
            if before.days and (days.first - before.days.last).days <= NEAR
        ]
        yield from (
            (min(before.key, one.key), max(before.key, one.key)) for before in group
        )
        group.append(one)


LISTED = 55  # points, of 100


@dataclass(frozen=True, order=True)
class Pair:
    """Two incidents that may be one, with what speaks for it."""

    first: str
    second: str
    score: int
    reasons: tuple[str, ...]


def likely(rows: Rows, incident: str) -> list[Pair]:
    """Incidents that may be the same act as *incident*, the most likely first."""
    others = traits_of(rows)
    subject = others.pop(incident)
    common = Common(cited(others.values()))
    decided = decided_pairs(rows)
    found = (
        pair(subject, other, common)
        for other in others.values()
        if frozenset((incident, other.key)) not in decided
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


TABLE = "duplicates"

Verdict = Literal["different", "same"]

COMPARED = ("incidents", "persons", "appearances", "claims", "violations", "sources")


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a pair."""

    first: str
    second: str
    verdict: str
    reason: str


def tables_of(data: str | Path | None = None) -> Rows:
    """Read the tables that incidents are compared by, corrected, every cell as text.

    A package made elsewhere need not keep decisions.
    """
    from briefing.dataset.load import load

    dataset = load(data)
    wanted = [name for name in (*COMPARED, TABLE) if name in dataset.package.tables]
    return {name: dataset.rows(name) for name in wanted}


def decisions(rows: Rows) -> dict[frozenset[str], Decision]:
    """Give what was decided, by the pair."""
    found = {}
    for row in rows.get(TABLE, ()):
        first, second = row["incident_a"], row["incident_b"]
        decision = Decision(first, second, row["decision"], row["reason"])
        found[frozenset((first, second))] = decision
    return found


def undecided(rows: Rows, least: int = LISTED) -> list[Pair]:
    """Give the likely pairs that nobody has decided."""
    decided = decisions(rows)
    found = pairs(rows, least=least)
    return [one for one in found if frozenset((one.first, one.second)) not in decided]


def counted_twice(rows: Rows) -> list[Decision]:
    """Give the pairs that were decided to be one act while both are still counted."""
    acts = {r["incident_id"] for r in rows["incidents"] if r["record_kind"] == "act"}
    return [
        one
        for pair, one in decisions(rows).items()
        if one.verdict == "same" and pair <= acts
    ]


def decide(
    change: Change, pair: tuple[str, str], verdict: Verdict, reason: str
) -> list[Edit]:
    """Put a decision into a change, in place of an earlier one; give what it comes
    to.
    """
    first, second = sorted(pair)
    if first == second:
        message = f"{first} is one incident; name two that may be the same act."
        raise BriefingError(message)
    if not reason.strip():
        message = "A decision needs its reason: --reason and what the records show."
        raise BriefingError(message)
    if TABLE not in change.package.tables:
        message = (
            f"{change.root} has no table of duplicates. Copy the resource "
            f"'{TABLE}' of our datapackage.json, and {TABLE}.csv with its header alone."
        )
        raise BriefingError(message)
    for incident in (first, second):
        change.row("incidents", incident)
    today = date.today().isoformat()
    said = {"decision": verdict, "reason": reason.strip(), "date": today}
    for one, other in ((first, second), (second, first)):
        if change.has(TABLE, row_key((one, other))):
            change.set(TABLE, row_key((one, other)), said)
            return change.edits()
    change.add(TABLE, {"incident_a": first, "incident_b": second, **said})
    return change.edits()
