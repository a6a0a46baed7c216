"""A sentence as an exhibit, and counts in short words beside a chart."""

from __future__ import annotations

import re

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import Overlap
from briefing.exhibits.alt_text import combination
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.titles import (
    COMMON,
    COMPLETE,
    Entry,
    Pair,
    bounds,
    entries,
    label,
    noun,
    pairs,
)
from briefing.text.formats import (
    counted,
    listing,
    lower_first,
    markdown,
    number,
    people,
    plain,
    sentence_case,
    some,
    span,
)


def prose(*paragraphs: str, reason: str = "") -> Exhibit:
    """Make an exhibit of Markdown whose data is escaped already; empty ones fall away.

    A *reason* is why a sentence may speak of a rise or a fall; it is printed below.
    """
    text = "\n\n".join(filter(None, [*paragraphs, reason]))
    bare = re.sub(r"\\(.)|\*\*", r"\1", text)
    payload = {"kind": "prose", "markdown": text}
    return Exhibit(payload | ({"reason": reason} if reason else {}), "", bare)


def strong(words: str) -> str:
    """Set computed words in bold."""
    return f"**{words}**"


def printed_name(label: str) -> str:
    """Set a label from the data into a sentence of Markdown."""
    return markdown(plain(label))


def whole(count: Count) -> str:
    """Say a total with its unit."""
    low, high = bounds(count)
    if count.unit == "persons":
        return people(low, high)
    return f"{number(high)} {noun(count, high)}"


def value(count: Count, row: Entry) -> str:
    """Say a row: its label and its number."""
    said = label(count, row) if row.named else lower_first(row.label)
    return f"{printed_name(said)} ({span(row.low, row.high)})"


def empty_rows(count: Count) -> str:
    """Name the rows of which nothing is documented: all states, a few of other
    things.
    """
    rows = [row for row in entries(count) if row.empty and row.named]
    most = 4 if count.dimension in COMMON else 12
    return some([printed_name(label(count, row)) for row in rows], most)


def values_in_words(count: Count) -> Exhibit:
    """Say all values of a count in a sentence."""
    rows = entries(count)
    filled = [value(count, row) for row in rows if not row.empty]
    if not filled:
        return prose(f"This selection holds no {noun(count)} to show here.")
    if count.dimension == "finding":
        return prose(_findings(count, rows))
    text = f"{strong(whole(count))} by {count.dimension}: {listing(filled)}."
    empty = empty_rows(count)
    if empty and count.dimension not in COMPLETE:
        text += f" None for {empty}."
    if count.overlapping:
        text += " One incident may stand in several rows."
    return prose(text)


def _findings(count: Count, rows: list[Entry]) -> str:
    """Say how much is adjudicated, corroborated and reported; none is said as well."""
    total = bounds(count)[1]
    if total == 1:
        only = next(row for row in rows if not row.empty)
        return f"The only {noun(count, 1)} is {printed_name(lower_first(only.label))}."
    said = []
    for row in rows:
        amount = f"{number(row.low)} {'is' if row.low == 1 else 'are'}"
        amount = "none is" if row.empty else amount
        said.append(f"{amount} {printed_name(lower_first(row.label))}")
    return f"Of {strong(whole(count))}, {listing(said)}."


def pair_in_words(cross: CrossCount, pair: Pair) -> str:
    """Name the two sides of a cell: who acted for whom, or a right and who answers."""
    if cross.row_dimension == "executing state":
        return f"{printed_name(pair.row)} acting for {printed_name(pair.column)}"
    return f"{printed_name(lower_first(pair.column))}, {printed_name(pair.row)}"


def cells_in_words(cross: CrossCount) -> Exhibit:
    """Say all cells of a cross that hold any."""
    cells = pairs(cross)
    if not cells:
        return prose(f"This selection holds no {noun(cross)} to show here.")
    said = [f"{_cell(cross, one)} ({number(one.n)})" for one in cells]
    what = f"{number(cross.total)} {noun(cross, cross.total)}"
    by = f"{cross.row_dimension} and {cross.col_dimension}"
    return prose(sentence_case(f"{strong(what)} by {by}: {listing(said)}."))


def _cell(cross: CrossCount, pair: Pair) -> str:
    """Name a cell, also one in which no second state is named."""
    if pair.named:
        return pair_in_words(cross, pair)
    return f"{printed_name(pair.row)}: {printed_name(lower_first(pair.column))}"


MOST_HEARD = 8

MOST_SAID = 12

STATED = "documented incidents with a stated request"


def most(cross: CrossCount) -> Exhibit:
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


def unnamed(cross: CrossCount, also: str = " and cannot be drawn") -> list[str]:
    """Say how many incidents name no requesting state and so cannot be drawn."""
    apart = [pair for pair in pairs(cross) if not pair.named]
    if not apart:
        return []
    n = whole_of(apart)
    verb = "names" if n == 1 else "name"
    return [f"{counted(n, 'incidents')} {verb} no second state{also}."]


def overlap_in_words(overlap: Overlap) -> Exhibit:
    """Say every combination in a sentence where there are too few to draw."""
    said = [
        f"{printed_name(combination(overlap, row['codes']))} ({number(row['n'])})"
        for row in overlap.combinations.to_dict("records")
    ]
    whole = strong(counted(overlap.total, "incidents"))
    return prose(f"{whole} by who reports them: {listing(said)}.")
