"""Sentences as exhibits, and the sentence that stands where a chart would say too
little.
"""

from __future__ import annotations

import re

from briefing.measure import Count, Cross
from briefing.show.dimensions import COMMON, COMPLETE
from briefing.show.escape import markdown, plain
from briefing.show.exhibit import Exhibit
from briefing.show.leads import label, noun
from briefing.show.tidy import Entry, Pair, bounds, entries, pairs
from briefing.show.words import (
    listing,
    lower_first,
    number,
    people,
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


def name(label: str) -> str:
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
    return f"{name(said)} ({span(row.low, row.high)})"


def empty_rows(count: Count) -> str:
    """Name the rows of which nothing is documented: all states, a few of other
    things.
    """
    rows = [row for row in entries(count) if row.empty and row.named]
    most = 4 if count.dimension in COMMON else 12
    return some([name(label(count, row)) for row in rows], most)


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
        return f"The only {noun(count, 1)} is {name(lower_first(only.label))}."
    said = []
    for row in rows:
        amount = f"{number(row.low)} {'is' if row.low == 1 else 'are'}"
        amount = "none is" if row.empty else amount
        said.append(f"{amount} {name(lower_first(row.label))}")
    return f"Of {strong(whole(count))}, {listing(said)}."


def pair_in_words(cross: Cross, pair: Pair) -> str:
    """Name the two sides of a cell: who acted for whom, or a right and who answers."""
    if cross.row_dimension == "executing state":
        return f"{name(pair.row)} acting for {name(pair.column)}"
    return f"{name(lower_first(pair.column))}, {name(pair.row)}"


def cells_in_words(cross: Cross) -> Exhibit:
    """Say all cells of a cross that hold any."""
    cells = pairs(cross)
    if not cells:
        return prose(f"This selection holds no {noun(cross)} to show here.")
    said = [f"{_cell(cross, one)} ({number(one.n)})" for one in cells]
    what = f"{number(cross.total)} {noun(cross, cross.total)}"
    by = f"{cross.row_dimension} and {cross.col_dimension}"
    return prose(sentence_case(f"{strong(what)} by {by}: {listing(said)}."))


def _cell(cross: Cross, pair: Pair) -> str:
    """Name a cell, also one in which no second state is named."""
    if pair.named:
        return pair_in_words(cross, pair)
    return f"{name(pair.row)}: {name(lower_first(pair.column))}"
