"""Refusals of notebooks: cells not run, stale, mixed, or impossible to print."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from nbformat import NotebookNode

from briefing.render.asides import find_changing_text, is_aside
from briefing.render.content_filter import OUTPUT, TAGS, hiding_tags, is_collapsed
from briefing.render.errors import ChapterError, TypesettingError
from briefing.render.images import DRAWN, losses
from briefing.render.notebook import (
    MIME,
    PAPERMILL_TAGS,
    as_text,
    authored_cells,
    is_ours,
    payload_of,
    selection_digest,
    tags,
)
from briefing.render.reader import PICTURES, SCRIPTED, UNPRINTED
from briefing.render.truncation import Unprintable, find_cut
from briefing.selection.parameters import BY_NAME
from briefing.text.formats import listing

PARAMETERS, SETUP = "parameters", "setup"

IMPORTS_BRIEFING = re.compile(r"^\s*(from|import) briefing\b", re.MULTILINE)

COMMENT = re.compile(r"\s*(#.*)?", re.MULTILINE)

LONGEST = 40  # letters of a cell that tell which one is meant

AGAIN = "Run > Run All Cells, then export again"


def find_missing_parameters(
    chapter: str, notebook: NotebookNode
) -> ChapterError | None:
    """Refuse a chapter of ours in which no cell takes the parameters of a run.

    papermill would put them above everything, where the chapter's own defaults undo
    them: a briefing on one state would count all of them.
    """
    code = [(n, c) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "code"]
    if not any(IMPORTS_BRIEFING.search(cell.source) for _, cell in code):
        return None
    if any(PARAMETERS in tags(cell) for _, cell in code):
        return None
    reason = (
        "no cell is tagged parameters, so what the run is asked for would not reach "
        "the chapter. Give this cell the tag parameters (the gear at the right edge "
        "of JupyterLab), or run `briefing chapter lint --fix`."
    )
    return ChapterError(chapter, code[0][0], reason, notebook)


def refuse_unrun(notebook: NotebookNode) -> None:
    """Refuse to print a chapter of ours of which a cell was not run, or not run
    again.
    """
    cells = list(enumerate(authored_cells(notebook), start=1))
    code = [(n, c) for n, c in cells if c.cell_type == "code" and not is_empty(c)]
    if not is_chapter(notebook):
        return
    unrun = [(n, c) for n, c in code if not c.execution_count and not c.outputs]
    if unrun and len(unrun) == len(code):
        message = f"No cell of this chapter has been run. {AGAIN}."
        raise TypesettingError(message)
    for number, cell in unrun:
        lacks = f"{cell_name(number, cell)} has not been run, so the PDF would lack it."
        message = f"{lacks} {AGAIN}."
        raise TypesettingError(message)
    refuse_stale(code)


def is_chapter(notebook: NotebookNode) -> bool:
    """Whether a notebook is a chapter of ours, also before it was run."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = set().union(*map(tags, code))
    return is_ours(notebook) or {PARAMETERS, SETUP} <= tagged


def refuse_stale(code: list[tuple[int, NotebookNode]]) -> None:
    """Refuse what was run before the parameters or the selection above it were run
    again.

    Each chapter of a joined notebook has counts of its own, from its parameters on.
    """
    first = 0
    for number, cell in code:
        count = cell.execution_count or 0
        if PARAMETERS in tags(cell):
            first = 0
        if 0 < count < first:
            message = (
                f"{cell_name(number, cell)} was run before the parameters were, so it "
                f"shows another selection. {AGAIN}."
            )
            raise TypesettingError(message)
        if decides_selection(cell):
            first = max(first, count)


def decides_selection(cell: NotebookNode) -> bool:
    """Whether a cell decides what all others count."""
    return bool({PARAMETERS, SETUP} & tags(cell))


def is_empty(cell: NotebookNode) -> bool:
    """Whether a cell holds nothing but comments."""
    return all(COMMENT.fullmatch(line) for line in cell.source.splitlines())


def cell_name(number: int, cell: NotebookNode) -> str:
    """Name a cell by its number and its first words."""
    first = cell.source.strip().partition("\n")[0]
    words = first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"
    return f'Cell {number} "{words}"'


Output = Mapping[str, Any]

OURS = "a chart or table of briefing, such as stacked_bars(…) or table(…)"

LIVE = {
    "application/vnd.jupyter.widget": "a widget",
    "application/vnd.plotly": "a plotly figure",
    "application/vnd.vega": "an Altair chart",
    "application/vnd.bokeh": "a Bokeh figure",
    "application/vnd.holoviews": "a HoloViews figure",
    "application/javascript": "a script",
}

STYLER = re.compile(r"<pandas\.io\.formats\.style\.Styler (object )?at \w+>")

HEAD = re.compile(r"<thead>.*?</tr>", re.DOTALL)

CELL = re.compile(r"<th[ >]")

CUT = re.compile(r"([\d,]+) rows × ([\d,]+) columns")

NO_FONT = re.compile(r"findfont: Font family '?\[?'?([^'\]]+)'?\]?'? not found")

NO_GLYPH = re.compile(r"Glyph (\d+) \(.*?\) missing from")

MOST_COLUMNS = 12  # of a frame that is upright on a page and can be read


def find_unprintable(
    chapter: str, notebook: NotebookNode, now: datetime | None = None
) -> ChapterError | None:
    """Say which cell of an executed chapter shows first what cannot be printed, if any.

    *now* is the time of the run, where the chapter comes from one. Somebody else's
    notebook is printed as well as it can be.
    """
    if not is_ours(notebook):
        return None
    for number, cell in enumerate(authored_cells(notebook), start=1):
        for found in [*find_hidden(cell), *unprintable(cell.get("outputs", []), now)]:
            reason = f"{found.what}. {found.cure}"
            return ChapterError(chapter, number, reason, notebook)
    return None


def find_hidden(cell: NotebookNode) -> Iterator[Unprintable]:
    """Name what somebody closed or marked to be left out: it may be meant for nobody,
    and a briefing shows everything or is not made.
    """
    if UNPRINTED & tags(cell):
        return
    if cell.cell_type == "code" and cell.outputs and is_collapsed(cell, OUTPUT):
        yield Unprintable(
            "has its output collapsed in JupyterLab, so it may not be meant for print",
            "Expand it to have it printed, or delete the cell.",
        )
    for tag in hiding_tags(cell):
        if TAGS[tag] != "input":  # code is not printed anyway
            yield Unprintable(
                f"has the tag {tag}, and a chapter prints all that its cells show",
                "Take the tag away to have it printed, or delete the cell.",
            )


def unprintable(
    outputs: list[Output], now: datetime | None = None
) -> Iterator[Unprintable]:
    """Name what of the *outputs* of one cell cannot be printed."""
    for output in outputs:
        data = output.get("data", {})
        if MIME in data:
            continue
        if is_aside(output):
            told = [find_missing_font(output)]
        else:
            told = [
                find_interactive(data),
                find_undescribed_picture(output),
                find_lossy_drawing(data),
                find_styler(data),
                find_wide_frame(data),
                find_cut(output),
                find_changing(output, now),
            ]
        yield from [one for one in told if one is not None][:1]


def find_interactive(data: Output) -> Unprintable | None:
    """Find what only a browser's scripts can show."""
    if any(kind in data for kind in PICTURES):
        return None
    names = [LIVE[start] for start in LIVE if any(k.startswith(start) for k in data)]
    if not names and not SCRIPTED.search(as_text(data.get("text/html", ""))):
        return None
    name = names[0] if names else "something interactive"
    what = f"shows {name}, which lives in a browser and does not print"
    return Unprintable(what, f"Show {OURS}, in its place.")


def find_undescribed_picture(output: Output) -> Unprintable | None:
    """Find a picture without words for those who do not see it."""
    described = output.get("metadata", {})
    for kind in PICTURES:
        if kind in output.get("data", {}):
            if described.get(kind, {}).get("alt") or described.get("alt"):
                return None
            what = "shows a picture that has no alternative text"
            cure = "Let the cell end in figure(fig, data=frame, title=…, unit=…), or "
            cure += f"draw {OURS}: they write that text from the numbers."
            return Unprintable(what, cure)
    return None


def find_lossy_drawing(data: Output) -> Unprintable | None:
    """Find a drawing that would lack something on paper."""
    html = as_text(data.get("text/html", ""))
    for svg in (as_text(data.get("image/svg+xml", "")), *DRAWN.findall(html)):
        for loss in losses(svg):
            cure = f"{loss.cure[0].upper()}{loss.cure[1:]}, or draw {OURS}."
            return Unprintable(
                f"shows a drawing that loses something: {loss.what}", cure
            )
    return None


def find_changing(output: Output, now: datetime | None) -> Unprintable | None:
    """Find what would be another at the next run of the same data."""
    what = find_changing_text(output, now)
    if not what:
        return None
    return Unprintable(
        f"shows {what}, which is another at each run: the same data would never give "
        f"the same briefing twice",
        "Show the values that are meant, and take the rest out.",
    )


def find_styler(data: Output) -> Unprintable | None:
    """Find a Styler: its table would print without what makes it one."""
    if not STYLER.search(as_text(data.get("text/plain", ""))):
        return None
    what = "shows a Styler, whose colours and formats do not print"
    cure = "Show the count with table(…), or the frame itself without .style."
    return Unprintable(what, cure)


def find_wide_frame(data: Output) -> Unprintable | None:
    """Find a frame that pandas cut, or whose columns fit no page."""
    html = as_text(data.get("text/html", ""))
    if 'class="dataframe"' not in html:
        return None
    cut, head = CUT.search(html), HEAD.search(html)
    columns = int(cut[2].replace(",", "")) if cut else 0
    columns = columns or (len(CELL.findall(head[0])) - 1 if head else 0)
    if columns > MOST_COLUMNS:
        what = f"shows a frame of {columns} columns, and {MOST_COLUMNS} fit on a page"
        cure = 'Choose those that the reader needs: frame[["label", "n"]].'
        return Unprintable(what, cure)
    if cut:
        what = (
            f"shows a frame of {cut[1]} rows that pandas cut, with a gap in its middle"
        )
        cure = "Show the first of them and say so: frame.head(20); or use table(…)."
        return Unprintable(what, cure)
    return None


def find_missing_font(output: Output) -> Unprintable | None:
    """Find what matplotlib says, on the side, about letters that it cannot draw."""
    said = as_text(output.get("text", "")) if output.get("name") == "stderr" else ""
    missing, glyph = NO_FONT.search(said), NO_GLYPH.search(said)
    if missing:
        what = f"asks for the font {missing[1]}, which is not installed"
        cure = f"Leave the font out, or draw {OURS}: it brings its own fonts."
        return Unprintable(what, cure)
    if glyph:
        letter = chr(int(glyph[1]))
        what = f"draws the letter {letter} (U+{ord(letter):04X}), which its font lacks"
        return Unprintable(what, f"Draw {OURS}: it knows Latin, Cyrillic and Chinese.")
    return None


INJECTED = "injected-parameters"

UNSAID = "data"  # a place on somebody's machine, which no context names

MOST = 5  # cells named one by one


def refuse_other_selection(notebook: NotebookNode) -> None:
    """Refuse to print a chapter of ours that shows anything but what it asks for."""
    if is_chapter(notebook):
        refuse_edited_parameters(notebook)
        refuse_mixed(notebook)


def refuse_edited_parameters(notebook: NotebookNode) -> None:
    """Refuse a chapter whose parameters were edited and not run.

    What papermill adds below the parameters counts more than they do, as in the kernel.
    """
    asked: dict[str, tuple[str, str]] = {}
    passed: set[str] = set()
    for number, cell in numbered_code(notebook):
        where = cell_name(number, cell)
        if PARAMETERS in tags(cell):
            asked = {}
        if {PARAMETERS, INJECTED} & tags(cell):
            asked |= {
                name: (where, text) for name, text in assigned_constants(cell).items()
            }
        if SETUP in tags(cell):
            passed = passed_parameters(cell)
        for made_of in contexts(cell):
            for name in passed & asked.keys() & made_of.keys() - {UNSAID}:
                where, text = asked[name]
                if text != made_of[name]:
                    message = (
                        f"{where} says {name} = {text!r}, and what is shown was "
                        f"selected with {made_of[name]!r}. {AGAIN}."
                    )
                    raise TypesettingError(message)


def refuse_mixed(notebook: NotebookNode) -> None:
    """Refuse exhibits that were made under another selection, or of other data."""
    cells = list(numbered_code(notebook))
    shown = [o for _, cell in cells for o in cell.outputs if is_context(o)]
    # What stands above the selection may have been made before there was any.
    known, where = {"", *map(selection_digest, shown[:1])}, ""
    old: dict[str, None] = {}
    for number, cell in cells:
        for output in cell.outputs:
            if is_context(output):
                known, where = {selection_digest(output)}, cell_name(number, cell)
            elif payload_of(output) and selection_digest(output) not in known:
                old[cell_name(number, cell)] = None
    if old:
        raise TypesettingError(mixed_message(list(old), where))


def mixed_message(old: list[str], where: str) -> str:
    """Name the cells that have to run again, and the one that they disagree with."""
    few = [*old[:MOST], *([f"{len(old) - MOST} more"] if old[MOST:] else [])]
    named = listing(few)
    named = named.replace(", Cell", ", cell").replace("and Cell", "and cell")
    which = f"than {where.replace('Cell', 'cell', 1)} shows" if where else "than now"
    verb = "was" if len(old) == 1 else "were"
    return f"{named} {verb} made of another selection or other data {which}. {AGAIN}."


def numbered_code(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Go through the code, with the numbers that cells have for whoever wrote them."""
    number = 0
    for cell in notebook.cells:
        number += not PAPERMILL_TAGS & tags(cell)
        if cell.cell_type == "code":
            yield number, cell


def contexts(cell: NotebookNode) -> Iterator[Mapping[str, str]]:
    """Return the parameters of each selection that a cell shows."""
    for output in filter(is_context, cell.outputs):
        payload = payload_of(output) or {}
        yield {str(row[0]): str(row[1]) for row in payload.get("parameters", ())}


def is_context(output: NotebookNode) -> bool:
    """Whether an output says of what the rest was made."""
    return (payload_of(output) or {}).get("kind") == "context"


def assigned_constants(cell: NotebookNode) -> dict[str, str]:
    """Read the values that a cell of parameters gives; what it computes is left out."""
    given: dict[str, str] = {}
    for one in parse_cell(cell).body:
        if isinstance(one, ast.Assign):
            names, value = one.targets, one.value
        elif isinstance(one, ast.AnnAssign) and one.value is not None:
            names, value = [one.target], one.value
        else:
            continue
        for name in names:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                given[name.id] = str(value.value)
    return given


def passed_parameters(cell: NotebookNode) -> set[str]:
    """List the parameters that a selection takes over as they stand: all by
    `Selection.of`, or those of a call such as `Selection(states=states)`.
    """
    calls = [one for one in ast.walk(parse_cell(cell)) if isinstance(one, ast.Call)]
    if any(ast.unparse(one.func) == "Selection.of" for one in calls):
        return set(BY_NAME)
    given = chain.from_iterable(one.keywords for one in calls)
    return {
        one.arg
        for one in given
        if one.arg and isinstance(one.value, ast.Name) and one.value.id == one.arg
    }


def parse_cell(cell: NotebookNode) -> ast.Module:
    """Read the code of a cell; of one that is no Python, such as a magic, nothing."""
    try:
        return ast.parse(str(cell.source))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


SAID = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)

ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

CURE = (
    "The fonts of a briefing know Latin, Greek, Cyrillic, Arabic, Devanagari and "
    "Chinese letters and the usual signs; write what it means in words"
)


def glyph_message(message: str, notebook: NotebookNode) -> str:
    """Word what the typesetter says of a letter without a glyph; nothing, if it does
    not.
    """
    text = undrawable_text(message)
    if not text:
        return ""
    letters = ", ".join(dict.fromkeys(f"{one} ({letter_name(one)})" for one in text))
    what = f"no font of the house draws {letters}"
    where = next(cells_showing(text, notebook), "")
    return (
        f"{where}: {what}. {CURE}."
        if where
        else f"{what[0].upper()}{what[1:]}. {CURE}."
    )


def refuse_letters(
    refused: Sequence[Mapping[str, Any]], notebook: NotebookNode
) -> None:
    """Refuse a letter that no font draws, in anybody's notebook: there would be a box
    in its place. Without a sign a text can still be read.
    """
    for error in refused:
        text = undrawable_text(error["message"])
        if any(unicodedata.category(one)[0] in "LM" for one in text):
            raise TypesettingError(glyph_message(error["message"], notebook))


def undrawable_text(message: str) -> str:
    """Return the text that the typesetter says it cannot set, if it says so."""
    said = SAID.search(message)
    return ESCAPED.sub(lambda one: chr(int(one[1], 16)), said[1]) if said else ""


def letter_name(letter: str) -> str:
    """Name a letter as Unicode does."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"


def cells_showing(text: str, notebook: NotebookNode) -> Iterator[str]:
    """Yield the cells that hold *text* in their words, or in what they show.

    A briefing is bound of several chapters, each of which begins with its question.
    """
    chapter, number = "", 0
    for cell in authored_cells(notebook):
        number += 1
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            number = 1
            question = cell.source.partition("\n")[0].removeprefix("# ").strip()
            chapter = f'Chapter "{question}", '
        if text in printed_text(cell):
            where = cell_name(number, cell)
            yield f"{chapter}{where[0].lower() if chapter else where[0]}{where[1:]}"


def printed_text(cell: NotebookNode) -> str:
    """Return what of a cell is printed: its words, or the texts of what it shows."""
    if cell.cell_type == "markdown":
        return str(cell.source)
    shown = [payload_of(output) or dict(output) for output in cell.get("outputs", [])]
    return json.dumps(shown, ensure_ascii=False)
