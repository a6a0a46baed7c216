"""
Which notebooks make which briefing: data in notebooks/profiles/*.toml.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

from briefing.errors import BriefingError
from briefing.measure.parameters import BY_NAME
from briefing.measure.refusals import near_miss

REGIONAL = "regional"
SUBJECTS = ("states", "rights", "year")
BLANKS = ("state", "right", "year", "period", "scope")
KEYS = {"title", "about", "chapters", "parameters", "one", "compact"}


class NoProfile(BriefingError):
    """
    A briefing without notebooks, or notebooks without a profile.
    """


@dataclass(frozen=True)
class Profile:
    """
    A kind of briefing: its title, its notebooks in order, and what it fixes.

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
        """
        Read the method text that is bound behind the chapters.
        """
        return self.method.read_text("utf-8") if self.method.is_file() else ""


def read_profile(name: str = REGIONAL, start: Path | None = None) -> Profile:
    """
    Read the profile *name* from the nearest profiles at or above *start*.
    """
    paths = {path.stem: path for path in paths_of_profiles(start)}
    if name not in paths:
        near = near_miss(name, paths)
        message = f"There is no profile '{name}'. {near}".rstrip()
        message += f" `briefing list profiles` shows all {len(paths)}."
        raise NoProfile(message)
    return profile_in(paths[name])


def profiles(start: Path | None = None) -> list[Profile]:
    """
    Read every profile, the main briefing first.
    """
    paths = paths_of_profiles(start)
    paths.sort(key=lambda path: (path.stem != REGIONAL, path.stem))
    return [profile_in(path) for path in paths]


def paths_of_profiles(start: Path | None = None) -> list[Path]:
    """
    Find the nearest folder of profiles, or say where none was found.

    Where there is none, the notebooks that stand beside this package are meant.
    """
    for folder in above(start or Path.cwd()):
        paths = sorted((folder / "notebooks" / "profiles").glob("*.toml"))
        if paths:
            return paths
    message = (
        f"No notebooks: no folder at or above {start or Path.cwd()} holds "
        f"notebooks/profiles. Run the command inside the project."
    )
    raise NoProfile(message)


def above(start: Path) -> Iterator[Path]:
    """
    Yield *start*, the folders above it, and the home of this package.
    """
    yield from (start, *start.parents)
    yield Path(__file__).resolve().parents[2]


def profile_in(path: Path) -> Profile:
    """
    Read one profile, and refuse a chapter that is not there.
    """
    notebooks = path.parents[1]
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        title, names = str(said["title"]), list(said["chapters"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        message = f"{path} is not a profile; it needs a title and chapters ({error})."
        raise NoProfile(message) from None
    chapters = tuple(notebooks / f"{name}.ipynb" for name in names)
    absent = [chapter.name for chapter in chapters if not chapter.is_file()]
    if absent or not chapters:
        what = f"has no notebook {', '.join(absent)}" if absent else "has no chapters"
        message = f"{path.name} {what}; chapters stand in {notebooks}."
        raise NoProfile(message)
    refuse_nonsense(path, said)
    return Profile(
        title,
        chapters,
        notebooks.parent / "METHOD.md",
        name=path.stem,
        about=str(said.get("about", "")),
        one=str(said.get("one", "")),
        fixed={name: str(value) for name, value in said.get("parameters", {}).items()},
        compact=bool(said.get("compact", False)),
        file=path,
    )


def refuse_nonsense(path: Path, said: Mapping[str, Any]) -> None:
    """
    Refuse a key, a parameter or a blank in the title that nothing knows.
    """
    blanks = {name for _, name, *_ in Formatter().parse(str(said["title"])) if name}
    checks = (
        ("key", set(said), KEYS),
        ("parameter", set(said.get("parameters", {})), set(BY_NAME)),
        ("blank in its title", blanks, set(BLANKS)),
        ("subject", {said.get("one", "")} - {""}, set(SUBJECTS)),
    )
    for what, given, known in checks:
        for name in sorted(given - known):
            near = near_miss(str(name), sorted(known))
            message = f"{path.name} has an unknown {what}: '{name}'. {near}".rstrip()
            raise NoProfile(message)
