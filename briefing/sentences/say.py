"""`say`: every sentence that a notebook may ask for."""

from __future__ import annotations

from briefing.counts.count import Count, CrossCount
from briefing.counts.disagreements import disagreements
from briefing.counts.headline import totals
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import most, pair_in_words, prose, strong, values_in_words
from briefing.exhibits.titles import noun, pairs, violation_words
from briefing.selection.select import Chosen
from briefing.sentences.counts import FOLLOWERS, chair, leads, named, together, years
from briefing.sentences.evidence import documented, independence, standards, weakness
from briefing.sentences.law import law
from briefing.sentences.profile import state
from briefing.tables.cases import said_of_studies as studies
from briefing.tables.law import said_of_doors as doors
from briefing.tables.law import said_of_ignored as ignored
from briefing.tables.records import said_of_corrections as corrections
from briefing.text.formats import counted, listing, number, people, share, some

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


def cells(cross: CrossCount) -> Exhibit:
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
