"""Digests of everything that can change an edition."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
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
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from briefing.exhibits.fonts import font_paths
from briefing.render.subprocesses import pandoc_version

if TYPE_CHECKING:
    from briefing.publish.profiles import Profile
    from briefing.selection.selection import Selection

DISTRIBUTION = "sco-briefing"

CODE = Path(__file__).resolve().parents[1]

LOCK = "requirements.lock"

# A requirement of an extra alone: most lines are, and to parse one takes a while.
ONLY_EXTRA = re.compile(r"^(?!.* or ).*\bextra\s*==")


def inputs(profile: Profile, selection: Selection, data: str) -> dict[str, Any]:
    """Return the digests of what goes into an edition of the data with digest *data*.

    Besides: the profile's name, the parameters, and the versions of the software.
    """
    return {
        "profile": profile.name,
        "parameters": selection.model_dump() | {"data": ""},
        "data": data,
        "notebooks": {path.name: digest_of_file(path) for path in notebooks(profile)},
        "texts": {path.name: digest_of_file(path) for path in texts(profile)},
        "code": digest_of_code(),
        "fonts": digest_of_fonts(),
        "software": software(),
    }


def inputs_in(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs that a manifest names; None where it lacks one."""
    names = ("profile", "parameters", "notebooks", "texts", "code", "fonts", "software")
    data = manifest.get("data", {}).get("sha256")
    return {**{name: manifest.get(name) for name in names}, "data": data}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the inputs that differ; notebooks and texts by file name."""
    found = []
    for name, value in before.items():
        other = after.get(name)
        if value == other:
            continue
        if name in ("notebooks", "texts") and isinstance(other, Mapping):
            both = dict.fromkeys([*value, *other])
            found += [one for one in both if value.get(one) != other.get(one)]
        else:
            found.append(name)
    return found


def notebooks(profile: Profile) -> list[Path]:
    """Chapters in order, and what Python or matplotlib would read beside them."""
    folders = dict.fromkeys(path.parent for path in profile.chapters)
    beside = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    beside += [folder / "matplotlibrc" for folder in folders]
    return [*profile.chapters, *(path for path in beside if path.is_file())]


def texts(profile: Profile) -> Iterator[Path]:
    """Files that go into an edition besides data, notebooks and code."""
    if profile.method.is_file():
        yield profile.method
    if profile.file is not None:
        yield profile.file
    lock = profile.method.parent / LOCK
    if lock.is_file():
        yield lock


def code() -> list[Path]:
    """Every file of this package but what Python compiled, in a fixed order."""
    found = (path for path in CODE.rglob("*") if "__pycache__" not in path.parts)
    # What an editor keeps beside a file may be a link that leads nowhere.
    return sorted((path for path in found if path.is_file()), key=Path.as_posix)


def state_of_files(profile: Profile) -> frozenset[tuple[object, ...]]:
    """Size, times and number of every file that goes into an edition, by its path.

    Tells at little cost whether one of them was written or exchanged meanwhile.
    """
    found = set()
    for path in (*notebooks(profile), *texts(profile), *code()):
        with suppress(FileNotFoundError):
            stat = path.stat()
            times = (stat.st_mtime_ns, stat.st_ctime_ns)
            found.add((path, stat.st_ino, stat.st_size, *times))
    return frozenset(found)


def digest(content: bytes) -> str:
    """SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return digest(path.read_bytes())


def digest_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """One SHA-256 over names and contents of files."""
    lines = (f"{digest(content)}  {name}\n" for name, content in files)
    return digest("".join(lines).encode())


def digest_of_code() -> str:
    """One SHA-256 over everything in this package, as it is at this moment."""
    return digest_of_files(
        (path.relative_to(CODE).as_posix(), path.read_bytes()) for path in code()
    )


@cache
def digest_of_fonts() -> str:
    """One SHA-256 over all fonts; nobody exchanges them under a run."""
    return digest_of_files((path.name, path.read_bytes()) for path in font_paths())


@cache
def software() -> dict[str, Any]:
    """Versions of Python, pandoc and the packages that we ask for.

    `environment` is a digest over these packages and all that they need. What is
    imported stays as it is while a process lives, so this is asked once.
    """
    found = dict(needed(DISTRIBUTION))
    lines = (f"{name} {version}\n" for name, version in sorted(found.items()))
    own = metadata(DISTRIBUTION)
    asked = sorted(canonicalize_name(one.name) for one in requirements(own))
    return {
        "python": platform.python_version(),
        "pandoc": pandoc_version(),
        "packages": {DISTRIBUTION: own["Version"]}
        | {name: found[name] for name in asked},
        "environment": digest("".join(lines).encode()),
    }


def needed(name: str) -> Iterator[tuple[str, str]]:
    """Yield each package that *name* needs here, however indirectly, and its version.

    The version of one that is not installed is "absent".
    """
    todo, seen = [(name, "")], {(name, "")}
    while todo:
        one, extra = todo.pop()
        package = metadata(one)
        if one != name and not extra:
            yield one, package.get("Version", "absent")
        for further in requirements(package, extra):
            for key in ("", *further.extras):
                pair = (canonicalize_name(further.name), key)
                if pair not in seen:
                    seen.add(pair)
                    todo.append(pair)


def requirements(package: Message, extra: str = "") -> Iterator[Requirement]:
    """Yield what a package requires on this machine, with an *extra* or without."""
    for line in package.get_all("Requires-Dist", ()):
        if extra or not ONLY_EXTRA.search(line):
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or marker.evaluate({"extra": extra}):
                yield requirement


def metadata(name: str) -> Message:
    """Metadata of an installed package; empty for one that is not there."""
    try:
        return head(distribution(name))
    except PackageNotFoundError:
        return Message()


def head(package: Distribution) -> Message:
    """Name, version and requirements of a package, without the pages below them.

    `Distribution.metadata` reads all of it, for each question anew.
    """
    if text := package.read_text("METADATA"):
        return HeaderParser().parsestr(text.partition("\n\n")[0])
    # One of an older kind has them in other files.
    found = Message()
    found["Name"], found["Version"] = package.name, package.version
    for line in package.requires or ():
        found["Requires-Dist"] = line
    return found


def everything() -> tuple[str, ...]:
    """Every installed package with its version, sorted.

    A kernel may import what nobody has imported yet, so the folders are read again
    wherever something was installed since.
    """
    return _installed_in(tuple((path, _last_change(path)) for path in sys.path))


def _last_change(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116  # as it stands in sys.path
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _installed_in(_: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    found = map(head, distributions())
    return tuple(sorted(f"{one['Name']} {one['Version']}" for one in found))
