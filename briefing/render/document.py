"""The document: blocks, front matter, references between exhibits."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from briefing.render.directions import turns, upright
from briefing.render.errors import TypesettingError
from briefing.render.notebook import Payload, first_payload, iter_payloads

PICTOGRAMS = "\U0001f000-\U0001faff"

EMOJI = re.compile(f"[{PICTOGRAMS}]")

# Skin tones, joiners and variants change a picture; its name stands without them.
MODIFIERS = re.compile(
    f"[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u20e3]|(?<=[{PICTOGRAMS}])\u200d"
)


def spelled(text: str) -> str:
    """Write each emoji as its Unicode name between colons, as people type it."""
    if not EMOJI.search(text):
        return text.replace("\ufe0f", "")
    return EMOJI.sub(_name, MODIFIERS.sub("", text))


def _name(match: re.Match[str]) -> str:
    """Name one emoji."""
    name = unicodedata.name(match.group(), "emoji").lower()
    return f":{name.replace(' ', '_')}:"


# What a spreadsheet would read as the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

TITLE = "Human rights in security co-operation"

# A date must be said; a briefing whose data has none says the beginning of the epoch.
UNDATED = "1970-01-01"

VERDICT = (
    "Inclusion in this briefing is no verdict. It says that a public source reported "
    "an act, not that a court found it, and nothing about anyone's guilt or innocence."
)


@dataclass(frozen=True)
class Front:
    """What stands on the cover, in the running header and on the last pages."""

    title: str
    scope: str = ""
    period: str = ""
    version: str = ""
    released: str = ""
    edition: str = ""
    source: str = ""
    licence: str = ""
    verdict: str = VERDICT
    headline: Sequence[Mapping[str, str]] = ()
    parameters: Sequence[Sequence[str]] = ()
    made: Sequence[Sequence[str]] = ()
    method: str = ""
    attachments: Mapping[str, str] = field(default_factory=dict)
    beside: Sequence[str] = ()  # tables of the data that are too large to be attached
    ours: bool = True
    compact: bool = False  # a heading in place of the cover, and nothing behind

    def printed(self) -> dict[str, Any]:
        """Return what the typesetter reads: everything but the long texts."""
        return asdict(self) | {"method": "", "attachments": sorted(self.attachments)}


def front_of(notebook: NotebookNode) -> Front:
    """Read the front matter of a chapter of ours, joined or alone.

    What the joined notebook does not say is taken from its first context.
    """
    context = dict(first_payload(notebook, "context") or {})
    said = dict(notebook.metadata.get("briefing", {}))
    made = _pairs(said.get("made") or _made_from(context))
    parameters = said.get("parameters") or context.get("parameters") or []
    given = said.get("attachments")

    def say(key: str) -> str:
        """Say what the joined notebook says, else what its first chapter says."""
        return str(said.get(key) or context.get(key) or "")

    return Front(
        title=str(said.get("title") or context.get("title") or TITLE),
        scope=say("scope"),
        period=say("period"),
        version=say("version"),
        released=say("released") or UNDATED,
        source=say("source"),
        licence=say("licence"),
        edition=str(said.get("edition") or ""),
        headline=said.get("headline") or context.get("headline") or (),
        parameters=[[str(cell) for cell in row] for row in parameters],
        made=made,
        method=str(said.get("method") or ""),
        attachments=dict(given) if given else tables(iter_payloads(notebook)),
        beside=[str(name) for name in said.get("beside") or ()],
        compact=bool(said.get("compact")),
    )


def _made_from(context: Payload) -> dict[str, str]:
    """Say what a chapter alone knows about its making."""
    known = {
        "Data": context.get("source"),
        "Data released": context.get("released"),
        "SHA-256 of the data": context.get("digest"),
        "Licence of the data": context.get("licence"),
    }
    return {key: str(value) for key, value in known.items() if value}


def _pairs(made: Mapping[str, Any] | Iterable[Sequence[Any]]) -> list[list[str]]:
    """Flatten what was made how into rows of a name and a value."""
    rows = list(made.items()) if isinstance(made, Mapping) else list(made)
    flat: list[list[str]] = []
    for row in rows:
        name, value = row[0], row[1]
        if isinstance(value, Mapping):
            flat += [[f"{name}: {key}", str(inner)] for key, inner in value.items()]
        else:
            flat.append([str(name), str(value)])
    return flat


def named_tables(payloads: Iterable[Payload]) -> dict[str, tuple[str, Payload]]:
    """CSV and payload of every table behind what is printed, by the name of its file.

    Of a figure and a table with the same numbers it is the table's payload.
    """
    found: dict[str, tuple[str, Payload]] = {}
    for payload in payloads:
        data = payload.get("data") or payload
        if payload["kind"] not in ("figure", "table") or not data.get("columns"):
            continue
        text = _csv(data["columns"], data["rows"])
        name, copy = str(payload["key"]), 2
        while found.get(name, (text,))[0] != text:
            name, copy = f"{payload['key']}-{copy}", copy + 1
        if name not in found or payload["kind"] == "table":
            found[name] = (text, payload)
    return found


def tables(payloads: Iterable[Payload]) -> dict[str, str]:
    """The CSV of every table behind what is printed, by its path in an edition."""
    named = named_tables(payloads)
    return {f"tables/{name}.csv": text for name, (text, _) in named.items()}


def _csv(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Write one table; a cell that a spreadsheet would run as a formula is quoted
    off.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = [c["key"] if isinstance(c, Mapping) else c for c in columns]
    writer.writerow(keys)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    return text.getvalue()


def _inert(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


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

    def add_picture(self, picture: tuple[str, bytes]) -> str:
        """Keep a picture under its content, and return the name that shows it."""
        suffix, content = picture
        name = f"{sha256(content).hexdigest()[:16]}.{suffix}"
        self.pictures[name] = content
        return name

    def numbers(self) -> list[int]:
        """The number that each payload has among those of its kind, as printed."""
        kinds = [payload["kind"] for payload in self.payloads]
        return [kinds[: place + 1].count(kind) for place, kind in enumerate(kinds)]

    def add_references(self, references: Iterable[Mapping[str, Any]]) -> None:
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
            raise TypesettingError(refusal)
        self.inform(message)

    def inform(self, message: str) -> None:
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


LINK = re.compile(r"\[([^\]\n]+)\]\(#(figure|table):([\w-]+)\)")


def resolve(document: Document) -> None:
    """Put numbers in the place of keys in everything that an author wrote."""
    shown = _shown(document)
    for place, block in enumerate(document.blocks):
        if block.kind != "author" or "](#" not in block.text:
            continue

        def number(link: re.Match[str], here: int = place) -> str:
            words, kind, key = link.groups()
            found = [one for one in shown if one[:2] == (kind, key)]
            if not found:
                return words
            # The nearest one: a chapter that stands twice speaks of its own.
            nearest = min(found, key=lambda one: abs(one[2] - here))
            return f"{kind.capitalize()} {nearest[3]}"

        document.blocks[place] = replace(block, text=LINK.sub(number, block.text))


def _shown(document: Document) -> list[tuple[str, str, int, int]]:
    """List every figure and table: kind, key, place and number, which counts its
    kind.
    """
    shown, numbers = [], document.numbers()
    for place, block in enumerate(document.blocks):
        if block.kind == "exhibit":
            index = int(block.attributes["number"])
            payload = document.payloads[index]
            key = str(payload.get("key", ""))
            shown.append((str(payload["kind"]), key, place, numbers[index]))
    return shown
