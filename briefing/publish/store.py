"""The folder of editions: locked, looked up, and written in one rename."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from briefing.dataset.characters import is_number
from briefing.errors import BriefingError
from briefing.files import sync, write
from briefing.publish.errors import Busy
from briefing.publish.models import Order
from briefing.publish.provenance import moved, of_file, of_manifest

LOCKS = ".locks"

PREFIX, SUFFIX = ".edition-", ".part"

BREAK = "~"  # after the name of the briefing, which has none

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class CannotWrite(BriefingError):
    """A place that cannot be written to: read-only, full, or no folder."""

    code = "cannot-write"

    @classmethod
    def at(cls, place: Path, error: OSError) -> CannotWrite:
        """Name the place and the reason, and say that nothing was lost."""
        reason = error.strerror or str(error)
        return cls(
            f"Cannot write to {place}: {reason}. Nothing was published, and nothing "
            f"published before was touched. Choose another folder with --out."
        )


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotWrite.at(place, error) from error


@contextmanager
def with_room() -> Iterator[None]:
    """Say in a sentence that there is no room for temporary files."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        message = (
            f"Cannot write temporary files to {tempfile.gettempdir()}: "
            f"{error.strerror}. Nothing was published, and nothing published before "
            f"was touched. Make room there, or name another folder in TMPDIR."
        )
        raise CannotWrite(message) from error


class Draft:
    """A temporary folder beside the editions, for whoever holds the briefing's lock."""

    def __init__(self, out: Path, stem: str) -> None:
        """Make the folder; the lock of the briefing *stem* must be held."""
        self.out = out
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            place = tempfile.mkdtemp(SUFFIX, f"{PREFIX}{stem}{BREAK}", out)
            self.folder = Path(place)

    def __enter__(self) -> Draft:
        """Hand out the draft; leaving takes away what was not published."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what was not published."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Write *files* to disk for good and name the folder; False if the name is
        taken.
        """
        ready, place = self.folder / name, self.out / name
        with writing(self.out):
            for path, content in files.items():
                write(ready / path, content)
            for folder in {(ready / path).parent for path in files} | {ready}:
                sync(folder)
            if place.exists():
                return False
            try:
                ready.rename(place)
            except OSError:
                # Somebody published under this name a moment ago.
                if not place.exists():
                    raise
                return False
        # It stands there now; that the disk does not confirm it undoes nothing.
        with suppress(OSError):
            sync(self.out)
        return True


def clear_abandoned(out: Path, ours: str) -> None:
    """Take away what dead runs left; the lock of the briefing *ours* must be held.

    A draft belongs to whoever holds the lock of its briefing. If that is us, or nobody,
    its run is dead. What `prune` hid is to go in any case.
    """
    from filelock import FileLock, Timeout

    for folder in out.glob(f"{PREFIX}*{SUFFIX}"):
        stem, told, _ = folder.name.removeprefix(PREFIX).rpartition(BREAK)
        if not told or stem == ours:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(Timeout, OSError), FileLock(lock_of(out, stem), timeout=0):
            shutil.rmtree(folder, ignore_errors=True)


def lock_of(out: Path, stem: str) -> Path:
    """Return the file whose lock a run of the briefing *stem* holds."""
    return out / LOCKS / f"{stem}.lock"


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a published folder holds exactly *files*, byte for byte."""
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return there == set(files) and all(
        (folder / name).read_bytes() == content for name, content in files.items()
    )


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


@contextmanager
def alone(out: Path, stem: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a briefing, or say who does; what dead runs left is cleared
    away.

    A run that holds it may take it again. The file stays, because to take it away would
    let two runs hold two files of one name; only the lock in it counts.
    """
    from filelock import FileLock, Timeout

    place = lock_of(out, stem)
    with writing(out):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place, is_singleton=True)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise Busy.of(stem, place, wait) from None
    try:
        # Who has it is good to know, and no reason to fail on a full disk.
        with suppress(OSError):
            place.write_text(str(os.getpid()), "ascii")
        with writing(out):
            clear_abandoned(out, stem)
        yield
    finally:
        lock.release()
