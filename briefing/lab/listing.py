"""Profiles, held against the notebooks that they name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import BriefingError
from briefing.lab.fault import Fault, Faults
from briefing.lab.given import misspelt
from briefing.lab.page import TOOL
from briefing.measure.parameters import BY_NAME


def listing(path: Path) -> Faults:
    """Name chapters that a profile asks for and that are not there, and what else is
    off.
    """
    from briefing.measure.refusals import near_miss
    from briefing.publish.profile import profile_in

    known = {one.stem for one in path.absolute().parent.parent.glob("*.ipynb")}
    text = text_of(path)
    chapters = chapters_in(text)
    absent = [name for name in chapters if name not in known]
    for name in absent:
        what = f"has the chapter {name}, and there is no such notebook"
        cure = near_miss(name, known) or "Take the line out, or write that notebook."
        yield fault(path, text, name, what, cure)
    for name in chapters:
        if name.startswith(TOOL):
            what = f"has {name}, which is a tool and no chapter"
            yield fault(path, text, name, what, "Take the line out.")
        if chapters.count(name) > 1:
            what = f"has the chapter {name} more than once"
            yield fault(path, text, name, what, "Take the other line out.")
            break
    if not absent:
        try:
            fixed = profile_in(path).fixed
        except BriefingError as error:
            what, _, cure = str(error).rstrip(".").partition(". ")
            cure = cure or "`briefing new profile` writes one that can be read"
            what = what.removeprefix(f"{path} ").removeprefix(f"{path.name} ")
            cure = cure if cure.endswith("?") else f"{cure}."
            yield Fault(path, 0, "", "profile", what, cure)
        else:
            yield from coded(path, text, fixed)


def coded(path: Path, text: str, fixed: Mapping[str, str]) -> Faults:
    """Name a code that a profile fixes and that the data at hand do not know."""
    for name, value in fixed.items():
        meant = misspelt(BY_NAME[name], value)
        if meant:
            what = f"fixes {name} as {value}, which the data do not know"
            yield fault(path, text, value, what, meant.strip())


def text_of(path: Path) -> str:
    """Read a profile; nothing, where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def chapters_in(text: str) -> list[str]:
    """Read the chapters of a profile; none, where it cannot be read."""
    try:
        found = tomllib.loads(text).get("chapters", [])
    except tomllib.TOMLDecodeError:
        return []
    return [str(name) for name in found] if isinstance(found, list) else []


def fault(path: Path, text: str, name: str, what: str, cure: str) -> Fault:
    """Say what is wrong with a chapter of a profile, at the line that names it."""
    hit = re.search(rf"[\"']{re.escape(name)}[\"']", text)
    line = text[: hit.start()].count("\n") + 1 if hit else 0
    return Fault(path, 0, "", "profile", what, cure, line)
