"""What HTML hides is left out, as a browser leaves it out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from nbformat import NotebookNode

from briefing.render.notebook import MIME

# Without one of these signs nothing is hidden, and nothing is parsed.
SIGN = re.compile(
    r"<(template|noscript|datalist|dialog)\b|\bhidden\b|\bpopover\b|display\s*:"
    r"|visibility\s*:|opacity\s*:\s*\.?0|font-size\s*:\s*0|clip(-path)?\s*:"
    r"|\b(left|top|right|bottom|text-indent)\s*:\s*-|\b(width|height)\s*:\s*[01]"
    r"|color\s*:\s*transparent|scale\s*\(\s*0|<[^>]*\bbackground[^>]*>",
    re.IGNORECASE,
)

STYLE = re.compile(r"<style\b([^>]*)>(.*?)(?:</style\s*>|\Z)", re.I | re.S)

MEDIA = re.compile(r"\bmedia\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)

DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.I | re.S)

TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.S)

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)

BLANK_LINE = re.compile(r"\n[ \t]*\n")

NEVER_SHOWN = {"template", "noscript", "datalist"}

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}

# Tags that end an element whose own closing tag is missing; a slash for closing ones.
ROW = {"tr", "/tr", "/table", "tbody", "/tbody", "/thead", "tfoot", "/tfoot"}

ENDED_BY = {
    "td": {"td", "th"} | ROW,
    "th": {"td", "th"} | ROW,
    "tr": ROW,
    "li": {"li", "/ul", "/ol"},
    "dt": {"dt", "dd", "/dl"},
    "dd": {"dt", "dd", "/dl"},
    "option": {"option", "/select"},
    "p": {"p", "div", "table", "ul", "ol", "pre", "blockquote", "/div", "/td"},
}

SHOWING = {"display", "visibility", "opacity"}

SIDES = ("left", "top", "right", "bottom")

FAR = 999  # pixels to the left of a page, where nobody looks

# How JupyterLab and the classic notebook wrap what a cell shows.
AROUND = (
    '<div class="jp-Notebook"><div class="jp-Cell jp-CodeCell jp-Notebook-cell cell '
    'code_cell"><div class="jp-Cell-outputWrapper output_wrapper"><div class="'
    'jp-OutputArea jp-Cell-outputArea output"><div class="jp-OutputArea-child '
    'output_area"><div id="sco-fragment" class="jp-RenderedHTMLCommon '
    'jp-RenderedHTML jp-OutputArea-output output_subarea rendered_html output_html">'
)

# The same of a cell of code; nbconvert names its tags as classes.
CELL = (
    '<div class="jp-Notebook"><div class="jp-Cell jp-CodeCell jp-Notebook-cell cell '
    'code_cell {tags}"><div class="jp-Cell-inputWrapper input"><div class="'
    'jp-InputArea jp-Cell-inputArea inner_cell"><div id="sco-code" class="'
    'jp-CodeMirrorEditor jp-Editor jp-InputArea-editor input_area"></div></div></div>'
    '<div class="jp-Cell-outputWrapper output_wrapper"><div class="jp-OutputArea '
    'jp-Cell-outputArea output"><div class="jp-OutputArea-child output_area"><div '
    'id="sco-stderr" class="jp-RenderedText jp-OutputArea-output output_subarea '
    'output_stream output_stderr" data-mime-type="application/vnd.jupyter.stderr">'
)

Rank = tuple[bool, tuple[int, int, int], int]  # inline, specificity, order

Weight = tuple[bool, bool, tuple[int, int, int], int]  # important, and the rank

Declarations = Mapping[str, tuple[str, bool]]


@dataclass(frozen=True)
class Rule:
    """One selector of a style sheet, and what it declares that can hide or show."""

    selector: Any
    specificity: tuple[int, int, int]
    declarations: Declarations


def without_hidden(notebook: NotebookNode) -> NotebookNode:
    """Return *notebook* without what its HTML hides; the same one if it hides
    nothing.
    """
    texts = [text for cell in notebook.cells for text in _html_of(cell)]
    if not any(SIGN.search(text) for text in texts):
        return notebook
    rules = [rule for text in texts for css in sheets(text) for rule in read(css)]
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        if cell.cell_type != "code":
            cell.source = markdown_shown(cell.source, rules)
        elif rules:
            _hide_parts(cell, rules)
        for data in _bundles(cell):
            _show_bundle(data, rules)
    return shown


def _show_bundle(data: dict[str, Any], rules: list[Rule]) -> None:
    """Leave out of what an output holds what is hidden, in whatever form."""
    if "text/markdown" in data:
        said = _joined(data["text/markdown"])
        data["text/markdown"] = markdown_shown(said, rules)
    whole = _joined(data.get("text/html", ""))
    shown = html_shown(whole, rules)
    if shown != whole:
        # Nothing at all would let the plain text be printed, which hides nothing.
        data["text/html"] = shown or "<!-- -->"
        data.pop("text/plain", None)


def _hide_parts(cell: NotebookNode, rules: list[Rule]) -> None:
    """Leave out the code or what stands on standard error, where a style hides it."""
    from bs4 import BeautifulSoup

    tags = " ".join(f"celltag_{tag}" for tag in cell.metadata.get("tags", []))
    soup = BeautifulSoup(CELL.format(tags=escape(tags)), "lxml")
    _take_out(soup, rules)
    if soup.find(id="sco-code") is None:
        cell.metadata["transient"] = {"remove_source": True}
    if soup.find(id="sco-stderr") is None:
        cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]


def _html_of(cell: NotebookNode) -> Iterator[str]:
    """Yield the texts of a cell in which HTML may stand."""
    if cell.cell_type != "code":
        yield cell.source
    for data in _bundles(cell):
        yield _joined(data.get("text/html", ""))
        yield _joined(data.get("text/markdown", ""))


def _bundles(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    """Yield what each output of a cell holds, by its kind; a payload hides nothing."""
    for output in cell.get("outputs", []):
        if MIME not in output.get("data", {MIME: None}):
            yield output["data"]


def _joined(text: object) -> str:
    """Join the lines of a text, which a notebook may keep as a list."""
    return "".join(text) if isinstance(text, list) else str(text)


def sheets(html: str) -> Iterator[str]:
    """Yield the style sheets in a text, each within the medium that it is for."""
    for attributes, css in STYLE.findall(html):
        medium = MEDIA.search(attributes)
        said = next(filter(None, medium.groups()), "") if medium else ""
        yield f"@media {said} {{{css}}}" if said else css


def read(css: str) -> Iterator[Rule]:
    """Yield the rules of a style sheet that can hide or show something in print."""
    import tinycss2

    yield from _rules(
        tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    )


def _rules(nodes: Iterable[Any]) -> Iterator[Rule]:
    """Read rules, also those that stand in a condition which print meets."""
    import soupsieve
    import tinycss2

    for node in nodes:
        if node.type == "at-rule" and node.content is not None and _printed(node):
            inner = tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _rules(inner)
        if node.type != "qualified-rule":
            continue
        yield from _rules(_nested(node))
        declared = declarations(tinycss2.serialize(node.content))
        if not declared:
            continue
        for selector in _selectors(node.prelude):
            try:
                compiled = soupsieve.compile(selector)
            except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
                continue  # such as ::before, which is no element
            yield Rule(compiled, specificity(selector), declared)


def _nested(rule: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the rules that stand within another, with the selectors of both."""
    import tinycss2

    outer = tinycss2.serialize(rule.prelude).strip()
    for node in tinycss2.parse_blocks_contents(rule.content):
        if node.type == "qualified-rule":
            for selector in _selectors(node.prelude):
                whole = selector if "&" in selector else f"& {selector}"
                whole = whole.replace("&", f":is({outer})")
                inner = tinycss2.serialize(node.content)
                yield from tinycss2.parse_stylesheet(f"{whole} {{{inner}}}")


def _printed(node: Any) -> bool:  # noqa: ANN401  # tinycss2 is not typed
    """Whether the rules inside an at-rule hold on paper."""
    import tinycss2

    name, said = node.lower_at_keyword, tinycss2.serialize(node.prelude).lower()
    if name == "media":
        return any("screen" not in one or "not" in one for one in said.split(","))
    return name in {"supports", "layer", "container"}


def _selectors(prelude: Iterable[Any]) -> list[str]:
    """Split a list of selectors at its commas, and not at those within brackets."""
    import tinycss2

    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def specificity(selector: str) -> tuple[int, int, int]:
    """Count ids, classes and types, by which a browser ranks rules."""
    bare = re.sub(r"\[[^\]]*\]", "[", selector)
    ids = len(re.findall(r"#[\w-]", bare))
    classes = bare.count("[") + len(re.findall(r"\.[a-zA-Z_-]|(?<!:):(?!:)", bare))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~(,])[a-zA-Z]", bare))


def declarations(css: str) -> dict[str, tuple[str, bool]]:
    """Read the declarations that can hide or show: values, and whether important.

    What several of them do together is noted under a name of its own, `-lost`.
    """
    import tinycss2

    found: dict[str, tuple[str, bool]] = {}
    for node in tinycss2.parse_blocks_contents(css):
        if node.type == "declaration":
            value = tinycss2.serialize(node.value).strip().lower()
            found[node.lower_name] = (value, node.important)
    kept = {name: found[name] for name in SHOWING & found.keys()}
    if is_lost({name: value for name, (value, _) in found.items()}):
        kept["-lost"] = ("lost", False)
    return kept


def is_lost(style: Mapping[str, str]) -> bool:
    """Whether the declarations of one element leave nothing of it to be seen."""
    away = style.get("position") in {"absolute", "fixed"}
    clip = style.get("clip", "").replace(" ", "")
    path = style.get("clip-path", "").replace(" ", "")
    cut = {style.get(f"overflow{axis}") for axis in ("", "-x", "-y")}
    sizes = [style.get(f"{m}{n}") for m in ("", "max-") for n in ("width", "height")]
    ink, ground = style.get("color"), style.get("background-color")
    return any((
        away and re.match(r"rect\((0|1px)[\w,]*\)", clip),
        path in {"inset(50%)", "inset(100%)", "circle(0)", "circle(0px)"},
        away and any(_far(style.get(side)) for side in SIDES),
        _far(style.get("text-indent")),
        cut & {"hidden", "clip"} and any(_nothing(size) for size in sizes),
        re.search(r"scale\(\s*0\s*[,)]", style.get("transform", "")),
        _nothing(style.get("font-size"), below=0),
        ink == "transparent" or (ink and ink == (ground or style.get("background"))),
        style.get("content-visibility") == "hidden",
    ))  # fmt: skip


def _far(length: str | None) -> bool:
    """Whether a length leads off the page."""
    found = re.match(r"-(\d+)", length or "")
    return bool(found and int(found[1]) >= FAR)


def _nothing(length: str | None, below: float = 1) -> bool:
    """Whether a length is at most a pixel."""
    found = re.fullmatch(r"([\d.]+)(px|pt|em|rem|%)?", length or "")
    return bool(
        found
        and float(found[1]) <= below
        and (found[2] == "px" or float(found[1]) == 0)
    )


def html_shown(html: str, rules: Iterable[Rule] = ()) -> str:
    """Return *html* without what it hides; as it stands if it hides nothing."""
    rules = list(rules)
    if not (SIGN.search(html) or rules):
        return html
    from bs4 import BeautifulSoup

    drawings = DRAWING.findall(html)
    # The parser would write the names of SVG in small letters, which means nothing.
    numbers = iter(range(len(drawings)))
    bare = DRAWING.sub(lambda found: _stand_in(found[0], next(numbers)), html)
    # Only of void elements does a slash close a tag: a browser reads on.
    bare = TAG.sub(_opened, bare)
    soup = BeautifulSoup(AROUND + bare, "lxml")
    if not _take_out(soup, rules):
        return html
    fragment = soup.find(id="sco-fragment")
    left = fragment.decode_contents() if fragment else ""
    back = r'<svg[^>]*data-sco-drawing="(\d+)"[^>]*></svg>'
    return re.sub(back, lambda found: drawings[int(found[1])], left)


def _opened(tag: re.Match[str]) -> str:
    """Take the slash from the end of a tag that may hide something."""
    idle = tag[2].lower() in VOID or not tag[3].endswith("/")
    return tag[0] if idle or not SIGN.search(tag[0]) else f"<{tag[2]}{tag[3][:-1]}>"


def _stand_in(drawing: str, number: int) -> str:
    """Write the first tag of a drawing alone, with the number to find it again by."""
    first = TAG.match(drawing)
    said = first[3].rstrip("/ ") if first else ""
    return f'<svg{said} data-sco-drawing="{number}"></svg>'


def _take_out(soup: Any, rules: Iterable[Rule]) -> bool:  # noqa: ANN401
    """Take the hidden elements out of a page, and tell whether there were any."""
    styles = computed(soup, rules)
    taken = _take_columns_out(soup, styles)
    gone = [
        element
        for element in soup.find_all()
        if element.name not in {"style", "script"}
        and is_gone(element, styles.get(id(element), {}))
    ]
    for element in gone:
        element.extract()
    taken = taken or bool(gone)
    return _blank(soup, styles, hidden=False) or taken


def _take_columns_out(soup: Any, styles: Mapping[int, Any]) -> bool:  # noqa: ANN401
    """Take out the cells of columns that collapse, in tables without spans."""
    taken = False
    for table in soup.find_all("table"):
        shut = [
            place
            for place, column in enumerate(table.find_all("col"))
            if styles.get(id(column), {}).get("visibility") == "collapse"
            or styles.get(id(column), {}).get("display") == "none"
        ]
        for row in table.find_all("tr") if shut else ():
            cells = row.find_all(["td", "th"], recursive=False)
            for place in shut:
                if place < len(cells):
                    cells[place].decompose()
                    taken = True
    return taken


def is_gone(element: Any, style: Mapping[str, str]) -> bool:  # noqa: ANN401
    """Whether an element is shown by no browser, with all that is in it."""
    if element.name in NEVER_SHOWN or style.get("-lost"):
        return True
    if element.name == "dialog" and not element.has_attr("open"):
        return style.get("display", "none") == "none"
    if re.fullmatch(r"\.?0+%?|0?\.0+", style.get("opacity", "")):
        return True
    closed = element.has_attr("hidden") or element.has_attr("popover")
    return style.get("display", "none" if closed else "") == "none"


def _blank(element: Any, styles: Mapping[int, Any], *, hidden: bool) -> bool:  # noqa: ANN401
    """Take out the words that are invisible in their place; a child may be visible."""
    from bs4.element import NavigableString

    taken = False
    for child in list(element.children):
        if isinstance(child, NavigableString):
            if hidden and child.strip():
                child.extract()
                taken = True
            continue
        said = styles.get(id(child), {}).get("visibility", "")
        invisible = said in {"hidden", "collapse"} if said else hidden
        shut = child.name == "tr" and said == "collapse"
        if invisible and (shut or child.name in {"svg"} | VOID):
            child.decompose()
            taken = True
        else:
            taken |= _blank(child, styles, hidden=invisible)
    return taken


def computed(soup: Any, rules: Iterable[Rule]) -> dict[int, dict[str, str]]:  # noqa: ANN401
    """Find what holds for each element, where several rules speak of it."""
    won: dict[int, dict[str, tuple[Weight, str]]] = {}

    def claim(element: Any, declared: Declarations, rank: Rank) -> None:  # noqa: ANN401
        mine = won.setdefault(id(element), {})
        for name, (value, important) in declared.items():
            weight = (important, *rank)
            if name not in mine or weight >= mine[name][0]:
                mine[name] = (weight, value)

    for order, rule in enumerate(rules):
        for element in rule.selector.select(soup):
            claim(element, rule.declarations, (False, rule.specificity, order))
    for element in soup.find_all(style=True):
        claim(element, declarations(element["style"]), (True, (0, 0, 0), 0))
    return {
        key: {name: value for name, (_, value) in mine.items()}
        for key, mine in won.items()
    }


def markdown_shown(text: str, rules: Iterable[Rule] = ()) -> str:
    """Return Markdown without the elements that it hides; code stays as it is."""
    rules = list(rules)
    if "<" not in text or not (SIGN.search(text) or rules):
        return text
    code = _code_in(text)
    tags = [tag for tag in TAG.finditer(text) if not code(tag.start())]
    kept, at, place = [], 0, 0
    while place < len(tags):
        tag = tags[place]
        if tag[1] or tag.start() < at or not _hides(tags, place, rules):
            place += 1
            continue
        kept.append(text[at : tag.start()])
        at = _end(text, tags, place)
        place += 1
    return "".join([*kept, text[at:]]) if kept else text


def _hides(tags: list[re.Match[str]], place: int, rules: list[Rule]) -> bool:
    """Whether an opening tag begins something hidden, whatever it stands in."""
    from bs4 import BeautifulSoup

    tag = tags[place]
    if not (rules or SIGN.search(tag[0])):
        return False
    # A cell or a row alone would be no element to a parser.
    soup = BeautifulSoup(f"{_open_before(tags[:place])}{tag[0]}", "html.parser")
    element = soup.find_all()[-1]
    style = computed(soup, rules).get(id(element), {})
    invisible = style.get("visibility") in {"hidden", "collapse"}
    return invisible or is_gone(element, style)


def _open_before(tags: list[re.Match[str]]) -> str:
    """Write the tags that are still open, which a selector may ask for."""
    around: list[re.Match[str]] = []
    for tag in tags:
        name = tag[2].lower()
        if not tag[1]:
            if name not in VOID:
                around.append(tag)
        elif any(one[2].lower() == name for one in around):
            while around.pop()[2].lower() != name:
                pass
    return "".join(tag[0] for tag in around)


def _end(text: str, tags: list[re.Match[str]], place: int) -> int:
    """Find where the element that a tag opens ends: after its closing tag, before the
    tag that ends it without one, or at the end of the text.
    """
    tag = tags[place]
    name, depth = tag[2].lower(), 1
    if name in VOID:
        return tag.end()
    for other in tags[place + 1 :]:
        said = f"{other[1]}{other[2].lower()}"
        if said == f"/{name}":
            depth -= 1
            if not depth:
                return other.end()
        elif depth == 1 and said in ENDED_BY.get(name, ()):
            return other.start()
        elif said == name:
            depth += 1
    blank = BLANK_LINE.search(text, tag.end())
    return blank.start() if name == "p" and blank else len(text)


def _code_in(text: str) -> Any:  # noqa: ANN401  # a function of a place
    """Find the code of a Markdown text, and the comments: no tag there is one."""
    from markdown_it import MarkdownIt

    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans = [
        (starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)])
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        if token.type in {"fence", "code_block"} and token.map
    ]
    for pattern in (CODE_SPAN, COMMENT):
        for found in pattern.finditer(text):
            if not any(start <= found.start() < end for start, end in spans):
                spans.append(found.span())
    return lambda at: any(start <= at < end for start, end in spans)


COLOUR = re.compile(r"(?<![-\w])(?:background(?:-color|-image)?|color)\s*:", re.I)

INLINE = re.compile(
    r"<t[dhr]\b[^>]*?(?:\bbgcolor\s*=|style\s*=\s*(\"[^\"]*\"|'[^']*'))", re.I
)

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)

CELL_ID = re.compile(r"<t[dhr]\b[^>]*?\bid\s*=\s*[\"']?([\w-]+)", re.I)

ID = re.compile(r"#([\w-]+)\s*(?:,|$)")

MOST_RULES = 20


def has_coloured_cells(html: str) -> bool:
    """Whether cells of a table have a colour of their own, as of a `Styler`."""
    if "<table" not in html.lower():
        return False
    for found in INLINE.finditer(html):
        if found[1] is None or COLOUR.search(found[1]):
            return True
    css = CSS_COMMENT.sub("", "".join(sheets(html)))
    selectors = [one for one, body in RULE.findall(css) if COLOUR.search(body)]
    if not selectors:
        return False
    # A Styler has a rule for the id of each cell, thousands of them.
    ids = set(CELL_ID.findall(html))
    if any(name in ids for one in selectors for name in ID.findall(one.strip())):
        return True
    return any(_is_of_cells(one, html) for one in selectors[:MOST_RULES])


def _is_of_cells(selector: str, html: str) -> bool:
    """Whether a selector finds cells of a table."""
    import soupsieve
    from bs4 import BeautifulSoup

    try:
        found = soupsieve.select(selector.strip(), BeautifulSoup(html, "lxml"))
    except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
        return False
    return any(one.name in {"td", "th", "tr"} for one in found)
