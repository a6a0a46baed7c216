"""What a count finds, as a computed title: at most 15 words, with its number, in one
line.

No title can speak of a rise or a fall: there is no word for it here.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.measure import Count, Cross
from briefing.show.dimensions import COMMON, GATHERED, plural, verb
from briefing.show.tidy import Entry, adjudicated, bounds, entries, leaders, pairs
from briefing.show.verbs import violation_words
from briefing.show.words import (
    UNITS,
    every,
    listing,
    lower_first,
    number,
    people,
    sentence_case,
    span,
)

MOST_WORDS = 15


def noun(count: Count | Cross, total: int | None = None) -> str:
    """Name what is counted as carefully as the record does."""
    if count.unit == "violations":
        found = (
            adjudicated(count)
            if isinstance(count, Count)
            else sum(pair.parts[0] for pair in pairs(count))
        )
        whole = count.total if isinstance(count.total, int) else count.total[1]
        words = violation_words(found, whole, count=False)
        return words.removesuffix("s") if total == 1 else words
    if count.unit == "persons named":
        return UNITS[count.unit][total != 1]
    return "documented incident" if total == 1 else "documented incidents"


def part(n: int, total: int, what: str) -> str:
    """Say a part of a whole: 45 of 230 incidents, all 45 incidents."""
    if n == total:
        return every(n, what, what)
    return f"{number(n)} of {number(total)} {what}"


def title(count: Count) -> str:
    """Say what a count finds."""
    rows = entries(count)
    if bounds(count)[1] == 0:
        return f"No {noun(count)} in this selection"
    if count.dimension in GATHERED:
        whole = bounds(count)[1]
        return f"{GATHERED[count.dimension].words}: {gathered(count, whole)}"
    first = leaders(rows)
    if count.unit == "persons":
        return _people_title(count, rows, first)
    total = bounds(count)[1]
    share = part(first[0].low, total, noun(count, total)) if first else ""
    if not first:
        return f"{number(total)} {noun(count, total)}, {_without_name(count)}"
    did = verb(count.dimension, len(first))
    names = listing([label(count, row) for row in first])
    return fitting(
        [
            sentence_case(f"{names} {did} {share}"),
            sentence_case(
                f"{number(len(first))} {plural(count.dimension)} {did} {share}"
            ),
            sentence_case(f"{share}: {first[0].label}"),
            sentence_case(share),
        ]
    )


def wholes(count: Count) -> tuple[int, ...]:
    """Give the ends of a total, and what stands in the rows worth gathering, each
    once.
    """
    if count.dimension not in GATHERED:
        return bounds(count)
    meant = GATHERED[count.dimension]
    rows = [
        row
        for row in entries(count)
        if row.code in meant.codes
        or (row.named and not meant.codes and row.code not in meant.besides)
    ]
    n = sum(row.low for row in rows)
    if count.overlapping:
        n = count.members.distinct(row.code for row in rows)
    return (*bounds(count), n)


def gathered(count: Count, whole: int) -> str:
    """Say the part that stands in the rows worth gathering."""
    return part(wholes(count)[-1], whole, noun(count, whole))


def label(count: Count, row: Entry) -> str:
    """Name a row inside a sentence: a state keeps its capital, a right does not."""
    return lower_first(row.label) if count.dimension in COMMON else row.label


def _without_name(count: Count) -> str:
    """Say that nothing counted stands under a name."""
    return "none in a certain year" if count.dimension == "year" else "no state named"


def _people_title(count: Count, rows: Sequence[Entry], first: Sequence[Entry]) -> str:
    """Say how many people were acted on; who acted on most only if no range
    overlaps.
    """
    whole = people(*bounds(count))
    filled = sum(row.named and not row.empty for row in rows)
    several = plural(count.dimension) if filled != 1 else count.dimension
    general = f"{whole} acted on, under {filled} {several}"
    if len(first) != 1 or filled == 1:
        return sentence_case(general)
    first_of_all = span(first[0].low, first[0].high)
    named = f"{sentence_case(first[0].label)}: {first_of_all} of {whole}"
    return fitting([f"{named} acted on", named, general])


def cross_title(cross: Cross) -> str:
    """Say which cell holds the most."""
    cells = [pair for pair in pairs(cross) if pair.named]
    what = noun(cross, cross.total)
    if not cells:
        return f"{number(cross.total)} {what}, none with two states named"
    most = [pair for pair in cells if pair.n == cells[0].n]
    share = part(most[0].n, cross.total, what)
    if len(most) > 1:
        return sentence_case(f"{number(len(most))} pairs each hold {share}")
    named = f"{most[0].column} ({most[0].row})"
    if cross.row_dimension == "executing state":
        named = f"{most[0].row} for {most[0].column}"
    return fitting([f"{named}: {share}", sentence_case(share)])


def fitting(candidates: Sequence[str]) -> str:
    """Take the first title that is short enough; the last one always is."""
    short = (one for one in candidates if len(one.split()) <= MOST_WORDS)
    return next(short, candidates[-1])


def subtitle(count: Count | Cross) -> str:
    """Say measure with unit, place and period, and what else narrows the selection."""
    chosen = count.chosen
    measure = count.title
    if count.unit == "persons":
        measure = measure.replace(
            "People", "People acted on (lowest to highest number)"
        )
    parts = [measure, chosen.scope, chosen.period, chosen.limits]
    return " · ".join(sentence_case(one) for one in parts if one)
