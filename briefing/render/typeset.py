"""
Typeset a notebook: assemble it, convert it once, compile it.
"""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import typst
from nbformat import NotebookNode

from briefing.render.assemble import assemble
from briefing.render.glyph import undrawn
from briefing.render.pandoc import to_typst
from briefing.render.press import STANDARDS, compile_pdf, lay
from briefing.render.refusals import NotTypeset

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """
    How to typeset: with the code of our notebooks or not, and what the file is called.
    """

    audit: bool = False
    name: str = "notebook"
    folder: str = "."


def to_pdf(notebook: NotebookNode) -> bytes:
    """
    Typeset *notebook* as the exporter does, without nbconvert, which takes its time.
    """
    return typeset(notebook, Options())


def typeset(notebook: NotebookNode, options: Options) -> bytes:
    """
    Return the PDF of *notebook*.

    A notebook of ours meets both standards or fails with a reason. Somebody else's is
    printed in any case, with as many of the standards as it can meet.
    """
    document = assemble(
        notebook, audit=options.audit, name=options.name, folder=Path(options.folder)
    )
    with tempfile.TemporaryDirectory(prefix="briefing-press-") as scratch:
        folder = Path(scratch)
        main = lay(document, to_typst(document, folder), folder)
        for message in document.warnings:
            log.warning("%s: %s", options.name, message)
        if document.front.ours:
            return _strict(main, document.front.released, notebook)
        return _lenient(main, document.front.released, options.name)


def _strict(main: Path, released: str, notebook: NotebookNode) -> bytes:
    """
    Compile under both standards, or say in a sentence what stands against it.
    """
    try:
        return compile_pdf(main, STANDARDS[0], released)
    except typst.TypstError as error:
        hints = "".join(f" {hint}." for hint in error.hints)
        message = undrawn(error.message, notebook)
        message = message or f"The briefing cannot be typeset: {error.message}.{hints}"
        raise NotTypeset(message) from error


def _lenient(main: Path, released: str, name: str) -> bytes:
    """
    Compile under as many standards as the notebook can meet.
    """
    for standards, fewer in pairwise(STANDARDS):
        try:
            return compile_pdf(main, standards, released)
        except typst.TypstError as error:
            kept = ", ".join(fewer) or "none"
            log.warning("%s: %s; standards kept: %s", name, error.message, kept)
    return compile_pdf(main, STANDARDS[-1], released)
