"""Which incidents are worth comparing: of all pairs hardly any have something in
common.
"""

from collections.abc import Iterator
from itertools import combinations

from briefing.curate.twins.spelling import keys
from briefing.curate.twins.traits import Traits

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
