"""The published editions on a shelf, read and never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from briefing.dataset.characters import is_number
from briefing.publish.inputs import moved, of_file, of_manifest
from briefing.publish.manner import Order

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Shelf:
    """What stands there of an order: whole editions of the same inputs, and what to say
    of those that are not whole any more.
    """

    whole: tuple[str, ...]
    notes: tuple[str, ...]


def look(order: Order, version: str, known: Mapping[str, Any]) -> Shelf:
    """Find the editions that were made of the inputs *known*."""
    same = [
        name
        for name in published(order, version)
        if not moved(known, of_manifest(read_manifest(order.out / name)))
    ]
    wrong = {name: damage(order.out / name) for name in same}
    notes = tuple(
        not_whole(order, name, files) for name, files in wrong.items() if files
    )
    whole = tuple(name for name in same if not wrong[name])
    return Shelf(whole, notes)


def not_whole(order: Order, name: str, files: list[str]) -> str:
    """Say that an edition was changed or lost files since it was published."""
    some = f"{', '.join(files[:3])}{', …' if files[3:] else ''}"
    return (
        f"Edition {name} in {order.out} no longer holds what its manifest says "
        f"({some}); it is left as it is, and is not taken for up to date."
    )


def published(order: Order, version: str) -> list[str]:
    """List the editions of a briefing and version that are there, in their order."""
    if order.edition is not None:
        return [order.edition] if (order.out / order.edition).exists() else []
    first = f"{order.stem}-{version}"
    numbers = {1: first} if (order.out / first).exists() else {}
    for path in order.out.glob(f"{first}-*"):
        number = path.name.removeprefix(f"{first}-")
        if is_number(number) and int(number) > 1:
            numbers[int(number)] = path.name
    return [numbers[number] for number in sorted(numbers)]


def free(order: Order, version: str) -> Iterator[str]:
    """Yield the names that no edition has: never one that a later edition came after.

    An edition that was taken away may have been cited, so its name is not given again.
    """
    there = published(order, version)
    if order.edition is not None:
        yield from () if there else (order.edition,)
        return
    first = f"{order.stem}-{version}"
    last = there[-1].removeprefix(f"{first}-") if there else "0"
    begin = int(last) + 1 if is_number(last) else 2
    for number in count(begin):
        yield first if number == 1 else f"{first}-{number}"


def ever(order: Order, pattern: str = "*") -> Iterator[Path]:
    """Yield every edition of a briefing that is there, whatever its data and its name.

    Names do not tell: the name of one briefing may begin with that of another.
    """
    asked = {
        "profile": order.profile.name,
        "parameters": order.selection.model_dump() | {"data": ""},
    }
    for path in order.out.glob(f"{pattern}/{MANIFEST}"):
        if asked.items() <= of_manifest(read_manifest(path.parent)).items():
            yield path.parent


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an edition; one that cannot be read says nothing."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def damage(folder: Path) -> list[str]:
    """Name the files of an edition that are not as its manifest says."""
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
        if name not in there or not intact(there[name], outputs.get(name))
    )


def intact(path: Path, said: object) -> bool:
    """Tell whether a file can be read and has the digest that was said of it."""
    try:
        return of_file(path) == said
    except OSError:
        return False
