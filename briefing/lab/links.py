"""What the Markdown of a chapter asks for in vain: notes, links, pictures, labels."""

from __future__ import annotations

import re

from briefing.lab.fault import Faults
from briefing.lab.page import Page

# Where none of these stands, nothing is asked for.
SIGNS = re.compile(r"[\[<$\\|]")
FIGURE = re.compile(r"\[([^\]\n]+)\]\(#(?:figure|table):[\w-]+\)")
SAID = re.compile(r"cell (\d+): (.*)", re.DOTALL)
NOTEBOOK = re.compile(r"the link to (\S+?\.ipynb)\b")
CURE = "Mend it in that cell: the briefing would be refused."


def leading_somewhere(page: Page) -> Faults:
    """Name what the typesetter would refuse, in its own words."""
    cells = page.of_kind("markdown")
    texts = [FIGURE.sub(r"\1", cell.source) for cell in cells]
    if not any(SIGNS.search(text) for text in texts):
        return
    # The typesetter takes its time to be imported, and most chapters need none of it.
    from briefing.render.document import Document
    from briefing.render.front import Front
    from briefing.render.markdown import read_markdown
    from briefing.render.pictures import attached

    folder = page.path.parent
    document = Document(Front("", ours=False), folder, name=page.path.stem)
    for cell, text in zip(cells, texts, strict=True):
        document.attached[cell.number] = attached(cell.raw)
        document.add("author", text, form="ours", cell=cell.number)
    read_markdown(document)
    for message in document.warnings:
        said = SAID.match(message)
        chapter = NOTEBOOK.search(message)
        # A briefing has the chapters that it has: another one may be linked to.
        if said and not (chapter and (folder / chapter[1]).is_file()):
            cell = page.cells[int(said[1]) - 1]
            yield page.fault(cell, "will-not-print", f"asks in vain: {said[2]}", CURE)
