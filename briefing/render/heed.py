"""
Whether a chapter heeds what it is told, and whether it was run as it stands.
"""

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
    """
    Refuse a chapter of ours in which no cell takes the parameters of a run.

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
    """
    Refuse to print a chapter of ours of which a cell was not run, or not run again.
    """
    cells = list(enumerate(written(notebook), start=1))
    code = [(n, c) for n, c in cells if c.cell_type == "code" and not empty(c)]
    if not is_ours(notebook) and not all(tagged(code, t) for t in (PARAMETERS, SETUP)):
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


def refuse_stale(code: list[tuple[int, NotebookNode]]) -> None:
    """
    Refuse what was run before the parameters or the selection were run again.
    """
    first = max((c.execution_count or 0 for _, c in code if early(c)), default=0)
    for number, cell in code:
        if not early(cell) and 0 < (cell.execution_count or 0) < first:
            message = (
                f"{place(number, cell)} was run before the parameters were, so it "
                f"shows another selection. {AGAIN}."
            )
            raise NotTypeset(message)


def early(cell: NotebookNode) -> bool:
    """
    Tell whether a cell decides what all others count.
    """
    return bool({PARAMETERS, SETUP} & tags(cell))


def tagged(code: list[tuple[int, NotebookNode]], tag: str) -> bool:
    """
    Tell whether any cell has a tag.
    """
    return any(tag in tags(cell) for _, cell in code)


def tags(cell: NotebookNode) -> set[str]:
    """
    Give the tags of a cell.
    """
    return set(cell.metadata.get("tags", []))


def empty(cell: NotebookNode) -> bool:
    """
    Tell whether a cell holds nothing but comments.
    """
    return all(COMMENT.fullmatch(line) for line in cell.source.splitlines())


def place(number: int, cell: NotebookNode) -> str:
    """
    Name a cell by its number and its first words.
    """
    first = cell.source.strip().partition("\n")[0]
    words = first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"
    return f'Cell {number} "{words}"'
