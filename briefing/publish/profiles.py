"""Kinds of briefing: the profiles, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from briefing.errors import BriefingError
from briefing.selection.parameters import BY_NAME
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

SUBJECTS = ("states", "rights", "year")

BLANKS = ("state", "right", "year", "period", "scope")

KEYS: Mapping[str, tuple[type, str]] = {
    "title": (str, "a text in quotes"),
    "about": (str, "a text in quotes"),
    "chapters": (list, 'a list, such as ["01-at-a-glance", "05-cases"]'),
    "parameters": (dict, "a table that begins with the line [parameters]"),
    "one": (str, "a text in quotes"),
    "compact": (bool, "true or false"),
}


def nonsense(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the values of a profile, the coarsest first."""
    for name, (kind, words) in KEYS.items():
        if name in said and not isinstance(said[name], kind):
            yield f"says {name} = {said[name]!r}, and it must be {words}."
            return
    checks = (
        ("key", set(said), set(KEYS)),
        ("parameter", set(said.get("parameters", {})), set(BY_NAME)),
        ("subject", {said.get("one", "")} - {""}, set(SUBJECTS)),
    )
    for what, given, known in checks:
        for name in sorted(given - known):
            yield unknown(what, name, known)
    yield from unfilled(said["title"])
    yield from unfit(fixed_in(said))


def unfilled(title: str) -> Iterator[str]:
    """Say what keeps a title from being filled, by filling it."""
    if not title.strip():
        yield "has an empty title, and the cover needs one."
    try:
        title.format_map(dict.fromkeys(BLANKS, ""))
    except KeyError as error:
        yield unknown("blank in its title", str(error.args[0]), BLANKS)
    except (ValueError, LookupError, AttributeError, TypeError):
        yield (
            f"has a title whose blanks cannot be filled: '{title}'. A blank is written "
            f"as {{state}}, and a bracket that is to be printed twice: {{{{."
        )


def unfit(fixed: Mapping[str, str]) -> Iterator[str]:
    """Say what a profile fixes that no run could be given either."""
    if fixed:
        from briefing.selection.selection import Selection

        try:
            Selection.from_strings(fixed)
        except BriefingError as error:
            yield f"fixes what nothing accepts. {error}"


def fixed_in(said: Mapping[str, Any]) -> dict[str, str]:
    """Read what a profile fixes; years and dates may stand without quotation marks."""
    values = said.get("parameters", {})
    return {n: str(v) if isinstance(v, int | date) else v for n, v in values.items()}


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Name what nothing knows, and the nearest to it that there is."""
    near = did_you_mean(name, sorted(known)) or f"There are {listing(sorted(known))}."
    return f"has an unknown {what}: '{name}'. {near}"


REGIONAL = "regional"


class NoProfile(BriefingError):
    """A briefing without notebooks, or notebooks without a profile."""


@dataclass(frozen=True)
class Profile:
    """A kind of briefing: its title, its notebooks in order, and what it fixes.

    `one` names what a selection must hold exactly one of (states, rights or a year);
    `fixed` holds parameters that are part of the profile; a `compact` briefing has a
    heading in place of a cover and no pages behind its chapters; `file` is where it was
    read from.
    """

    title: str
    chapters: tuple[Path, ...]
    method: Path
    name: str = REGIONAL
    about: str = ""
    one: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    file: Path | None = None

    @property
    def words(self) -> str:
        """Read the method text that is bound behind the chapters."""
        return self.method.read_text("utf-8") if self.method.is_file() else ""


def read_profile(name: str = REGIONAL, start: Path | None = None) -> Profile:
    """Read the profile *name* from the nearest profiles at or above *start*."""
    paths = {path.stem: path for path in paths_of_profiles(start)}
    if name not in paths:
        near = did_you_mean(name, paths)
        message = f"There is no profile '{name}'. {near}".rstrip()
        message += f" `briefing profile list` shows all {len(paths)}."
        raise NoProfile(message)
    return profile_in(paths[name])


def profiles(start: Path | None = None) -> list[Profile]:
    """Read every profile, the main briefing first."""
    return [profile_in(path) for path in paths_of_profiles(start)]


def paths_of_profiles(start: Path | None = None) -> list[Path]:
    """Find the nearest profiles, the main one first, or say where none was found.

    Where there is none, the notebooks that stand beside this package are meant.
    """
    for folder in above(start or Path.cwd()):
        paths = (folder / "notebooks" / "profiles").glob("*.toml")
        found = sorted(paths, key=lambda path: (path.stem != REGIONAL, path.stem))
        if found:
            return found
    message = (
        f"No notebooks: no folder at or above {start or Path.cwd()} holds "
        f"notebooks/profiles. Run the command inside the project."
    )
    raise NoProfile(message)


def above(start: Path) -> Iterator[Path]:
    """Yield *start*, the folders above it, and the home of this package."""
    yield from (start, *start.parents)
    yield Path(__file__).resolve().parents[2]


def profile_in(path: Path) -> Profile:
    """Read one profile, and refuse what is none."""
    try:
        return profile_of(path, path.read_text("utf-8"))
    except UnicodeDecodeError:
        message = f"{path} is not a text in UTF-8; save it again with that encoding."
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
    raise NoProfile(message)


def profile_of(path: Path, text: str) -> Profile:
    """Read a profile of the text that stands at *path*, or that is to stand there."""
    notebooks = path.absolute().parent.parent
    try:
        said = tomllib.loads(text)
        title, names = said["title"], said["chapters"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        message = f"{path} is not a profile; it needs a title and chapters ({error})."
        raise NoProfile(message) from None
    for wrong in nonsense(said):
        message = f"{path.name} {wrong}"
        raise NoProfile(message)
    chapters = tuple(notebooks / f"{name}.ipynb" for name in names)
    absent = [chapter.name for chapter in chapters if not chapter.is_file()]
    if absent or not chapters:
        what = f"has no notebook {', '.join(absent)}" if absent else "has no chapters"
        message = f"{path.name} {what}; chapters stand in {notebooks}."
        raise NoProfile(message)
    return Profile(
        title,
        chapters,
        notebooks.parent / "METHOD.md",
        name=path.stem,
        about=said.get("about", ""),
        one=said.get("one", ""),
        fixed=fixed_in(said),
        compact=said.get("compact", False),
        file=path,
    )
