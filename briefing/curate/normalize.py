"""Bring the texts of a package into their normal form, where the check names them."""

import json
from collections.abc import Iterator
from pathlib import Path

from briefing.curate.change import Edit, Lines, edits_of
from briefing.dataset.characters import normal
from briefing.dataset.files import digest_of, read_files, stamped
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
            written = dict(pair for lines in tables for pair in lines.files().items())
            descriptor = json.loads((root / DESCRIPTOR).read_text("utf-8"))
            by_name = {lines.resource.name: lines for lines in tables}
            descriptor["resources"] = [
                restamped(one, by_name.get(one["name"]), files.raw[one["name"]])
                for one in descriptor["resources"]
            ]
            text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
            decide(root, {**written, DESCRIPTOR: text.encode()})
    return edits


def normal_lines(resource: Resource, raw: list[bytes]) -> Lines:
    """Read a table and bring its cells into their normal form."""
    broken = list(unreadable(resource, raw))
    if broken:
        raise InvalidPackage(resource.path, broken)
    lines = Lines(resource, raw)
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


def restamped(
    described: dict[str, object], lines: Lines | None, raw: list[bytes]
) -> dict[str, object]:
    """Record the digest of a table whose file is written anew, if it was stamped."""
    changed = lines.files() if lines is not None else {}
    if lines is None or not changed or described.get("hash") != digest_of(raw):
        return described
    new = [
        changed.get(path, part)
        for path, part in zip(lines.resource.files, raw, strict=True)
    ]
    return stamped(described, new)
