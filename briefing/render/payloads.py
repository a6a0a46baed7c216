"""Read what our notebooks show: the payloads in a notebook's outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

MIME = "application/vnd.sco-briefing+json"
UNDER = "under"  # the selection above when it was made; nothing that is printed

Payload = Mapping[str, Any]


def payload_of(output: NotebookNode) -> Payload | None:
    """Return the payload that one output carries, if it carries one."""
    found = carried(output)
    return {k: v for k, v in found.items() if k != UNDER} if found else None


def under(output: NotebookNode) -> str:
    """Tell under which selection an output was made, if it says so."""
    return str((carried(output) or {}).get(UNDER, ""))


def carried(output: NotebookNode) -> Payload | None:
    """Return all that an output carries for the typesetter, if anything."""
    found = output.get("data", {}).get(MIME)
    return found if isinstance(found, Mapping) and "kind" in found else None


def exhibits(notebook: NotebookNode) -> Iterator[Payload]:
    """Yield every payload of *notebook* in reading order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            payload = payload_of(output)
            if payload is not None:
                yield payload


def first(notebook: NotebookNode, kind: str) -> Payload | None:
    """Return the first payload of a kind."""
    return next((p for p in exhibits(notebook) if p["kind"] == kind), None)


def is_ours(notebook: NotebookNode) -> bool:
    """Tell whether *notebook* is a chapter of ours: it says which data it counted."""
    return "briefing" in notebook.metadata or first(notebook, "context") is not None
