"""New kinds of briefing, and new chapters in those that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from briefing.errors import BriefingError
from briefing.lab.page import TOOL
from briefing.measure.refusals import near_miss
from briefing.publish.profile import (
    NoProfile,
    paths_of_profiles,
    profile_in,
    profile_of,
)

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# The register is where a reader looks everything up: it stands behind all chapters.
REGISTER = "05-cases"


def profile_folder() -> Path:
    """Find the folder of the profiles of this project."""
    folder = paths_of_profiles()[0].parent
    if not Path.cwd().is_relative_to(folder.parents[1]):
        # To read the notebooks beside the package from anywhere is harmless.
        message = (
            f"{Path.cwd()} is in no project, and nothing is written into another one. "
            f"Go into the project first: cd {folder.parents[1]}"
        )
        raise NoProfile(message)
    return folder


def path_of(name: str) -> Path:
    """Find a profile by its name, or ask for the one that was meant."""
    paths = {path.stem: path for path in paths_of_profiles()}
    if name not in paths:
        near = near_miss(name, paths) or "`briefing list profiles` shows them."
        message = f"There is no profile '{name}'. {near}"
        raise BriefingError(message)
    # What cannot be read gets no chapter; better to know before one is written.
    profile_in(paths[name])
    return paths[name]


def new_profile(
    name: str, *, title: str, about: str, chapters: Sequence[str], one: str = ""
) -> Path:
    """Write a profile, once it is sure that it can be read back."""
    path = profile_folder() / f"{name}.toml"
    if not NAME.fullmatch(name):
        message = (
            f"A profile cannot be called '{name}'; write small letters, digits and "
            f"hyphens, such as two-states."
        )
        raise BriefingError(message)
    if path.exists():
        message = f"There is a profile '{name}': edit {path}, or choose another name."
        raise BriefingError(message)
    refuse_unknown(chapters, path.parents[1])
    lines = [f"title = {quoted(title)}", f"about = {quoted(about or title)}"]
    lines += [f"one = {quoted(one)}"] if one else []
    lines += ["chapters = [", *(f"    {quoted(name)}," for name in chapters), "]"]
    text = "\n".join(lines) + "\n"
    profile_of(path, text)
    path.write_text(text, "utf-8", newline="\n")
    return path


def refuse_unknown(chapters: Sequence[str], notebooks: Path) -> None:
    """Refuse chapters that are not there, and a profile without any."""
    found = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    known = [name for name in found if not name.startswith(TOOL)]
    if not chapters:
        message = f"A profile needs chapters; there are {', '.join(known)}."
        raise BriefingError(message)
    for name in chapters:
        if chapters.count(name) > 1:
            message = f"The chapter '{name}' is named more than once; name it once."
            raise BriefingError(message)
        if name not in known:
            begun = [f"Did you mean '{one}'?" for one in known if one.startswith(name)]
            near = next(iter(begun), "") or near_miss(name, known)
            near = near or f"There are {', '.join(known)}."
            message = f"There is no chapter '{name}'. {near}"
            raise BriefingError(message)


def quoted(text: str) -> str:
    """Write a text as TOML, which quotes it as JSON does."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def add_chapter(path: Path, chapter: str) -> None:
    """Name a chapter in a profile: last, but before the register of cases.

    The file keeps its words and its order; one line is new.
    """
    names = [one.stem for one in profile_in(path).chapters]
    text = path.read_text("utf-8")
    if chapter in names:
        return
    line, behind = quoted(chapter), names[-1] != REGISTER or len(names) == 1
    last = rf"([\"']{re.escape(names[-1])}[\"'])"
    changed, n = text, 0
    # One to a line, as the profiles of this project are; or all on one line.
    for start, between in ((r"^([ \t]*)", rf"\n\1{line}"), (r"()", f" {line}")):
        new = rf"\1\2,{between}" if behind else rf"\1{line},{between[: -len(line)]}\2"
        if n == 0:
            changed, n = re.subn(start + last, new, text, flags=re.MULTILINE)
    if n != 1:
        message = (
            f"{path.name} does not hold its chapters one to a line; write {line} "
            f"into its list of chapters."
        )
        raise BriefingError(message)
    profile_of(path, changed)
    path.write_text(changed, "utf-8", newline="\n")
