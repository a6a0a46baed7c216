"""Computed titles and subtitles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.counts.count import Count, CrossCount
from briefing.counts.overlaps import OTHERS, Overlap
from briefing.selection.select import Chosen
from briefing.text.formats import (
    UNITS,
    every,
    listing,
    lower_first,
    number,
    people,
    sentence_case,
    span,
)


def violation_words(adjudicated: int, total: int, *, count: bool = True) -> str:
    """Name violations by what is known of them: adjudicated, alleged, or both named."""
    noun = "violation" if total == 1 else "violations"
    if total and adjudicated == total:
        kind = "adjudicated"
    elif adjudicated:
        kind = "adjudicated or alleged"
    else:
        kind = "alleged"
    return f"{number(total)} {kind} {noun}" if count else f"{kind} {noun}"


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

# What a state, a right or a type did or has, for one and for each of several.
VERBS: Mapping[str, tuple[str, str]] = {
    "executing state": ("is on record for", "are each on record for"),
    "requesting state": ("is the requesting state in", "are each requesting state in"),
    "responsible state": ("is named responsible for", "are each named responsible for"),
    "right": ("accounts for", "each account for"),
    "type": ("accounts for", "each account for"),
    "year": ("has the most:", "each have the most:"),
    "finding": ("covers", "each cover"),
    "co-operation": ("holds for", "each hold for"),
    "membership": ("holds for", "each hold for"),
    "target group": ("were acted on in", "were each acted on in"),
    "chair": ("was in the chair for", "were each in the chair for"),
    "independent sources": ("stood behind", "each stood behind"),
    "source language": ("was read on", "were each read on"),
}

PLURALS: Mapping[str, str] = {
    "co-operation": "rows",
    "membership": "rows",
    "finding": "findings",
    "type": "types of act",
    "chair": "states in the chair",
    "independent sources": "numbers of sources",
}


@dataclass(frozen=True)
class Gathered:
    """Rows that together say more than the first of them, and the words for all of
    them.

    Without codes of their own these are all rows that say something.
    """

    words: str
    codes: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()


GATHERED: Mapping[str, Gathered] = {
    "accusation": Gathered(
        "Terrorism, separatism or extremism as accusation",
        frozenset({"terrorism", "separatism", "extremism", "religious_extremism"}),
    ),
    "protection": Gathered(
        "Some protection held at the time", besides=frozenset({"none_known"})
    ),
    "assurances": Gathered("Assurances reported", frozenset({"yes"})),
    "evidence": Gathered("Evidence reported as shown", frozenset({"yes"})),
    "fate": Gathered(
        "Disappeared, dead or held when last reported",
        frozenset({"disappeared", "dead", "sentenced", "detained"}),
    ),
    "independent sources": Gathered(
        "Two or more independent sources", besides=frozenset({"1"})
    ),
    "sex": Gathered("Women and girls", frozenset({"female"})),
    "age": Gathered("Age stated"),
    "occupation": Gathered("Occupation stated"),
    "date precision": Gathered(
        "Date known to the day or month", frozenset({"day", "month"})
    ),
    "law in force": Gathered(
        "At least one treaty bound the state", frozenset({"bound", "partly"})
    ),
}


def verb(dimension: str, rows: int) -> str:
    """Choose the verb of one row, or of several that share a place."""
    return VERBS.get(dimension, VERBS["right"])[rows > 1]


def plural(dimension: str) -> str:
    """Name several of a dimension."""
    return PLURALS.get(dimension, f"{dimension}s")


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


def entries(count: Count) -> list[Entry]:
    """Read the rows of a count in their order."""
    ends = ("_min", "_max") if count.unit == "persons" else ("", "")
    unnamed = {*count.chosen.dataset.missing, UNCERTAIN}
    return [
        Entry(
            code=str(row["code"]),
            label=str(row["label"]),
            low=int(row[f"n{ends[0]}"]),
            high=int(row[f"n{ends[1]}"]),
            parts=tuple(
                (int(row[of + ends[0]]), int(row[of + ends[1]])) for of in FINDINGS
            ),
            named=str(row["code"]) not in unnamed,
        )
        for row in count.frame.to_dict("records")
    ]


@dataclass(frozen=True)
class Pair:
    """One cell of a cross: its two labels, its number, whole and by finding."""

    row: str
    column: str
    n: int
    parts: tuple[int, ...]
    named: bool


def pairs(cross: CrossCount) -> list[Pair]:
    """Read the cells of a cross, those with most first; cells of none are left out."""
    missing = cross.chosen.dataset.missing
    filled = [
        Pair(
            row=str(row["row_label"]),
            column=str(row["col_label"]),
            n=int(row["n"]),
            parts=tuple(int(row[of]) for of in FINDINGS),
            named=row["row_code"] not in missing and row["col_code"] not in missing,
        )
        for row in cross.frame.to_dict("records")
        if row["n"]
    ]
    return sorted(filled, key=lambda pair: (-pair.n, pair.row, pair.column))


def bounds(count: Count) -> tuple[int, int]:
    """Give the total of a count as two ends, which are equal unless it counts
    people.
    """
    total = count.total
    return total if isinstance(total, tuple) else (total, total)


def adjudicated(count: Count) -> int:
    """Add up what is adjudicated; for violations, where rows do not overlap."""
    return sum(entry.parts[0][0] for entry in entries(count))


def leaders(rows: list[Entry]) -> list[Entry]:
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
    return sum(not row.empty for row in entries(count)) <= FEW


MOST_WORDS = 15


def noun(count: Count | CrossCount, total: int | None = None) -> str:
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
        n = count.incident_ids.distinct(row.code for row in rows)
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


def cross_title(cross: CrossCount) -> str:
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

INCIDENTS = "documented incidents"


def overlap_title(overlap: Overlap) -> str:
    """Say what the largest named row reports, and how much of it alone."""
    rows = [row for row in overlap.sets.to_dict("records") if row["code"] != OTHERS]
    most = [row for row in rows if row["n"] == max(one["n"] for one in rows)]
    if not most:
        return f"{number(overlap.total)} {INCIDENTS}, none under a row of its own"
    if len(most) > 1:
        return _shared(overlap, most)
    first = most[0]
    told = f"{combination_label(overlap, first)} told of {number(first['n'])} of "
    told += number(overlap.total)
    alone = f"{number(first['alone']) if first['alone'] else 'none'} of them alone"
    return sentence_case(
        fitting([f"{told} {INCIDENTS}, {alone}", f"{told} incidents, {alone}", told])
    )


def _shared(overlap: Overlap, most: list[dict[Any, Any]]) -> str:
    """Say what several rows report as much of as each other."""
    kinds = "kinds of source" if overlap.dimension != "publisher" else "publishers"
    names = sentence_case(listing([combination_label(overlap, row) for row in most]))
    told = f"each told of {number(most[0]['n'])} of {number(overlap.total)} {INCIDENTS}"
    return fitting([f"{names} {told}", f"{number(len(most))} {kinds} {told}"])


def combination_label(overlap: Overlap, row: dict[Any, Any]) -> str:
    """Name a row inside a sentence: a publisher keeps its capital, a kind does not."""
    words = str(row["label"])
    named = overlap.dimension == "publisher" and row["code"] != OTHERS
    return words if named else lower_first(words)
