"""One table as it stands in its files: cells as text, rows by line number."""

from bisect import bisect_right
from dataclasses import dataclass

import pandas as pd

from briefing.dataset.finding import Finding
from briefing.dataset.resource import Resource


@dataclass(frozen=True)
class Sheet:
    """A table whose columns are those of the descriptor; the index is the line number.

    Where a table stands in several files their lines are counted on, and `starts` says
    how many went before each file.
    """

    resource: Resource
    frame: pd.DataFrame
    starts: tuple[int, ...] = (0,)

    @property
    def missing(self) -> frozenset[str]:
        """Give the codes that stand where a value is not known."""
        return frozenset(code.value for code in self.resource.table.missing_values)

    def known(self, field: str) -> "pd.Series[bool]":
        """Tell of each row whether *field* holds a value, and not a missing code."""
        return ~self.frame[field].isin([*self.missing, ""])

    def cell(self, row: int, field: str) -> str:
        """Give what stands in one cell."""
        return str(self.frame.at[row, field])

    def place(self, row: int) -> tuple[str, int]:
        """Give the file that a row stands in, and the line there."""
        part = bisect_right(self.starts, row - 1) - 1
        return self.resource.files[part], row - self.starts[part]

    def told(self, row: int) -> str:
        """Name a row: by its line, and by its file where there are several."""
        file, line = self.place(row)
        return f"row {line}" + f" of {file}" * (len(self.starts) > 1)

    def finding(
        self, row: int | None, field: str | None, *, code: str, what: str, expected: str
    ) -> Finding:
        """Say what is wrong in a row of this table."""
        file, line = (self.resource.path, None) if row is None else self.place(row)
        return Finding(file, line, field, code, what, expected)
