"""Which versions are installed here of what a briefing needs, however indirectly."""

import hashlib
import os
import platform
import re
import sys
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from functools import cache, lru_cache
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    distributions,
)
from typing import Any

from packaging.requirements import Requirement

from briefing.render.which import pandoc_version

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
