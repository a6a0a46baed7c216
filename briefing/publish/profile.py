"""
Which notebooks make which briefing: data in notebooks/profiles/*.toml.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError

REGIONAL = "regional"


class NoProfile(BriefingError):
    """
    A briefing without notebooks, or notebooks without a profile.
    """


@dataclass(frozen=True)
class Profile:
    """
    A briefing's title and its notebooks, in order.
    """

    title: str
    chapters: tuple[Path, ...]
    method: Path

    @property
    def words(self) -> str:
        """
        Read the method text that is bound behind the chapters.
        """
        return self.method.read_text("utf-8") if self.method.is_file() else ""


def read_profile(name: str = REGIONAL, start: Path | None = None) -> Profile:
    """
    Read the profile *name* from the nearest `notebooks` at or above *start*.

    Where there is none, the notebooks that stand beside this package are meant.
    """
    for folder in above(start or Path.cwd()):
        path = folder / "notebooks" / "profiles" / f"{name}.toml"
        if path.is_file():
            return profile_in(path)
    message = (
        f"No notebooks: no folder at or above {start or Path.cwd()} holds "
        f"notebooks/profiles/{name}.toml. Run the command inside the project."
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
    return Profile(title, chapters, notebooks.parent / "METHOD.md")
