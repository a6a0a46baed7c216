"""The sentences of the notebooks, computed: what the numbers say, in correct
English.
"""

from __future__ import annotations

from briefing.measure import Chosen, Count, Cross, disagreements, totals
from briefing.show.corrected import said_of_corrections as corrections
from briefing.show.doors import said_of_doors as doors
from briefing.show.exhibit import Exhibit
from briefing.show.ignored import said_of_ignored as ignored
from briefing.show.leads import noun
from briefing.show.most import most
from briefing.show.prose import pair_in_words, prose, strong, values_in_words
from briefing.show.say_counts import FOLLOWERS, leads, years
from briefing.show.say_evidence import documented, independence, standards, weakness
from briefing.show.say_law import law
from briefing.show.say_state import state
from briefing.show.say_who import chair, named, together
from briefing.show.studies import said_of_studies as studies
from briefing.show.tidy import pairs
from briefing.show.verbs import violation_words
from briefing.show.words import (
    counted,
    listing,
    number,
    people,
    share,
    some,
)

__all__ = [
    "cells",
    "chair",
    "corrections",
    "differences",
    "documented",
    "doors",
    "headline",
    "ignored",
    "independence",
    "law",
    "leads",
    "most",
    "named",
    "rows",
    "standards",
    "state",
    "studies",
    "together",
    "weakness",
    "years",
]


def headline(chosen: Chosen) -> Exhibit:
    """Say the three headline numbers, each with its unit, and never one sum of them."""
    found = totals(chosen)
    parts = found.incidents_by_finding
    split = [f"{number(n)} {known}" for known, n in parts.items() if n]
    rights = found.violations_by_finding
    words = violation_words(rights["adjudicated"], found.violations)
    place = "it" if found.incidents == 1 else "them"
    acted = "was" if found.persons_min == found.persons_max == 1 else "were"
    first = (
        f"This selection holds {strong(counted(found.incidents, 'incidents'))}: "
        f"{listing(split)}. In {place} "
        f"{strong(people(found.persons_min, found.persons_max))} {acted} acted on, "
        f"and {strong(words)} of rights "
        f"{'is' if found.violations == 1 else 'are'} on record."
    )
    second = (
        f"{_found_by_a_court(rights['adjudicated'], found.violations)} "
        f"The record rests on {counted(found.sources, 'sources')}."
    )
    return prose(first, second)


def _found_by_a_court(adjudicated: int, total: int) -> str:
    """Say which violations were found to be violations, and that all others are
    alleged.
    """
    rest = total - adjudicated
    if not adjudicated:
        alleged = "it is alleged" if total == 1 else "all are alleged"
        return f"None was found by a court or treaty body: {alleged}."
    if not rest:
        return "All of that was found by a court or treaty body."
    found = "was" if adjudicated == 1 else "were"
    others = "the other one is" if rest == 1 else f"the other {number(rest)} are"
    return (
        f"Of the violations, {number(adjudicated)} {found} found by a court or treaty "
        f"body; {others} alleged."
    )


def rows(count: Count) -> Exhibit:
    """Say every value of a short count."""
    return values_in_words(count)


def cells(cross: Cross) -> Exhibit:
    """Say which pairs hold most, and how many pairs hold any."""
    filled = [pair for pair in pairs(cross) if pair.named]
    if not filled:
        return prose("No pair of two named states is documented in this selection.")
    most = [pair for pair in filled if pair.n == filled[0].n]
    what = strong(f"{number(filled[0].n)} {noun(cross, filled[0].n)}")
    first = some([pair_in_words(cross, pair) for pair in most])
    if len(filled) == 1:
        return prose(f"The only pair on record is {first}, with {what}.")
    rest = [
        f"{pair_in_words(cross, pair)} ({number(pair.n)})"
        for pair in filled[len(most) : len(most) + FOLLOWERS]
        if pair.n > 1
    ]
    each = " each" if len(most) > 1 else ""
    text = f"Most are on record for {first}: {what}{each}."
    if rest:
        text += f" Next: {'; '.join(rest)}."
    return prose(f"{text} In all, {number(len(filled))} pairs are documented.")


def differences(chosen: Chosen) -> Exhibit:
    """Say in how many incidents the sources contradict each other."""
    differing = disagreements(chosen)["incident_id"].nunique()
    total = len(chosen.incident_at)
    if not differing:
        return prose("Nowhere in this selection do sources contradict each other.")
    part_of = strong(share(differing, total, "incidents"))
    return prose(f"In {part_of} the sources do not say the same.")
