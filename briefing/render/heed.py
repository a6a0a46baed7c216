"""Whether a chapter heeds what it is told, and whether it was run as it stands."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from briefing.render.failure import ChapterFailed, written
from briefing.render.payloads import is_ours
from briefing.render.refusals import NotTypeset

PARAMETERS, SETUP = "parameters", "setup"
OURS = re.compile(r"^\s*(from|import) briefing\b", re.MULTILINE)
COMMENT = re.compile(r"\s*(#.*)?", re.MULTILINE)
LONGEST = 40  # letters of a cell that tell which one is meant
AGAIN = "Run > Run All Cells, then export again"


def heedless(chapter: str, notebook: NotebookNode) -> ChapterFailed | None:
    """Refuse a chapter of ours in which no cell takes the parameters of a run.

    papermill would put them above everything, where the chapter's own defaults undo
    them: a briefing on one state would count all of them.
    """
    code = [(n, c) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "code"]
    if not any(OURS.search(cell.source) for _, cell in code):
        return None
    if any(PARAMETERS in tags(cell) for _, cell in code):
        return None
    reason = (
        "no cell is tagged parameters, so what the run is asked for would not reach "
        "the chapter. Give this cell the tag parameters (the gear at the right edge "
        "of JupyterLab), or run `briefing lint --fix`."
    )
    return ChapterFailed(chapter, code[0][0], reason, notebook)


def refuse_unrun(notebook: NotebookNode) -> None:
    """Refuse to print a chapter of ours of which a cell was not run, or not run
    again.
    """
    cells = list(enumerate(written(notebook), start=1))
    code = [(n, c) for n, c in cells if c.cell_type == "code" and not empty(c)]
    if not ours(notebook):
        return
    unrun = [(n, c) for n, c in code if not c.execution_count and not c.outputs]
    if unrun and len(unrun) == len(code):
        message = f"No cell of this chapter has been run. {AGAIN}."
        raise NotTypeset(message)
    for number, cell in unrun:
        lacks = f"{place(number, cell)} has not been run, so the PDF would lack it."
        message = f"{lacks} {AGAIN}."
        raise NotTypeset(message)
    refuse_stale(code)


def ours(notebook: NotebookNode) -> bool:
    """Tell whether a notebook is a chapter of ours, also before it was run."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = set().union(*map(tags, code))
    return is_ours(notebook) or {PARAMETERS, SETUP} <= tagged


def refuse_stale(code: list[tuple[int, NotebookNode]]) -> None:
    """Refuse what was run before the parameters or the selection above it were run
    again.

    Each chapter of a joined notebook has counts of its own, from its parameters on.
    """
    first = 0
    for number, cell in code:
        count = cell.execution_count or 0
        if PARAMETERS in tags(cell):
            first = 0
        if 0 < count < first:
            message = (
                f"{place(number, cell)} was run before the parameters were, so it "
                f"shows another selection. {AGAIN}."
            )
            raise NotTypeset(message)
        if early(cell):
            first = max(first, count)


def early(cell: NotebookNode) -> bool:
    """Tell whether a cell decides what all others count."""
    return bool({PARAMETERS, SETUP} & tags(cell))


def tags(cell: NotebookNode) -> set[str]:
    """Give the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def empty(cell: NotebookNode) -> bool:
    """Tell whether a cell holds nothing but comments."""
    return all(COMMENT.fullmatch(line) for line in cell.source.splitlines())


def place(number: int, cell: NotebookNode) -> str:
    """Name a cell by its number and its first words."""
    first = cell.source.strip().partition("\n")[0]
    words = first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"
    return f'Cell {number} "{words}"'
