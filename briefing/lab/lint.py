"""Lint: read notebooks and profiles, run nothing, and say what to mend and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from briefing.lab import (
    chosen,
    given,
    imports,
    kept,
    links,
    logic,
    mend,
    names,
    paper,
    shape,
    showing,
    typed,
)
from briefing.lab.fault import Fault, Faults
from briefing.lab.files import files
from briefing.lab.listing import listing
from briefing.lab.page import Page, read_page

Rule = Callable[[Page], Faults]
# These hold for every notebook of ours, also for one that is a tool and no chapter.
ANY: tuple[Rule, ...] = (
    kept.in_format,
    kept.stripped,
    kept.filled,
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
    chosen.with_setup,
    chosen.set_again,
    chosen.chosen_again,
    shape.worded,
    shape.limited,
    logic.calling,
    logic.short,
    imports.importing,
    typed.counted,
    typed.placed,
    paper.printing,
    showing.shown_wholly,
    showing.of_its_kind,
    showing.named_rightly,
    links.leading_somewhere,
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
    if fix and mend.mended(page, of_page(page)):
        return of_file(path)
    return of_page(page)


def of_page(page: Page) -> list[Fault]:
    """Hold one notebook against every rule that applies to it."""
    rules = ANY if page.is_tool else ANY + CHAPTER
    found = {fault: None for rule in rules for fault in rule(page)}
    return sorted(found, key=lambda fault: fault.cell)
