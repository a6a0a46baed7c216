"""Read chapters of ours: payloads become exhibits, Markdown becomes text."""

from __future__ import annotations

from nbformat import NotebookNode

from briefing.render.asides import is_aside
from briefing.render.document import Document, Origin
from briefing.render.outputs import show_outputs
from briefing.render.payloads import Payload, payload_of
from briefing.render.pictures import attached

# The parameters and the selection are said on the last page; code is not printed.
UNPRINTED = {"parameters", "injected-parameters", "setup"}


def read_chapter(document: Document, notebook: NotebookNode, *, audit: bool) -> None:
    """Add the cells of *notebook*; an audit edition prints the code as well."""
    for number, cell in enumerate(notebook.cells, start=1):
        document.cell = number
        origin = cell.metadata.get("briefing", {})
        if origin:
            document.origins[number] = Origin(**origin)
        if cell.cell_type == "markdown":
            document.attached[number] = attached(cell)
            document.add("author", cell.source, form="ours", cell=number)
        elif cell.cell_type == "code":
            if audit and cell.source.strip():
                document.add("code", cell.source, language="python")
            if not UNPRINTED & set(cell.metadata.get("tags", [])):
                _show(document, cell, number)
    document.cell = 0


def _show(document: Document, cell: NotebookNode, number: int) -> None:
    """Add what a code cell of ours shows: exhibits, or whatever an analyst printed."""
    for output in cell.outputs:
        payload = payload_of(output)
        if is_aside(output):
            continue
        if payload is None:
            show_outputs(document, [output], number)
        elif payload["kind"] == "prose":
            document.add("author", payload["markdown"], form="ours", cell=number)
        elif payload["kind"] == "register":
            if "said" in payload:  # which cases are printed, where not all are
                document.add("author", payload["said"], form="ours", cell=number)
            _register(document, payload)
        elif payload["kind"] != "context":
            document.add("exhibit", "", number=len(document.payloads))
            document.payloads.append(payload)


def _register(document: Document, payload: Payload) -> None:
    """Add a case register: each case is typeset from data, and cites its sources."""
    register = len(document.payloads)
    document.payloads.append(payload)
    known = {str(item["id"]) for item in payload["references"]}
    document.refer(payload["references"])
    document.add("register-opens", "", number=register)
    for place, case in enumerate(payload["cases"]):
        cited = [source for source in case["sources"] if source in known]
        document.add("case", "\n".join(cited), number=register, case=place)
    document.add("register-closes")
