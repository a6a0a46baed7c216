"""Which cells of a notebook have to run again after it was edited, and which need not.

A cell that only calls names of the notebook's language shows something and changes
nothing. Its output stays true while the cell itself, and every cell before it that does
more than that, is what it was. Cells that do more run whenever anything runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import TypeAlias

from nbformat import NotebookNode

import briefing
from briefing.render.failure import ADDED, written
from briefing.render.heed import tags

# What a cell may be made of that only shows: calls, with values and each other inside.
SHOWING = (
    *(ast.Expression, ast.Call, ast.Name, ast.Constant, ast.keyword, ast.expr_context),
    *(ast.Attribute, ast.List, ast.Tuple, ast.UnaryOp, ast.unaryop),
)
Key: TypeAlias = tuple[str, ...]
# What cells showed, each under all that its output comes from.
Shown: TypeAlias = dict[Key, list[NotebookNode]]


def to_run(notebook: NotebookNode, shown: Shown) -> NotebookNode:
    """Make the notebook that a kernel gets: what was shown and is still true stays out.

    Each cell keeps its place, so that a mistake is found at the number that it has. If
    nothing has to run, no cell holds any code.
    """
    made = deepcopy(notebook)
    old = [key in shown for _, key, _ in cells(made)]
    for (cell, _, shows), known in zip(list(cells(made)), old, strict=True):
        cell.outputs = []
        if all(old) or (shows and known):
            cell.source = ""
    return made


def merged(notebook: NotebookNode, executed: NotebookNode, shown: Shown) -> Shown:
    """Give each cell what it shows, as it ran or from before, and remember all of it.

    Parameters that papermill injects show nothing, and a run may put others there.
    """
    now: Shown = {key: [] for _, key, _ in cells(notebook)}
    ours = [(cell, key) for cell, key, _ in cells(notebook) if not ADDED & tags(cell)]
    ran = [cell for cell in written(executed) if cell.cell_type == "code"]
    for (cell, key), other in zip(ours, ran, strict=True):
        cell.outputs = other.outputs if other.source else deepcopy(shown.get(key, []))
        now[key] = deepcopy(cell.outputs)
    return now


def cells(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Key, bool]]:
    """Go through the code: each cell with what its output comes from, and whether it
    only shows.
    """
    before: Key = ()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shows, named = only_shows(cell.source), cell.metadata.get("tags", [])
            key = (*before, f"{' '.join(named)}\n{cell.source}")
            yield cell, key, shows
            before = before if shows else key


def only_shows(source: str) -> bool:
    """Tell whether a cell is one expression made of calls of the notebook's
    language.
    """
    try:
        parts = list(ast.walk(ast.parse(source.strip(), mode="eval")))
    except SyntaxError:
        return False
    calls = [one.func for one in parts if isinstance(one, ast.Call)]
    whole = all(isinstance(one, SHOWING) for one in parts)
    return whole and bool(calls) and all(map(_of_language, calls))


def _of_language(function: ast.expr) -> bool:
    """Tell whether a call is of a name that `briefing` hands out, or of one in
    `say`.
    """
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "say"
    return isinstance(function, ast.Name) and function.id in briefing.__all__
