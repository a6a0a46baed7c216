"""Tables of text by line number, and their columns with types."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.causes import other_kind, readings, sixteen_bits
from briefing.dataset.csv_table import Part, read_csv
from briefing.dataset.files import Files, digest_of, in_order_of_files
from briefing.dataset.findings import Finding
from briefing.dataset.location import Root
from briefing.dataset.parquet import read_parquet
from briefing.dataset.schema import Column, Package, Resource


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


LONE = re.compile(r"(?<!\|)\|(?!\|)")  # between two parts of a key

Truths = npt.NDArray[np.bool_]

Numbers = npt.NDArray[np.int64]


def arrow(texts: "pd.Series[str]") -> Any:  # noqa: ANN401 - pyarrow tells no types
    """Give a column of text as Arrow holds it, without copying it."""
    return pa.array(texts, pa.large_string())


def among(texts: "pd.Series[str]", others: "pd.Series[str]") -> Truths:
    """Tell of each text whether it stands in another column."""
    found = pc.is_in(arrow(texts), value_set=arrow(others))
    return np.asarray(found, dtype=bool)


def is_one_of(texts: "pd.Series[str]", words: Collection[str]) -> Truths:
    """Tell of each text whether it is one of a few."""
    words = pa.array([*words], pa.large_string())
    return np.asarray(pc.is_in(arrow(texts), value_set=words), dtype=bool)


def matches(texts: Any, pattern: str) -> Truths:  # noqa: ANN401 - pyarrow tells no types
    """Tell of each text whether a pattern is found in it."""
    return np.asarray(pc.match_substring_regex(texts, pattern), dtype=bool)


def places(texts: "pd.Series[str]", keys: "pd.Series[str]") -> Numbers:
    """Return the place of each text among the keys, the first of equal ones, or -1."""
    found = arrow(texts)
    if not len(found):
        return np.zeros(0, np.int64)
    # Tables are in the order of their keys, so that equal texts mostly stand together.
    fresh = np.ones(len(found), bool)
    fresh[1:] = pc.not_equal(found.slice(1), found.slice(0, len(found) - 1))
    at = pc.index_in(found.filter(pa.array(fresh)), value_set=arrow(keys))
    rows = np.asarray(pc.fill_null(at, -1), dtype=np.int64)
    return np.asarray(rows[np.cumsum(fresh) - 1], dtype=np.int64)


def ranks(texts: "pd.Series[str]") -> Numbers:
    """Give of each text its place in the order of the distinct ones."""
    codes, distinct = pd.factorize(texts)
    words = pa.array(distinct, pa.large_string())
    order = np.asarray(pc.sort_indices(words))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes]


def in_order(columns: Sequence["pd.Series[str]"]) -> Numbers | None:
    """Give the order of rows by some columns, or nothing where they are in it
    already.
    """
    keys = [ranks(column) for column in columns]
    same = np.ones(max(len(keys[0]) - 1, 0), bool)
    sorted_so_far = True
    for key in keys:
        sorted_so_far &= bool((key[1:] >= key[:-1])[same].all())
        same &= key[1:] == key[:-1]
    return None if sorted_so_far else np.lexsort(keys[::-1])


def first_places(columns: Sequence["pd.Series[str]"]) -> Numbers:
    """Give of each row the place of the first row that is equal in all columns."""
    pairs = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        codes, distinct = pd.factorize(column)
        # Numbered anew each time, so that no product grows beyond a number.
        pairs, _ = pd.factorize(pairs * max(len(distinct), 1) + codes)
    _, firsts = np.unique(pairs, return_index=True)
    return np.asarray(firsts[pairs], dtype=np.int64)


def row_key(cells: Iterable[str]) -> str:
    """The key of a row as one text, its parts joined with '|'.

    A '|' inside a part is doubled, so that no two keys look the same.
    """
    return "|".join(cell.replace("|", "||") for cell in cells)


def row_keys(frame: pd.DataFrame, fields: Sequence[str]) -> Iterator[str]:
    """The key of each row of a table."""
    parts = (frame[field].str.replace("|", "||") for field in fields)
    return map("|".join, zip(*parts, strict=True))


def split_key(key: str, parts: int) -> list[str]:
    """The cells of which a key was made."""
    found = [key] if parts == 1 else LONE.split(key)
    return [part.replace("||", "|") for part in found]


TEXT = ("string", "list")  # what a frame holds as it stands in the file


def in_key_order(sheet: Sheet) -> Sheet:
    """Give the table ordered by its primary key."""
    order = in_order([sheet.frame[name] for name in sheet.resource.table.primary_key])
    frame = sheet.frame if order is None else sheet.frame.take(order)
    return Sheet(sheet.resource, frame.reset_index(drop=True))


def typed(sheet: Sheet, codes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the table with its types; columns named in *codes* are categorical.

    Text and codes keep the codes for not-knowing as their value; numbers and days
    have none there, and a list holds the one code.
    """
    fields = [f for f in sheet.resource.table.fields if f.name in sheet.frame]
    return pd.DataFrame(
        {f.name: column(sheet.frame[f.name], f, sheet, codes) for f in fields}
    )


def written(sheet: Sheet) -> pd.DataFrame:
    """Give what stands in the file for numbers, days and truths, each text held once.

    Only there does each keep its own kind of not-knowing.
    """
    fields = [f.name for f in sheet.resource.table.fields if f.type not in TEXT]
    return sheet.frame[fields].astype("category")


def column(
    texts: "pd.Series[str]",
    field: Column,
    sheet: Sheet,
    categories: Mapping[str, Sequence[str]],
) -> pd.Series:
    """Return one column with its type, reading each distinct text once."""
    if field.type == "string" and field.name not in categories:
        return texts
    codes, distinct = pd.factorize(texts)
    if field.name in categories:
        known = pd.Index([*categories[field.name]], dtype="str")
        return pd.Series(
            pd.Categorical.from_codes(known.get_indexer(distinct)[codes], known),
            index=texts.index,
        )
    words = pd.Series(distinct, dtype="str")
    if field.type == "list":
        # Equal lists are one tuple, however many rows have it.
        values = np.empty(len(words), object)
        values[:] = [tuple(text.split(field.delimiter)) for text in words]
        return pd.Series(values[codes], index=texts.index, dtype="object")
    stated = words.where(~words.isin([*sheet.missing, ""]))
    read = values_of(stated, field).take(codes)
    read = read.set_axis(texts.index)
    if field.type == "boolean" and not read.isna().any():
        return read.astype("bool")
    return read


def values_of(texts: "pd.Series[str]", field: Column) -> pd.Series:
    """Read numbers, days and truths; what is not known has none."""
    if field.type == "integer":
        return pd.to_numeric(texts).astype("Int64")
    if field.type == "date":
        return pd.to_datetime(texts, format="%Y-%m-%d").astype("datetime64[s]")
    return texts.map({"true": True, "false": False}).astype("boolean")


BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Contents:
    """What a folder holds: the descriptor, each table that could be read, what is
    wrong.
    """

    root: Root
    package: Package | None
    sheets: dict[str, Sheet]
    digest: str
    findings: list[Finding]

    @property
    def readable(self) -> bool:
        """Tell whether every table could be read."""
        return (
            self.package is not None
            and self.sheets.keys() == self.package.tables.keys()
        )


def read_contents(files: Files, *, but: Collection[str] = ()) -> Contents:
    """Turn the bytes of a package into tables, *but* for those of some formats."""
    sheets: dict[str, Sheet] = {}
    findings = [*files.findings]
    for resource in in_order_of_files(files.package) if files.package else ():
        if resource.name in files.raw and resource.format not in but:
            sheet, found = read_table(resource, files.raw[resource.name])
            findings += found
            if sheet is not None:
                sheets[resource.name] = sheet
    return Contents(files.root, files.package, sheets, files.digest, findings)


def read_table(
    resource: Resource, raw: list[bytes]
) -> tuple[Sheet | None, list[Finding]]:
    """Turn the bytes of its files into a table, and say what is wrong with them."""
    findings = []
    if resource.hash is not None and resource.hash != digest_of(raw):
        expected = f"{resource.hash}; run `briefing data stamp` after a wanted change"
        what = f"its digest is {digest_of(raw)}"
        findings = [Finding(resource.path, None, None, "file-changed", what, expected)]
    read = read_parquet if resource.format == "parquet" else read_text
    parts: list[Part] = []
    for path, content in zip(resource.files, raw, strict=True):
        part, found = read(resource, path, content)
        findings += found
        parts += [part] if part is not None else []
    whole = len(parts) == len(raw)
    return (joined_up(resource, parts) if whole else None), findings


def joined_up(resource: Resource, parts: list[Part]) -> Sheet:
    """Make one table of its files, their lines counted on from one to the next."""
    starts = [0, *accumulate(part.end for part in parts)][:-1]
    lines = [part.lines + start for part, start in zip(parts, starts, strict=True)]
    frame = pa.concat_tables([part.table for part in parts]).to_pandas()
    frame.index = pd.Index(np.concatenate(lines))
    return Sheet(resource, frame, tuple(starts))


def read_text(
    resource: Resource, path: str, raw: bytes
) -> tuple[Part | None, list[Finding]]:
    """Turn the bytes of a CSV file into a table."""
    if kind := other_kind(raw):
        expected = "UTF-8 text, its cells parted by commas"
        return None, [Finding(path, None, None, "not-utf8", f"it is {kind}", expected)]
    if encoding := sixteen_bits(raw):
        what = f"the file is {encoding.upper()}, as Excel's 'Unicode Text' is"
        return None, [Finding(path, None, None, "not-utf8", what, "UTF-8 text")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        told = readings(raw, error.start)
        what += f"; {told}" if told else ""
        expected = "the file saved as UTF-8" if told else "UTF-8 text"
        return None, [Finding(path, line, None, "not-utf8", what, expected)]
    findings = list(mangled(path, text))
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        what, expected = "it is empty", ",".join(resource.table.names)
        return None, [
            *findings,
            Finding(path, None, None, "empty-file", what, expected),
        ]
    part, found = read_csv(resource, path, text)
    return part, [*findings, *found]


def mangled(path: str, text: str) -> Iterator[Finding]:
    """Find what an editor of another system left at the ends of the file and of
    lines.
    """
    if text.startswith(BYTE_ORDER_MARK):
        what, expected = "it starts with a byte order mark", "UTF-8 without one"
        yield Finding(path, 1, None, "byte-order-mark", what, expected)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        what, expected = "a carriage return", "lines that end in LF alone"
        yield Finding(path, line, None, "crlf", what, expected)
