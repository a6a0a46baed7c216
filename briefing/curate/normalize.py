"""Bring the texts of a package into their normal form, where the check names them."""

from collections.abc import Iterator
from pathlib import Path

from briefing.curate.change import Edit, TableRows, edits_of
from briefing.dataset.characters import normal
from briefing.dataset.files import digest_of, read_files, restamped
from briefing.dataset.findings import Finding, InvalidPackage
from briefing.dataset.location import find_package, on_disk
from briefing.dataset.schema import Resource
from briefing.dataset.table import read_text
from briefing.dataset.transaction import DESCRIPTOR, alone, decide


def normalize(data: str | Path | None = None, *, dry_run: bool = False) -> list[Edit]:
    """Write every text in its normal form, with the new digests; give what changed."""
    root = on_disk(find_package(data))
    with alone(root):
        files = read_files(root)
        if files.findings or files.package is None:
            raise InvalidPackage(str(root), files.findings)
        tables = [
            normal_lines(resource, files.raw[name])
            for name, resource in files.package.tables.items()
            if resource.format == "csv"
        ]
        edits = [edit for lines in tables for edit in edits_of(lines)]
        if edits and not dry_run:
            written = {k: v for table in tables for k, v in table.files().items()}
            raw = {
                name: [
                    written.get(path, part)
                    for path, part in zip(resource.files, files.raw[name], strict=True)
                ]
                for name, resource in files.package.tables.items()
                # A digest that was wrong before stays wrong, to be found.
                if resource.hash in (None, digest_of(files.raw[name]))
            }
            descriptor = (root / DESCRIPTOR).read_bytes()
            written[DESCRIPTOR] = restamped(descriptor, files.raw, raw)
            decide(root, written)
    return edits


def normal_lines(resource: Resource, raw: list[bytes]) -> TableRows:
    """Read a table and bring its cells into their normal form."""
    broken = list(unreadable(resource, raw))
    if broken:
        raise InvalidPackage(resource.path, broken)
    lines = TableRows(resource, raw)
    for record in lines.records:
        record.now = {name: normal(cell) for name, cell in (record.was or {}).items()}
    return lines


def unreadable(resource: Resource, raw: list[bytes]) -> Iterator[Finding]:
    """Find what keeps the files of a table from being read."""
    for path, content in zip(resource.files, raw, strict=True):
        part, found = read_text(resource, path, content)
        # Rows are written as they stand; their ends must be ours for that.
        whole = part is not None and not any(one.code == "crlf" for one in found)
        yield from () if whole else found
