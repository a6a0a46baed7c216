"""The two shapes that every number comes in: a count by one dimension, a cross of
two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from briefing.measure.members import Members

if TYPE_CHECKING:  # Chosen is named only, so that it may offer counts itself
    from briefing.measure.chosen import Chosen

Total = int | tuple[int, int]


@dataclass(frozen=True, eq=False)
class Count:
    """Incidents, violations or persons, by one dimension.

    Every code of the dimension has a row: absent is zero, and shown. `total` is over
    distinct incidents (or violations), so where `overlapping` is true the rows may add
    up to more. `members` names the incidents behind each row.
    """

    key: str
    title: str
    unit: str
    dimension: str
    rows: pd.DataFrame
    total: Total
    overlapping: bool
    notes: tuple[str, ...]
    members: Members[str]
    chosen: Chosen

    @property
    def frame(self) -> pd.DataFrame:
        """Give the tidy rows as a frame of the caller's own."""
        return self.rows.copy(deep=False)


@dataclass(frozen=True, eq=False)
class Cross:
    """Incidents or violations, by two dimensions: one row for every cell, zero
    included.
    """

    key: str
    title: str
    unit: str
    row_dimension: str
    col_dimension: str
    cells: pd.DataFrame
    total: int
    notes: tuple[str, ...]
    members: Members[tuple[str, str]]
    chosen: Chosen

    @property
    def frame(self) -> pd.DataFrame:
        """Give the tidy cells as a frame of the caller's own."""
        return self.cells.copy(deep=False)

    def grid(self) -> pd.DataFrame:
        """Spread the cells into a labelled table of numbers, in the order of the
        views.
        """
        rows = self.cells["row_label"].drop_duplicates()
        cols = self.cells["col_label"].drop_duplicates()
        spread = self.cells.pivot(index="row_label", columns="col_label", values="n")
        return (
            spread.loc[rows, cols]
            .rename_axis(index=self.row_dimension)
            .rename_axis(columns=self.col_dimension)
        )
