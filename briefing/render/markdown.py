"""The Markdown of a notebook's cells, read together as JupyterLab reads it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from briefing.render.document import Block, Document, spelled
from briefing.render.formulas import (
    CLOSES,
    KEPT,
    OPENS,
    REFERS,
    TEX_COMMAND,
    Kept,
    definitions,
    keep_formulas,
    numbered,
    restored,
    rows,
)
from briefing.render.images import DRAWN, drawings, find_picture

Env = MutableMapping[str, Any]

Definition = tuple["Text", str, list[Token]]

CITED = re.compile(r"\[(?:[^\[\]\\]|\\.)*?(?<!\w)-?@\w[^\[\]]*\](?![(\[])")

CITED_BARE = re.compile(r"@\w[\w.:/-]*")

CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)

WITH_BLANK = re.compile(
    r"(?<!\\)\[[^\[\]\n]*\]\((?!<)[^()\s<>]+(?:[ \t]+[^()\s\"'<>]+)+\)"
)

LEVEL = re.compile(r"h([1-6])")

SCHEME = re.compile(r"(?!attachment:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)

WEB = ("http:", "https:", "mailto:")

# Elements of HTML, and those of MathML.
ELEMENTS = """a abbr acronym address area article aside audio b base basefont bdi bdo
big blockquote body br button canvas caption center cite code col colgroup data datalist
dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer
form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins
kbd label legend li link main map mark marquee math menu meta meter nav nobr noscript
object ol optgroup option output p param picture pre progress q rp rt ruby s samp script
search section select slot small source span strike strong style sub summary sup svg
table tbody td template textarea tfoot th thead time title tr track tt u ul var video
wbr annotation merror mfrac mi mn mo mover mroot mrow mspace msqrt mstyle msub msubsup
msup mtable mtd mtext mtr munder munderover semantics"""

OPTIONS = {
    "html": True,
    "strikethrough_single_tilde": True,
    "tasklists": True,
    "maxNesting": 100,  # what is deeper would be left out
}

KNOWN = frozenset(ELEMENTS.split())

LIVE = {"audio", "canvas", "embed", "iframe", "object", "video"}

UNSEEN = {"script", "style"}

VERBATIM = {"code", "pre", "script", "style", "textarea"}

ATTRIBUTES = {
    *("align", "alt", "colspan", "dir", "height", "hidden", "lang", "rowspan"),
    *("start", "style", "title", "type", "width"),
}


def read_markdown(document: Document) -> None:
    """Turn every text of an author in *document* into HTML that pandoc reads."""
    found: dict[str, Scope] = {}
    for place, block in enumerate(document.blocks):
        if block.kind == "author":
            cell = int(block.attributes["cell"])
            name = document.notebook(cell)
            scope = found.get(name) or Scope(document, found)
            found[name] = scope
            written = replace(block, source=block.text)
            scope.texts.append(Text(place, written, cell))
    for scope in found.values():
        scope.read()
    # Twice: a place that is linked to from further down has its name the second time.
    for _ in range(2):
        for scope in found.values():
            macros = {"macros": " ".join(scope.macros)} if scope.macros else {}
            for text in scope.texts:
                html = joined(scope.written[text.place])
                attributes = {**text.block.attributes, **macros}
                source = text.block.source
                document.blocks[text.place] = Block("author", html, attributes, source)


def joined(pieces: Sequence[str | Callable[[], str]]) -> str:
    """Join pieces, some of which are written only when all texts are known."""
    return "".join(one if isinstance(one, str) else one() for one in pieces)


def first_heading(sources: Sequence[str]) -> str:
    """Return the words of the first heading of the first level."""
    reader = parser(ours=False)
    for source in sources:
        text, kept = keep_formulas(source, lambda _: None)
        tokens = reader.parse(text, {})
        for place, one in enumerate(tokens):
            if one.type == "heading_open" and one.tag == "h1":
                words = _words(tokens[place + 1].children or [])
                return " ".join(restored(words, kept).split())
            if one.type == "html_block":
                found = re.search(r"<h1\b[^>]*>(.*?)</h1>", one.content, re.S | re.I)
                if found:
                    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())
    return ""


def _words(children: Sequence[Token]) -> str:
    """Join the words of inline tokens."""
    shown = (
        _words(one.children) if one.children else " " if "break" in one.type
        else one.content if one.type in ("text", "code_inline") else ""
        for one in children
    )  # fmt: skip
    return "".join(shown)


def parser(*, ours: bool) -> MarkdownIt:
    """Return the reader of GitHub's Markdown; in chapters of ours with citations."""
    reader = MarkdownIt("commonmark", {**OPTIONS})
    reader.enable(["table", "strikethrough"])
    reader.use(gfm_autolink_plugin)
    reader.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    # JupyterLab leaves it to the browser which links lead somewhere; we say it.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.add_render_rule("footnote_ref", _refer)
    reader.add_render_rule("image", _pictured)
    if ours:
        reader.inline.ruler.before("link", "citation", _cite)
        reader.add_render_rule("citation", _cited)
    return reader


def _cite(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """Read a citation such as `[@S-0012, p. 3]`; pandoc reads what stands in it."""
    found = CITED.match(state.src, state.pos)
    bare = state.src[state.pos - 1 : state.pos] if state.pos else ""
    if not found and not (bare.isalnum() or bare == "_"):
        found = CITED_BARE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found.group()
    state.pos = found.end()
    return True


def _cited(_: object, tokens: Sequence[Token], at: int, __: Any, env: Env) -> str:  # noqa: ANN401
    """Keep a citation for pandoc."""
    source = restored(tokens[at].content, env["kept"])
    html = f'<span data-cited="{escape(source)}"></span>'
    return _keep(env["kept"], Kept(source, "html", write=lambda: html))


def _refer(_: object, tokens: Sequence[Token], at: int, __: Any, env: Env) -> str:  # noqa: ANN401
    """Keep a note in the place where it is referred to."""
    label = str(tokens[at].meta["label"])
    note = env["note"](label)
    source = f"[^{label}]"
    if note is None:
        return escape(source)
    return _keep(env["kept"], Kept(source, "html", write=note))


def _pictured(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: Any,  # noqa: ANN401
    env: Env,
) -> str:
    """Write a picture, and behind it the notes that its description refers to."""
    notes = [
        _refer(renderer, [one], 0, options, env)
        for one in _within(tokens[at].children or [])
        if one.type == "footnote_ref"
    ]
    return "".join([renderer.image(tokens, at, options, env), *notes])


def _drawing(svg: str, kept: list[Kept]) -> str:
    """Leave a drawing as it was written, and put its notes behind it."""
    marks = [mark for mark in KEPT.finditer(svg) if _is_note(kept[int(mark[1])])]
    return "".join([restored(svg, kept), *(mark.group() for mark in marks)])


def _is_note(one: Kept) -> bool:
    """Whether what was kept is a note, not a formula or a citation."""
    return one.write is not None and one.source.startswith("[^")


def _within(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens and those within them."""
    for token in tokens:
        yield token
        yield from _within(token.children or [])


def _keep(kept: list[Kept], one: Kept) -> str:
    """Keep something, and return the mark that stands in its place."""
    kept.append(one)
    return f"{OPENS}{len(kept) - 1}{CLOSES}"


@dataclass
class Text:
    """One text of an author: a cell, or what an output of it says."""

    place: int
    block: Block
    cell: int
    kept: list[Kept] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    env: Env = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether it cites sources, as texts of ours do."""
        return self.block.attributes.get("form") == "ours"


class Anchor:
    """A place that links may lead to; it has a name if one does."""

    def __init__(self, document: Document) -> None:
        """Take a place without a name."""
        self.document, self.name = document, ""

    def use(self) -> str:
        """Give it a name, the same each time."""
        if not self.name:
            self.document.anchors += 1
            self.name = f"anchor-{self.document.anchors}"
        return self.name

    def attribute(self) -> str:
        """Write its name into an element, if it has one."""
        return f' id="{self.name}"' if self.name else ""

    def element(self) -> str:
        """Write it as an element of its own, if it has a name."""
        return f'<span id="{self.name}"></span>' if self.name else ""


class Scope:
    """The texts of one notebook, and what is defined in one and used in another."""

    def __init__(self, document: Document, others: Mapping[str, Scope]) -> None:
        """Begin without texts; *others* are all of the document, by name."""
        self.document, self.others = document, others
        self.texts: list[Text] = []
        self.macros: list[str] = []
        self.numbers: dict[str, str] = {}  # of equations, by label
        self.notes: dict[str, list[Definition]] = defaultdict(list)
        self.anchors: dict[str, Anchor] = {}
        self.slugs: Counter[str] = Counter()
        self.written: dict[int, list[str | Callable[[], str]]] = {}
        self.top = Anchor(document)
        self.first: Anchor | None = None  # of its headings
        # Each reader of its own: the page and the PDF are made at the same time.
        self.readers = {ours: parser(ours=ours) for ours in (True, False)}

    def warn(self, cell: int, what: str) -> None:
        """Say of a cell what is missing."""
        self.document.warn(f"cell {cell}: {what}")

    def read(self) -> None:
        """Read all texts: first what they define, then what they say."""
        references: dict[str, Any] = {}
        for text in self.texts:
            self._protect(text)
        self._number_equations()
        for text in self.texts:
            if "]:" in text.block.text:
                _, text.env = self._parsed(text, {})
            for label, target in text.env.get("references", {}).items():
                references.setdefault(label, target)
        for text in self.texts:
            known = {**references, **text.env.get("references", {})}
            text.tokens, _ = self._parsed(text, known)
            self._look_at_rows(text)
            self._look_at_addresses(text)
            self._take_notes(text)
        self._place_notes()
        for text in self.texts:
            self._write(text)

    def _protect(self, text: Text) -> None:
        """Keep the formulas of a text apart, and learn what they define."""

        def doubt(source: str) -> None:
            shown = " ".join(source.split())[:60]
            what = f"{shown} is no formula to JupyterLab, and is printed as text; "
            self.warn(text.cell, f"{what}write $…$ to have it set")

        source, text.kept = keep_formulas(text.block.text, doubt)
        for place, one in enumerate(text.kept):
            if one.kind not in ("inline", "display"):
                continue
            tex, found = definitions(one.text)
            self.macros += [macro for macro in found if macro not in self.macros]
            text.kept[place] = one._replace(text=tex)
        text.block = replace(text.block, text=source)

    def _number_equations(self) -> None:
        """Give an equation that something refers to the number of its tag, or the
        next one.
        """
        kept = [one for text in self.texts for one in text.kept]
        referred = {one.text for one in kept if one.kind in ("eqref", "ref")}
        for one in kept:
            referred |= {found[2].strip() for found in REFERS.finditer(one.text)}
        labelled = [
            (label, row.tags)
            for one in kept
            if one.kind in ("inline", "display")
            for row in rows(one.text)
            for label in row.labels
        ]
        equations = 0
        for label, tags in labelled:
            if label in referred and label not in self.numbers:
                equations += not tags
                number = tags[0].strip("()") if tags else str(equations)
                self.numbers[label] = number

    def _parsed(self, text: Text, references: Env) -> tuple[list[Token], Env]:
        """Parse a text that knows some definitions of links."""
        env: Env = {"references": dict(references)}
        reader = self.readers[text.ours]
        # An address stays as it was written, so that messages name it so.
        reader.normalizeLink = lambda url: restored(url, text.kept)  # type: ignore[method-assign]
        return reader.parse(text.block.text, env), env

    def _look_at_rows(self, text: Text) -> None:
        """Say which rows of tables have more cells than their head: these are lost."""
        lines = text.block.text.split("\n")
        width = 0
        for token in text.tokens:
            if token.type == "thead_open":
                width = 0
            width += token.type == "th_open"
            if token.type == "tr_open" and width and token.map:
                line = lines[token.map[0]]
                cells = escapedSplit(line[line.find("|") :] if "|" in line else line)
                while cells and not cells[-1].strip():
                    cells.pop()
                first = bool(cells) and not cells[0].strip()
                if lost := " ".join(cells[width + first :]).strip():
                    what = "a row of a table has more cells than its head, and "
                    what += f"JupyterLab and paper leave the last out: {lost[:80]}"
                    self.warn(text.cell, restored(what, text.kept))

    def _look_at_addresses(self, text: Text) -> None:
        """Say which links and pictures are none, because of a blank in the address."""
        for token in text.tokens:
            plain = CODE.sub("", token.content) if token.type == "inline" else ""
            for found in WITH_BLANK.findall(plain):
                what = f"{found[:80]} is printed as it is written: an address with a "
                what += "blank in it stands between < and >"
                self.warn(text.cell, restored(what, text.kept))

    def _take_notes(self, text: Text) -> None:
        """Take the notes out of the tokens of a text."""
        out: list[Token] = []
        inside: list[tuple[str, list[Token]]] = []
        for token in text.tokens:
            if token.type == "footnote_reference_open":
                inside.append((str(token.meta["label"]), []))
            elif token.type == "footnote_reference_close":
                label, tokens = inside.pop()
                self.notes[label.casefold()].append((text, label, tokens))
                mark = Token("note", "", 0, meta={"tokens": tokens})
                (inside[-1][1] if inside else out).append(mark)
            else:
                (inside[-1][1] if inside else out).append(token)
        text.tokens = out

    def _place_notes(self) -> None:
        """Decide which notes are referred to; the others are printed where they
        stand.
        """
        used: set[int] = set()
        waiting = [(text, text.tokens) for text in self.texts]
        while waiting:
            text, tokens = waiting.pop(0)
            for one in _within(tokens):
                if one.type != "footnote_ref":
                    continue
                label = str(one.meta["label"])
                found = self._note(label, text)
                if found is None:
                    what = f"the note [^{label}] is defined in no cell of this notebook"
                    self.warn(text.cell, f"{what}; it is printed as it is written")
                elif id(found[2]) not in used:
                    used.add(id(found[2]))
                    waiting.append((found[0], found[2]))
        for text, label, tokens in (
            one for all_ in self.notes.values() for one in all_
        ):
            if id(tokens) not in used:
                named = Token("text", "", 0, content=f"[^{label}]: ")
                if tokens[1:] and tokens[0].type == "paragraph_open":
                    (tokens[1].children or []).insert(0, named)
                else:
                    inline = Token("inline", "", 0, children=[named])
                    tokens.insert(0, inline)
                what = f"nothing refers to the note [^{label}], or it is defined twice"
                self.warn(text.cell, f"{what}; it is printed where it stands")
        for text in self.texts:
            text.tokens = list(self._shown(text.tokens, used))

    def _shown(self, tokens: Sequence[Token], used: set[int]) -> Iterator[Token]:
        """Yield tokens, and those of notes that nothing refers to."""
        for token in tokens:
            if token.type != "note":
                yield token
            elif id(token.meta["tokens"]) not in used:
                yield from self._shown(token.meta["tokens"], used)

    def _note(self, label: str, text: Text) -> Definition | None:
        """Find a note: in the same text, else in the first cell that has it."""
        found = self.notes.get(label.casefold(), [])
        return next((one for one in found if one[0] is text), next(iter(found), None))

    def _write(self, text: Text) -> None:
        """Write the HTML of a text, with links that are not resolved yet."""
        self.written[text.place] = self._html(text, text.tokens, ())
        if text is self.texts[0]:
            self.written[text.place].insert(0, self.top.element)

    def _html(
        self, text: Text, tokens: list[Token], within: tuple[str, ...]
    ) -> list[str | Callable[[], str]]:
        """Write tokens of a text; *within* names the notes that they stand in."""

        def note(label: str) -> Callable[[], str] | None:
            found = self._note(label, text)
            if found is None or label in within:
                return None
            owner, _, inner = found
            shown = [one for one in inner if one.type != "note"]
            pieces = self._html(owner, shown, (*within, label))

            def written() -> str:
                return f'<span data-note="{escape(joined(pieces))}"></span>'

            return written

        env = {**text.env, "kept": text.kept, "note": note}
        reader = self.readers[text.ours]
        html = reader.renderer.render(tokens, reader.options, env)
        html = DRAWN.sub(lambda one: _drawing(one.group(), text.kept), html)
        html, drawn = drawings(html)
        held = {**self.document.attached.get(text.cell, {}), **drawn}
        rewriter = Rewriter(self, text, held)
        rewriter.feed(html)
        rewriter.close()
        return rewriter.pieces

    def formula(self, one: Kept, cell: int) -> str:
        """Write a formula, or a reference to one, as pandoc reads it in HTML."""
        if one.kind in ("eqref", "ref"):
            number = self.numbers.get(one.text)
            anchor = self.anchors.get(f"equation {one.text}")
            if number is None or anchor is None:
                what = f"a formula could not be set: {one.source} has no \\label"
                self.warn(cell, what)
                return escape(one.source)
            shown = f"({number})" if one.kind == "eqref" else number
            return f'<a href="#{anchor.use()}">{escape(shown)}</a>'
        tex = REFERS.sub(self._number_in_formula(cell), one.text)
        tex = numbered(tex, lambda label: self.numbers.get(label, ""))
        if not tex.strip() or re.fullmatch(
            r"\s*\\begin\{[^}]*\}\s*\\end\{[^}]*\}\s*", tex
        ):
            return ""
        mode = "; mode=display" if one.kind == "display" else ""
        # Nothing in a script is decoded; only its end must not stand in it.
        body = tex.strip().replace("</", "< /")
        return f'<script type="math/tex{mode}">{body}</script>'

    def _number_in_formula(self, cell: int) -> Callable[[re.Match[str]], str]:
        """Say how a reference within a formula is set."""

        def number(found: re.Match[str]) -> str:
            known = self.numbers.get(found[2].strip())
            if known is None:
                what = f"a formula could not be set: {found.group()} has no \\label"
                self.warn(cell, what)
                return r"\text{" + found[2] + "}"
            return (
                rf"\text{{({known})}}" if found[1] == "eqref" else rf"\text{{{known}}}"
            )

        return number

    def anchor(self, name: str) -> Anchor:
        """Make a place that is found by *name*, unless another has it already."""
        made = Anchor(self.document)
        self.anchors.setdefault(name, made)
        return made

    def heading(self, words: str, anchor: Anchor) -> None:
        """Let a heading be found as JupyterLab and GitHub name it."""
        self.first = self.first or anchor
        plain = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        count = self.slugs[plain]
        self.slugs[plain] += 1
        own = words.strip().replace(" ", "-")
        for name in (own, f"{plain}-{count}" if count else plain):
            self.anchors.setdefault(_form(name), anchor)

    def find(self, fragment: str) -> Anchor | None:
        """Find the place that the end of an address names."""
        if fragment.lower() in ("", "top"):
            return self.anchors.get(fragment) or self.first or self.top
        names = {_form(fragment): 0, _form(unquote(fragment)): 0}
        for name in names:
            if name in self.anchors:
                return self.anchors[name]
        folded = {name.casefold(): one for name, one in reversed(self.anchors.items())}
        return next(
            (folded[n.casefold()] for n in names if n.casefold() in folded), None
        )

    def target(self, href: str, cell: int) -> str:
        """Say where a link leads: to the web, to a place in the document, or
        nowhere.
        """
        if href.lower().startswith(WEB):
            return normalizeLink(href)
        path, _, fragment = href.partition("#")
        name = unquote(PurePosixPath(path).name)
        notebook = name.removesuffix(".ipynb") if name.endswith(".ipynb") else None
        scope = self
        if path:
            own = notebook is not None and notebook == self.document.name
            found = None if notebook is None else self.others.get(notebook)
            if not (own or found):
                self._dead(href, cell, notebook=notebook is not None)
                return ""
            scope = self if own or found is None else found
        anchor = scope.find(fragment)
        if anchor is None:
            self._dead(href, cell, notebook=False)
            return ""
        return f"#{anchor.use()}"

    def _dead(self, href: str, cell: int, *, notebook: bool) -> None:
        """Say that a link leads nowhere."""
        what = f"the link to {href[:80]} leads nowhere on paper; its words are printed"
        if not href or cell == 0:
            return  # the method stands beside the other files of the project
        if notebook or SCHEME.match(href):
            # A briefing may leave a chapter out, and no browser follows a script; then
            # the words stand for themselves.
            self.document.inform(f"cell {cell}: {what}")
        else:
            self.warn(cell, what)


def _form(name: str) -> str:
    """Write a name in the one form in which names are compared."""
    return unicodedata.normalize("NFC", name)


class Rewriter(HTMLParser):
    """Go through the HTML of a text: pictures, links, headings, formulas."""

    def __init__(self, scope: Scope, text: Text, held: Mapping[str, bytes]) -> None:
        """Take the pictures that the text carries along."""
        super().__init__(convert_charrefs=True)
        self.scope, self.document = scope, scope.document
        self.cell, self.kept, self.held = text.cell, text.kept, held
        self.ours = self.document.front.ours
        self.pieces: list[str | Callable[[], str]] = []
        self.verbatim = self.unseen = 0
        self.headings: list[tuple[Anchor, list[str]]] = []
        self.notes: list[Callable[[], str]] = []  # of code; they stand behind it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element with what of its attributes means something on paper."""
        given = {key: restored(value or "", self.kept) for key, value in attrs}
        if tag in UNSEEN:
            self.unseen += 1
        if self.unseen:
            return
        self.verbatim += tag in VERBATIM
        self._anchored(tag, given)
        if tag in LIVE:
            where = given.get("src") or given.get("data") or ""
            what = f"<{tag}> lives in a browser and is not printed"
            self.scope.warn(self.cell, f"{what}{': ' if where else ''}{where[:80]}")
        elif tag not in KNOWN and "-" not in tag:
            shown = (self.get_starttag_text() or "")[:60]
            what = f"{shown} is no element of HTML, and neither JupyterLab nor paper "
            self.scope.warn(self.cell, f"{what}shows it; write `{shown}`")
        if tag == "img":
            self._picture(given)
        elif tag == "a" and "href" in given:
            self.pieces.append(lambda: self._link(given["href"].strip()))
        elif tag == "input":
            box = "☒" if "checked" in given else "☐"
            self.pieces.append(box if given.get("type") == "checkbox" else "")
        elif LEVEL.fullmatch(tag):
            anchor = Anchor(self.document)
            self.headings.append((anchor, []))
            self.pieces += [f"<{tag}", anchor.attribute, ">"]
        elif tag not in LIVE:
            name = "div" if tag == "summary" else tag
            self.pieces.append(f"<{name}{_attributes(given)}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element."""
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
            self._notes()
            return
        if self.unseen or tag in LIVE or tag in ("img", "input"):
            return
        if tag in VERBATIM:
            self.verbatim = max(0, self.verbatim - 1)
        if LEVEL.fullmatch(tag) and self.headings:
            anchor, words = self.headings.pop()
            self.scope.heading("".join(words), anchor)
        self.pieces.append(f"</{'div' if tag == 'summary' else tag}>")
        self._notes()

    def close(self) -> None:
        """End the text, with the notes of what was never closed."""
        super().close()
        self.verbatim = self.unseen = 0
        self._notes()

    def _notes(self) -> None:
        """Write the notes of code behind it, because nothing else can stand in it."""
        if not self.verbatim and not self.unseen:
            self.pieces += self.notes
            self.notes.clear()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read `<b/>` as a browser does: it begins an element."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Write text, with formulas, notes and citations in their places."""
        if self.verbatim or self.unseen:
            held = [self.kept[int(mark)] for mark in KEPT.findall(data)]
            self.notes += [one.write for one in held if one.write and _is_note(one)]
        if self.unseen:
            return
        for _, words in self.headings:
            words.append(restored(data, self.kept))
        if self.verbatim:
            self._text(restored(data, self.kept))
            return
        for command in TEX_COMMAND.findall(data):
            what = f"TeX outside of a formula is printed as it is written: {command}"
            self.scope.warn(self.cell, what)
        place = 0
        for mark in KEPT.finditer(data):
            self._text(data[place : mark.start()])
            self._kept(self.kept[int(mark[1])])
            place = mark.end()
        self._text(data[place:])

    def _text(self, data: str) -> None:
        """Write plain text; in other people's notebooks emoji have names."""
        self.pieces.append(escape(data if self.ours else spelled(data), quote=False))

    def _kept(self, one: Kept) -> None:
        """Write what was kept from Markdown."""
        if one.write is not None:
            self.pieces.append(one.write)
            return
        for row in rows(one.text):
            for label in row.labels:
                self.pieces.append(self.scope.anchor(f"equation {label}").element)
        # A reference may come before its equation.
        self.pieces.append(lambda: self.scope.formula(one, self.cell))

    def _anchored(self, tag: str, given: Mapping[str, str]) -> None:
        """Keep the places that an author named."""
        for key in ("id", "name"):
            if (name := given.get(key)) and (key == "id" or tag == "a"):
                self.pieces.append(self.scope.anchor(_form(name)).element)

    def _link(self, href: str) -> str:
        """Write the beginning of a link, or of what is none."""
        target = self.scope.target(href, self.cell)
        return f'<a href="{escape(target)}">' if target else "<a>"

    def _picture(self, given: Mapping[str, str]) -> None:
        """Write a picture under the name that it is kept under."""
        source = given.get("src", "")
        name, lost = find_picture(self.document, source, self.cell, self.held)
        if name:
            self.document.places[f"* {name}"] = name
        alt = given.get("alt", "") if self.ours else spelled(given.get("alt", ""))
        shown = {**given, "src": name or source, "alt": alt}
        self.pieces.append(f"<img{_attributes(shown)}>")
        for words in lost:
            self.pieces.append(escape(f" Words that the picture above lacks: {words}"))


def _attributes(given: Mapping[str, str]) -> str:
    """Write attributes, without those that only a browser knows what to do with."""
    return "".join(
        f' {key}="{escape(value)}"'
        for key, value in given.items()
        if key in ATTRIBUTES or key == "src"
    )
