"""
The published editions on a shelf, read and never changed.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.publish.inputs import moved, of_file, of_manifest
from briefing.publish.manifest import MANIFEST


def fitting(out: Path, every: Iterator[str], known: Mapping[str, Any]) -> Iterator[str]:
    """
    Yield the names that are free, or that hold a whole edition of the same inputs.
    """
    for name in every:
        folder = out / name
        if not folder.exists() or (
            not moved(known, of_manifest(read_manifest(folder))) and not damage(folder)
        ):
            yield name


def read_manifest(folder: Path) -> dict[str, Any]:
    """
    Read the manifest of an edition; one that cannot be read says nothing.
    """
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def damage(folder: Path) -> list[str]:
    """
    Name the files of an edition that are not as its manifest says.
    """
    said = read_manifest(folder).get("outputs")
    outputs = said if isinstance(said, dict) else {MANIFEST: ""}
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    return sorted(
        name
        for name in outputs.keys() | there.keys()
        if name not in there or of_file(there[name]) != outputs.get(name)
    )
