"""The words that a PDF draws with the numbers of glyphs, as the cells said them.

They cannot be read back from the PDF, and a chart is a picture on the page as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nbformat import NotebookNode

from briefing.render.asides import is_aside
from briefing.render.chapters import UNPRINTED
from briefing.render.failure import written
from briefing.render.payloads import payload_of

DRAWN = "image/svg+xml"  # the one kind of picture that is text


def words(names: Iterable[str], chapters: Iterable[NotebookNode]) -> dict[str, str]:
    """Give what every cell prints, by where it stands."""
    return {
        f"{name}, cell {number}": said
        for name, chapter in zip(names, chapters, strict=True)
        for number, cell in enumerate(written(chapter), start=1)
        if (said := "\n".join(of_cell(cell)))
    }


def of_cell(cell: NotebookNode) -> Iterator[str]:
    """Yield the texts that a cell prints."""
    if cell.cell_type == "markdown":
        yield cell.source
    elif not UNPRINTED & set(cell.metadata.get("tags", [])):
        for output in cell.get("outputs", []):
            if not is_aside(output):
                yield from of_output(output)


def of_output(output: NotebookNode) -> Iterator[str]:
    """Yield the texts of an output: of its payload, or in every form that is no
    picture.
    """
    payload = payload_of(output)
    if payload is not None:
        yield from texts(payload)
    else:
        shown = output.get("data", {})
        forms = (k for k in shown if k == DRAWN or not k.startswith("image/"))
        yield from texts([output.get("text", ""), *(shown[form] for form in forms)])


def texts(value: object) -> Iterator[str]:
    """Yield every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
