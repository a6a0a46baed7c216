"""The document between the notebook and the page: blocks in order, and what they
need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from briefing.render.directions import turns, upright
from briefing.render.emoji import spelled
from briefing.render.front import Front
from briefing.render.payloads import Payload
from briefing.render.refusals import NotTypeset

# Control characters mean nothing on paper; lone surrogates are no text at all.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

OF_CELL = re.compile(r"^cell (\d+):")


def printable(text: object) -> str:
    """Drop what cannot stand on a page, and end lines in one way."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", lines)


@dataclass(frozen=True)
class Block:
    """One thing to print: its kind says how the filter reads its text.

    A text of an author is HTML once it is read; *source* is the Markdown it was.
    """

    kind: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def fence(self) -> str:
        """Return a fence that the text cannot close."""
        runs = re.findall("~+", self.text)
        return "~" * max(3, *(len(run) + 1 for run in runs), 3)

    @property
    def opening(self) -> str:
        """Write the kind and the attributes as Pandoc reads them."""
        pairs = "".join(
            f' {key}="{_attribute(value)}"' for key, value in self.attributes.items()
        )
        return f"{{.{self.kind}{pairs}}}"


def _attribute(value: str) -> str:
    """Keep an attribute on one line and inside its quotes."""
    text = " ".join(printable(value).split())
    return text.replace("\\", "\\\\").replace('"', '\\"')


class Origin(NamedTuple):
    """Where a cell of joined notebooks stands: in which, and as which of its cells."""

    notebook: str
    cell: int


@dataclass
class Document:
    """Everything that one briefing is typeset from."""

    front: Front
    folder: Path
    blocks: list[Block] = field(default_factory=list)
    payloads: list[Payload] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    references: list[Mapping[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    cell: int = 0  # which is being read; none in front of them and behind
    # What cells carry with them, and which notebook they are of, by their numbers.
    attached: dict[int, Mapping[str, bytes]] = field(default_factory=dict)
    origins: dict[int, Origin] = field(default_factory=dict)
    name: str = ""
    anchors: int = 0

    def add(self, kind: str, text: object = "", **attributes: object) -> None:
        """Append one block."""
        plain = {"cell": str(self.cell)} if self.cell else {}
        plain |= {key: str(value) for key, value in attributes.items()}
        shown = printable(text)
        if turning := turns(shown):
            where = f"cell {plain['cell']}" if "cell" in plain else "an output"
            self.warn(f"{where}: {turning} turns the text around; it was left out")
            shown = upright(shown)
        # The words of an author are spelled when they are told from their markup.
        if not self.front.ours and kind != "author":
            shown = spelled(shown)
        self.blocks.append(Block(kind, shown, plain))

    def keep(self, picture: tuple[str, bytes]) -> str:
        """Keep a picture under its content, and return the name that shows it."""
        suffix, content = picture
        name = f"{sha256(content).hexdigest()[:16]}.{suffix}"
        self.pictures[name] = content
        return name

    def refer(self, references: Iterable[Mapping[str, Any]]) -> None:
        """Take in references, each once."""
        known = {str(item["id"]) for item in self.references}
        self.references += [r for r in references if str(r["id"]) not in known]

    def warn(self, message: str) -> None:
        """Remember what cannot be printed as it was meant; in a briefing of ours,
        refuse.
        """
        message = OF_CELL.sub(self._where, message)
        if self.front.ours:
            advice = "A briefing shows everything or is not made; mend that cell."
            refusal = f"{message[0].upper()}{message[1:]}. {advice}"
            raise NotTypeset(refusal)
        self.say(message)

    def say(self, message: str) -> None:
        """Remember a message that is no reason to refuse."""
        message = OF_CELL.sub(self._where, message)
        if message not in self.warnings:
            self.warnings.append(message)

    def notebook(self, cell: int) -> str:
        """Name the notebook that a cell is of, if several are joined; the method is a
        text of its own.
        """
        origin = self.origins.get(cell)
        return origin.notebook if origin else "" if cell else "method"

    def place(self, cell: int) -> str:
        """Name a cell as its author counts; none is in front of them and behind."""
        origin = self.origins.get(cell)
        if origin:
            return f"{origin.notebook}, cell {origin.cell}"
        return f"cell {cell}" if cell else "The document"

    def _where(self, match: re.Match[str]) -> str:
        """Name the notebook and the cell as its author counts them."""
        return f"{self.place(int(match[1]))}:"
