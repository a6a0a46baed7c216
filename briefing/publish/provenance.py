"""Digests of everything that can change an edition."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from email.message import Message
from email.parser import HeaderParser
from functools import cache, lru_cache
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    distributions,
)
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement

from briefing.exhibits.fonts import font_paths
from briefing.render.subprocesses import pandoc_version

if TYPE_CHECKING:
    from briefing.publish.profiles import Profile
    from briefing.selection.selection import Selection

DISTRIBUTION = "sco-briefing"

# What is wanted with an extra alone: most lines, and each takes a while to be read.
ONLY_EXTRA = re.compile(r"^(?!.* or ).*\bextra\s*==")


@cache
def software() -> dict[str, Any]:
    """List Python, pandoc and the packages that we ask for, and digest what they need.

    What is imported stays as it is while a process lives, so this is asked once.
    """
    found = dict(needed(DISTRIBUTION))
    lines = (f"{name} {version}\n" for name, version in sorted(found.items()))
    own = distribution(DISTRIBUTION).version
    return {
        "python": platform.python_version(),
        "pandoc": pandoc_version(),
        "packages": {DISTRIBUTION: own} | {name: found[name] for name in asked_for()},
        "environment": hashlib.sha256("".join(lines).encode()).hexdigest(),
    }


def asked_for() -> list[str]:
    """Name the packages that a briefing needs; those of extras play no part in it."""
    needed = distribution(DISTRIBUTION).requires or ()
    return sorted(plain(named(line)) for line in needed if "extra ==" not in line)


def needed(name: str) -> Iterator[tuple[str, str]]:
    """Yield every package that *name* needs here, however indirectly, with its
    version.
    """
    todo: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    seen = set(todo)
    while todo:
        one, extras = todo.pop()
        said = installed(one)
        if one != name:
            yield one, said.get("Version", "absent")
        for line in said.get_all("Requires-Dist", ()):
            if not extras and ONLY_EXTRA.search(line):
                continue
            asked = Requirement(line)
            wanted = any(
                asked.marker is None or asked.marker.evaluate({"extra": extra})
                for extra in extras or {""}
            )
            further = (plain(asked.name), frozenset(asked.extras))
            if wanted and further not in seen:
                seen.add(further)
                todo.append(further)


def installed(name: str) -> Message:
    """Read what an installed package says of itself; one that is not there says
    nothing.
    """
    try:
        return said_of(distribution(name))
    except PackageNotFoundError:
        return Message()


def everything() -> tuple[str, ...]:
    """List every package that is installed, with its version.

    A kernel may import what nobody has imported yet, so this is asked again wherever
    something was installed since.
    """
    return _installed_in(tuple((path, _changed(path)) for path in sys.path))


def _changed(path: str) -> int:
    """Tell when something was last put into a folder."""
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116  # as it stands in sys.path
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _installed_in(_: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    """Read what is installed in the folders of `sys.path`, once for what they look
    like.
    """
    said = map(said_of, distributions())
    return tuple(sorted(f"{one['Name']} {one['Version']}" for one in said))


def said_of(package: Distribution) -> Message:
    """Read name, version and needs of a package, and not the pages that follow them.

    `Distribution.metadata` reads all of it, for each question anew.
    """
    if text := package.read_text("METADATA"):
        return HeaderParser().parsestr(text.partition("\n\n")[0])
    # One of an older kind says in other files what it is and what it needs.
    said = Message()
    said["Name"], said["Version"] = package.name, package.version
    for line in package.requires or ():
        said["Requires-Dist"] = line
    return said


def named(requirement: str) -> str:
    """Give the name that a requirement begins with."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def plain(name: str) -> str:
    """Write the name of a package in its one canonical way."""
    return re.sub(r"[-_.]+", "-", name).lower()


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
