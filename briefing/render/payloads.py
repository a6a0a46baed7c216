"""
Read what our notebooks show: the payloads in a notebook's outputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

MIME = "application/vnd.sco-briefing+json"

Payload = Mapping[str, Any]


def payload_of(output: NotebookNode) -> Payload | None:
    """
    Return the payload that one output carries, if it carries one.
    """
    bundle = output.get("data", {})
    found = bundle.get(MIME)
    return found if isinstance(found, Mapping) and "kind" in found else None


def exhibits(notebook: NotebookNode) -> Iterator[Payload]:
    """
    Yield every payload of *notebook* in reading order.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            payload = payload_of(output)
            if payload is not None:
                yield payload


def first(notebook: NotebookNode, kind: str) -> Payload | None:
    """
    Return the first payload of a kind.
    """
    return next((p for p in exhibits(notebook) if p["kind"] == kind), None)


def is_ours(notebook: NotebookNode) -> bool:
    """
    Tell whether *notebook* is a chapter of ours: it says which data it counted.
    """
    return "briefing" in notebook.metadata or first(notebook, "context") is not None
