"""Computed titles and subtitles, and the rows of a count that they are read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import OTHERS, Overlap
from briefing.exhibits import wording
from briefing.selection.select import Chosen
from briefing.text.formats import (
    SMALLEST_BASE,
    listing,
    lower_first,
    people,
    percent,
    sentence_case,
    span,
)
from briefing.text.messages import message


def violation_kind(adjudicated: int, total: int) -> str:
    """Return what is known of violations: adjudicated, alleged, or mixed."""
    if not adjudicated:
        return "alleged"
    return "adjudicated" if adjudicated == total else "mixed"


def violation_words(adjudicated: int, total: int) -> str:
    """Name violations by what is known of them: adjudicated, alleged, or both named."""
    kind = violation_kind(adjudicated, total)
    return message(wording.WHOLE, kind=kind, total=total)


def violated(basis: str) -> str:
    """Choose the verb for one violation: found by a court or treaty body, or
    alleged.
    """
    if basis == "adjudicated":
        return "was found to be violated"
    return "is alleged to be violated"


# Dimensions whose labels are common nouns and no names.
COMMON = (
    "independent sources",
    "finding",
    "co-operation",
    "membership",
    "type",
    "right",
    "target group",
    "accusation",
    "protection",
    "assurances",
    "evidence",
    "fate",
    "sex",
    "occupation",
    "date precision",
    "law in force",
)

# Dimensions in which no row is worth missing.
COMPLETE = (
    "finding",
    "co-operation",
    "membership",
    "year",
    "chair",
    "assurances",
    "evidence",
    "sex",
    "date precision",
    "law in force",
)

# Dimensions of which every row is a part of one answer: none of them stands first.
EVEN = ("finding", "co-operation", "membership")

FINDINGS = ("adjudicated", "corroborated", "reported")

UNCERTAIN = "uncertain"

FEW = 3  # up to so many values are said in a sentence and not drawn


@dataclass(frozen=True)
class Entry:
    """One row of a count: its ends (equal unless it counts people), whole and by
    finding.

    *named* is false for rows that name no state or year.
    """

    code: str
    label: str
    low: int
    high: int
    parts: tuple[tuple[int, int], ...]
    named: bool

    @property
    def empty(self) -> bool:
        """Tell whether nothing is counted here."""
        return self.high == 0


_read: WeakKeyDictionary[Count, tuple[Entry, ...]] = WeakKeyDictionary()


def entries(count: Count) -> tuple[Entry, ...]:
    """Return the rows of a count in their order; they are read once."""
    if count not in _read:
        unnamed = {*count.chosen.dataset.missing, UNCERTAIN}
        known = [zip(*ends(count, of), strict=True) for of in FINDINGS]
        parts = zip(*known, strict=True)
        labels = count.frame[["code", "label"]].itertuples(index=False)
        _read[count] = tuple(
            Entry(code, label, low, high, split, code not in unnamed)
            for (code, label), low, high, split in zip(
                labels, *ends(count), parts, strict=True
            )
        )
    return _read[count]


def ends(count: Count, of: str = "n") -> tuple[list[int], list[int]]:
    """Return a number of each row as two ends, equal unless people are counted."""
    if count.unit != "persons":
        return (n := count.frame[of].tolist()), n
    return count.frame[f"{of}_min"].tolist(), count.frame[f"{of}_max"].tolist()


@dataclass(frozen=True)
class Pair:
    """One cell of a cross: its two labels and its number."""

    row: str
    column: str
    n: int
    named: bool
    column_named: bool = True


LABELS = ["row_label", "col_label"]


def pairs(cross: CrossCount) -> list[Pair]:
    """Read the cells of a cross, those with most first; cells of none are left out."""
    missing = {*cross.chosen.dataset.missing}
    filled = cross.frame[cross.frame["n"] > 0]
    filled = filled.sort_values(["n", *LABELS], ascending=[False, True, True])
    read = (filled[name].tolist() for name in ("row_code", "col_code", *LABELS, "n"))
    return [
        Pair(row, column, n, not {down, across} & missing, across not in missing)
        for down, across, row, column, n in zip(*read, strict=True)
    ]


def bounds(count: Count) -> tuple[int, int]:
    """Give the total of a count as two ends, which are equal unless it counts
    people.
    """
    total = count.total
    return total if isinstance(total, tuple) else (total, total)


def leaders(rows: Sequence[Entry]) -> list[Entry]:
    """Name the rows that certainly have the most: no other row may reach them.

    Ranges that overlap have no leader, however far their lower ends lie apart.
    """
    filled = [row for row in rows if row.named and not row.empty]
    if not filled:
        return []
    first = max(filled, key=lambda row: row.low)
    ties = [row for row in filled if (row.low, row.high) == (first.low, first.high)]
    others = [row for row in filled if row not in ties]
    if any(row.high >= first.low for row in others):
        return []
    if len(ties) > 1 and first.low != first.high:
        return []
    return ties


def few(count: Count) -> bool:
    """Tell whether a count has too few values to be worth a chart."""
    return sum(n > 0 for n in ends(count)[1]) <= FEW


MOST_WORDS = 15


def kind(count: Count | CrossCount) -> str:
    """Return what is counted as carefully as the record knows it: a key of messages."""
    if count.unit in ("persons", "persons named"):
        return {"persons": "persons", "persons named": "named"}[count.unit]
    if count.unit != "violations":
        return "incidents"
    total = bounds(count)[1] if isinstance(count, Count) else count.total
    return violation_kind(int(count.frame["adjudicated"].sum()), total)


def part_of(n: int, total: int) -> dict[str, str | int]:
    """Return the values of a message on *n* of a *total*, a share where it has one."""
    bears = 0 < n < total and total >= SMALLEST_BASE
    share = percent(n, total) if bears else "none"
    return {"n": n, "total": total, "rest": total - n, "share": share}


def values(count: Count | CrossCount, n: int, total: int) -> dict[str, str | int]:
    """Return the values of a message on *n* of a *total* of what is counted."""
    dimension = count.dimension if isinstance(count, Count) else ""
    return part_of(n, total) | {"kind": kind(count), "dimension": dimension}


def of_dimension(table: Mapping[str, str], dimension: str) -> str:
    """Return the message for a dimension, or the one for all that have none."""
    return table.get(dimension, table["other"])


def dimensions(cross: CrossCount) -> str:
    """Return the dimensions of a cross as a key of messages."""
    return f"{cross.row_dimension} by {cross.col_dimension}"


def names(cross: CrossCount) -> dict[str, str]:
    """Return the names of the dimensions of a cross, as values of a message."""
    return {"rows": cross.row_dimension, "columns": cross.col_dimension}


def noun(count: Count | CrossCount, total: int) -> str:
    """Name what is counted, as many as *total*."""
    return message(wording.THINGS, kind=kind(count), total=total)


def part(count: Count | CrossCount, n: int, total: int) -> str:
    """Return a part of what is counted: 45 of 230 documented incidents."""
    return message(wording.PART, **values(count, n, total))


def title(count: Count) -> str:
    """Return what a count finds, in at most 15 words."""
    rows = entries(count)
    total = bounds(count)[1]
    if total == 0:
        return message(wording.NOTHING_TITLE, kind=kind(count), total=0)
    if count.dimension in wording.GATHERED:
        text = wording.GATHERED[count.dimension].title
        return message(text, **values(count, wholes(count)[-1], total))
    first = leaders(rows)
    if count.unit == "persons":
        return _people_title(count, rows, first)
    if not first:
        text = of_dimension(wording.NAMELESS, count.dimension)
        return message(text, **values(count, 0, total))
    found = values(count, first[0].low, total) | {"rows": len(first)}
    text = of_dimension(wording.FIRST_TITLE, count.dimension)
    many = of_dimension(wording.MANY_TITLE, count.dimension)
    return fitting(
        [
            message(text, **found, names=listing([label(count, row) for row in first])),
            *([message(many, **found)] if len(first) > 1 else []),
            message(wording.FIRST_SHORT, **found, names=first[0].label),
            message(wording.PART, **found),
        ]
    )


def wholes(count: Count) -> tuple[int, ...]:
    """Return the ends of a total, and what stands in the rows worth gathering."""
    if count.dimension not in wording.GATHERED:
        return bounds(count)
    meant = wording.GATHERED[count.dimension]
    rows = [
        row
        for row in entries(count)
        if row.code in meant.codes
        or (row.named and not meant.codes and row.code not in meant.besides)
    ]
    n = sum(row.low for row in rows)
    if count.overlapping:
        n = count.incident_ids.distinct(row.code for row in rows)
    return (*bounds(count), n)


def label(count: Count, row: Entry) -> str:
    """Name a row inside a sentence: a state keeps its capital, a right does not."""
    return lower_first(row.label) if count.dimension in COMMON else row.label


def _people_title(count: Count, rows: Sequence[Entry], first: Sequence[Entry]) -> str:
    """Return how many people were acted on; who acted on most if no range overlaps."""
    whole = people(*bounds(count))
    filled = sum(row.named and not row.empty for row in rows)
    general = message(
        of_dimension(wording.PEOPLE, count.dimension),
        people=whole,
        rows=filled,
        dimension=count.dimension,
    )
    if len(first) != 1 or filled == 1:
        return general
    found = {
        "names": first[0].label,
        "range": span(first[0].low, first[0].high),
        "people": whole,
    }
    texts = (wording.PEOPLE_FIRST, wording.PEOPLE_FIRST_SHORT)
    return fitting([*(message(text, **found) for text in texts), general])


def cross_title(cross: CrossCount) -> str:
    """Return which cell holds the most."""
    cells = [pair for pair in pairs(cross) if pair.named]
    if not cells:
        text = of_dimension(wording.NO_PAIR_TITLE, dimensions(cross))
        return message(text, **values(cross, 0, cross.total), **names(cross))
    most = [pair for pair in cells if pair.n == cells[0].n]
    found = values(cross, most[0].n, cross.total)
    if len(most) > 1:
        return message(wording.PAIRS_EQUAL, **found, pairs=len(most))
    text = of_dimension(wording.PAIR_FIRST, dimensions(cross))
    named = message(text, **found, row=most[0].row, column=most[0].column)
    return fitting([named, message(wording.PART, **found)])


def fitting(candidates: Sequence[str]) -> str:
    """Return the first title that is short enough, as a sentence; else the last."""
    short = (one for one in candidates if len(one.split()) <= MOST_WORDS)
    return sentence_case(next(short, candidates[-1]))


def subtitle(count: Count | CrossCount) -> str:
    """Say measure with unit, place and period, and what else narrows the selection."""
    measure = count.title
    if count.unit == "persons":
        measure = measure.replace(
            "People", "People acted on (lowest to highest number)"
        )
    return selection_subtitle(count.chosen, measure)


def selection_subtitle(chosen: Chosen, measure: str) -> str:
    """Return the measure with the states, the period and the limits of a selection."""
    parts = (measure, chosen.scope, chosen.period, chosen.limits)
    return " · ".join(sentence_case(one) for one in parts if one)


CAUTION = "Documented incidents only: no rates and no trend."


def overlap_title(overlap: Overlap) -> str:
    """Return what the largest named row reports, and how much of it alone."""
    rows = [row for row in overlap.sets.to_dict("records") if row["code"] != OTHERS]
    most = [row for row in rows if row["n"] == max(one["n"] for one in rows)]
    if not most:
        return message(wording.OVERLAP_EMPTY, total=overlap.total)
    found = {
        "names": listing([combination_label(overlap, row) for row in most]),
        "rows": len(most),
        "n": most[0]["n"],
        "alone": most[0]["alone"],
        "total": overlap.total,
    }
    texts: tuple[str, ...] = wording.OVERLAP_FIRST
    if len(most) > 1:
        many = of_dimension(wording.OVERLAP_MANY, overlap.dimension)
        texts = (wording.OVERLAP_SHARED, many)
    return fitting([message(text, **found) for text in texts])


def combination_label(overlap: Overlap, row: dict[Any, Any]) -> str:
    """Name a row inside a sentence: a publisher keeps its capital, a kind does not."""
    words = str(row["label"])
    named = overlap.dimension == "publisher" and row["code"] != OTHERS
    return words if named else lower_first(words)
