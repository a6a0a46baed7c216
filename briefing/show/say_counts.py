"""
What a count finds, in sentences: who stands first, who follows, where nothing is known.
"""

from __future__ import annotations

from briefing.measure import Count
from briefing.show.exhibit import Exhibit
from briefing.show.leads import VERBS, noun, part
from briefing.show.prose import (
    COMMON,
    name,
    prose,
    strong,
    value,
    values_in_words,
    whole,
)
from briefing.show.tidy import UNCERTAIN, Entry, bounds, entries, leaders
from briefing.show.words import (
    SMALLEST_BASE,
    counted,
    listing,
    lower_first,
    number,
    people,
    percent,
    sentence_case,
    share,
    some,
)

FOLLOWERS = 3


def leads(count: Count) -> Exhibit:
    """
    Say who or what stands first, who follows, and where nothing is documented.
    """
    rows = entries(count)
    if count.unit == "persons":
        return _people(count, rows)
    first = leaders(rows)
    if not first or count.dimension in ("finding", "co-operation", "membership"):
        return values_in_words(count)
    total = bounds(count)[1]
    n = first[0].low
    lead = _lead(count, first, n, total)
    common = count.dimension in COMMON
    text = f"{lead}{_followers(rows, first, common=common)}."
    return prose(" ".join(filter(None, [text, _unnamed(rows), _empty(count, rows)])))


def _lead(count: Count, first: list[Entry], n: int, total: int) -> str:
    """
    Say the first, or all that share its place.
    """
    share_of = part(n, total, noun(count, total))
    if 0 < n < total and total >= SMALLEST_BASE:
        share_of += f" ({percent(n, total)})"
    names = listing([name(row.label) for row in first])
    verb = VERBS[count.dimension][len(first) > 1]
    return f"{names} {verb} {strong(share_of)}"


def _followers(rows: list[Entry], first: list[Entry], *, common: bool) -> str:
    """
    Name those that come next, with their numbers, ties included.
    """
    rest = [row for row in rows if row.named and not row.empty and row not in first]
    rest.sort(key=lambda row: -row.low)
    if not rest:
        return ""
    if len(rest) > FOLLOWERS:
        least = rest[FOLLOWERS - 1].low
        next_ones = [row for row in rest if row.low >= least]
        rest = next_ones if len(next_ones) <= 2 * FOLLOWERS else rest[:0]
    said = [value(row, common=common) for row in rest]
    return f", followed by {listing(said)}" if said else ""


def _unnamed(rows: list[Entry]) -> str:
    """
    Say what stands under no name.
    """
    apart = [row for row in rows if not row.named and not row.empty]
    said = [value(row, common=True) for row in apart]
    return f"Apart from them: {listing(said)}." if said else ""


def _empty(count: Count, rows: list[Entry]) -> str:
    """
    Say where nothing is documented, which is not where nothing happened.
    """
    common = count.dimension in COMMON
    labels = [row.label for row in rows if row.empty and row.named]
    empty = [name(lower_first(one) if common else one) for one in labels]
    if not empty or count.dimension == "year":
        return ""
    return f"None is documented for {some(empty, 12)}."


def _people(count: Count, rows: list[Entry]) -> Exhibit:
    """
    Say how many people were acted on; name a first only where no range reaches it.
    """
    filled = [row for row in rows if row.named and not row.empty]
    low, high = bounds(count)
    verb = "was" if low == high == 1 else "were"
    text = f"{strong(whole(count))} {verb} acted on in all."
    first = leaders(rows)
    if len(first) == 1 and len(filled) > 1:
        most = strong(people(first[0].low, first[0].high))
        label = first[0].label
        label = lower_first(label) if count.dimension in COMMON else label
        text += f" Most stand under {name(label)}: {most}."
    elif len(filled) > 1:
        text += " The ranges overlap at the top, so no row is called the first."
    return prose(text)


def years(count: Count) -> Exhibit:
    """
    Say between which numbers the years lie, and how many dates are not certain.
    """
    rows = entries(count)
    certain = [row for row in rows if row.named]
    unsure = sum(row.low for row in rows if row.code == UNCERTAIN)
    dated = sum(row.low for row in certain)
    total = bounds(count)[1]
    if not dated:
        return prose(f"None of {whole(count)} can be placed in one year.")
    high = max(row.low for row in certain)
    top = [row.label for row in certain if row.low == high]
    none = sum(row.empty for row in certain)
    text = (
        f"{strong(share(dated, total, 'incidents'))} can be placed in one year. "
        f"Most are dated to {some(top, 4)} ({number(high)}"
        f"{' each' if len(top) > 1 else ''}). "
        f"For {number(none)} of the {counted(len(certain), 'years')} of the period "
        f"none is documented."
    )
    if unsure:
        verb = "has a date" if unsure == 1 else "have dates"
        stand = "stands" if unsure == 1 else "stand"
        text += f" {sentence_case(counted(unsure, 'incidents'))} {verb} that may lie"
        text += f" in more than one year and {stand} apart."
    return prose(text)
