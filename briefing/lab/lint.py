"""
Lint: read notebooks and profiles, run nothing, and say what to mend and where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from briefing.lab import (
    given,
    imports,
    kept,
    logic,
    mend,
    names,
    paper,
    shape,
    typed,
)
from briefing.lab.fault import Fault, Faults
from briefing.lab.listing import listing
from briefing.lab.page import Page, read_page

Rule = Callable[[Page], Faults]
# These hold for every notebook of ours, also for one that is a tool and no chapter.
ANY: tuple[Rule, ...] = (
    kept.in_format,
    kept.stripped,
    kept.with_ids,
    names.readable,
    names.known,
    imports.imported_rightly,
)
CHAPTER: tuple[Rule, ...] = (
    shape.named,
    shape.asking,
    shape.with_parameters,
    given.as_declared,
    shape.with_setup,
    shape.worded,
    shape.limited,
    logic.calling,
    imports.importing,
    typed.counted,
    typed.placed,
    paper.printing,
)
NOTEBOOKS = Path("notebooks")


def lint(paths: Sequence[Path] = (), *, fix: bool = False) -> list[Fault]:
    """
    List what is wrong with the notebooks and profiles at *paths*, in reading order.

    With *fix* what is mechanical is put right first, and the rest is listed.
    """
    return [fault for path in files(paths) for fault in of_file(path, fix=fix)]


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """
    Yield the notebooks and profiles that are meant: of a folder, all it holds.
    """
    for path in paths or (NOTEBOOKS,):
        if not path.is_dir():
            yield path
            continue
        found = [*path.glob("*.ipynb"), *path.glob("*.toml")]
        found += path.glob("profiles/*.toml")
        yield from sorted(found, key=lambda one: (one.suffix != ".ipynb", one))


def of_file(path: Path, *, fix: bool = False) -> list[Fault]:
    """
    List what is wrong with one file.
    """
    if path.suffix == ".toml":
        return list(listing(path))
    page = read_page(path)
    if isinstance(page, Fault):
        return [page]
    if fix and mend.mended(page, of_page(page)):
        return of_file(path)
    return of_page(page)


def of_page(page: Page) -> list[Fault]:
    """
    Hold one notebook against every rule that applies to it.
    """
    rules = ANY if page.is_tool else ANY + CHAPTER
    found = {fault: None for rule in rules for fault in rule(page)}
    return sorted(found, key=lambda fault: fault.cell)
