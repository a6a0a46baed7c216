"""
Sets of incidents that overlap, and the combinations in which they do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen

OTHERS = "others"
Codes = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Overlap:
    """
    Sets of incidents, each told of by one publisher or kind, and their combinations.

    Each incident stands in exactly one combination, and in every set that belongs to
    it. `joined` counts the publishers that share the row of all others.
    """

    key: str
    title: str
    unit: str
    dimension: str
    set_rows: pd.DataFrame
    combination_rows: pd.DataFrame
    total: int
    joined: int
    notes: tuple[str, ...]
    members: Mapping[Codes, tuple[str, ...]]
    chosen: Chosen

    @property
    def sets(self) -> pd.DataFrame:
        """
        Give the sets as a frame of the caller's own: code, label, alone, by finding, n.
        """
        return self.set_rows.copy(deep=False)

    @property
    def combinations(self) -> pd.DataFrame:
        """
        Give the combinations as a frame of the caller's own: codes, by finding, n.
        """
        return self.combination_rows.copy(deep=False)


def overlap(
    chosen: Chosen,
    told: pd.DataFrame,
    *,
    dimension: str,
    labels: Mapping[str, str],
    joined: int = 0,
) -> Overlap:
    """
    Count sets and combinations of *told*, which has a code for each incident told of.
    """
    order = {code: place for place, code in enumerate(labels)}
    members = combined(told, order)
    graded = dict(
        zip(chosen.incidents["incident_id"], chosen.incidents["finding"], strict=True)
    )
    found = [Row((of,), split(ids, graded)) for of, ids in members.items()]
    sets = [set_row(code, label, members, graded) for code, label in labels.items()]
    plural = f"{dimension}s".replace("kind of sources", "kinds of source")
    return Overlap(
        key=f"incidents_by_{plural.replace(' ', '_')}",
        title=f"Incidents by {plural} that report them",
        unit="incidents",
        dimension=dimension,
        set_rows=framed(
            sorted(sets, key=lambda row: (row.head[0] == OTHERS, -row.parts["n"])),
            ["code", "label", "alone"],
        ),
        combination_rows=framed(
            sorted(found, key=lambda row: (-row.parts["n"], places(row, order))),
            ["codes"],
        ),
        total=sum(map(len, members.values())),
        joined=joined,
        notes=("documented", "independent"),
        members={of: tuple(ids) for of, ids in members.items()},
        chosen=chosen,
    )


def combined(told: pd.DataFrame, order: Mapping[str, int]) -> dict[Codes, list[str]]:
    """
    Give each incident to the one combination that holds all its codes.
    """
    codes: dict[str, set[str]] = {}
    for incident, code in zip(told["incident_id"], told["code"], strict=True):
        codes.setdefault(incident, set()).add(code)
    members: dict[Codes, list[str]] = {}
    for incident, of in sorted(codes.items()):
        together = tuple(sorted(of, key=order.__getitem__))
        members.setdefault(together, []).append(incident)
    return members


@dataclass(frozen=True)
class Row:
    """
    One row: what it is of, and its incidents by finding.
    """

    head: tuple[Any, ...]
    parts: dict[str, int]


def set_row(
    code: str,
    label: str,
    members: Mapping[Codes, list[str]],
    graded: Mapping[str, str],
) -> Row:
    """
    Count the incidents of one set, and those that are in no other.
    """
    ids = [one for of, them in members.items() if code in of for one in them]
    return Row((code, label, len(members.get((code,), ()))), split(ids, graded))


def places(row: Row, order: Mapping[str, int]) -> list[int]:
    """
    Order combinations of one size by the rows that they stand in.
    """
    return [order[code] for code in row.head[0]]


def framed(rows: Iterable[Row], heads: list[str]) -> pd.DataFrame:
    """
    Put rows into a frame.
    """
    cells = [[*row.head, *row.parts.values()] for row in rows]
    return pd.DataFrame(cells, columns=[*heads, *FINDINGS, "n"])


def split(ids: Iterable[str], graded: Mapping[str, str]) -> dict[str, int]:
    """
    Count incidents by finding, zero included, and in all.
    """
    found = [graded[one] for one in ids]
    return {of: found.count(of) for of in FINDINGS} | {"n": len(found)}
