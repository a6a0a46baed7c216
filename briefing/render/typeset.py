"""Typeset a notebook: assemble it, convert it once, compile it."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from briefing.render.assemble import assemble
from briefing.render.foreign import RAW_MIMETYPES
from briefing.render.glyph import refuse_letters, undrawn
from briefing.render.pandoc import to_typst
from briefing.render.press import STANDARDS, Compiled, compile_pdf, lay
from briefing.render.readback import check_pdf
from briefing.render.refusals import NotTypeset
from briefing.render.tools import Tools

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """How to typeset: with the code of our notebooks or not, what the file is called,
    which raw cells are printed, and how long it may take.
    """

    audit: bool = False
    name: str = "notebook"
    folder: str = "."
    raw_mimetypes: tuple[str, ...] = RAW_MIMETYPES
    tools: Tools = field(default_factory=Tools)


def to_pdf(notebook: NotebookNode, tools: Tools | None = None) -> bytes:
    """Typeset *notebook* as the exporter does, without nbconvert, which takes its
    time.
    """
    return typeset(notebook, Options(tools=tools or Tools()))


def typeset(notebook: NotebookNode, options: Options) -> bytes:
    """Return the PDF of *notebook*.

    A notebook of ours meets both standards or fails with a reason. Somebody else's is
    printed in any case, with as many of the standards as it can meet.
    """
    document = assemble(
        notebook,
        audit=options.audit,
        name=options.name,
        folder=Path(options.folder),
        raw_mimetypes=options.raw_mimetypes,
    )
    with tempfile.TemporaryDirectory(prefix="briefing-press-") as scratch:
        folder = Path(scratch)
        body = to_typst(document, folder, options.tools)
        main = lay(document, body, folder)
        ours, released = document.front.ours, document.front.released
        standards = STANDARDS[:1] if ours else STANDARDS
        made = compile_pdf(main, standards, released, options.tools)
    refuse_letters(made.refused, notebook)
    for error, fewer in zip(made.refused, STANDARDS[1:], strict=False):
        if not ours:
            kept = ", ".join(fewer) or "none"
            said = error["message"]
            log.warning("%s: %s; standards kept: %s", options.name, said, kept)
    if not made.pdf:
        raise NotTypeset(_reason(made, notebook))
    check_pdf(document, body, made.pdf, options.name)
    for message in document.warnings:
        log.warning("%s: %s", options.name, message)
    return made.pdf


def _reason(made: Compiled, notebook: NotebookNode) -> str:
    """Say in a sentence what stands against typesetting."""
    error = made.refused[-1]
    hints = "".join(f" {hint}." for hint in error["hints"])
    message = undrawn(error["message"], notebook)
    return message or f"The briefing cannot be typeset: {error['message']}.{hints}"
