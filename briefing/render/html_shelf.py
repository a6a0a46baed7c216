"""What the body of the page only marks: exhibits, cases, sources, each by its
template.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from briefing.render.document import Document, printable
from briefing.render.html_parts import (
    KINDS,
    anchors,
    citing,
    drawing,
    numbered,
    packed,
    worded,
)
from briefing.render.payloads import Payload
from briefing.render.refusals import NotTypeset

TEMPLATES = Path(__file__).parent / "templates"


def shown(value: object) -> object:
    """Drop from a text what no page can carry; markup of ours stands."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return printable(value) if plain else value


ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=shown,
)


class Shelf:
    """Everything that a page may show, numbered as in the PDF."""

    def __init__(self, document: Document) -> None:
        """Give every exhibit its number, and find who cites what."""
        self.document = document
        self.numbers = numbered(document.payloads)
        self.known = {str(item["id"]): item for item in document.references}
        self.places = anchors(document.payloads)
        self.cases = {
            str(case["id"])
            for payload in document.payloads
            for case in payload.get("cases", ())
        }
        self.cited = citing(document.payloads)
        template = ENVIRONMENT.get_template("exhibits.html.j2")
        self.macros: Any = template.make_module({"cases": self.cases})

    def show(self, kind: str, said: Mapping[str, str]) -> str:
        """Fill one mark."""
        macros = self.macros
        if kind == "exhibit":
            return str(self._exhibit(int(said["number"])))
        if kind == "case":
            return str(self._case(int(said["number"]), int(said["case"]), said))
        if kind == "sources":
            items = [self.known[one] for one in said["ids"].split()]
            return str(macros.sources(items, self.cited, worded))
        if kind == "picture":
            address, width = self._picture(said["name"]), said.get("width", "")
            return str(macros.picture(address, said["alt"], width))
        if kind == "made":
            return str(macros.made(self.document.front))
        return str(getattr(macros, kind)())

    def _case(self, register: int, place: int, said: Mapping[str, str]) -> Markup:
        """Show a case under a name that a link can lead to."""
        case = self.document.payloads[register]["cases"][place]
        cited = [self.known[one] for one in case["sources"] if one in self.known]
        anchor = self.places[register, place]
        made: Markup = self.macros.case(case, int(said["level"]), cited, anchor)
        return made

    def _exhibit(self, place: int) -> Markup:
        """Show a figure, a table or a box of notes."""
        payload, number = self.document.payloads[place], self.numbers[place]
        kind = payload["kind"]
        if kind == "figure":
            beside = self._table_of(payload)
            drawn: Markup = self.macros.figure(
                payload, number, drawing(payload), beside
            )
            return drawn
        if kind not in ("table", "notes"):
            message = f"No page can show an exhibit of the kind {kind!r}."
            raise NotTypeset(message)
        made: Markup = getattr(self.macros, kind)(payload, number)
        return made

    def _table_of(self, figure: Payload) -> int | None:
        """Find the table that shows every number of a figure."""
        rows = [list(row) for row in figure["rows"]]
        for payload, number in zip(self.document.payloads, self.numbers, strict=True):
            if payload["kind"] != "table" or payload["key"] != figure["key"]:
                continue
            there = [list(row) for row in payload["rows"]]
            if all(row in there for row in rows):
                return number
        return None

    def _picture(self, name: str) -> str:
        """Give the address of a picture, which is the picture itself."""
        content = self.document.pictures.get(name)
        if content is None:
            return ""
        kind = name.rpartition(".")[2]
        return packed(KINDS.get(kind, kind), content)
