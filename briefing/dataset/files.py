"""The bytes and digests of a package, and its descriptor written again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.dataset.findings import Finding, InvalidPackage, shown
from briefing.dataset.location import Root, files_below, find_package, legible, on_disk
from briefing.dataset.schema import Package, Resource, read_package
from briefing.dataset.transaction import DESCRIPTOR, alone, decide, moving, settle
from briefing.errors import Taken

ENDS = ("csv", "parquet")

MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

TRIES = 5  # times that a package which somebody changes meanwhile is read


@dataclass(frozen=True)
class Files:
    """What a folder holds as bytes: the descriptor, the file of each table, their
    digest.
    """

    root: Root
    package: Package | None
    raw: dict[str, list[bytes]]
    digest: str
    findings: list[Finding]


def read_files(root: Root) -> Files:
    """Read the bytes of all files of the package in *root*, all of one version."""
    for _ in range(TRIES):
        files, descriptor = read_once(root)
        if not isinstance(root, Path) or not descriptor:
            return files
        if not moving(root, descriptor):
            return files
        settle(root)
    message = f"{root} changes faster than it can be read; run the command again."
    raise Taken(message)


def read_once(root: Root) -> tuple[Files, bytes | None]:
    """Read the bytes of all files of the package, and give those of the descriptor,
    too.
    """
    place = root / DESCRIPTOR
    # Read once: the digest must be that of the very descriptor that is understood here.
    descriptor = place.read_bytes() if legible(place) else None
    package, findings = read_package(root, descriptor)
    raw: dict[str, list[bytes]] = {}
    if package is None or descriptor is None:
        return Files(root, None, raw, "", findings), descriptor
    digest = hashlib.sha256(descriptor)
    for resource in in_order_of_files(package):
        found = list(out_of_reach(root, resource))
        if not found:
            raw[resource.name] = [(root / name).read_bytes() for name in resource.files]
            for name, read in zip(resource.files, raw[resource.name], strict=True):
                # The path and the length part one file from the next.
                digest.update(f"\0{name}\0{len(read)}\0".encode())
                digest.update(read)
        findings += found
    findings += undeclared(root, package)
    files = Files(root, package, raw, digest.hexdigest(), findings)
    return files, descriptor


def in_order_of_files(package: Package) -> list[Resource]:
    """Give the tables in the order of their files."""
    return sorted(package.resources, key=lambda resource: resource.path)


def out_of_reach(root: Root, resource: Resource) -> Iterator[Finding]:
    """Find a path that leads out of the package, or to no file."""
    for name in resource.files:
        parts = PurePosixPath(name).parts
        odd = any(sign in name for sign in "\\:\0") or ".." in parts
        if odd or name.startswith("/") or leads_out(root, name):
            code, expected = "unsafe-path", "a relative path inside the package"
            what = f"{shown(name)} leads out of the package"
            yield Finding(DESCRIPTOR, None, resource.name, code, what, expected)
        elif not legible(root / name):
            folder = (root / name).is_dir()
            what = "it is a folder" if folder else "it is not there to read"
            expected = f"the table '{resource.name}'"
            yield Finding(name, None, None, "missing-file", what, expected)


def leads_out(root: Root, name: str) -> bool:
    """Tell whether a symbolic link leads out of the package where the name does not."""
    if not isinstance(root, Path):
        return False
    return not (root / name).resolve().is_relative_to(root.resolve())


def digest_of(raw: Iterable[bytes]) -> str:
    """Give the digest of the files of a table, one after the other, as recorded."""
    digest = hashlib.sha256()
    for part in raw:
        digest.update(part)
    return f"sha256:{digest.hexdigest()}"


def undeclared(root: Root, package: Package) -> Iterator[Finding]:
    """Find tables that the descriptor does not name."""
    named = {path for resource in package.resources for path in resource.files}
    found: dict[str, tuple[str, str]] = {}
    for name in tables_below(root):
        hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        if name not in named and not hidden:
            place, *said = foreign(root, package, name)
            found.setdefault(place, (said[0], said[1]))
    for place, (what, expected) in found.items():
        yield Finding(place, None, None, "undeclared-file", what, expected)


def foreign(root: Root, package: Package, name: str) -> tuple[str, str, str]:
    """Tell what a table is that no resource names: its place, what it is, and what to
    do.

    A folder that was written as a whole, such as an edition, is named once.
    """
    what, expected = "no resource has this path", f"{DESCRIPTOR} to name it"
    if not isinstance(root, Path):
        return name, what, expected
    out = "to lie beside the package; move it there"
    for folder in reversed(PurePosixPath(name).parents[:-1]):
        place = root / folder
        if (place / "manifest.json").is_file():
            said = "this folder is an edition of a briefing and no part of the data"
            return folder.as_posix(), said, out
        if (place / DESCRIPTOR).is_file():
            return folder.as_posix(), "this folder is a data package of its own", out
    if name.endswith("-unplaced.csv"):
        return name, "it lists what `briefing data import` found no place for", out
    with suppress(OSError):
        content = (root / name).read_bytes()
        for path in (one for resource in package.resources for one in resource.files):
            copied = root / path
            if copied.is_file() and copied.read_bytes() == content:
                return name, f"it is a copy of {path}", "to be taken away"
    return name, what, expected


def tables_below(root: Root) -> Iterator[str]:
    """Name the tables that lie in a package, declared or not."""
    if not isinstance(root, Path):
        names = files_below(root)
        yield from (name for name in names if name.rpartition(".")[2] in ENDS)
        return
    # Unlike rglob, walk minds no folder that is gone before it gets there: somebody
    # may be changing the package.
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            if name.endswith(tuple(f".{end}" for end in ENDS)):
                yield (Path(folder) / name).relative_to(root).as_posix()


def stamp(data: str | Path | None = None) -> list[str]:
    """Write the digest and size of each file into the descriptor; name those that
    changed.
    """
    root = on_disk(find_package(data))
    package, findings = read_package(root)
    if package is not None:
        findings = [f for r in package.resources for f in out_of_reach(root, r)]
    if findings or package is None:
        raise InvalidPackage(str(root), findings)
    with alone(root):
        descriptor = json.loads((root / DESCRIPTOR).read_text("utf-8"))
        changed = []
        for place, resource in enumerate(descriptor["resources"]):
            names = package.resources[place].files
            raw = [(root / name).read_bytes() for name in names]
            if resource.get("hash") != digest_of(raw):
                changed.append(names[0])
            descriptor["resources"][place] = stamped(resource, raw)
        decide(root, {DESCRIPTOR: descriptor_bytes(descriptor)})
    return changed


def stamped(resource: dict[str, Any], raw: Sequence[bytes]) -> dict[str, Any]:
    """A resource with the digest and size of its files, before its long schema."""
    rest = {k: v for k, v in resource.items() if k not in ("hash", "bytes", "schema")}
    digest = {"hash": digest_of(raw), "bytes": sum(map(len, raw))}
    return {**rest, **digest, "schema": resource["schema"]}


def restamped(
    descriptor: bytes,
    old: Mapping[str, Sequence[bytes]],
    new: Mapping[str, Sequence[bytes]],
) -> bytes:
    """A descriptor with the digests of the *new* tables that are not the *old* ones."""
    whole = json.loads(descriptor)
    whole["resources"] = [
        stamped(resource, new[name])
        if new.get(name, old[name]) != old[name]
        else resource
        for resource in whole["resources"]
        for name in [resource["name"]]
    ]
    return descriptor_bytes(whole)


def moved(resource: dict[str, Any], paths: Sequence[str], form: str) -> dict[str, Any]:
    """A resource that stands in other files, its digest still open."""
    left = ("hash", "bytes") + ("dialect", "encoding") * (form == "parquet")
    kept = {key: value for key, value in resource.items() if key not in left}
    path = paths[0] if len(paths) == 1 else [*paths]
    return kept | {"path": path, "format": form, "mediatype": MEDIA_TYPES[form]}


def descriptor_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """The bytes of datapackage.json."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
