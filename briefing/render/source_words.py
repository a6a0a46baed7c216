"""Every text that goes into a document, with the place where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

import mistune

from briefing.render.document import Block, Document, spelled
from briefing.render.formulas import keep_formulas
from briefing.render.notebook import Payload

# What of an exhibit or a case is no text on paper: keys, codes, and what the eye or a
# screen reader gets in another form. All other texts have to be printed.
UNPRINTED = {
    "kind", "key", "unit", "alt", "svg", "data", "width_mm", "emphasis", "layout",
    "columns", "rows", "reason", "caption", "align", "width", "place", "sources",
    "references", "under", "said",
}  # fmt: skip

# A register in two columns leaves out what only a study has room for.
ONLY_IN_STUDIES = {"heard", "fate", "later"}

CITATION = re.compile(r"-?@\{?[\w][\w:.#$%&+?<>~/-]*\}?")

NOTE = re.compile(r"\[\^[^\]\s]+\](:?)")

LABEL = re.compile(r"<text\b.*?</text>", re.DOTALL)

PACKED = re.compile(r"(?<=[\"'(])data:[^\"')]*")

# What stands in these places of a Markdown text steers how others are shown.
UNSHOWN = re.compile(
    r"""<!--.*?(?:-->|\Z) | </?[A-Za-z!?][^<>]*>
    | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\) | \]\[[^\]]*\]
    | ^[ >]*\[(?!\^)[^\]\n]*\]:[^\n]*(?:\n[ >]*["'(][^\n]*["')][ ]*$)?
    | (?:^|\]:)[ \t>*+-]*\d{1,9}[.)] | (?:^|\]:)[ \t>*+\-\d.)]*(?:`{3,}|~{3,})[^\n]*""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class Piece(NamedTuple):
    """A text that has to be printed, and where it was written."""

    place: str
    text: str


def pieces(document: Document, *, page: bool = False) -> Iterator[Piece]:
    """Yield every text of *document* in reading order.

    On the *page* for a browser a figure shows its numbers as a table, and nothing is
    left out to save paper.
    """
    front = document.front
    if front.ours:
        yield from _front(document, page=page)
    for block in document.blocks:
        where = document.place(int(block.attributes.get("cell") or 0))
        yield from _of_block(document, block, where, page=page)


def _of_block(
    document: Document, block: Block, where: str, *, page: bool
) -> Iterator[Piece]:
    """Yield the texts of one block of a document."""
    kind, text, attributes = block.kind, block.text, block.attributes
    if kind == "author":
        yield Piece(where, words_of_author(text))
    elif kind == "html":
        yield Piece(where, words_of_html(text))
    elif kind in ("code", "output", "error", "notice", "back-heading"):
        yield Piece(where, text)
    elif kind == "exhibit":
        yield from _of_exhibit(document, int(attributes["number"]), page=page)
    elif kind == "case":
        register = document.payloads[int(attributes["number"])]
        case = register["cases"][int(attributes["case"])]
        study = page or register.get("layout") == "study"
        skipped = UNPRINTED if study else UNPRINTED | ONLY_IN_STUDIES
        yield Piece(f"Case {case['id']}", " ".join(_texts(case, skipped)))
    elif kind == "sources":
        cited = _cited(document)
        for one in document.references:
            if str(one["id"]) not in cited:
                continue
            said = [one["title"], one.get("URL", ""), one.get("note", "")]
            authors = [author["literal"] for author in one.get("author", ())]
            yield Piece(f"Source {one['id']}", " ".join([*authors, *said]))
    elif kind == "made":
        yield from _making(document)


def _of_exhibit(document: Document, number: int, *, page: bool) -> Iterator[Piece]:
    """Yield the texts of a figure, a table or a box of notes.

    On a page for a browser the numbers of a figure stand below it or in the table of
    the same key.
    """
    payload = document.payloads[number]
    kind, where = payload["kind"], f'The {payload["kind"]} "{payload["title"]}"'
    said = list(_texts(payload, UNPRINTED))
    if payload.get("caption", "") not in ("", payload["title"]):
        said.append(payload["caption"])
    yield from (Piece(where, one) for one in said)
    if kind == "figure" and not page:
        drawn = " ".join(LABEL.findall(payload["svg"]))
        yield Piece(where, words_of_html(drawn))
    elif kind == "table" or (kind == "figure" and not _tabled(document, payload)):
        head = [str(column["label"]) for column in payload["columns"]]
        rows = [" ".join(map(str, row)) for row in payload["rows"]]
        yield Piece(where, "\n".join([*head, *rows]))


def _cited(document: Document) -> set[str]:
    """Find the sources that cases and sentences cite; the others are not listed."""
    cases = {
        source
        for block in document.blocks
        if block.kind == "case"
        for source in block.text.split()
    }
    said = " ".join(one.source for one in document.blocks if one.kind == "author")
    return cases | {
        name.strip("-@{}").rstrip(".,;:") for name in CITATION.findall(said)
    }


def _tabled(document: Document, figure: Payload) -> bool:
    """Whether there is a table with the numbers of a figure."""
    return any(
        one["kind"] == "table" and one["key"] == figure["key"]
        for one in document.payloads
    )


def _texts(value: object, skipped: set[str]) -> Iterator[str]:
    """Yield every text of a value, whatever its key is called, but for *skipped*."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in skipped:
                yield from _texts(inner, skipped)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, skipped)


def _front(document: Document, *, page: bool) -> Iterator[Piece]:
    """Yield what stands on the cover, or in the heading of a compact briefing."""
    front = document.front
    said: list[Any] = [front.title, front.scope, front.period, front.verdict]
    said += [front.edition, front.version, front.licence]
    if front.headline and (not front.compact or page):
        said += [
            one[key] for one in front.headline for key in ("value", "unit", "note")
        ]
    yield from (Piece("The cover", str(one)) for one in said)


def _making(document: Document) -> Iterator[Piece]:
    """Yield what is said of how a briefing was made."""
    for rows in (document.front.parameters, document.front.made):
        for row in rows:
            yield Piece("The last pages", " ".join(_texts(row, set())))


def definitions_of_links(source: str) -> dict[str, Any]:
    """Find the addresses that a Markdown text names for links in any cell."""
    if "]:" not in source:
        return {}
    state = _markdown.block.state_cls()
    _markdown.parse(NOTE.sub(_escaped, source), state)
    return dict(state.env["ref_links"])


def words_of_markdown(
    text: str, *, ours: bool, links: Mapping[str, Any] | None = None
) -> str:
    """Return the words of a Markdown text as a reader sees them.

    *links* are defined in other cells. Not among the words are addresses of links and
    attributes and the names of notes; formulas are.
    """
    text = NOTE.sub(_escaped, text)
    text = CITATION.sub(" ", text) if ours else spelled(text)
    state = _markdown.block.state_cls()
    state.env["ref_links"].update(links or {})
    return words_of_html(str(_markdown.parse(text, state)[0]))


def _escaped(note: re.Match[str]) -> str:
    """Write the sign of a note so that it is no link and has no words."""
    return rf"\[^\]{note[1]} "


def unshown(source: str, *, ours: bool) -> str:
    """Return the words of a Markdown text that no reader sees as such: addresses,
    attributes, numbers of items, and mathematics.
    """
    source = source if ours else spelled(source)
    _, formulas = keep_formulas(source, lambda _: None)
    said = [one.source for one in formulas]
    said += UNSHOWN.findall(source)
    return "\n".join(said)


@lru_cache(maxsize=1024)  # looked at for what was read and for what is printed
def words_of_author(html: str) -> str:
    """Return the words of HTML that our reader of Markdown wrote, with its notes."""
    parser = _Author()
    parser.feed(html)
    parser.close()
    return "".join(parser.said)


def words_of_html(text: str) -> str:
    """Return the words of an HTML text, or of a drawing, that a reader sees."""
    parser = _Words()
    parser.feed(PACKED.sub("", text))
    parser.close()
    return "".join(parser.said)


_markdown = mistune.create_markdown(
    escape=False, plugins=["table", "strikethrough", "task_lists"]
)

VOID = "area base br col embed hr img input link meta source track wbr"

NEVER = """script style template head title desc metadata defs iframe video audio canvas
object noscript datalist"""

# Words do not run together over the end of these.
BLOCKS = """address article aside blockquote br dd details div dl dt figcaption figure
footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td
text tfoot th thead tr ul"""


class _Words(HTMLParser):
    """Collects what is shown of an HTML text."""

    VOID, NEVER, BLOCKS = (frozenset(one.split()) for one in (VOID, NEVER, BLOCKS))

    def __init__(self) -> None:
        """Nothing has been read yet."""
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.open: list[str] = []
        self.hidden = 0  # the depth of the outermost element that is not shown

    def handle_starttag(
        self, tag: str, attrs: Sequence[tuple[str, str | None]]
    ) -> None:
        """Go into an element, shown or not."""
        if tag in self.BLOCKS:
            self.said.append("\n")
        if tag not in self.VOID:
            self.open.append(tag)
            if not self.hidden and not _shown(tag, attrs):
                self.hidden = len(self.open)

    def handle_startendtag(
        self, tag: str, attrs: Sequence[tuple[str, str | None]]
    ) -> None:
        """Pass an element that holds nothing."""
        if tag in self.BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those within it that were never closed."""
        if tag in self.BLOCKS:
            self.said.append("\n")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            if len(self.open) < self.hidden:
                self.hidden = 0

    def handle_data(self, data: str) -> None:
        """Take the words of an element that is shown."""
        if not self.hidden:
            self.said.append(data)


class _Author(_Words):
    """Reads also the notes and citations that wait in attributes for pandoc."""

    def handle_starttag(
        self, tag: str, attrs: Sequence[tuple[str, str | None]]
    ) -> None:
        """Take the words of a note, and of a citation those beside the key."""
        super().handle_starttag(tag, attrs)
        for name, value in attrs:
            if name == "data-note":
                self.said.append(f"\n{words_of_author(value or '')}\n")
            elif name == "data-cited":
                self.said.append(CITATION.sub(" ", value or ""))


HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _shown(tag: str, attrs: Sequence[tuple[str, str | None]]) -> bool:
    """Whether the words of an element are shown as words."""
    if tag in _Words.NEVER:
        return False
    if not attrs:
        return True
    attributes = dict(attrs)
    return (
        "hidden" not in attributes
        and not HIDDEN.search(attributes.get("style") or "")
        and "math" not in (attributes.get("class") or "").split()
    )
