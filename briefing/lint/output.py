"""The rules of output: what will not print, typed numbers and places."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.lint.notebook import (
    ALIVE,
    LIVING,
    Cell,
    Faults,
    Page,
    called,
    chain,
    imported,
    language,
    nodes,
    root,
    statements,
)
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

CALLS = dict.fromkeys(("HTML", "IFrame", "Javascript"), "a page inside the page")

CALLS |= {"interact": "a widget", "interactive": "a widget", "Video": "a video"}

MARK = re.compile(r"(hide|remove)[-_]")

CURE = (
    "Show a chart or table of briefing in its place, such as stacked_bars(…) or "
    "table(…); to look around while you work there is look(chosen)."
)


def printing(page: Page) -> Faults:
    """Name what a cell is going to show that paper cannot."""
    for cell in page.of_kind("code"):
        told = {said for node in nodes(cell) if (said := lives(node))}
        told |= {f"a widget ({hit})" for hit in LIVING.findall(cell.source)}
        for said in sorted(told):
            what = f"uses {said}, which lives in a browser and does not print"
            yield page.fault(cell, "will-not-print", what, CURE)
        if any(is_style(node, page) for node in nodes(cell)):
            what = "makes a Styler, whose colours and formats do not print"
            cure = "Show the count with table(…), or the frame itself without .style."
            yield page.fault(cell, "will-not-print", what, cure)
        yield from shown(page, cell)
    for cell in page.cells:
        yield from marked(page, cell)


def lives(node: ast.AST) -> str:
    """Name what a piece of code makes that lives in a browser, if it makes any."""
    modules = [ALIVE[name] for name in imported(node) if name in ALIVE]
    if modules:
        return modules[0]
    if isinstance(node, ast.Call):
        return CALLS.get(called(node), "")
    return ""


def is_style(node: ast.AST, page: Page) -> bool:
    """Tell whether a piece of code asks a frame, and not pyplot, for its style."""
    asks = isinstance(node, ast.Attribute) and node.attr == "style"
    return asks and root(node) not in page.libraries


def marked(page: Page, cell: Cell) -> Faults:
    """Name cells that JupyterLab or a tag hides: a chapter prints all that it shows."""
    metadata = cell.raw.get("metadata", {})
    if not metadata.keys() - {"tags"} and not MARK.search(" ".join(cell.tags)):
        return
    from nbformat import from_dict

    from briefing.render.checks import find_hidden

    # A chapter is saved without outputs, and would have some when it runs.
    outputs = [{"output_type": "stream"}] if cell.kind == "code" else []
    for found in find_hidden(
        from_dict(  # type: ignore[no-untyped-call]  # nbformat types little
            {
                "cell_type": cell.kind,
                "metadata": metadata,
                "source": cell.source,
                "outputs": outputs,
            }
        )
    ):
        yield page.fault(cell, "will-not-print", found.what, found.cure)


def shown(page: Page, cell: Cell) -> Faults:
    """Name what the stored outputs of a cell hold that does not print."""
    outputs = cell.raw.get("outputs", [])
    if outputs:
        # Only a notebook that was saved with its outputs needs the typesetter's rules.
        from briefing.render.checks import unprintable

        for found in unprintable(outputs):
            yield page.fault(cell, "will-not-print", found.what, found.cure)


SHOWN_ANYWHERE = ("display", "print")

FENCED = re.compile(r"^(```|~~~).*?(^\1|\Z)", re.M | re.S)

CALL = re.compile(r"\s*[a-z][\w.]*\(.*\)\s*;?\s*", re.S)


def shown_wholly(page: Page) -> Faults:
    """Name what a cell makes and does not show: a reader would never know of it."""
    for cell in page.after_setup:
        lines = statements(cell)
        for line in lines[:-1]:
            value = line.value if isinstance(line, ast.Expr) else None
            if is_lost(value, page):
                what = "makes something on this line and does not show it, because a "
                what += "cell shows only what its last line gives"
                cure = "Give the line a cell of its own."
                yield page.fault(cell, "will-not-print", what, cure, line=line.lineno)
        if lines and isinstance(lines[-1], ast.Expr) and is_kept_back(cell, lines[-1]):
            what = "ends with a semicolon, which keeps the cell from showing anything"
            yield page.fault(cell, "will-not-print", what, "Take the semicolon away.")


def is_lost(value: ast.expr | None, page: Page) -> bool:
    """Tell whether a line that is not the last would have shown something.

    What draws on axes shows when the figure does.
    """
    if isinstance(value, ast.Call):
        first, *more = chain(value) or [""]
        draws = (
            first in page.libraries
            or page.values.get(first) in {"axes", *page.libraries}
            or {"ax", "fig", "plot"} & set(more)
            or any(keyword.arg == "ax" for keyword in value.keywords)
        )
        return not draws and called(value) not in SHOWN_ANYWHERE
    return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)


def is_kept_back(cell: Cell, line: ast.stmt) -> bool:
    """Tell whether a semicolon stands behind a statement, and not in a comment
    there.
    """
    of_python = re.split("\r\n|\r|\n", cell.source)
    last = of_python[(line.end_lineno or 1) - 1].encode()
    return last[line.end_col_offset :].lstrip().startswith(b";")


def of_its_kind(page: Page) -> Faults:
    """Name cells of the wrong kind: code that would print as words, and words as
    nothing.
    """
    for cell in page.of_kind("markdown"):
        source = cell.source
        root = re.split(r"[.(]", source.strip())[0]
        if root in language() and CALL.fullmatch(source) and is_python(source):
            what = "is a cell of words, and holds code that would print as it stands"
            cure = "Make it a cell of code: press Esc, then Y."
            yield page.fault(cell, "will-not-print", what, cure)
        if cell.number > 1 and re.search(r"^# ", FENCED.sub("", source), re.M):
            what = "has a heading of the first rank, which would begin another chapter"
            cure = "Begin the line with ##; a chapter asks the one question at its top."
            yield page.fault(cell, "no-question", what, cure)
    for cell in page.of_kind("raw"):
        if not cell.is_empty:
            what = "is a raw cell, which is not printed"
            cure = "Make it a cell of words: press Esc, then M; or delete it."
            yield page.fault(cell, "will-not-print", what, cure)


def named_rightly(page: Page) -> Faults:
    """Name sentences and notes that there are none of, before a run fails of it."""
    for cell in page.after_setup:
        for node in nodes(cell):
            for what, name, known in missing(node):
                cure = did_you_mean(name, known) or f"There are {listing(known)}."
                line = int(getattr(node, "lineno", 0))
                yield page.fault(cell, "undefined-name", what, cure, line=line)


def missing(node: ast.AST) -> Iterator[tuple[str, str, Collection[str]]]:
    """Yield the sentences and notes that code asks for in vain, and all that there
    are.
    """
    from briefing.text.notes import NOTES

    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "say":
        if node.attr not in sentences():
            yield f"uses say.{node.attr}, and there is none", node.attr, sentences()
    elif isinstance(node, ast.Call) and called(node) == "limits":
        for key in (getattr(one, "value", None) for one in node.args):
            if isinstance(key, str) and key not in NOTES:
                yield f"asks for the note '{key}', and there is none", key, NOTES


def is_python(source: str) -> bool:
    """Tell whether a text can be read as Python."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


@cache
def sentences() -> tuple[str, ...]:
    """List the sentences of `say` as its file names them: to import it would take
    pandas.
    """
    path = Path(__file__).parents[1] / "sentences" / "say.py"
    every = ast.walk(ast.parse(path.read_text("utf-8")))
    kind = next(one for one in every if isinstance(one, ast.ClassDef))
    made = [one.targets[0] for one in kind.body if isinstance(one, ast.Assign)]
    return tuple(one.id for one in made if isinstance(one, ast.Name))


ONES = "one two three four five six seven eight nine"

TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)

TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

# What a briefing counts, in the words in which people speak of it.
UNITS = """
    incidents? acts? violations? cases? records? arrests? detentions? abductions?
    extraditions? deportations? expulsions? renditions? disappearances? killings?
    deaths?
    people persons? men women child(?:ren)? boys? girls? minors? victims? families
    refugees? (?:asylum[- ])?seekers? detainees? prisoners? suspects? citizens nationals
    activists? believers? journalists? lawyers? students? workers? muslims? christians?
    uy?ighurs? uyghurs? uzbeks? tajiks? kazakhs? kyrgyz turkmens? russians? chinese
    tibetans? turks? afghans? chechens? states? countries governments?
"""

# A word that ends what is counted: "two of the courts and one of the states".
BREAKS = """
    a an and are as at be been before between both but by can did do each every for from
    had has have if in into is it its may nor not of on or so than that the their them
    then they this those to under was were when where which who whose with without
"""

WORD = "|".join(f"{ONES} {TEENS} {TENS}".split()[1:])

MANY = "dozens?|hundreds?|thousands?|millions?"

NUMBER = rf"(?:(?:{WORD})(?:-(?:{'|'.join(ONES.split())}))?|{MANY})"

PART = rf"half|(?:{WORD})[- ](?:thirds|quarters|fifths|tenths)"

PART += "|a (?:third|quarter|fifth|tenth)"

BREAK, UNIT = "|".join(BREAKS.split()), "|".join(UNITS.split())

# Adjectives and the like; a plural (courts, treaties) is a thing of its own.
BETWEEN = rf"(?:(?!(?:{BREAK})\b)[\w'’-]*(?:[^\Ws]|ss|us)\s+){{0,3}}?"

AFTER = rf"\s+(?:of\s+)?(?:all\s+)?(?:the\s+|these\s+)?{BETWEEN}(?:{UNIT})\b(?!['’])"

DIGITS = r"\d[\d,. ]*\d|\d"

COUNT = re.compile(
    rf"{DIGITS}|\b(?:{NUMBER}|{PART}){AFTER}|\b{NUMBER}\s+per\s?cent\b", re.IGNORECASE
)

# "12 May" is a day, and "12 may have fled" a count.
MONTH = (
    "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)

LEGAL = (
    "articles?|arts?|annex|chapters?|comments?|decrees?|laws?|nos?|orders?|paras?|"
    "paragraphs?|pp?|principles?|protocols?|recommendations?|resolutions?|rules?|"
    "sections?"
)

# "The law of 2001 states that …" says what a law does, and counts no states.
SAYS = r"(?:states?|acts?)\s+(?:as|how|in|it|no|nobody|only|that|this|what|why)\b"

COUNTED = r"\s+(?:(?:documented|known|recorded|reported)\s+)?"

COUNTED += rf"(?!{SAYS})(?:{UNIT})\b"

ONE = r"(?>\d[\w./()]*(?:(?:-|–)\d[\w./()]*)?)"

# What it is called, where it stands, where links lead: no change of data moves these.
NAMED = re.compile(
    r"\]\([^)\s]*\)|</?[a-z][^<>]*>|&#\w+;|https?://\S+|\[\^\w+\]"
    r"|@?\b[A-Z]{1,5}-\d+\b(?:,\s*(?:pp?|paras?)\.\s*[\d–-]+)?"  # S-0012, INC-0007
    rf"|(?i:\b(?:{LEGAL})\b\.?\s+(?:no\.?\s*)?{ONE}"
    rf"(?:,\s+{ONE}(?!{COUNTED})|\s+(?:and|or)\s+{ONE})*)"
    r"|\b[A-Z][\w.]*(?:/[\w.()-]+)+"  # A/HRC/41/3
    r"|\b[^\W\d]\w*\d\w*"  # G7, year_2
    r"|\b\d+(?:st|nd|rd|th)\b|^[ \t]*\d{1,2}[.)]\s",  # 20th; a list
    re.MULTILINE,
)

YEAR = r"(?:19|20)\d\d"

# "In 2011 people …" names a year; "2011 people …" counts them.
DATED = re.compile(
    rf"\b{YEAR}-\d\d(?:-\d\d)?\b|\b\d{{1,2}}\.?\s+{MONTH}(?:\s+{YEAR})?"
    rf"|\b{MONTH}\s+(?:\d{{1,2}},?\s+)?{YEAR}\b|\b{MONTH}\s+\d{{1,2}}\b(?!{COUNTED})"
    rf"|\b(?:in|since|until|before|after|during|by|from)\s+{YEAR}\b"
    rf"|\b{YEAR}s?\b(?!,\d|{COUNTED})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """A number that stands in a text, and where."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        """Quote it with the words around it."""
        start, end = max(self.start - 12, 0), min(self.end + 18, len(self.text))
        cut = self.text[start:end].replace("\n", " ").strip()
        return f'"{"…" if start else ""}{cut}{"…" if end < len(self.text) else ""}"'


def counts_in(text: str, *, dates: bool = False) -> Iterator[Typed]:
    """Yield the counts that a text holds; where no *dates* may stand, these are some
    too.
    """
    masked = NAMED.sub(blank, text)
    masked = DATED.sub(blank, masked) if dates else masked
    for hit in COUNT.finditer(masked):
        yield Typed(text, *hit.span())


def blank(hit: re.Match[str]) -> str:
    """Put signs where a name stands, so that all else stays in its place."""
    return re.sub(r"\S", "~", hit[0])


PLACE = re.compile(r"://|\.\./|/|\\\\|\.(csv|json|ipynb|xlsx|parquet)\b")

COMPUTE = (
    "Let code write it: a sentence of `say` holds the number of every run, "
    "and typed it stays as it is when the data change."
)


def counted(page: Page) -> Faults:
    """Refuse numbers that somebody typed: a new edition would keep an old one."""
    for cell in page.of_kind("markdown"):
        for hit in counts_in(cell.source, dates=True):
            what = f"a number is typed: {hit}"
            yield page.fault(cell, "typed-count", what, COMPUTE)
    for cell in page.after_setup:
        for text in texts(cell):
            # A date in a title or a sentence of code is of the period of one run.
            for hit in counts_in(text):
                what = f"a number is typed into a text: {hit}"
                yield page.fault(cell, "typed-count", what, COMPUTE)


def placed(page: Page) -> Faults:
    """Refuse paths and addresses: a chapter is the same wherever the project stands."""
    for cell in page.after_setup:
        for text in texts(cell):
            if PLACE.search(text):
                what = f'names a place: "{text}"'
                cure = (
                    "The data come from load(data), set by --data; sources are cited "
                )
                cure += "by their S- number in data/sources.csv."
                yield page.fault(cell, "path", what, cure)


# What these arguments hold is a colour, a form or an order, and no word for a reader.
FORMS = "annot c cmap color colors dtype edgecolor facecolor fmt freq hatch ls marker"

FORM = re.compile(r"#[0-9a-fA-F]{3,8}|\{?:?,?\.\d[a-z%]\}?|%\.\d[a-z]%*")

ASKING = ("eval", "filter", "query")


def texts(cell: Cell) -> list[str]:
    """List the texts in quotes that may be words: no key, no colour, no query."""
    keys = {
        id(text)
        for node in nodes(cell)
        for part in unworded(node)
        for text in ast.walk(part)
    }
    return [
        node.value
        for node in nodes(cell)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in keys and not FORM.fullmatch(node.value)
    ]


def unworded(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a piece of code that a reader never sees."""
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    if isinstance(node, ast.Call) and called(node) in ASKING:
        return list(node.args)
    if isinstance(node, ast.keyword) and node.arg in FORMS.split():
        return [node.value]
    return []


# Where none of these stands, nothing is asked for.
SIGNS = re.compile(r"[\[<$\\|]")

FIGURE = re.compile(r"\[([^\]\n]+)\]\(#(?:figure|table):[\w-]+\)")

SAID = re.compile(r"cell (\d+): (.*)", re.DOTALL)

NOTEBOOK = re.compile(r"the link to (\S+?\.ipynb)\b")

LINK_CURE = "Mend it in that cell: the briefing would be refused."


def leading_somewhere(page: Page) -> Faults:
    """Name what the typesetter would refuse, in its own words."""
    cells = page.of_kind("markdown")
    texts = [FIGURE.sub(r"\1", cell.source) for cell in cells]
    if not any(SIGNS.search(text) for text in texts):
        return
    # The typesetter takes its time to be imported, and most chapters need none of it.
    from briefing.render.document import Document, Front
    from briefing.render.images import attached
    from briefing.render.markdown import read_markdown

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
            yield page.fault(
                cell, "will-not-print", f"asks in vain: {said[2]}", LINK_CURE
            )
