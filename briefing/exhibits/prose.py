"""A sentence as an exhibit, and counts in short words beside a chart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import Overlap
from briefing.exhibits import wording
from briefing.exhibits.alt_text import combination
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.titles import (
    COMMON,
    COMPLETE,
    Entry,
    Pair,
    bounds,
    dimensions,
    entries,
    kind,
    label,
    names,
    of_dimension,
    pairs,
    values,
)
from briefing.text.formats import (
    listing,
    lower_first,
    markdown,
    number,
    people,
    sentence_case,
    some,
    span,
)
from briefing.text.messages import message


def prose(*paragraphs: str, reason: str = "") -> Exhibit:
    """Return paragraphs of Markdown, whose data is escaped already, as an exhibit.

    A *reason* is why a sentence may speak of a rise or a fall; it is printed below.
    """
    text = "\n\n".join(filter(None, [*paragraphs, reason]))
    bare = re.sub(r"\\(.)|\*\*", r"\1", text)
    payload = {"kind": "prose", "markdown": text}
    return Exhibit(payload | ({"reason": reason} if reason else {}), "", bare)


def said(*sentences: str) -> Exhibit:
    """Return sentences as one paragraph; each begins with a capital letter."""
    return prose(" ".join(sentence_case(one) for one in sentences if one))


def strong(words: str) -> str:
    """Return words in bold."""
    return f"**{words}**"


def printed_name(label: str) -> str:
    """Return a label of the data as it goes into a sentence of Markdown."""
    return markdown(label)


def total_values(count: Count) -> dict[str, str | int]:
    """Return the values of a message on the total of a count."""
    low, high = bounds(count)
    return values(count, high, high) | {"people": people(low, high), "high": high}


def value(count: Count, row: Entry) -> str:
    """Return a row in a sentence: its label and its number."""
    name = label(count, row) if row.named else lower_first(row.label)
    return f"{printed_name(name)} ({span(row.low, row.high)})"


def empty_rows(count: Count) -> str:
    """Name the rows without any: all states, a few of other things."""
    rows = [row for row in entries(count) if row.empty and row.named]
    most = 4 if count.dimension in COMMON else 12
    return some([printed_name(label(count, row)) for row in rows], most)


def values_in_words(count: Count) -> Exhibit:
    """Return all values of a count in a sentence."""
    rows = entries(count)
    filled = [value(count, row) for row in rows if not row.empty]
    if not filled:
        return said(message(wording.NOTHING, kind=kind(count), total=0))
    if count.dimension == "finding":
        return said(_findings(count, rows))
    empty = empty_rows(count) if count.dimension not in COMPLETE else ""
    return said(
        message(wording.VALUES, **total_values(count), values=listing(filled)),
        message(wording.ALSO_NONE, values=empty) if empty else "",
        wording.SEVERAL_ROWS if count.overlapping else "",
    )


def _findings(count: Count, rows: Sequence[Entry]) -> str:
    found = total_values(count)
    if found["total"] == 1:
        only = next(row for row in rows if not row.empty)
        name = printed_name(lower_first(only.label))
        return message(wording.ONLY_FINDING, **found, values=name)
    labels = [(row.low, printed_name(lower_first(row.label))) for row in rows]
    known = [message(wording.FINDING, n=n, finding=name) for n, name in labels]
    return message(wording.BY_FINDING, **found, values=listing(known))


def pair_in_words(cross: CrossCount, pair: Pair) -> str:
    """Name the two sides of a cell: who acted for whom, or a right and who answers."""
    return message(
        of_dimension(wording.PAIR, dimensions(cross)),
        row=printed_name(pair.row),
        column=_column(cross, pair),
    )


def _column(cross: CrossCount, pair: Pair) -> str:
    """Return the column of a cell inside a sentence: a name keeps its capital."""
    common = cross.col_dimension in COMMON or not pair.column_named
    return printed_name(lower_first(pair.column) if common else pair.column)


def counted_pair(cross: CrossCount, pair: Pair) -> str:
    """Name the two sides of a cell, with its number."""
    return f"{pair_in_words(cross, pair)} ({number(pair.n)})"


def cells_in_words(cross: CrossCount) -> Exhibit:
    """Return all cells of a cross that hold any in a sentence."""
    cells = pairs(cross)
    if not cells:
        return said(message(wording.NOTHING, kind=kind(cross), total=0))
    return said(
        message(
            wording.CELLS,
            **values(cross, cross.total, cross.total),
            **names(cross),
            values=listing([_cell(cross, one) for one in cells]),
        )
    )


def _cell(cross: CrossCount, pair: Pair) -> str:
    if pair.named:
        return counted_pair(cross, pair)
    column = _column(cross, pair)
    return message(
        wording.UNNAMED_PAIR, row=printed_name(pair.row), column=column, n=pair.n
    )


MOST_HEARD = 8

MOST_SAID = 12

STATED = "documented incidents with a stated request"


def most(cross: CrossCount) -> Exhibit:
    """Return the fewest pairs that hold half of the incidents that name two states."""
    named = [pair for pair in pairs(cross) if pair.named]
    if not named:
        return said(
            message(of_dimension(wording.NO_PAIR, dimensions(cross)), **names(cross))
        )
    half = half_of(named)
    first = [counted_pair(cross, pair) for pair in half]
    if len(first) > MOST_SAID:
        further = message(wording.FURTHER_PAIRS, n=len(first) - MOST_SAID)
        first = [*first[:MOST_SAID], further]
    text = wording.ALL_PAIRS if len(half) == len(named) else wording.HALF
    return said(
        message(
            text,
            pairs=len(half),
            others=len(named) - len(half),
            n=whole_of(half),
            total=whole_of(named),
            values=listing(first),
        ),
        *unnamed(cross, drawn=False),
    )


def half_of(named: list[Pair]) -> list[Pair]:
    """Return the fewest pairs that hold at least half, with equals of the last."""
    whole, held = whole_of(named), 0
    for pair in named:
        held += pair.n
        if 2 * held >= whole:
            return [one for one in named if one.n >= pair.n]
    return []


def largest(named: list[Pair], limit: int) -> list[Pair]:
    """Return the largest pairs, at most *limit*; of equals all or none."""
    if len(named) <= limit:
        return named
    cut = named[limit].n
    kept = [pair for pair in named if pair.n > cut]
    return kept or named[:limit]


def title_of(half: list[Pair], named: list[Pair]) -> str:
    """Return how few pairs hold at least half, as a title."""
    text = wording.ALL_PAIRS_TITLE if len(half) == len(named) else wording.HALF_TITLE
    return message(
        text,
        n=len(half),
        all=len(named),
        held=whole_of(half),
        total=whole_of(named),
    )


def whole_of(named: list[Pair]) -> int:
    """Return the incidents of pairs, added up."""
    return sum(pair.n for pair in named)


def drawn_pairs(drawn: list[Pair]) -> str:
    """List the largest pairs of what is drawn, and count the rest."""
    listed = [
        f"{pair.row} for {pair.column} {number(pair.n)}" for pair in drawn[:MOST_HEARD]
    ]
    if drawn[MOST_HEARD:]:
        listed.append(message(wording.AND_FURTHER_PAIRS, n=len(drawn) - MOST_HEARD))
    return "; ".join(listed)


def rest(named: list[Pair], drawn: list[Pair], what: str) -> list[str]:
    """Return the note on what has no ribbon or arrow, and where it can be found."""
    left = [pair for pair in named if pair not in drawn]
    if not left:
        return []
    return [message(wording.NOT_DRAWN[what], pairs=len(left), n=left[0].n)]


def unnamed(cross: CrossCount, *, drawn: bool = True) -> list[str]:
    """Return the note on incidents that name no requesting state."""
    n = whole_of([pair for pair in pairs(cross) if not pair.named])
    if not n:
        return []
    text = wording.NO_SECOND_STATE_DRAWN if drawn else wording.NO_SECOND_STATE
    return [message(text, n=n)]


def overlap_in_words(overlap: Overlap) -> Exhibit:
    """Return every combination in a sentence, where there are too few to draw."""
    listed = [
        f"{printed_name(combination(overlap, row['codes']))} ({number(row['n'])})"
        for row in overlap.combinations.to_dict("records")
    ]
    text = wording.BY_REPORTER
    return said(message(text, total=overlap.total, values=listing(listed)))
