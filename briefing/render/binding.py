"""Bind executed chapters into one notebook that carries its own front and back
matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy, deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook


def join(
    notebooks: Iterable[NotebookNode], metadata: Mapping[str, Any]
) -> NotebookNode:
    """Bind *notebooks* in order; *metadata* is the briefing's front and back matter.

    The chapters themselves are not changed.
    """
    # Only the outside of a cell is copied: what is bound is read and never written to.
    # Two chapters made from one template share cell ids, which nbformat forbids.
    found = [cell for notebook in notebooks for cell in notebook.cells]
    cells: list[NotebookNode] = []
    for place, cell in enumerate(found):
        cells.append(copy(cell))
        cells[-1]["id"] = f"cell-{place:04d}"
    joined: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]  # nbformat
        cells=cells, metadata={"briefing": deepcopy(dict(metadata))}
    )
    return joined
