"""Counts by one column or two: long tables, grouped by pandas."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar, get_args

import numpy as np
import pandas as pd

from briefing.counts.dimensions import (
    Dimension,
    as_codes,
    dimension,
    is_list,
    ranked,
    table_of,
)
from briefing.dataset.derive import FINDINGS
from briefing.selection.errors import UnknownColumn, UnknownUnit
from briefing.selection.select import Chosen

Key = TypeVar("Key", bound=Hashable)

Unit = Literal["incidents", "violations", "persons"]

PEOPLE = ["persons_min", "persons_max"]

Total = int | tuple[int, int]


class IncidentIds(Mapping[Key, tuple[str, ...]]):
    """Ids of the incidents behind each row, in order, each once.

    They are looked up when asked for: a count of a million does without.
    """

    def __init__(
        self, keys: Iterable[Key], entries: pd.DataFrame, by: list[str], chosen: Chosen
    ) -> None:
        """Take the long table that was counted *by* some of its columns."""
        self._keys = dict.fromkeys(keys)
        self._entries, self._by, self._chosen = entries, by, chosen

    def __getitem__(self, key: Key) -> tuple[str, ...]:
        if key not in self._keys:
            raise KeyError(key)
        return self._chosen.ids(self._incidents([key]))

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def distinct(self, keys: Iterable[Key]) -> int:
        """Return the number of incidents under any of some keys."""
        return len(self._incidents(keys))

    def _incidents(self, keys: Iterable[Key]) -> pd.Index[int]:
        rows = [self._rows[key] for key in keys if key in self._rows]
        return self._entries.index[np.concatenate([[], *rows]).astype(int)].unique()

    @cached_property
    def _rows(self) -> Mapping[Any, Any]:
        by = self._by if len(self._by) > 1 else self._by[0]
        return self._entries.groupby(by, observed=True).indices


@dataclass(frozen=True, eq=False)
class Count:
    """Incidents, violations or persons, by one dimension.

    `frame` has a row for every code of the dimension, zero included. Columns: code,
    label, adjudicated, corroborated, reported, n; for persons each of the numbers as
    _min and _max. `total` is over distinct incidents (or violations), so where
    `overlapping` is true the rows may add up to more.
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
    """Incidents or violations, by two dimensions.

    `frame` has a row for every cell, zero included. Columns: row_code, row_label,
    col_code, col_label, adjudicated, corroborated, reported, n.
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
        """Return the numbers with a line for each row and a column for each column."""
        rows = self.frame["row_label"].drop_duplicates()
        cols = self.frame["col_label"].drop_duplicates()
        spread = self.frame.pivot(index="row_label", columns="col_label", values="n")
        return (
            spread.loc[rows, cols]
            .rename_axis(index=self.row_dimension)
            .rename_axis(columns=self.col_dimension)
        )


def count(
    chosen: Chosen, by: str | Sequence[str], unit: Unit = "incidents"
) -> Count | CrossCount:
    """Count by any column of the incidents or of the violations, or by two of them.

    Each value of a list counts. An incident counted by a column of its violations, such
    as right, stands once under each value, with the strongest finding for it. People
    are ranges, and are counted by one column only. Raises UnknownColumn, UnknownUnit.
    """
    columns = [by] if isinstance(by, str) else [*by]
    if len(columns) == 1:
        return count_by(chosen, columns[0], unit)
    if len(columns) != 2 or columns[0] == columns[1]:
        raise UnknownColumn.not_one_or_two(columns)
    rows, cols = columns
    return cross(chosen, rows, cols, unit)


def count_by(chosen: Chosen, by: str, unit: Unit = "incidents") -> Count:
    """Count by one column."""
    refuse_unknown_unit(unit)
    long = entries(chosen, unit, by)
    long = long.assign(code=as_codes(long[by]))
    return tally(chosen, unit, dimension(chosen, by, unit), long)


def cross(
    chosen: Chosen, rows: str, cols: str, unit: Unit = "incidents", key: str = ""
) -> CrossCount:
    """Count by two columns, rows and columns in the order of the count by each."""
    refuse_unknown_unit(unit)
    if unit == "persons":
        raise UnknownUnit.not_crossed(rows, cols)
    down, across = (dimension(chosen, one, unit) for one in (rows, cols))
    long = entries(chosen, unit, rows, cols)
    long = long.assign(row_code=as_codes(long[rows]), col_code=as_codes(long[cols]))
    return crosstab(chosen, unit, down, across, long, key=key)


def crosstab(
    chosen: Chosen,
    unit: str,
    rows: Dimension,
    cols: Dimension,
    long: pd.DataFrame,
    *,
    key: str = "",
) -> CrossCount:
    """Count a long table by its columns `row_code` and `col_code`."""
    by = ["row_code", "col_code"]
    for name, of in zip(by, (rows, cols), strict=True):
        values = as_codes(long[name])
        long[name] = values.cat.set_categories(ordered(chosen, of, values))
    frame = by_finding(long, by)
    frame.insert(1, "row_label", [rows.codes[code] for code in frame["row_code"]])
    frame.insert(3, "col_label", [cols.codes[code] for code in frame["col_code"]])
    cells = zip(frame["row_code"], frame["col_code"], strict=True)
    return CrossCount(
        key=key or f"{rows.key}_by_{cols.key}",
        title=f"{unit.capitalize()} by {rows.name} and {cols.name}",
        unit=unit,
        row_dimension=rows.name,
        col_dimension=cols.name,
        frame=frame,
        total=distinct(chosen, long, unit),
        notes=note_keys(chosen, unit, (*rows.notes, *cols.notes)),
        incident_ids=IncidentIds(cells, long, by, chosen),
        chosen=chosen,
    )


def tally(chosen: Chosen, unit: str, by: Dimension, long: pd.DataFrame) -> Count:
    """Count a long table by its column `code`, split by `finding`."""
    long["code"] = as_codes(long["code"]).cat.set_categories([*by.codes])
    frame = people_by_finding(long) if unit == "persons" else by_finding(long, ["code"])
    frame.insert(1, "label", [by.codes[code] for code in frame["code"]])
    if by.ranked:
        leading = "n_min" if unit == "persons" else "n"
        frame = ranked(frame, chosen.dataset.missing, leading)
    what = "People" if unit == "persons" else unit.capitalize()
    return Count(
        key=f"{unit}_by_{by.key}",
        title=f"{what} by {by.name}",
        unit=unit,
        dimension=by.name,
        frame=frame,
        total=total(chosen, long, unit, overlapping=by.overlapping),
        overlapping=by.overlapping,
        notes=note_keys(chosen, unit, by.notes, by.overlap if by.overlapping else ()),
        incident_ids=IncidentIds(frame["code"], long, ["code"], chosen),
        chosen=chosen,
    )


def by_finding(long: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Number of rows by some columns and finding, zero included; `n` is their sum."""
    split = long.groupby([*by, "finding"], observed=False).size().unstack("finding")
    split = split.set_axis([*FINDINGS], axis="columns").reset_index()
    split[by] = split[by].astype("str")
    return split.assign(n=split[[*FINDINGS]].sum(axis="columns"))


def people_by_finding(long: pd.DataFrame) -> pd.DataFrame:
    """Sums of people by code and finding; a number that is not known adds nothing."""
    sums = long.groupby(["code", "finding"], observed=False)[PEOPLE].sum()
    split = pd.DataFrame(sums.astype("int64").unstack("finding"))
    split.columns = pd.Index(
        [f"{of}_{end}" for end in ("min", "max") for of in FINDINGS]
    )
    for end in ("min", "max"):
        parts = [f"{of}_{end}" for of in FINDINGS]
        split[f"n_{end}"] = split[parts].sum(axis="columns")
    order = [f"{of}_{end}" for of in ("n", *FINDINGS) for end in ("min", "max")]
    return split[order].reset_index().astype({"code": "str"})


def total(chosen: Chosen, long: pd.DataFrame, unit: str, *, overlapping: bool) -> Total:
    """Number of distinct incidents or violations, or sum of the people, each once."""
    if unit != "persons":
        return distinct(chosen, long, unit) if overlapping else len(long)
    if overlapping:
        long = long[~long.index.duplicated()]
    least, most = long[PEOPLE].sum()
    return int(least), int(most)


def distinct(chosen: Chosen, long: pd.DataFrame, unit: str) -> int:
    """Number of different incidents in a long table, or of all violations chosen."""
    return len(chosen.violation_at) if unit == "violations" else long.index.nunique()


def note_keys(
    chosen: Chosen, unit: str, notes: Iterable[str], overlap: Iterable[str] = ()
) -> tuple[str, ...]:
    """Keys of the standing notes that travel with a count."""
    keys = ["documented"]
    if unit == "violations":
        keys.append("alleged")
    if unit == "persons":
        keys += ["persons_range", "persons_repeat"]
        if chosen.persons_unknown:
            keys.append("persons_unknown")
    keys += [*overlap, *notes]
    if chosen.doubtful:
        keys.append("doubtful")
    return tuple(keys)


def entries(chosen: Chosen, unit: str, *columns: str) -> pd.DataFrame:
    """Long table: a row for each incident (or violation) under each of its values.

    The index is the place of the incident in the selection. Columns: those asked for,
    finding, and of persons persons_min and persons_max.
    """
    tables = {column: table_of(chosen, column, unit) for column in columns}
    acts = [column for column, table in tables.items() if table == "incidents"]
    breaches = [column for column, table in tables.items() if table == "violations"]
    if unit == "violations":
        long = violations(chosen, *breaches)
        if acts:
            of = incidents(chosen, *acts)[acts].iloc[long.index]
            long = pd.concat([of, long], axis="columns")
    else:
        long = incidents(chosen, *acts, *(PEOPLE if unit == "persons" else ()))
        if breaches:
            found = strongest(chosen, breaches)
            acted = long.drop(columns="finding").iloc[found.index]
            long = pd.concat([acted, found], axis="columns")
    for column, table in tables.items():
        if is_list(chosen, table, column):
            long = exploded(long, column)
    return long


def incidents(chosen: Chosen, *columns: str) -> pd.DataFrame:
    """Some columns of the incidents, with finding; the index is the place of each."""
    names = [*dict.fromkeys([*columns, "finding"])]
    frame = chosen.dataset.incidents[names].iloc[chosen.incident_at]
    return frame.reset_index(drop=True)


def violations(chosen: Chosen, *columns: str) -> pd.DataFrame:
    """Some columns of the violations, with finding; the index is the incident's."""
    names = [*dict.fromkeys([*columns, "finding"])]
    frame = chosen.dataset.violations[names].iloc[chosen.violation_at]
    return frame.set_axis(chosen.violated)


def strongest(chosen: Chosen, columns: list[str]) -> pd.DataFrame:
    """Incidents under each value of their violations, each once, as well as known."""
    found = violations(chosen, *columns).rename_axis("incident").reset_index()
    found = found.sort_values("finding").drop_duplicates(["incident", *columns])
    return found.set_index("incident")


def exploded(long: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a long table with a row for each different value of a column of lists."""
    # Equal lists are many: each is taken apart once.
    lists, different = pd.factorize(long[column].to_numpy())
    values = pd.Series([[*dict.fromkeys(one)] for one in different], dtype="object")
    values = values.explode().astype("category").rename(column)
    rest = long.drop(columns=column).assign(list=lists)
    return rest.join(values, on="list").drop(columns="list")


def ordered(chosen: Chosen, by: Dimension, values: pd.Series) -> list[str]:
    """Codes of a dimension in the order of the count by it alone."""
    if not by.ranked:
        return list(by.codes)
    n = values.value_counts().reindex([*by.codes], fill_value=0)
    frame = pd.DataFrame({"code": n.index, "label": [*by.codes.values()], "n": [*n]})
    return list(ranked(frame, chosen.dataset.missing, "n")["code"])


def refuse_unknown_unit(unit: str) -> None:
    """Refuse a unit that nothing is counted in."""
    if unit not in get_args(Unit):
        raise UnknownUnit.of(unit, get_args(Unit))
