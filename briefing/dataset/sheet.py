"""
One table as it stands in its file: cells as text, rows by line number.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from briefing.dataset.descriptor import Resource
from briefing.dataset.finding import Finding, did_you_mean, shown

Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Sheet:
    """
    A table whose columns are those of the descriptor; the index is the line number.
    """

    resource: Resource
    frame: pd.DataFrame

    @property
    def missing(self) -> frozenset[str]:
        """
        Give the codes that stand where a value is not known.
        """
        return frozenset(code.value for code in self.resource.table.missing_values)

    def known(self, field: str) -> "pd.Series[bool]":
        """
        Tell of each row whether *field* holds a value, and not a missing code.
        """
        return ~self.frame[field].isin([*self.missing, ""])

    def cell(self, row: int, field: str) -> str:
        """
        Give what stands in one cell.
        """
        return str(self.frame.at[row, field])

    def finding(
        self, row: int | None, field: str | None, *, code: str, what: str, expected: str
    ) -> Finding:
        """
        Say what is wrong in a row of this table.
        """
        return Finding(self.resource.path, row, field, code, what, expected)


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """
    Give each row with the number of the line on which it begins.
    """
    # A quoted cell may hold line breaks, so rows and lines are not the same.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def read_sheet(resource: Resource, text: str) -> tuple[Sheet | None, list[Finding]]:
    """
    Read the rows of a table; where its shape is wrong, say so and give no table.
    """
    rows: Lines = []
    try:
        for row in lines_of(text):
            rows.append(row)
    except csv.Error as error:
        line = rows[-1][0] + 1 if rows else 1
        expected = "closed quotes and cells of at most 131072 characters"
        return None, [
            Finding(resource.path, line, None, "unreadable-row", str(error), expected)
        ]
    header = rows[0][1]
    findings = [*misnamed(resource, header), *ragged(resource, rows)]
    if findings:
        return None, findings
    names = list(resource.table.names)
    frame = pd.DataFrame(
        [cells for _, cells in rows[1:]],
        index=pd.Index([line for line, _ in rows[1:]], dtype="int64"),
        columns=pd.Index(header),
        dtype="str",
    )
    if header != names:
        field = next(n for n, h in zip(names, header, strict=True) if n != h)
        what, expected = "columns stand in another order", ",".join(names)
        code = "column-order"
        findings = [Finding(resource.path, 1, field, code, what, expected)]
    return Sheet(resource, frame[names]), findings


def misnamed(resource: Resource, header: list[str]) -> Iterator[Finding]:
    """
    Find columns that the descriptor does not name, and names without a column.
    """
    names = resource.table.names
    for name in names:
        if name not in header:
            code, what = "missing-column", "there is no such column"
            expected = f"columns {', '.join(names)}"
            yield Finding(resource.path, 1, name, code, what, expected)
    for name, n in Counter(header).items():
        if name not in names or n > 1:
            what = f"the header says {shown(name)}" + (" more than once" * (n > 1))
            expected = did_you_mean(name, names)
            yield Finding(resource.path, 1, name, "unknown-column", what, expected)


def ragged(resource: Resource, rows: Lines) -> Iterator[Finding]:
    """
    Find rows with more or fewer cells than the header.
    """
    width = len(rows[0][1])
    for line, cells in rows[1:]:
        if len(cells) != width:
            what, expected = f"{len(cells)} cells", f"{width} cells, as in the header"
            yield Finding(resource.path, line, None, "ragged-row", what, expected)
