"""The bytes of a data package become tables of text."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd
import pyarrow as pa

from briefing.dataset.causes import other_kind, readings, sixteen_bits
from briefing.dataset.comma import Part, read_csv
from briefing.dataset.files import Files, digest_of, in_order_of_files
from briefing.dataset.find import Root
from briefing.dataset.finding import Finding
from briefing.dataset.package import Package
from briefing.dataset.parquet import read_parquet
from briefing.dataset.resource import Resource
from briefing.dataset.sheet import Sheet

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
        expected = f"{resource.hash}; run `briefing stamp` after a wanted change"
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
