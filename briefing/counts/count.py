"""Count entries by one dimension or two; the incidents behind each row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.dimensions import Rows, ranked
from briefing.dataset.coded_columns import (
    NOWHERE,
    Coded,
    Places,
    counted,
    ends,
    incident_of,
    once,
    tallied,
)
from briefing.dataset.coded_columns import column as of_data
from briefing.dataset.derive import FINDINGS
from briefing.selection.select import Chosen

Key = TypeVar("Key", bound=Hashable)


class IncidentIds(Mapping[Key, tuple[str, ...]]):
    """The ids of incidents under each key, in order, each once.

    A million ids take time and room that a count does not need: kept are numbers only.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        places: Places,
        ids: pd.Series[str],
        of: Places | None = None,
    ) -> None:
        """Say of each entry the place of its key and (by *of*, or in order) its id."""
        self._keys = {key: place for place, key in enumerate(keys)}
        self._places, self._ids, self._of = places, ids, of

    def __getitem__(self, key: Key) -> tuple[str, ...]:
        """Name the incidents of one row."""
        return self._named([self._keys[key]])

    def __iter__(self) -> Iterator[Key]:
        """Go through the keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._keys)

    def distinct(self, keys: Iterable[Key]) -> int:
        """Count the incidents that stand under any of some keys."""
        rows = self._rows([self._keys[key] for key in keys if key in self._keys])
        if self._of is not None:
            return len(pd.unique(rows))
        return int(self._ids.iloc[rows].nunique())

    def _named(self, places: Sequence[int]) -> tuple[str, ...]:
        """Name the incidents in some places."""
        rows = pd.unique(self._rows(places))
        return tuple(sorted(set(self._ids.iloc[rows].tolist())))

    def _rows(self, places: Sequence[int]) -> Places:
        """Find the ids in some places, by their rows."""
        order, bounds = self._sorted
        parts = [order[bounds[place] : bounds[place + 1]] for place in places]
        found = np.concatenate([order[:0], *parts])
        return found if self._of is None else self._of[found]

    @cached_property
    def _sorted(self) -> tuple[Places, Places]:
        """Put the entries in the order of their places, and say where each place
        begins.
        """
        order = np.argsort(self._places, kind="stable")
        bounds = np.searchsorted(self._places[order], np.arange(len(self._keys) + 1))
        return order, bounds


Total = int | tuple[int, int]


@dataclass(frozen=True, eq=False)
class Count:
    """Incidents, violations or persons, by one dimension.

    Every code of the dimension has a row: absent is zero, and shown. `total` is over
    distinct incidents (or violations), so where `overlapping` is true the rows may add
    up to more. `incident_ids` names the incidents behind each row.
    """

    key: str
    title: str
    unit: str
    dimension: str
    frame: pd.DataFrame
    total: Total
    overlapping: bool
    notes: tuple[str, ...]
    incident_ids: IncidentIds[str]
    chosen: Chosen


@dataclass(frozen=True, eq=False)
class CrossCount:
    """Incidents or violations, by two dimensions: one row for every cell, zero
    included.
    """

    key: str
    title: str
    unit: str
    row_dimension: str
    col_dimension: str
    frame: pd.DataFrame
    total: int
    notes: tuple[str, ...]
    incident_ids: IncidentIds[tuple[str, str]]
    chosen: Chosen

    def grid(self) -> pd.DataFrame:
        """Spread the cells into a labelled table of numbers, in the order of the
        views.
        """
        rows = self.frame["row_label"].drop_duplicates()
        cols = self.frame["col_label"].drop_duplicates()
        spread = self.frame.pivot(index="row_label", columns="col_label", values="n")
        return (
            spread.loc[rows, cols]
            .rename_axis(index=self.row_dimension)
            .rename_axis(columns=self.col_dimension)
        )


N = len(FINDINGS)

People = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Dimension:
    """What a count is by: a name and rows, which may be ranked and may overlap."""

    name: str
    rows: Rows
    ranked: bool = True
    overlapping: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Entries:
    """What is counted: under which value each entry stands, and how it is known.

    `ids` names the incidents, each once, with their `people`; `of` gives for each entry
    the row there. Without `of` there is an entry for each id, in the same order.
    """

    under: Coded
    strength: Places
    ids: pd.Series[str]
    of: Places | None = None
    people: People | None = None


def count(chosen: Chosen, unit: str, by: Dimension, entries: Entries) -> Count:
    """Count *entries* under each code, split by finding."""
    places = entries.under.among(by.rows)
    frame = sums(entries, by) if unit == "persons" else sizes(places, entries, by)
    if by.ranked:
        leading = "n_min" if unit == "persons" else "n"
        frame = ranked(frame, chosen.dataset.missing, leading)
    what = "People" if unit == "persons" else unit.capitalize()
    order = np.array([[*by.rows].index(code) for code in frame["code"]], dtype=np.int64)
    turned = np.append(np.argsort(order), -1)[places]
    return Count(
        key=f"{unit}_by_{by.name.replace('-', '').replace(' ', '_')}",
        title=f"{what} by {by.name}",
        unit=unit,
        dimension=by.name,
        frame=frame,
        total=total(entries, unit),
        overlapping=by.overlapping and unit != "violations",
        notes=note_keys(chosen, unit, by),
        incident_ids=IncidentIds(list(frame["code"]), turned, entries.ids, entries.of),
        chosen=chosen,
    )


def sizes(places: Places, entries: Entries, by: Dimension) -> pd.DataFrame:
    """Count entries by code and finding; a code without any counts zero."""
    split = pd.DataFrame(
        by_finding(places, entries.strength, len(by.rows)),
        index=list(by.rows),
        columns=list(FINDINGS),
    )
    split["n"] = split.sum(axis="columns")
    return labelled_frame(split, by)


def by_finding(
    places: Places,
    strength: Places,
    n: int,
    weights: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.int64]:
    """Count or sum up what stands in each of *n* places, by finding."""
    flat = np.where(places < 0, -1, places * N + strength)
    table: npt.NDArray[np.int64] = tallied(flat, n * N, weights).reshape(n, N)
    return table


def sums(entries: Entries, by: Dimension) -> pd.DataFrame:
    """Sum the people of entries by code and finding, minimum and maximum apart."""
    places = entries.under.among(by.rows)
    columns = {}
    for end, people in zip(("min", "max"), entries.people or (), strict=True):
        each = people if entries.of is None else people[entries.of]
        split = by_finding(places, entries.strength, len(by.rows), each)
        columns[f"n_{end}"] = split.sum(axis=1)
        columns |= {f"{of}_{end}": split[:, i] for i, of in enumerate(FINDINGS)}
    order = [f"{of}_{end}" for of in ("n", *FINDINGS) for end in ("min", "max")]
    return labelled_frame(pd.DataFrame(columns, index=list(by.rows))[order], by)


def labelled_frame(split: pd.DataFrame, by: Dimension) -> pd.DataFrame:
    """Put code and label before whole numbers."""
    frame = split.astype("int64").rename_axis(index="code", columns=None).reset_index()
    frame["code"] = frame["code"].astype("str")
    frame.insert(1, "label", [by.rows[code] for code in frame["code"]])
    return frame


def total(entries: Entries, unit: str) -> Total:
    """Count or sum over distinct incidents; violations are distinct as they stand."""
    if unit != "persons":
        return len(entries.ids)
    least, most = entries.people or (np.zeros(0), np.zeros(0))
    return int(least.sum()), int(most.sum())


def note_keys(chosen: Chosen, unit: str, by: Dimension) -> tuple[str, ...]:
    """List the standing notes that travel with a count."""
    keys = ["documented"]
    if unit == "violations":
        keys.append("alleged")
    if unit == "persons":
        keys += ["persons_range", "persons_repeat"]
        if chosen.persons_unknown:
            keys.append("persons_unknown")
    if by.overlapping and unit != "violations":
        keys += ["overlap", "right_finding"]
    keys += by.notes
    if chosen.doubtful:
        keys.append("doubtful")
    return tuple(keys)


PEOPLE = ["persons_min", "persons_max"]


@once
def values(chosen: Chosen, column: str, absent: str = "") -> Coded:
    """Give a column of the incidents as text; *absent* is the word for no value."""
    found = of_data(chosen.dataset, "incidents", column).at(chosen.incident_at)
    places, words = found.places, tuple(map(str, found.values))
    if absent:
        places = np.where(places < 0, len(words), places)
        words = (*words, absent)
    return Coded(places, words)


@once
def strength(chosen: Chosen) -> Places:
    """Give for each incident the place of its finding."""
    return values(chosen, "finding").among(FINDINGS)


@once
def people(chosen: Chosen) -> People:
    """Give the lowest and highest number of people; an unknown number adds nothing."""
    least, most = (ends(chosen.dataset, end)[0][chosen.incident_at] for end in PEOPLE)
    return least, most


@once
def ids(chosen: Chosen) -> pd.Series[str]:
    """Name the incidents."""
    return chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]


def entries(chosen: Chosen, under: Coded) -> Entries:
    """Enter each incident once, under a value of its own."""
    return Entries(under, strength(chosen), ids(chosen), people=people(chosen))


@once
def violation_values(chosen: Chosen, column: str) -> Coded:
    """Give a column of the violations."""
    return of_data(chosen.dataset, "violations", column).at(chosen.violation_at)


@once
def violation_strength(chosen: Chosen) -> Places:
    """Give for each violation the place of its finding."""
    return violation_values(chosen, "finding").among(FINDINGS)


@once
def violation_ids(chosen: Chosen) -> pd.Series[str]:
    """Name the incident of each violation."""
    return chosen.dataset.violations["incident_id"].iloc[chosen.violation_at]


@once
def violated(chosen: Chosen) -> Places:
    """Give for each violation the row of its incident."""
    return rows_in(chosen, "violations")[chosen.violation_at]


@once
def rows_in(chosen: Chosen, table: str) -> Places:
    """Give for each row of a table the row of its incident here, -1 if it is not
    chosen.
    """
    here = np.full(len(counted(chosen.dataset)) + 1, NOWHERE)
    here[chosen.incident_at] = np.arange(len(chosen.incident_at))
    found: Places = here[incident_of(chosen.dataset, table)]
    return found


@once
def pairs(chosen: Chosen) -> Entries:
    """Enter each incident once under every right, with its strongest finding for it."""
    right = violation_values(chosen, "right")
    n, none = len(right.values), len(FINDINGS)
    best = np.full(len(chosen.incident_at) * n, none, dtype=np.int8)
    cells = violated(chosen) * n + right.places
    known = violation_strength(chosen)
    for place in reversed(range(none)):  # so that the strongest is written last
        best[cells[known == place]] = place
    filled = np.flatnonzero(best < none)
    return several(
        chosen,
        filled // max(n, 1),
        Coded(filled % max(n, 1), right.values),
        best[filled].astype(np.int64),
    )


def several(
    chosen: Chosen, of: Places, under: Coded, strength_of: Places | None = None
) -> Entries:
    """Enter incidents under values of which one may have several, or none."""
    there = np.zeros(len(chosen.incident_at), dtype=bool)
    there[of] = True
    rows = np.flatnonzero(there)
    known = strength(chosen)[of] if strength_of is None else strength_of
    least, most = people(chosen)
    return Entries(
        under,
        known,
        ids(chosen).iloc[rows],
        (np.cumsum(there) - 1)[of],
        (least[rows], most[rows]),
    )


def cross(
    chosen: Chosen,
    unit: str,
    *,
    key: str,
    rows: Dimension,
    cols: Dimension,
    entries: tuple[Entries, Coded],
) -> CrossCount:
    """Count entries in every cell of two dimensions, split by finding.

    Rows and columns stand in the order of the views by that dimension alone.
    """
    down, across = entries[0], entries[1]
    tall, wide = ordered(chosen, rows, down.under), ordered(chosen, cols, across)
    cells = [*product(tall, wide)]
    row, col = down.under.among(tall), across.among(wide)
    places = np.where((row < 0) | (col < 0), -1, row * len(wide) + col)
    split = by_finding(places, down.strength, len(cells))
    frame = pd.DataFrame(
        {
            "row_code": pd.array([row for row, _ in cells], dtype="str"),
            "row_label": [rows.rows[row] for row, _ in cells],
            "col_code": pd.array([col for _, col in cells], dtype="str"),
            "col_label": [cols.rows[col] for _, col in cells],
            **{of: split[:, i] for i, of in enumerate(FINDINGS)},
            "n": split.sum(axis=1),
        }
    )
    alone = Dimension(rows.name, rows.rows, notes=(*rows.notes, *cols.notes))
    return CrossCount(
        key=key,
        title=f"{unit.capitalize()} by {rows.name} and {cols.name}",
        unit=unit,
        row_dimension=rows.name,
        col_dimension=cols.name,
        frame=frame,
        total=len(down.ids),
        notes=note_keys(chosen, unit, alone),
        incident_ids=IncidentIds(cells, places, down.ids, down.of),
        chosen=chosen,
    )


def ordered(chosen: Chosen, by: Dimension, codes: Coded) -> list[str]:
    """Order the codes of a dimension as the count by it alone does."""
    if not by.ranked:
        return list(by.rows)
    frame = pd.DataFrame({"code": list(by.rows), "label": list(by.rows.values())})
    frame["n"] = tallied(codes.among(by.rows), len(by.rows))
    return list(ranked(frame, chosen.dataset.missing, "n")["code"])
