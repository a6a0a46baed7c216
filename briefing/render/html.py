"""The HTML edition: the same document as the PDF, as one page that needs nothing else.

The page holds its style, its fonts and its pictures, runs no script and asks no server:
its policy forbids both.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from briefing.measure.period import in_words
from briefing.render.assemble import assemble
from briefing.render.binding import join
from briefing.render.directions import isolated
from briefing.render.document import Document
from briefing.render.html_fonts import faces
from briefing.render.html_shelf import ENVIRONMENT, Shelf
from briefing.render.pandoc import convert
from briefing.render.readback import check_page
from briefing.render.tools import Tools

STYLE = Path(__file__).parent / "templates" / "page.css"
POLICY = (
    "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; style-src"
)
FORM = ("--to=html5", "--section-divs", "--mathml", "--syntax-highlighting=none")
MARK = re.compile(r'<sco-([a-z]+)((?: [a-z]+="[^"]*")*)></sco-\1>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
SECTION = re.compile(
    r'<section id="([^"]+)" class="level([23])">\s*<h[23]>(.*?)</h[23]>', re.DOTALL
)
TAG = re.compile(r"<[^>]*>")
SLANTED = re.compile(r"<(em|i|cite)\b[^>]*>(.*?)</\1>", re.DOTALL)
HEADED = re.compile(r"<(h[1-6]|strong)\b[^>]*>(.*?)</\1>", re.DOTALL)


def to_html(notebook: NotebookNode, tools: Tools | None = None) -> bytes:
    """Return the page of a joined notebook of ours; the same notebook, the same bytes.

    A page has room for what a compact briefing leaves out.
    """
    front = notebook.metadata.get("briefing", {})
    whole = join([notebook], {**front, "compact": False})
    document = assemble(whole, audit=False, name="briefing", folder=Path())
    with TemporaryDirectory(prefix="briefing-page-") as scratch:
        folder = Path(scratch)
        body = convert(
            document,
            folder,
            tools or Tools(),
            *FORM,
            before="web",
            after=("web_sources",),
        )
    outline = outline_of(body)
    shelf = Shelf(document)
    shown = MARK.sub(lambda mark: shelf.show(mark[1], attributes_of(mark[2])), body)
    # Pandoc and our templates have escaped every text of it.
    made = page(document, Markup(isolated(shown)), outline)
    check_page(document, made)
    return made.encode("utf-8", "replace")


def attributes_of(written: str) -> dict[str, str]:
    """Read the attributes of a mark, which the filter has escaped."""
    return {key: unescape(value) for key, value in ATTRIBUTE.findall(written)}


def outline_of(body: str) -> list[dict[str, Any]]:
    """List the chapters and their sections for the table of contents."""
    outline: list[dict[str, Any]] = []
    for place, level, inner in SECTION.findall(body):
        entry = {"id": place, "words": unescape(TAG.sub("", inner)), "parts": []}
        if level == "2":
            outline.append(entry)
        elif outline:
            outline[-1]["parts"].append(entry)
    return outline


def page(document: Document, body: Markup, outline: list[dict[str, Any]]) -> str:
    """Put the body into the page, and the letters that it shows into the style."""
    front = document.front
    released = dt.date.fromisoformat(front.released)
    template = ENVIRONMENT.get_template("page.html.j2")
    said = {
        "front": front,
        "body": body,
        "outline": outline,
        "released": in_words(released),
    }
    # Rendered twice: which letters it takes is known only when it stands there.
    bare = template.render(**said, style="", policy="")
    style = Markup(STYLE.read_text("utf-8") + faces(letters_of(bare)))
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    return template.render(**said, style=style, policy=f"{POLICY} 'sha256-{digest}'")


def letters_of(made: str) -> dict[str, str]:
    """Collect the letters that a page shows: upright, slanted and in its headings."""
    said = {
        "text": TAG.sub("", made),
        "italic": "".join(inner for _, inner in SLANTED.findall(made)),
        "headings": "".join(inner for _, inner in HEADED.findall(made)),
    }
    return {
        role: "".join(sorted(set(unescape(TAG.sub("", text)))))
        for role, text in said.items()
    }
