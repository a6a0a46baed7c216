"""Everything that can move a byte of an edition, as digests: what a manifest records,
what the cache goes by, and what tells whether anything has changed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from briefing.publish.software import software
from briefing.show.fonts import font_paths

if TYPE_CHECKING:
    from briefing.measure import Selection
    from briefing.publish.profile import Profile

CODE = Path(__file__).resolve().parents[1]
COMPILED = {"__pycache__"}
LOCK = "requirements.lock"
SETTLED = 5 * 10**9  # nanoseconds after which another change has another time

Look = tuple[str, int, int, int, int]


def inputs(profile: Profile, selection: Selection, data: str) -> dict[str, Any]:
    """Gather what goes into an edition made of the data with the digest *data*."""
    return {
        "profile": profile.name,
        "parameters": selection.model_dump() | {"data": ""},
        "data": data,
        "notebooks": {path.name: of_file(path) for path in notebooks(profile)},
        "texts": {path.name: of_file(path) for path in texts(profile)},
        "code": digest_of_code(),
        "fonts": digest_of_fonts(),
        "software": software(),
    }


def of_manifest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Read the inputs back from a manifest; those of an older kind lack some."""
    names = ("profile", "parameters", "notebooks", "texts", "code", "fonts", "software")
    data = manifest.get("data", {}).get("sha256")
    return {**{name: manifest.get(name) for name in names}, "data": data}


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Name what differs between two gatherings of inputs."""
    found = []
    for name, value in before.items():
        other = after.get(name)
        if value == other:
            continue
        if name in ("notebooks", "texts") and isinstance(other, Mapping):
            both = [*dict.fromkeys([*value, *other])]
            found += [one for one in both if value.get(one) != other.get(one)]
        else:
            found.append(name)
    return found


def notebooks(profile: Profile) -> list[Path]:
    """List the chapters in order, and what Python or matplotlib would read beside
    them.
    """
    folders = dict.fromkeys(path.parent for path in profile.chapters)
    beside = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    beside += [folder / "matplotlibrc" for folder in folders]
    return [*profile.chapters, *(path for path in beside if path.is_file())]


def texts(profile: Profile) -> Iterator[Path]:
    """Yield the files that a briefing is made of besides data, notebooks and code."""
    if profile.method.is_file():
        yield profile.method
    if profile.file is not None:
        yield profile.file
    lock = profile.method.parent / LOCK
    if lock.is_file():
        yield lock


def digest(content: bytes) -> str:
    """Give the SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return digest(path.read_bytes())


def digest_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """Give one SHA-256 over names and contents of files."""
    lines = (f"{digest(content)}  {name}\n" for name, content in files)
    return digest("".join(lines).encode())


@cache
def digest_of_fonts() -> str:
    """Give one SHA-256 over every font of the house; nobody exchanges them under a
    run.
    """
    return digest_of_files((path.name, path.read_bytes()) for path in font_paths())


def digest_of_code() -> str:
    """Give one SHA-256 over everything in this package, as it is at this moment.

    A run asks some dozens of times for the same bytes: what looks as it did is not read
    again, unless it is so new that a second change could bear the same time.
    """
    seen = tuple(sorted(_looks()))
    if max(max(look[-2:]) for look in seen) > time.time_ns() - SETTLED:
        return _read(seen)
    return _read_once(seen)


def _looks() -> Iterator[Look]:
    """Yield every file of the package with what changes when the file does."""
    for folder, folders, names in os.walk(CODE):
        folders[:] = set(folders) - COMPILED
        for name in names:
            path = f"{folder}{os.sep}{name}"
            # What an editor keeps beside a file may lead nowhere, or be gone by now.
            with suppress(FileNotFoundError):
                now = os.stat(path)  # noqa: PTH116  # pathlib takes three times as long
                if S_ISREG(now.st_mode):
                    when = (now.st_mtime_ns, now.st_ctime_ns)
                    yield path, now.st_ino, now.st_size, *when


def _read(seen: tuple[Look, ...]) -> str:
    """Read the files of the package."""
    paths = {Path(look[0]).relative_to(CODE).as_posix(): look[0] for look in seen}
    return digest_of_files(
        (name, Path(path).read_bytes()) for name, path in sorted(paths.items())
    )


_read_once = lru_cache(maxsize=2)(_read)
