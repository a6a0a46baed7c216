"""What a choice would give, before anything is built: counts in words, or the
refusal.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.dataset.find import DESCRIPTOR, VARIABLE
from briefing.dataset.remote import URL
from briefing.errors import BriefingError
from briefing.show.words import counted, listing, people

if TYPE_CHECKING:
    from briefing.measure import Chosen
    from briefing.publish.profile import Profile


@dataclass(frozen=True)
class Sight:
    """What would be counted, then for whom and what to mind; or why nothing can be."""

    counts: str
    rest: tuple[str, ...] = ()
    refused: bool = False


def sight(profile: Profile, given: Mapping[str, str], data: str) -> Sight:
    """Count what a briefing with the parameters *given* would hold of the package
    *data*.
    """
    from briefing.dataset import load
    from briefing.measure import select
    from briefing.publish import asked

    try:
        selection = asked(profile, given)
        chosen = select(load(data or None), selection)
    except BriefingError as error:
        return Sight(str(error), refused=True)
    return Sight(counts(chosen), (*scope(chosen), *minded(chosen)))


def counts(chosen: Chosen) -> str:
    """Say how many incidents, violations and people: three units, never one sum."""
    n, violations = len(chosen.incident_at), len(chosen.violation_at)
    said = (counted(n, "incidents"), counted(violations, "violations"))
    return f"{listing([*said, people(*chosen.persons())])}."


def scope(chosen: Chosen) -> tuple[str, ...]:
    """Say for which states, when, and what narrows it further."""
    limits = f"; {chosen.limits}" if chosen.limits else ""
    return (f"{chosen.scope}, {chosen.period}{limits}.",)


def minded(chosen: Chosen) -> tuple[str, ...]:
    """Word the notes that this choice calls for."""
    wanted = {
        "doubtful": len(chosen.doubtful),
        "persons_unknown": chosen.persons_unknown,
    }
    return chosen.notes(*(key for key, n in wanted.items() if n))


def place(named: str, root: Path) -> str:
    """Say where the command, which runs in *root*, finds the data that are *named*.

    The notebook runs in another folder, so nothing may stay relative.
    """
    named = named or os.environ.get(VARIABLE, "")
    if URL.match(named):
        return named
    if named:
        return str(root / os.path.expanduser(named))  # noqa: PTH111 - of nobody's home it makes no error
    near = root / "data"
    return str(near) if (near / DESCRIPTOR).is_file() else ""


def vocabularies(data: str) -> dict[str, dict[str, str]]:
    """Map each parameter that takes codes to the codes that the data know, and
    labels.
    """
    from briefing.dataset import load
    from briefing.measure import PARAMETERS, scope

    dataset = load(data or None)
    names = [one.name for one in PARAMETERS if one.vocabulary]
    return {name: scope.vocabulary(dataset, name) for name in names}


def words(profile: str, given: Mapping[str, str]) -> list[str]:
    """Write a choice as the words of the command that makes the same briefing."""
    options = ((f"--{name.replace('_', '-')}", text) for name, text in given.items())
    return ["render", profile, *(word for pair in options for word in pair)]


def command_line(profile: str, given: Mapping[str, str]) -> str:
    """Write a choice as a line that can be pasted into a terminal."""
    return shlex.join(["briefing", *words(profile, given)])
