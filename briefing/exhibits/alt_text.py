"""The alt text of every kind of chart and table."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import Overlap
from briefing.exhibits import wording
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
from briefing.text.messages import message


def alt(count: Count, form: str) -> str:
    """Describe a chart: what it is, what it finds, its extremes, and its range."""
    rows = entries(count)
    parts = [_form(form, count.title), title(count), _extremes(rows)]
    if count.unit == "persons":
        parts.append(message(wording.ALT_IN_ALL, people=people(*bounds(count))))
    elif not count.overlapping and count.dimension != "finding":
        parts.append(split(count))
    return _sentences(parts)


def _form(form: str, title: str) -> str:
    return message(wording.ALT_OF, form=form, title=lower_first(title))


def _sentences(parts: Sequence[str]) -> str:
    return ". ".join(parts) + "."


def _extremes(rows: Sequence[Entry]) -> str:
    named = [row for row in rows if row.named] or list(rows)
    most = max(row.high for row in named)
    least = min(row.low for row in named)
    rest = [row for row in rows if row not in named and not row.empty]
    apart = [f"{row.label} {span(row.low, row.high)}" for row in rest]
    return message(
        wording.ALT_RANGE,
        least=least,
        bottom=some([row.label for row in named if row.low == least]),
        most=most,
        top=some([row.label for row in named if row.high == most]),
        apart=listing(apart) or "none",
    )


def split(count: Count) -> str:
    """Return how much of the whole is adjudicated, corroborated and reported."""
    sums = count.frame[[*FINDINGS]].sum()
    found = [f"{number(int(n))} {name}" for name, n in sums.items()]
    return message(wording.ALT_SPLIT, values=listing(found))


def cross_alt(cross: CrossCount, form: str) -> str:
    """Describe a grid: what it is, what it finds, its largest cells, what is empty."""
    cells = pairs(cross)
    largest = [
        message(wording.ALT_CELL, row=pair.row, column=pair.column, n=pair.n)
        for pair in cells[:3]
    ]
    return _sentences(
        [
            _form(form, cross.title),
            cross_title(cross),
            message(wording.ALT_LARGEST, values="; ".join(largest)),
            message(wording.ALT_FILLED, n=len(cells), total=len(cross.frame)),
        ]
    )


def overlap_alt(overlap: Overlap) -> str:
    """Describe the drawing: its finding, its rows, and its largest combinations."""
    rows = [
        f"{combination_label(overlap, row)} {number(row['n'])}"
        for row in overlap.sets.to_dict("records")
    ]
    largest = [
        f"{combination(overlap, row['codes'])}: {number(row['n'])}"
        for row in overlap.combinations.head(3).to_dict("records")
    ]
    return _sentences(
        [
            _form("UpSet chart", overlap.title),
            overlap_title(overlap),
            message(wording.ALT_ROWS, values="; ".join(rows)),
            message(wording.ALT_COMBINATIONS, values="; ".join(largest)),
            message(wording.ALT_COMBINED, n=len(overlap.combinations)),
        ]
    )


def combination(overlap: Overlap, codes: tuple[str, ...]) -> str:
    """Name a combination by its rows, in their order."""
    rows = overlap.sets.to_dict("records")
    names = [combination_label(overlap, row) for row in rows if row["code"] in codes]
    only = message(wording.ONLY_ONE, names=names[0])
    return sentence_case(listing(names) if len(names) > 1 else only)
