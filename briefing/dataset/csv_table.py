"""The bytes of a CSV file as a table of text."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from briefing.dataset.causes import DELIMITERS, FEW, header_in, other_delimiter, quotes
from briefing.dataset.findings import Finding, shown
from briefing.dataset.schema import Resource
from briefing.suggest import one_of

PIECE = 20_000  # rows held as Python's own texts at a time

CLOSED = "closed quotes and cells of at most 131072 characters"

Rows = list[list[str]]


@dataclass(frozen=True)
class Part:
    """What stands in one file of a table: its text, its line numbers, how many they
    are.
    """

    table: pa.Table
    lines: npt.NDArray[np.int64]

    @property
    def end(self) -> int:
        """Give the last line on which a row begins."""
        return int(self.lines[-1]) if len(self.lines) else 1


class UnreadableRow(Exception):
    """A row that is no CSV, by the line on which it is met."""

    def __init__(self, line: int, what: str) -> None:
        """Remember where it is, and what is wrong."""
        super().__init__(what)
        self.line = line


def read_csv(
    resource: Resource, path: str, text: str
) -> tuple[Part | None, list[Finding]]:
    """Read the rows of a file; where its shape is wrong, say so and give no table."""
    pieces = rows_of(text)
    header: list[str] = []
    tables, lines, findings = [], [], []
    try:
        for rows, starts in pieces:
            if not header:
                if (cause := miscut(resource, path, rows, starts)) is not None:
                    return None, [cause]
                header, rows, starts = rows[0], rows[1:], starts[1:]
                findings += list(misnamed(resource, path, header))
            findings += list(ragged(path, len(header), rows, starts))
            if not findings:
                tables.append(texts(header, rows))
                lines.append(starts)
    except UnreadableRow as row:
        fault = Finding(path, row.line, None, "unreadable-row", str(row), CLOSED)
        return None, [fault]
    if findings:
        return None, findings
    names = list(resource.table.names)
    part = Part(pa.concat_tables(tables).select(names), np.concatenate(lines))
    if header != names:
        first = next(n for n, h in zip(names, header, strict=True) if n != h)
        what, expected = "columns stand in another order", ",".join(names)
        findings = [Finding(path, 1, first, "column-order", what, expected)]
    return part, findings


def write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """The bytes of a CSV file as the package writes them, from its header on."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def rows_of(text: str) -> Iterator[tuple[Rows, npt.NDArray[np.int64]]]:
    """Give rows piece by piece, each with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, last, rows, broken = 1, 0, [[""]], ""
    while rows and not broken:
        rows = []
        try:
            rows.extend(islice(reader, PIECE))
        except csv.Error as error:
            broken = quotes(error)
        # A quoted cell may hold line breaks, so rows and lines are not the same.
        plain = not broken and reader.line_num == line + len(rows) - 1
        heights = (1 if plain else height(row) for row in rows)
        starts = np.fromiter(accumulate(heights, initial=line), np.int64)
        if rows:
            yield rows, starts[:-1]
            line, last = int(starts[-1]), int(starts[-2])
    if broken:
        raise UnreadableRow(last + 1, broken)


def miscut(
    resource: Resource, path: str, rows: Rows, lines: npt.NDArray[np.int64]
) -> Finding | None:
    """Find why nothing of a file can be read: another delimiter, or no header."""
    names, header = resource.table.names, rows[0]
    if {*header} & {*names} and len(header) > 1:
        return None
    first = ",".join(header)
    if sign := other_delimiter(first, ",", names):
        what, expected = f"cells are parted by {DELIMITERS[sign]}", "commas"
        return Finding(path, 1, None, "wrong-delimiter", what, expected)
    if {*header} & {*names}:
        return None
    at = header_in(rows[:FEW], names)
    folded = {name.casefold() for name in names}
    if at <= 0 and {name.strip().casefold() for name in header} & folded:
        return None  # the names are there, and misspelt
    what = f"the first line begins with {shown(header[0])} and names no column"
    expected = f"columns {', '.join(names)}"
    if at > 0:
        expected = f"nothing before line {lines[at]}, which names columns"
        if sign := other_delimiter(",".join(rows[at]), ",", names):
            expected += f", and commas in place of {DELIMITERS[sign]}"
    return Finding(path, 1, None, "no-header", what, expected)


def height(row: list[str]) -> int:
    """Count the lines that a row takes."""
    return 1 + sum(cell.count("\n") for cell in row)


def texts(header: list[str], rows: Rows) -> pa.Table:
    """Make columns of rows."""
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    arrays = [pa.array(list(cells), pa.large_string()) for cells in columns]
    return pa.table(arrays, names=header)


def misnamed(resource: Resource, path: str, header: list[str]) -> Iterator[Finding]:
    """Find columns that the descriptor does not name, and names without a column."""
    names = resource.table.names
    for name in names:
        if name not in header:
            code, what = "missing-column", "there is no such column"
            expected = f"columns {', '.join(names)}"
            yield Finding(path, 1, name, code, what, expected)
    for name, n in Counter(header).items():
        if name not in names or n > 1:
            what = f"the header says {shown(name)}" + (" more than once" * (n > 1))
            expected = one_of(name, names)
            yield Finding(path, 1, name, "unknown-column", what, expected)


def ragged(
    path: str, width: int, rows: Rows, lines: npt.NDArray[np.int64]
) -> Iterator[Finding]:
    """Find rows with more or fewer cells than the header."""
    for line, cells in zip(lines, rows, strict=True):
        if len(cells) != width:
            what, expected = f"{len(cells)} cells", f"{width} cells, as in the header"
            yield Finding(path, int(line), None, "ragged-row", what, expected)
