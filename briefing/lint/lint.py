"""Which files, which rules: lint() reads them all."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefing.errors import BriefingError
from briefing.lint import code, output, structure
from briefing.lint import fix as mending
from briefing.lint.notebook import TOOL, Fault, Faults, Page, read_page
from briefing.publish.profiles import NoProfile, paths_of_profiles

NOTEBOOKS, PROFILES = "notebooks", "profiles"

KINDS = (".ipynb", ".toml")


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the notebooks and profiles that are meant: of a folder, all it holds."""
    for path in paths or (nearest(),):
        found = in_folder(path) if path.is_dir() else [path]
        if not found:
            message = (
                f"{path} holds no notebook and no profile. Name one of them, their "
                f"folder or a project; `briefing chapter lint` alone reads notebooks/."
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


def listing(path: Path) -> Faults:
    """Name chapters that a profile asks for and that are not there, and what else is
    off.
    """
    from briefing.publish.profiles import profile_in
    from briefing.suggest import did_you_mean

    known = {one.stem for one in path.absolute().parent.parent.glob("*.ipynb")}
    text = text_of(path)
    chapters = chapters_in(text)
    absent = [name for name in chapters if name not in known]
    for name in absent:
        what = f"has the chapter {name}, and there is no such notebook"
        cure = did_you_mean(name, known) or "Take the line out, or write that notebook."
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
            profile_in(path)
        except BriefingError as error:
            what, _, cure = str(error).rstrip(".").partition(". ")
            cure = cure or "`briefing profile new` writes one that can be read"
            what = what.removeprefix(f"{path} ").removeprefix(f"{path.name} ")
            cure = cure if cure.endswith("?") else f"{cure}."
            yield Fault(path, 0, "", "profile", what, cure)


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


Rule = Callable[[Page], Faults]

# These hold for every notebook of ours, also for one that is a tool and no chapter.
ANY: tuple[Rule, ...] = (
    mending.in_format,
    mending.stripped,
    mending.filled,
    mending.with_ids,
    code.readable,
    code.known,
    code.imported_rightly,
)

CHAPTER: tuple[Rule, ...] = (
    structure.named,
    structure.asking,
    structure.with_parameters,
    structure.as_declared,
    structure.with_setup,
    structure.set_again,
    structure.chosen_again,
    structure.worded,
    structure.limited,
    code.calling,
    code.exhibited,
    code.short,
    code.importing,
    output.counted,
    output.placed,
    output.printing,
    output.shown_wholly,
    output.of_its_kind,
    output.named_rightly,
    output.leading_somewhere,
)


def lint(paths: Sequence[Path] = (), *, fix: bool = False) -> list[Fault]:
    """List what is wrong with the notebooks and profiles at *paths*, in reading order.

    With *fix* what is mechanical is put right first, and the rest is listed.
    """
    return [fault for path in files(paths) for fault in of_file(path, fix=fix)]


def of_file(path: Path, *, fix: bool = False) -> list[Fault]:
    """List what is wrong with one file."""
    if path.suffix == ".toml":
        return list(listing(path))
    page = read_page(path)
    if isinstance(page, Fault):
        return [page]
    if fix and mending.mended(page, of_page(page)):
        return of_file(path)
    return of_page(page)


def of_page(page: Page) -> list[Fault]:
    """Hold one notebook against every rule that applies to it."""
    rules = ANY if page.is_tool else ANY + CHAPTER
    found = {fault: None for rule in rules for fault in rule(page)}
    return sorted(found, key=lambda fault: fault.cell)
