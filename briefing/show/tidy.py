"""A count as typed rows, so that charts, tables and sentences read one and the same
thing.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.measure import Count, Cross

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


def pairs(cross: Cross) -> list[Pair]:
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
