"""Run the chapters, and show of each what a reader of the site looks for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode

# What is wider than a telephone is scrolled there, also without a mouse.
SCROLLED = (
    (re.compile(r'(overflow-x:auto")>'), r'\1 tabindex="0">'),
    (
        re.compile(r'<div (style="max-width:[\d.]+mm")>(?=<img)'),
        r'<div class="drawing" tabindex="0" \1>',
    ),
)
REFERENCE = re.compile(r"\[([^\[\]]+)\]\(#(?:figure|table):\w+\)")


def run(paths: Sequence[Path], data: Path) -> list[str]:
    """Run chapters as a briefing does, and give each as the text of a notebook."""
    from briefing.render.execute import run_chapters

    ran = run_chapters(paths, {"data": str(data)})
    return [json.dumps(shown(notebook)) for notebook in ran]


def shown(notebook: NotebookNode) -> NotebookNode:
    """Fold the code away, and take out what tells of the run and not of the subject."""
    notebook.metadata.pop("papermill", None)
    asked = "injected-parameters"
    notebook.cells = [
        c for c in notebook.cells if asked not in c.metadata.get("tags", [])
    ]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = unnumbered(cell.source)
            continue
        tags = cell.metadata.get("tags", [])
        outputs = [] if "setup" in tags else cell.outputs
        cell.outputs = [seen(output) for output in outputs]
        cell.metadata = {"tags": [*tags, "hide-input"]}
    return notebook


def seen(output: NotebookNode) -> NotebookNode:
    """Keep of what a cell gave the page or the words; plain text stays plain."""
    data = output.get("data", {})  # what was printed has none
    if "text/markdown" in data:
        output.data = {"text/markdown": unnumbered(data["text/markdown"])}
    elif "text/html" in data:
        page = data["text/html"]
        for pattern, scrolled in SCROLLED:
            page = pattern.sub(scrolled, page)
        output.data = {"text/html": page}
    return output


def unnumbered(words: str) -> str:
    """Let a figure be named where it would get its number, which the site gives to
    none.
    """
    return REFERENCE.sub(r"\1", words)
