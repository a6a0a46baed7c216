"""
The files of a data package: found inside it, read as bytes, turned into text.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from briefing.dataset.descriptor import Resource
from briefing.dataset.find import DESCRIPTOR
from briefing.dataset.finding import Finding, shown
from briefing.dataset.package import Package, read_package

if TYPE_CHECKING:
    from briefing.dataset.sheet import Sheet

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Files:
    """
    What a folder holds as bytes: the descriptor, the file of each table, their digest.
    """

    root: Path
    package: Package | None
    raw: dict[str, bytes]
    digest: str
    findings: list[Finding]


@dataclass(frozen=True)
class Contents:
    """
    What a folder holds: the descriptor, each table that could be read, what is wrong.
    """

    root: Path
    package: Package | None
    sheets: dict[str, Sheet]
    digest: str
    findings: list[Finding]

    @property
    def readable(self) -> bool:
        """
        Tell whether every table could be read.
        """
        return (
            self.package is not None
            and self.sheets.keys() == self.package.tables.keys()
        )


def read_files(root: Path) -> Files:
    """
    Read the bytes of all files of the package in *root* once.
    """
    package, findings = read_package(root)
    raw: dict[str, bytes] = {}
    if package is None:
        return Files(root, None, raw, "", findings)
    digest = hashlib.sha256((root / DESCRIPTOR).read_bytes())
    for resource in in_order_of_files(package):
        found = list(out_of_reach(root, resource))
        if not found:
            read = raw[resource.name] = (root / resource.path).read_bytes()
            # The path and the length part one file from the next.
            digest.update(f"\0{resource.path}\0{len(read)}\0".encode())
            digest.update(read)
        findings += found
    findings += undeclared(root, package)
    return Files(root, package, raw, digest.hexdigest(), findings)


def read_contents(files: Files) -> Contents:
    """
    Turn the bytes of a package into tables.
    """
    sheets: dict[str, Sheet] = {}
    findings = [*files.findings]
    for resource in in_order_of_files(files.package) if files.package else ():
        if resource.name in files.raw:
            sheet, found = read_table(resource, files.raw[resource.name])
            findings += found
            if sheet is not None:
                sheets[resource.name] = sheet
    return Contents(files.root, files.package, sheets, files.digest, findings)


def in_order_of_files(package: Package) -> list[Resource]:
    """
    Give the tables in the order of their files.
    """
    return sorted(package.resources, key=lambda resource: resource.path)


def out_of_reach(root: Path, resource: Resource) -> Iterator[Finding]:
    """
    Find a path that leads out of the package, or to no file.
    """
    name = resource.path
    parts = PurePosixPath(name).parts
    odd = any(sign in name for sign in "\\:\0") or ".." in parts
    # Resolved too, because a symbolic link may lead out where the name does not.
    if odd or not (root / name).resolve().is_relative_to(root.resolve()):
        expected = "a relative path inside the package"
        what = f"{shown(name)} leads out of the package"
        yield Finding(DESCRIPTOR, None, resource.name, "unsafe-path", what, expected)
    elif not (root / name).is_file() or not os.access(root / name, os.R_OK):
        what = "it is a folder" if (root / name).is_dir() else "it is not there to read"
        expected = f"the table '{resource.name}'"
        yield Finding(name, None, None, "missing-file", what, expected)


def digest_of(raw: bytes) -> str:
    """
    Give the digest of a file as a descriptor records it.
    """
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def read_table(resource: Resource, raw: bytes) -> tuple[Sheet | None, list[Finding]]:
    """
    Turn the bytes of a file into a table, and say what is wrong with them.
    """
    from briefing.dataset.sheet import read_sheet  # the digest needs no pandas

    findings = []
    if resource.hash is not None and resource.hash != digest_of(raw):
        expected = f"{resource.hash}; run `briefing stamp` after a wanted change"
        what = f"its digest is {digest_of(raw)}"
        findings = [Finding(resource.path, None, None, "file-changed", what, expected)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        found = Finding(resource.path, line, None, "not-utf8", what, "UTF-8 text")
        return None, [*findings, found]
    findings += list(mangled(resource, text))
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        what, expected = "it is empty", ",".join(resource.table.names)
        found = Finding(resource.path, None, None, "empty-file", what, expected)
        return None, [*findings, found]
    sheet, found_in_rows = read_sheet(resource, text)
    return sheet, [*findings, *found_in_rows]


def mangled(resource: Resource, text: str) -> Iterator[Finding]:
    """
    Find what an editor of another system left at the ends of the file and of lines.
    """
    if text.startswith(BYTE_ORDER_MARK):
        what, expected = "it starts with a byte order mark", "UTF-8 without one"
        yield Finding(resource.path, 1, None, "byte-order-mark", what, expected)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        what, expected = "a carriage return", "lines that end in LF alone"
        yield Finding(resource.path, line, None, "crlf", what, expected)


def undeclared(root: Path, package: Package) -> Iterator[Finding]:
    """
    Find CSV files that the descriptor does not name.
    """
    named = {resource.path for resource in package.resources}
    for path in sorted(root.rglob("*.csv")):
        name = path.relative_to(root).as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if name not in named and not hidden:
            what, expected = "no resource has this path", f"{DESCRIPTOR} to name it"
            yield Finding(name, None, None, "undeclared-file", what, expected)
