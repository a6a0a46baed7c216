"""Executed notebooks: payloads, tags, several joined to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy, deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from briefing.render.errors import ChapterError

MIME = "application/vnd.sco-briefing+json"

UNDER = "under"  # the selection above when it was made; nothing that is printed

# Tags of the cells that papermill adds.
PAPERMILL_TAGS = {"injected-parameters", "papermill-error-cell-tag"}

# Where papermill writes where files lay on this machine.
PAPERMILL_PATHS = ("input_path", "output_path", "environment_variables")

Payload = Mapping[str, Any]


def tags(cell: NotebookNode) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def authored_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that papermill did not add."""
    return [cell for cell in notebook.cells if not PAPERMILL_TAGS & tags(cell)]


def without_paths(notebook: NotebookNode) -> NotebookNode:
    """Remove from *notebook* where its files lay, and return it."""
    for key in PAPERMILL_PATHS:
        notebook.metadata.get("papermill", {}).pop(key, None)
    return notebook


def first_error(chapter: str, notebook: NotebookNode) -> ChapterError | None:
    """The first authored cell that failed, if any.

    A notebook that leaves early (`SystemExit`, even with 0) failed too.
    """
    for number, cell in enumerate(authored_cells(notebook), start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in tags(cell):
                reason = f"{output.ename}: {output.evalue}".strip(": ")
                return ChapterError(chapter, number, reason, without_paths(notebook))
    return None


def payload_of(output: NotebookNode) -> Payload | None:
    """Return the payload that one output carries, if it carries one."""
    found = carried(output)
    return {k: v for k, v in found.items() if k != UNDER} if found else None


def selection_digest(output: NotebookNode) -> str:
    """Tell under which selection an output was made, if it says so."""
    return str((carried(output) or {}).get(UNDER, ""))


def carried(output: NotebookNode) -> Payload | None:
    """Return all that an output carries for the typesetter, if anything."""
    found = output.get("data", {}).get(MIME)
    return found if isinstance(found, Mapping) and "kind" in found else None


def iter_payloads(notebook: NotebookNode) -> Iterator[Payload]:
    """Yield every payload of *notebook* in reading order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            payload = payload_of(output)
            if payload is not None:
                yield payload


def first_payload(notebook: NotebookNode, kind: str) -> Payload | None:
    """Return the first payload of a kind."""
    return next((p for p in iter_payloads(notebook) if p["kind"] == kind), None)


def is_ours(notebook: NotebookNode) -> bool:
    """Whether *notebook* is a chapter of ours: it says which data it counted."""
    return (
        "briefing" in notebook.metadata
        or first_payload(notebook, "context") is not None
    )


def concat(
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
            count += not PAPERMILL_TAGS & tags(cell)
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


ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
)


def as_text(text: object) -> str:
    """A text of a notebook, which may be kept as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def plain_text(text: object) -> str:
    """Drop colours and cursor movements; of a line that overwrote itself keep the
    last.
    """
    lines = ANSI.sub("", as_text(text)).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
