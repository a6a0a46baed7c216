"""
The sentences of the notebooks, computed: what the numbers say, in correct English.
"""

from __future__ import annotations

from briefing.measure import Chosen, Count, Cross, disagreements, totals
from briefing.show.exhibit import Exhibit
from briefing.show.leads import noun
from briefing.show.prose import name, prose, strong, values_in_words
from briefing.show.say_counts import FOLLOWERS, leads, years
from briefing.show.tidy import Pair, pairs
from briefing.show.verbs import violation_words
from briefing.show.words import (
    counted,
    listing,
    lower_first,
    number,
    people,
    share,
    some,
)

__all__ = ["cells", "differences", "headline", "leads", "rows", "years"]


def headline(chosen: Chosen) -> Exhibit:
    """
    Say the three headline numbers, each with its unit, and never one sum of them.
    """
    found = totals(chosen)
    parts = found.incidents_by_finding
    split = [f"{number(n)} {known}" for known, n in parts.items() if n]
    rights = found.violations_by_finding
    words = violation_words(rights["adjudicated"], found.violations)
    first = (
        f"This selection holds {strong(counted(found.incidents, 'incidents'))}: "
        f"{listing(split)}. In them "
        f"{strong(people(found.persons_min, found.persons_max))} were acted on, "
        f"and {strong(words)} of rights "
        f"{'is' if found.violations == 1 else 'are'} on record."
    )
    if found.persons_min == found.persons_max == 1:
        first = first.replace("were acted on", "was acted on")
    second = (
        f"Of the violations, {number(rights['adjudicated'])} "
        f"{'was' if rights['adjudicated'] == 1 else 'were'} found by a court or treaty "
        f"body; the other {number(found.violations - rights['adjudicated'])} "
        f"{'is' if found.violations - rights['adjudicated'] == 1 else 'are'} alleged. "
        f"The record rests on {counted(found.sources, 'sources')}."
    )
    return prose(first, second)


def rows(count: Count) -> Exhibit:
    """
    Say every value of a short count.
    """
    return values_in_words(count)


def cells(cross: Cross) -> Exhibit:
    """
    Say which pairs hold most, and how many pairs hold any.
    """
    filled = [pair for pair in pairs(cross) if pair.named]
    if not filled:
        return prose("No pair of two named states is documented in this selection.")
    most = [pair for pair in filled if pair.n == filled[0].n]
    what = f"{number(filled[0].n)} {noun(cross, filled[0].n)}"
    rest = [
        f"{_pair(cross, pair, short=True)} ({number(pair.n)})"
        for pair in filled[len(most) : len(most) + FOLLOWERS]
        if pair.n > 1
    ]
    each = " each" if len(most) > 1 else ""
    first = some([_pair(cross, pair) for pair in most])
    text = f"Most are on record for {first}: {strong(what)}{each}."
    if rest:
        text += f" Next: {'; '.join(rest)}."
    held = "pair is" if len(filled) == 1 else "pairs are"
    return prose(f"{text} In all, {number(len(filled))} {held} documented.")


def _pair(cross: Cross, pair: Pair, *, short: bool = False) -> str:
    """
    Name the two sides of a cell as a sentence does.
    """
    if cross.row_dimension == "executing state":
        return f"{name(pair.row)} acting for {name(pair.column)}"
    right, state = name(lower_first(pair.column)), name(pair.row)
    return f"{right}, {state}" if short else f"{right} with {state} named responsible"


def differences(chosen: Chosen) -> Exhibit:
    """
    Say in how many incidents the sources contradict each other.
    """
    differing = disagreements(chosen)["incident_id"].nunique()
    total = len(chosen.incidents)
    if not differing:
        return prose(f"In none of {counted(total, 'incidents')} do sources differ.")
    part_of = strong(share(differing, total, "incidents"))
    return prose(f"In {part_of} the sources do not say the same.")
