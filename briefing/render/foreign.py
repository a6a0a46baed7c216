"""Read other people's notebooks: whatever is in them, it ends in a readable PDF."""

from __future__ import annotations

import re
from collections.abc import Collection

from nbformat import NotebookNode

from briefing.render.content_filter import (
    OUTPUT,
    SOURCE,
    TAGS,
    hiding_tags,
    is_collapsed,
    is_removed,
    number_of,
)
from briefing.render.document import Document, printable
from briefing.render.emoji import spelled
from briefing.render.front import UNDATED, Front
from briefing.render.markdown import first_heading
from briefing.render.outputs import show_outputs
from briefing.render.pictures import attached

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RAW_AS_MARKDOWN = {"text/markdown", "text/html", "markdown", "html"}
# Formats of raw cells that are printed: none, text, and what nbconvert calls ours.
RAW_MIMETYPES = ("", "text/plain", "application/pdf", *sorted(RAW_AS_MARKDOWN))


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


def read_foreign(
    document: Document, notebook: NotebookNode, raw_mimetypes: Collection[str]
) -> None:
    """Add every cell, the code too: in somebody else's notebook it is part of the
    text.

    What is closed in JupyterLab stays closed; tags are nbconvert's to follow.
    """
    language = notebook.metadata.get("language_info", {}).get("name") or "text"
    if not _first_heading(notebook):
        document.add("title")
    for place, cell in enumerate(notebook.cells, start=1):
        number = number_of(cell, place)
        document.cell = number
        _warn_of_tags(document, cell, number)
        if cell.cell_type == "markdown":
            document.attached[number] = attached(cell)
            document.add("author", cell.source, form="foreign", cell=number)
        elif cell.cell_type == "raw":
            _raw(document, cell, number, raw_mimetypes)
        elif cell.cell_type == "code":
            _code(document, cell, number, language)
        else:
            document.warn(f"cell {number}: a cell of type {cell.cell_type} is unknown")


def _warn_of_tags(document: Document, cell: NotebookNode, number: int) -> None:
    """Say which tags would hide something, and how nbconvert is told to follow them."""
    for tag in hiding_tags(cell):
        option = TAGS[tag].replace("output", "all_outputs")
        document.warn(
            f"cell {number}: the tag {tag} is not followed, and all of the cell is "
            f"printed; nbconvert leaves it out with "
            f"--TagRemovePreprocessor.remove_{option}_tags={tag}"
        )


def _code(document: Document, cell: NotebookNode, number: int, language: str) -> None:
    """Add the code of a cell and what it shows, unless somebody closed either."""
    if cell.source.strip() and not is_removed(cell):
        if is_collapsed(cell, SOURCE):
            document.warn(
                f"cell {number}: its code is collapsed in the notebook and not "
                f"printed; expand it to have it printed"
            )
        else:
            document.add("code", cell.source, language=language)
    outputs = cell.get("outputs", [])
    if outputs and is_collapsed(cell, OUTPUT):
        document.warn(
            f"cell {number}: its output is collapsed in the notebook and not printed; "
            f"expand it to have it printed"
        )
        document.add("notice", "An output is collapsed in the notebook.")
    else:
        show_outputs(document, outputs, number)


def _raw(
    document: Document,
    cell: NotebookNode,
    number: int,
    raw_mimetypes: Collection[str],
) -> None:
    """Add a raw cell: as text if it says that it is text, else as it stands."""
    said = cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or ""
    kind = str(said).lower()
    if kind not in raw_mimetypes:
        if cell.source.strip():
            document.warn(
                f"cell {number}: a raw cell for {kind} is not printed; nbconvert "
                f"passes it to that format alone"
            )
    elif kind in RAW_AS_MARKDOWN:
        document.add("author", cell.source, form="foreign", cell=number)
    elif cell.source.strip():
        document.add("output", cell.source)
