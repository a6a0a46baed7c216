"""
Which versions are installed here of what a briefing needs, however indirectly.
"""

import hashlib
import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement

DISTRIBUTION = "sco-briefing"


@cache
def software() -> dict[str, Any]:
    """
    List Python, pandoc and the packages that we ask for, and digest what they need.

    What is imported stays as it is while a process lives, so this is asked once.
    """
    import pypandoc

    found = dict(needed(DISTRIBUTION))
    lines = (f"{name} {version}\n" for name, version in sorted(found.items()))
    own = distribution(DISTRIBUTION).version
    return {
        "python": platform.python_version(),
        "pandoc": str(pypandoc.get_pandoc_version()),
        "packages": {DISTRIBUTION: own} | {name: found[name] for name in asked_for()},
        "environment": hashlib.sha256("".join(lines).encode()).hexdigest(),
    }


def asked_for() -> list[str]:
    """
    Name the packages that a briefing needs; those of extras play no part in it.
    """
    needed = distribution(DISTRIBUTION).requires or ()
    return sorted(plain(named(line)) for line in needed if "extra ==" not in line)


def needed(name: str) -> Iterator[tuple[str, str]]:
    """
    Yield every package that *name* needs here, however indirectly, with its version.
    """
    todo: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    seen = set(todo)
    while todo:
        one, extras = todo.pop()
        found = installed(one)
        if one != name:
            yield one, found.version if found else "absent"
        for line in (found.requires if found else None) or ():
            asked = Requirement(line)
            wanted = any(
                asked.marker is None or asked.marker.evaluate({"extra": extra})
                for extra in extras or {""}
            )
            further = (plain(asked.name), frozenset(asked.extras))
            if wanted and further not in seen:
                seen.add(further)
                todo.append(further)


def installed(name: str) -> Distribution | None:
    """
    Find an installed package.
    """
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def named(requirement: str) -> str:
    """
    Give the name that a requirement begins with.
    """
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def plain(name: str) -> str:
    """
    Write the name of a package in its one canonical way.
    """
    return re.sub(r"[-_.]+", "-", name).lower()
