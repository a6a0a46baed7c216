"""Assemble one Pandoc Markdown document from a notebook."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from nbformat import NotebookNode

from briefing.render.chapters import read_chapter
from briefing.render.document import Block, Document
from briefing.render.foreign import RAW_MIMETYPES, front_of_foreign, read_foreign
from briefing.render.front import front_of
from briefing.render.hidden import without_hidden
from briefing.render.markdown import read_markdown
from briefing.render.payloads import is_ours
from briefing.render.readback import check_reading
from briefing.render.references import resolve

TEMPLATE = Path(__file__).parent / "templates" / "briefing.md.j2"


def assemble(
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
