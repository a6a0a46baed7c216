"""The pairs of states that account for most: which they are, and what is left beside
them.
"""

from __future__ import annotations

from briefing.measure import Cross
from briefing.show.exhibit import Exhibit
from briefing.show.prose import pair_in_words, prose, strong
from briefing.show.tidy import Pair, pairs
from briefing.show.words import counted, listing, number

MOST_HEARD = 8
MOST_SAID = 12
STATED = "documented incidents with a stated request"


def most(cross: Cross) -> Exhibit:
    """Say which pairs, as few as possible, hold at least half of what names two
    states.
    """
    named = [pair for pair in pairs(cross) if pair.named]
    if not named:
        return prose("No pair of two named states is documented in this selection.")
    half = half_of(named)
    whole = whole_of(named)
    first = [f"{pair_in_words(cross, pair)} ({number(pair.n)})" for pair in half]
    if len(first) > MOST_SAID:
        further = f"{number(len(first) - MOST_SAID)} further pairs"
        first = [*first[:MOST_SAID], further]
    if len(half) == len(named):
        text = f"All {strong(f'{number(whole)} {STATED}')} stand in {listing(first)}."
    else:
        share = strong(f"{number(whole_of(half))} of {number(whole)} {STATED}")
        text = f"The pairs with most are {listing(first)}. "
        if len(half) == 1:
            text = f"The pair with most is {listing(first)}. "
        they = "It holds" if len(half) == 1 else "Together they hold"
        text += f"{they} {share}; the others are spread over "
        text += f"{counted(len(named) - len(half), 'pairs')}."
    return prose(" ".join([text, *unnamed(cross, "")]))


def half_of(named: list[Pair]) -> list[Pair]:
    """Find the fewest pairs that hold at least half, with those equal to the last of
    them.
    """
    whole, held = whole_of(named), 0
    for pair in named:
        held += pair.n
        if 2 * held >= whole:
            return [one for one in named if one.n >= pair.n]
    return []


def largest(named: list[Pair], limit: int) -> list[Pair]:
    """Keep the largest pairs, as many as can be drawn; of equals all or none."""
    if len(named) <= limit:
        return named
    cut = named[limit].n
    kept = [pair for pair in named if pair.n > cut]
    return kept or named[:limit]


def title_of(half: list[Pair], named: list[Pair]) -> str:
    """Say how few pairs hold at least half."""
    held, whole = sum(pair.n for pair in half), whole_of(named)
    if len(half) == len(named):
        return f"{number(len(named))} pairs hold {number(whole)} {STATED}"
    pair = "pair holds" if len(half) == 1 else "pairs hold"
    return (
        f"{number(len(half))} of {number(len(named))} {pair} {number(held)} of "
        f"{number(whole)} {STATED}"
    )


def whole_of(named: list[Pair]) -> int:
    """Add up the incidents of pairs."""
    return sum(pair.n for pair in named)


def said(drawn: list[Pair]) -> str:
    """List the largest of what is drawn, and count the rest."""
    listed = [
        f"{pair.row} for {pair.column} {number(pair.n)}" for pair in drawn[:MOST_HEARD]
    ]
    if drawn[MOST_HEARD:]:
        listed.append(f"and {number(len(drawn) - MOST_HEARD)} further pairs")
    return "; ".join(listed)


def rest(named: list[Pair], drawn: list[Pair], what: str) -> list[str]:
    """Say what has no ribbon or arrow, and where it can be found."""
    left = [pair for pair in named if pair not in drawn]
    if not left:
        return []
    each = " each" if len(left) > 1 else ""
    up_to = f"up to {number(left[0].n)}" if left[0].n > 1 else "one"
    verb = "has" if len(left) == 1 else "have"
    return [
        f"{counted(len(left), 'pairs')} with {up_to} incident{'s' * (left[0].n > 1)}"
        f"{each} {verb} no {what}; the table has them all."
    ]


def unnamed(cross: Cross, also: str = " and cannot be drawn") -> list[str]:
    """Say how many incidents name no requesting state and so cannot be drawn."""
    apart = [pair for pair in pairs(cross) if not pair.named]
    if not apart:
        return []
    n = whole_of(apart)
    verb = "names" if n == 1 else "name"
    return [f"{counted(n, 'incidents')} {verb} no second state{also}."]
