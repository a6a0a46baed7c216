"""Which notebooks and profiles are meant by a file, by a folder, or by nothing at
all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.publish.profile import NoProfile, paths_of_profiles

NOTEBOOKS, PROFILES = "notebooks", "profiles"
KINDS = (".ipynb", ".toml")


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the notebooks and profiles that are meant: of a folder, all it holds."""
    for path in paths or (nearest(),):
        found = in_folder(path) if path.is_dir() else [path]
        if not found:
            message = (
                f"{path} holds no notebook and no profile. Name one of them, their "
                f"folder or a project; `briefing lint` alone reads notebooks/."
            )
            raise NoProfile(message)
        if path.is_file() and path.suffix not in KINDS:
            message = f"{path} is neither a notebook (.ipynb) nor a profile (.toml)."
            raise NoProfile(message)
        yield from found


def nearest() -> Path:
    """Find the notebooks of the project that we are in."""
    here = Path(NOTEBOOKS)
    if here.is_dir():
        return here
    return Path(os.path.relpath(paths_of_profiles()[0].parent.parent))


def in_folder(folder: Path) -> list[Path]:
    """List what a folder holds; of a project, its notebooks; and else what lies
    below.
    """
    project = folder / NOTEBOOKS
    found = own(folder) + (own(project) if project.is_dir() else [])
    if found:
        return found
    below = (Path(at) for at, folders, _ in os.walk(folder) if seen(folders))
    return [path for one in below for path in own(one)]


def seen(folders: list[str]) -> bool:
    """Leave hidden folders out, such as that in which Jupyter keeps older versions."""
    folders[:] = sorted(name for name in folders if not name.startswith("."))
    return True


def own(folder: Path) -> list[Path]:
    """List the notebooks of a folder, then its profiles; other files of TOML are
    none.
    """
    profiles = folder if folder.absolute().name == PROFILES else folder / PROFILES
    return [*sorted(folder.glob("*.ipynb")), *sorted(profiles.glob("*.toml"))]
