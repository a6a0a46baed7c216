"""Notebooks become a document: our chapters, and anybody's notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from nbformat import NotebookNode

from briefing.render.asides import is_aside
from briefing.render.content_filter import (
    OUTPUT,
    SOURCE,
    TAGS,
    hiding_tags,
    is_collapsed,
    is_removed,
    number_of,
)
from briefing.render.document import (
    UNDATED,
    Block,
    Document,
    Front,
    Origin,
    front_of,
    printable,
    resolve,
    spelled,
)
from briefing.render.hidden import has_coloured_cells, without_hidden
from briefing.render.images import (
    add_lost_words,
    attached,
    decoded,
    losses,
    place_drawings,
    usable,
    warn_of_losses,
)
from briefing.render.markdown import first_heading, read_markdown
from briefing.render.notebook import (
    Payload,
    as_text,
    is_ours,
    payload_of,
    plain_text,
    tags,
)
from briefing.render.readback import check_reading
from briefing.render.truncation import find_cut
from briefing.text import formats

MOST_LINES = 200

MOST_CHARACTERS = 20_000

MOST_HTML = 2_000_000

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")

# Shown by a browser's scripts only: on paper there is just their plain text.
SCRIPTED = re.compile(r"<(script|iframe|video|audio|canvas)\b", re.IGNORECASE)

NO_ALT = "Picture made by cell {cell}; its author gave no description."


def shortened(document: Document, text: str, cell: int) -> str:
    """Cut an output that nobody would print, and say how much was cut."""
    lines = text.split("\n")
    kept = "\n".join(lines[:MOST_LINES])[:MOST_CHARACTERS]
    if len(kept) == len(text):
        return text
    document.warn(f"cell {cell}: a long output was cut")
    more = formats.number(len(text) - len(kept))
    return f"{kept}\n[… cut here: {more} more characters]"


def show_outputs(
    document: Document, outputs: Iterable[NotebookNode], cell: int
) -> None:
    """Add the outputs of a cell; successive pieces of a stream are one text."""
    stream = ""
    for output in outputs:
        if output.output_type == "stream":
            stream += output.text
            continue
        stream = _flush(document, stream, cell)
        if output.output_type == "error":
            text = plain_text("\n".join(output.get("traceback", [])))
            headline = plain_text(f"{output.ename}: {output.evalue}")
            document.warn(f"cell {cell}: it failed with {headline}")
            document.add("error", shortened(document, text or headline, cell))
        else:
            _show_bundle(document, output, cell)
    _flush(document, stream, cell)


def _flush(document: Document, stream: str, cell: int) -> str:
    """Add what was written to a stream so far."""
    text = plain_text(stream).strip("\n")
    if text.strip():
        _warn_of_cut(document, {"text": text}, cell)
        document.add("output", shortened(document, text, cell))
    return ""


def _warn_of_cut(document: Document, output: Mapping[str, Any], cell: int) -> None:
    """Say what a library left out of what it showed: it is not in the notebook."""
    found = find_cut(output)
    if found is not None:
        gone = "the rest is not in the notebook"
        document.warn(f"cell {cell}: it {found.what}; {gone}. {found.cure}")


def _show_bundle(document: Document, output: NotebookNode, cell: int) -> None:
    """Add the richest form of an output that can be printed."""
    data = output.data
    html = as_text(data.get("text/html", ""))
    _warn_of_cut(document, output, cell)
    if any(_show_picture(document, output, kind, cell) for kind in PICTURES):
        return
    if "<table" in html.lower() or (html and not SCRIPTED.search(html)):
        if len(html) <= MOST_HTML:
            if has_coloured_cells(html):
                document.warn(f"cell {cell}: the colours of a table are not printed")
            html, lost = place_drawings(document, html, cell)
            document.add("html", html, cell=cell)
            add_lost_words(document, lost)
            return
        document.warn(f"cell {cell}: a very large table is printed as text")
    if "text/markdown" in data:
        document.add(
            "author", as_text(data["text/markdown"]), form="foreign", cell=cell
        )
    elif "text/latex" in data:
        document.add("author", as_text(data["text/latex"]), form="foreign", cell=cell)
    else:
        _show_text(document, output, cell)


def _show_picture(
    document: Document, output: NotebookNode, kind: str, cell: int
) -> bool:
    """Add a picture if the output has one of this kind that can be printed."""
    if kind not in output.data:
        return False
    raw = output.data[kind]
    text = as_text(raw)
    content = text.encode("utf-8", "replace") if "svg" in kind else decoded(raw)
    if "svg" in kind and losses(text) and any(k in output.data for k in PICTURES[1:]):
        return False  # the same as a picture of points lacks nothing
    lost = warn_of_losses(document, content, cell)
    picture = usable(content)
    if picture is None:
        document.warn(f"cell {cell}: a picture ({kind}) could not be read")
        return False
    described = output.get("metadata", {})
    alt = described.get(kind, {}).get("alt") or described.get("alt")
    if not alt:
        document.warn(f"cell {cell}: a picture has no alternative text")
    document.add("picture", "", name=document.add_picture(picture),
                 alt=alt or NO_ALT.format(cell=cell))  # fmt: skip
    add_lost_words(document, lost)
    return True


def _show_text(document: Document, output: NotebookNode, cell: int) -> None:
    """Add the plain text of an output, and say what paper cannot show."""
    kinds = [kind for kind in output.data if kind != "text/plain"]
    if kinds:
        document.warn(f"cell {cell}: {', '.join(kinds)} cannot be printed")
        document.add("notice", f"Not shown on paper: {', '.join(kinds)}.")
    text = plain_text(output.data.get("text/plain", "")).strip("\n")
    if text:
        document.add("output", shortened(document, text, cell))


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
            if not UNPRINTED & tags(cell):
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
    document.add_references(payload["references"])
    document.add("register-opens", "", number=register)
    for place, case in enumerate(payload["cases"]):
        cited = [source for source in case["sources"] if source in known]
        document.add("case", "\n".join(cited), number=register, case=place)
    document.add("register-closes")


TEMPLATE = Path(__file__).parent / "templates" / "briefing.md.j2"


def read_document(
    notebook: NotebookNode,
    *,
    audit: bool,
    name: str,
    folder: Path,
    raw_mimetypes: Collection[str] = RAW_MIMETYPES,
) -> Document:
    """Read *notebook* into a document, in our way or as somebody else's.

    What HTML hides is left out first, so that PDF and page agree in it. A word of an
    author that our reader of Markdown lost is found by another one.
    """
    notebook = without_hidden(notebook)
    if is_ours(notebook):
        document = Document(front_of(notebook), folder, name=name)
        read_chapter(document, notebook, audit=audit)
        resolve(document)
        _back_matter(document)
    else:
        document = Document(front_of_foreign(notebook, name), folder, name=name)
        read_foreign(document, notebook, raw_mimetypes)
    read_markdown(document)
    check_reading(document)
    document.blocks.insert(0, Block("places", json.dumps(document.places)))
    return document


def _back_matter(document: Document) -> None:
    """Add what stands after the chapters: the method, the sources, the making."""
    if document.front.compact:
        document.add("colophon")
        return
    document.add("back-matter")
    method = document.front.method
    if method:
        titled = method.lstrip().startswith("# ")
        if not titled:
            document.add("back-heading", "Method and limits")
        document.add("author", method, form="ours", cell=0, under=0 if titled else 1)
    if document.references:
        document.add("back-heading", "Sources")
        document.add("sources")
    document.add("back-heading", "How this was made")
    document.add("made")


def markdown(document: Document) -> str:
    """Write the one Markdown document that pandoc reads.

    Every text of an author or of data stands in a fence that it cannot close, so
    nothing in it can end its cell or begin a block of ours.
    """
    # Markdown is no HTML: a fence keeps texts apart, and escaping would change them.
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(document=document, front=document.front)
