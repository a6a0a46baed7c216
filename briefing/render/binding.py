"""Bind executed chapters into one notebook that carries its own front and back
matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy, deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from briefing.render.failure import ADDED


def join(
    notebooks: Iterable[NotebookNode],
    metadata: Mapping[str, Any],
    names: Sequence[str] = (),
) -> NotebookNode:
    """Bind *notebooks* in order; *metadata* is the briefing's front and back matter.

    The chapters themselves are not changed. Each cell remembers which of them it is
    from, by *names* if they are given: what one defines is not for another.
    """
    # Only the outside of a cell is copied: what is bound is read and never written to.
    # Two chapters made from one template share cell ids, which nbformat forbids.
    cells: list[NotebookNode] = []
    for chapter, notebook in enumerate(notebooks):
        name = names[chapter] if names else f"chapter {chapter + 1}"
        count = 0
        for cell in notebook.cells:
            count += not ADDED & set(cell.metadata.get("tags", []))
            origin = {"notebook": name, "cell": count}
            # What was joined before, as for the page, keeps where it is from.
            kept = copy(cell)
            kept["metadata"] = copy(cell.metadata)
            kept["metadata"].setdefault("briefing", origin)
            cells.append(kept)
            cells[-1]["id"] = f"cell-{len(cells) - 1:04d}"
    joined: NotebookNode = new_notebook(  # type: ignore[no-untyped-call]  # nbformat
        cells=cells, metadata={"briefing": deepcopy(dict(metadata))}
    )
    return joined
