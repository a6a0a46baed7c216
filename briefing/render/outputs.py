"""Outputs that carry no payload: tables, pictures, text, errors, in their best form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode

from briefing.render.document import Document
from briefing.render.pictures import (
    add_lost_words,
    decoded,
    place_drawings,
    usable,
    warn_of_losses,
)
from briefing.render.svg import losses
from briefing.render.table_colours import has_coloured_cells
from briefing.render.truncation import cut

ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
)
MOST_LINES = 200
MOST_CHARACTERS = 20_000
MOST_HTML = 2_000_000
PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
# Shown by a browser's scripts only: on paper there is just their plain text.
LIVE = re.compile(r"<(script|iframe|video|audio|canvas)\b", re.IGNORECASE)
NO_ALT = "Picture made by cell {cell}; its author gave no description."


def plain(text: object) -> str:
    """Drop colours and cursor movements; of a line that overwrote itself keep the
    last.
    """
    joined = "".join(text) if isinstance(text, list) else str(text)
    lines = ANSI.sub("", joined).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)


def shortened(document: Document, text: str, cell: int) -> str:
    """Cut an output that nobody would print, and say how much was cut."""
    lines = text.split("\n")
    kept = "\n".join(lines[:MOST_LINES])[:MOST_CHARACTERS]
    if len(kept) == len(text):
        return text
    document.warn(f"cell {cell}: a long output was cut")
    return f"{kept}\n[… cut here: {len(text) - len(kept):,} more characters]"


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
            text = plain("\n".join(output.get("traceback", [])))
            headline = plain(f"{output.ename}: {output.evalue}")
            document.warn(f"cell {cell}: it failed with {headline}")
            document.add("error", shortened(document, text or headline, cell))
        else:
            _show_bundle(document, output, cell)
    _flush(document, stream, cell)


def _flush(document: Document, stream: str, cell: int) -> str:
    """Add what was written to a stream so far."""
    text = plain(stream).strip("\n")
    if text.strip():
        _warn_of_cut(document, {"text": text}, cell)
        document.add("output", shortened(document, text, cell))
    return ""


def _warn_of_cut(document: Document, output: Mapping[str, Any], cell: int) -> None:
    """Say what a library left out of what it showed: it is not in the notebook."""
    found = cut(output)
    if found is not None:
        gone = "the rest is not in the notebook"
        document.warn(f"cell {cell}: it {found.what}; {gone}. {found.cure}")


def _show_bundle(document: Document, output: NotebookNode, cell: int) -> None:
    """Add the richest form of an output that can be printed."""
    data = output.data
    html = "".join(data.get("text/html", ""))
    _warn_of_cut(document, output, cell)
    if any(_show_picture(document, output, kind, cell) for kind in PICTURES):
        return
    if "<table" in html.lower() or (html and not LIVE.search(html)):
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
            "author", "".join(data["text/markdown"]), form="foreign", cell=cell
        )
    elif "text/latex" in data:
        document.add("author", "".join(data["text/latex"]), form="foreign", cell=cell)
    else:
        _show_text(document, output, cell)


def _show_picture(
    document: Document, output: NotebookNode, kind: str, cell: int
) -> bool:
    """Add a picture if the output has one of this kind that can be printed."""
    if kind not in output.data:
        return False
    raw = output.data[kind]
    text = "".join(raw) if isinstance(raw, list) else str(raw)
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
    document.add("picture", "", name=document.keep(picture),
                 alt=alt or NO_ALT.format(cell=cell))  # fmt: skip
    add_lost_words(document, lost)
    return True


def _show_text(document: Document, output: NotebookNode, cell: int) -> None:
    """Add the plain text of an output, and say what paper cannot show."""
    kinds = [kind for kind in output.data if kind != "text/plain"]
    if kinds:
        document.warn(f"cell {cell}: {', '.join(kinds)} cannot be printed")
        document.add("notice", f"Not shown on paper: {', '.join(kinds)}.")
    text = plain(output.data.get("text/plain", "")).strip("\n")
    if text:
        document.add("output", shortened(document, text, cell))
