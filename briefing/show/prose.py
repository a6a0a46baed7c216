"""
Sentences as exhibits, and the sentence that stands where a chart would say too little.
"""

from __future__ import annotations

import re

from briefing.measure import Count, Cross
from briefing.show.escape import markdown, plain
from briefing.show.exhibit import Exhibit
from briefing.show.leads import noun
from briefing.show.tidy import Entry, bounds, entries, pairs
from briefing.show.words import (
    listing,
    lower_first,
    number,
    people,
    sentence_case,
    some,
    span,
)

# Dimensions whose labels are no names, and those in which no row is worth missing.
COMMON = ("finding", "co-operation", "membership", "type", "right")
COMPLETE = ("finding", "co-operation", "membership", "year")


def prose(*paragraphs: str) -> Exhibit:
    """
    Make an exhibit of Markdown whose data is escaped already; empty ones fall away.
    """
    text = "\n\n".join(filter(None, paragraphs))
    bare = re.sub(r"\\(.)|\*\*", r"\1", text)
    return Exhibit({"kind": "prose", "markdown": text}, "", bare)


def strong(words: str) -> str:
    """
    Set computed words in bold.
    """
    return f"**{words}**"


def name(label: str) -> str:
    """
    Set a label from the data into a sentence of Markdown.
    """
    return markdown(plain(label))


def whole(count: Count) -> str:
    """
    Say a total with its unit.
    """
    low, high = bounds(count)
    if count.unit == "persons":
        return people(low, high)
    return f"{number(high)} {noun(count, high)}"


def value(row: Entry, *, common: bool = False) -> str:
    """
    Say a row: its label, which may be a *common* noun, and its number.
    """
    label = lower_first(row.label) if common else row.label
    return f"{name(label)} ({span(row.low, row.high)})"


def values_in_words(count: Count) -> Exhibit:
    """
    Say all values of a count in a sentence.
    """
    rows = entries(count)
    common = count.dimension in COMMON
    filled = [value(row, common=common) for row in rows if not row.empty]
    if not filled:
        return prose(f"This selection holds no {noun(count)} to show here.")
    text = f"{strong(whole(count))} by {count.dimension}: {listing(filled)}."
    if count.dimension == "finding":
        said = [
            f"{number(row.low)} {'is' if row.low == 1 else 'are'} "
            f"{name(lower_first(row.label))}"
            for row in rows
        ]
        text = f"Of {strong(whole(count))}, {listing(said)}."
    labels = [row.label for row in rows if row.empty and row.named]
    empty = [name(lower_first(one) if common else one) for one in labels]
    if empty and count.dimension not in COMPLETE:
        text += f" None for {some(empty, 10)}."
    if count.overlapping:
        text += " One incident may stand in several rows."
    return prose(text)


def cells_in_words(cross: Cross) -> Exhibit:
    """
    Say all cells of a cross that hold any.
    """
    cells = pairs(cross)
    if not cells:
        return prose(f"This selection holds no {noun(cross)} to show here.")
    said = [f"{name(one.row)} and {name(one.column)} {number(one.n)}" for one in cells]
    what = f"{number(cross.total)} {noun(cross, cross.total)}"
    by = f"{cross.row_dimension} and {cross.col_dimension}"
    return prose(sentence_case(f"{strong(what)} by {by}: {listing(said)}."))
