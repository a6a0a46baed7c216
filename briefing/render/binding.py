"""
Bind executed chapters into one notebook that carries its own front and back matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook


def join(
    notebooks: Iterable[NotebookNode], metadata: Mapping[str, Any]
) -> NotebookNode:
    """
    Bind *notebooks* in order; *metadata* is the briefing's front and back matter.

    The chapters themselves are not changed.
    """
    chapters = [deepcopy(notebook) for notebook in notebooks]
    cells = [cell for chapter in chapters for cell in chapter.cells]
    for place, cell in enumerate(cells):
        # Two chapters made from one template share cell ids, which nbformat forbids.
        cell["id"] = f"cell-{place:04d}"
    joined: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]  # nbformat
        cells=cells, metadata={"briefing": deepcopy(dict(metadata))}
    )
    return joined
