"""What the tests of the render room share: sample notebooks, and the words on a
page.
"""

import io
import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pymupdf
from nbformat import NotebookNode, v4

from briefing.render.notebook import MIME, concat
from helpers.paths import TEST_DATA

PAYLOADS = json.loads((TEST_DATA / "samples" / "payloads.json").read_text("utf-8"))
HOSTILE = '`` #read("/etc/passwd") `` ```{=typst} $x$ @a *b* _c_ <script>alert(1)'


def payload(kind: str, **changed: Any) -> dict[str, Any]:
    """Take the sample payload of a kind, with some values changed."""
    # A copy through and through: what one test does to it is nothing to the next.
    return deepcopy(next(p for p in PAYLOADS if p["kind"] == kind)) | changed


def shown(shown_payload: Mapping[str, Any]) -> NotebookNode:
    """Make a code cell that shows a payload."""
    output = v4.new_output("display_data", data={MIME: dict(shown_payload)})
    tags = ["setup"] if shown_payload["kind"] == "context" else []
    return v4.new_code_cell("secret_code()", outputs=[output], metadata={"tags": tags})


def chapter(title: str, *payloads: Mapping[str, Any], **context: Any) -> NotebookNode:
    """Make an executed chapter of ours."""
    first = [v4.new_markdown_cell(f"# {title}"), shown(payload("context", **context))]
    return v4.new_notebook(cells=first + [shown(p) for p in payloads])


def sample() -> NotebookNode:
    """Join two chapters that hold one payload of every kind."""
    parts = [p for p in PAYLOADS if p["kind"] not in ("context", "register")]
    return concat(
        [
            chapter("Which states acted?", *parts),
            chapter("What happened?", payload("register")),
        ],
        {"edition": "all-2026.11", "method": "## Rules\n\nActs only.", "made": {}},
    )


def foreign(*cells: NotebookNode) -> NotebookNode:
    """Make a notebook of somebody else."""
    return v4.new_notebook(cells=list(cells))


def read(path: Path) -> NotebookNode:
    """Read a notebook file of any age."""
    return nbformat.read(path, as_version=4)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """Open a PDF to look inside."""
    return pikepdf.open(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """Return the words of each page without spaces, so that a line break is no
    matter.
    """
    return texts(pdf, 0, 842)


def words(pdf: bytes) -> str:
    """Return the words of all pages without spaces, headers and footers."""
    return "".join(texts(pdf, 75, 775))


def texts(pdf: bytes, top: float, bottom: float) -> list[str]:
    """Return the words of each page between two heights, without spaces."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [
            squeezed(page.get_text(clip=(0, top, page.rect.width, bottom)))
            for page in document
        ]


def squeezed(text: str) -> str:
    """Drop white space, and the marks that only let a line break."""
    return "".join(text.replace("\u200b", "").split())


def outside(pdf: bytes, margin: float) -> list[str]:
    """List the words that lie in the side margins or beyond them."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [
            word[4]
            for page in document
            for word in page.get_text("words")
            if word[0] < margin or word[2] > page.rect.width - margin
        ]
