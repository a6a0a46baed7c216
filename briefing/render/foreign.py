"""Read other people's notebooks: whatever is in them, it ends in a readable PDF."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from briefing.render.document import Document, printable
from briefing.render.emoji import spelled
from briefing.render.front import UNDATED, Front
from briefing.render.markdown import first_heading
from briefing.render.outputs import show_outputs
from briefing.render.pictures import attached

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RAW_AS_MARKDOWN = {"text/markdown", "text/html", "markdown", "html"}


def front_of_foreign(notebook: NotebookNode, name: str) -> Front:
    """Find a title: said by the notebook, its first heading, or the name of its
    file.
    """
    said = notebook.metadata.get("title")
    heading = _first_heading(notebook)
    title = spelled(printable(said or heading or name.replace("_", " ")))
    return Front(
        title=" ".join(title.split()) or "Notebook",
        released=_day(notebook),
        verdict="",
        ours=False,
    )


def _day(notebook: NotebookNode) -> str:
    """Date the PDF by the day on which the notebook ran, if it says so.

    The standards ask for a date, and the clock would make every copy another file.
    """
    ran = str(notebook.metadata.get("papermill", {}).get("end_time") or "")[:10]
    return ran if DAY.fullmatch(ran) else UNDATED


def _first_heading(notebook: NotebookNode) -> str:
    """Return the text of the first heading of the first level."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return first_heading([printable(cell.source) for cell in cells])


def read_foreign(document: Document, notebook: NotebookNode) -> None:
    """Add every cell, the code too: in somebody else's notebook it is part of the
    text.
    """
    language = notebook.metadata.get("language_info", {}).get("name") or "text"
    if not _first_heading(notebook):
        document.add("title")
    for number, cell in enumerate(notebook.cells, start=1):
        document.cell = number
        if cell.cell_type == "markdown":
            document.attached[number] = attached(cell)
            document.add("author", cell.source, form="foreign", cell=number)
        elif cell.cell_type == "raw":
            _raw(document, cell, number)
        else:
            if cell.source.strip():
                document.add("code", cell.source, language=language)
            show_outputs(document, cell.get("outputs", []), number)


def _raw(document: Document, cell: NotebookNode, number: int) -> None:
    """Add a raw cell: as text if it says that it is text, else as it stands."""
    kind = cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or ""
    if str(kind).lower() in RAW_AS_MARKDOWN:
        document.add("author", cell.source, form="foreign", cell=number)
    elif cell.source.strip():
        document.add("output", cell.source)
