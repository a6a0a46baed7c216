"""The words for overlaps: titles, descriptions, and the names of combinations."""

from __future__ import annotations

from typing import Any

from briefing.measure.overlap import OTHERS, Overlap
from briefing.show.exhibit import Exhibit
from briefing.show.leads import fitting
from briefing.show.prose import name, prose, strong
from briefing.show.words import (
    counted,
    listing,
    lower_first,
    number,
    sentence_case,
)

INCIDENTS = "documented incidents"


def title(overlap: Overlap) -> str:
    """Say what the largest named row reports, and how much of it alone."""
    rows = [row for row in overlap.sets.to_dict("records") if row["code"] != OTHERS]
    most = [row for row in rows if row["n"] == max(one["n"] for one in rows)]
    if not most:
        return f"{number(overlap.total)} {INCIDENTS}, none under a row of its own"
    if len(most) > 1:
        return _shared(overlap, most)
    first = most[0]
    told = f"{label(overlap, first)} told of {number(first['n'])} of "
    told += number(overlap.total)
    alone = f"{number(first['alone']) if first['alone'] else 'none'} of them alone"
    return sentence_case(
        fitting([f"{told} {INCIDENTS}, {alone}", f"{told} incidents, {alone}", told])
    )


def _shared(overlap: Overlap, most: list[dict[Any, Any]]) -> str:
    """Say what several rows report as much of as each other."""
    kinds = "kinds of source" if overlap.dimension != "publisher" else "publishers"
    names = sentence_case(listing([label(overlap, row) for row in most]))
    told = f"each told of {number(most[0]['n'])} of {number(overlap.total)} {INCIDENTS}"
    return fitting([f"{names} {told}", f"{number(len(most))} {kinds} {told}"])


def label(overlap: Overlap, row: dict[Any, Any]) -> str:
    """Name a row inside a sentence: a publisher keeps its capital, a kind does not."""
    words = str(row["label"])
    named = overlap.dimension == "publisher" and row["code"] != OTHERS
    return words if named else lower_first(words)


def alt(overlap: Overlap) -> str:
    """Describe the drawing: its finding, its rows, and its largest combinations."""
    rows = overlap.sets.to_dict("records")
    said = [f"{label(overlap, row)} {number(row['n'])}" for row in rows]
    largest = [
        f"{combination(overlap, row['codes'])}: {number(row['n'])}"
        for row in overlap.combinations.head(3).to_dict("records")
    ]
    return (
        ". ".join(
            [
                f"UpSet chart: {lower_first(overlap.title)}",
                title(overlap),
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
    names = [label(overlap, row) for row in rows if row["code"] in codes]
    words = listing(names) if len(names) > 1 else f"only {names[0]}"
    return sentence_case(words)


def in_words(overlap: Overlap) -> Exhibit:
    """Say every combination in a sentence where there are too few to draw."""
    said = [
        f"{name(combination(overlap, row['codes']))} ({number(row['n'])})"
        for row in overlap.combinations.to_dict("records")
    ]
    whole = strong(counted(overlap.total, "incidents"))
    return prose(f"{whole} by who reports them: {listing(said)}.")
