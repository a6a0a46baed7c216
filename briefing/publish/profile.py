"""Which notebooks make which briefing: data in notebooks/profiles/*.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.errors import BriefingError
from briefing.measure.refusals import near_miss
from briefing.publish.nonsense import fixed_in, nonsense

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
        near = near_miss(name, paths)
        message = f"There is no profile '{name}'. {near}".rstrip()
        message += f" `briefing list profiles` shows all {len(paths)}."
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
