"""The alt text of every kind of chart and table."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import Overlap
from briefing.exhibits.titles import (
    FINDINGS,
    Entry,
    bounds,
    combination_label,
    cross_title,
    entries,
    overlap_title,
    pairs,
    title,
)
from briefing.text.formats import (
    listing,
    lower_first,
    number,
    people,
    sentence_case,
    some,
    span,
)


def alt(count: Count, form: str) -> str:
    """Describe a chart: what it is, what it finds, its extremes, and its range."""
    rows = entries(count)
    parts = [f"{form}: {lower_first(count.title)}", title(count), _extremes(rows)]
    if count.unit == "persons":
        parts.append(f"In all {people(*bounds(count))}")
    elif not count.overlapping and count.dimension != "finding":
        parts.append(split(rows))
    return ". ".join(parts) + "."


def _extremes(rows: Sequence[Entry]) -> str:
    """Name the largest and the smallest values, and how many rows lie between."""
    named = [row for row in rows if row.named] or list(rows)
    most = max(row.high for row in named)
    least = min(row.low for row in named)
    top = [row.label for row in named if row.high == most]
    bottom = [row.label for row in named if row.low == least]
    words = f"The numbers reach from {number(least)} ({some(bottom)})"
    words += f" to {number(most)} ({some(top)})"
    rest = [row for row in rows if row not in named and not row.empty]
    if rest:
        said = [f"{row.label} {span(row.low, row.high)}" for row in rest]
        words += f"; apart from them: {listing(said)}"
    return words


def split(rows: Sequence[Entry]) -> str:
    """Say how much of the whole is adjudicated, corroborated and reported."""
    sums = [sum(row.parts[i][0] for row in rows) for i in range(len(FINDINGS))]
    said = [f"{number(n)} {name}" for n, name in zip(sums, FINDINGS, strict=True)]
    return f"Split by finding: {listing(said)}"


def cross_alt(cross: CrossCount, form: str) -> str:
    """Describe a grid: what it is, what it finds, its largest cells, and what is
    empty.
    """
    cells = pairs(cross)
    largest = [f"{pair.row} and {pair.column}, {number(pair.n)}" for pair in cells[:3]]
    return (
        ". ".join(
            [
                f"{form}: {lower_first(cross.title)}",
                cross_title(cross),
                f"Largest cells: {'; '.join(largest)}",
                f"{number(len(cells))} of {number(len(cross.frame))} cells hold any",
            ]
        )
        + "."
    )


def overlap_alt(overlap: Overlap) -> str:
    """Describe the drawing: its finding, its rows, and its largest combinations."""
    rows = overlap.sets.to_dict("records")
    said = [f"{combination_label(overlap, row)} {number(row['n'])}" for row in rows]
    largest = [
        f"{combination(overlap, row['codes'])}: {number(row['n'])}"
        for row in overlap.combinations.head(3).to_dict("records")
    ]
    return (
        ". ".join(
            [
                f"UpSet chart: {lower_first(overlap.title)}",
                overlap_title(overlap),
                f"Incidents in each row: {'; '.join(said)}",
                f"Largest combinations: {'; '.join(largest)}",
                f"{number(len(overlap.combinations))} combinations hold any",
            ]
        )
        + "."
    )


def combination(overlap: Overlap, codes: tuple[str, ...]) -> str:
    """Name a combination by its rows, in their order."""
    rows = overlap.sets.to_dict("records")
    names = [combination_label(overlap, row) for row in rows if row["code"] in codes]
    words = listing(names) if len(names) > 1 else f"only {names[0]}"
    return sentence_case(words)
