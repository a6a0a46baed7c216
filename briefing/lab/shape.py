"""The shape of a chapter: question, parameters, words and numbers, limits."""

from __future__ import annotations

import ast
import re

from briefing.lab.fault import Fault, Faults
from briefing.lab.page import Cell, Page
from briefing.lab.python import called, statements
from briefing.measure.parameters import PARAMETERS, cell

NUMBERED = re.compile(r"\d\d(-[a-z0-9]+)+")
ASSIGNED = re.compile(rf"^({'|'.join(one.name for one in PARAMETERS)})\b.*=", re.M)
TAGGING = "the gear at the right edge of JupyterLab (Property Inspector)"


def named(page: Page) -> Faults:
    """Ask for a name with a number: it says where the chapter stands in the
    briefing.
    """
    if not NUMBERED.fullmatch(page.path.stem):
        what = f"is called {page.path.name}, which is no name of a chapter"
        cure = "Call it by two digits and a few words, such as 13-in-detention.ipynb."
        yield page.fault(None, "not-numbered", what, cure)
    for other in sorted(page.path.parent.glob(f"{page.path.name[:3]}*.ipynb")):
        if other.name != page.path.name and page.path.name[:2].isdigit():
            what = f"has the number of {other.name}, and a number is given once"
            cure = "Give one of them the next that is free."
            yield page.fault(None, "not-numbered", what, cure)


def asking(page: Page) -> Faults:
    """Ask for the question at the top: it is the heading of the chapter in the
    briefing.
    """
    first = page.cells[0] if page.cells else None
    heading = first.source.partition("\n")[0].strip() if first else ""
    asks = first is not None and first.kind == "markdown" and heading.startswith("# ")
    if not asks or not heading.endswith("?"):
        what = "no question stands at the top of the chapter"
        cure = 'Begin the first cell, of Markdown, with a line such as "# Who acted?".'
        yield page.fault(first, "no-question", what, cure)


def with_parameters(page: Page) -> Faults:
    """Ask for the one cell in which papermill puts the parameters of a run."""
    tagged = page.tagged("parameters")
    if not tagged:
        yield untagged(page)
    for extra in tagged[1:]:
        what = "is the second cell tagged parameters, and a run heeds only the first"
        cure = f"Take the tag away ({TAGGING})."
        yield page.fault(extra, "parameters", what, cure)
    if tagged and tagged[0].number != 2:
        what = "the parameters do not stand in the second cell"
        cure = "Move this cell up or down until only the question is above it."
        yield page.fault(tagged[0], "parameters", what, cure)


def untagged(page: Page) -> Fault:
    """Say that no cell is tagged parameters, and which of them looks as if it were
    meant.
    """
    alike = looks_like_parameters(page)
    what = (
        "no cell is tagged parameters, so a run cannot set them: it would count "
        "everything, whatever it was asked"
    )
    if alike:
        cure = f"Give this cell the tag parameters ({TAGGING}), or run "
        cure += "`briefing lint --fix`, which does."
        return page.fault(alike, "parameters", what, cure, mendable=True)
    cure = "Copy the second cell of another chapter, with its tag."
    return page.fault(None, "parameters", what, cure)


def looks_like_parameters(page: Page) -> Cell | None:
    """Find the cell that sets most of the parameters, if any sets at least two."""
    told = {one.number: len(ASSIGNED.findall(one.source)) for one in page.cells}
    code = [one for one in page.of_kind("code") if told[one.number] > 1]
    return max(code, key=lambda one: told[one.number], default=None)


def worded(page: Page) -> Faults:
    """Ask for words: a reader needs to know what is shown, and why that is fair."""
    words, code = len(page.of_kind("markdown")), len(page.of_kind("code"))
    if 2 * words < code:
        what = f"{code} cells of code have only {words} of words"
        cure = "Say before each figure or table why it is shown and what it leaves out."
        yield page.fault(None, "few-words", what, cure)
    if code > 25:
        what = f"has {code} cells of code, and 25 are the most"
        cure = "Make two chapters of it: each asks one question."
        yield page.fault(None, "many-cells", what, cure)


def limited(page: Page) -> Faults:
    """Ask for the limits at the end: no chapter ends on a number."""
    filled = [cell for cell in page.cells if not cell.is_empty]
    last = filled[-1] if filled else None
    if last is None or not ends_with_limits(last):
        what = "the chapter does not end with its limits"
        cure = (
            'Let its last cell be limits(chosen, "finding"), with the notes that hold.'
        )
        yield page.fault(last, "no-limits", what, cure)


def ends_with_limits(cell: Cell) -> bool:
    """Tell whether the last thing that a cell shows are limits."""
    body = statements(cell)
    last = body[-1] if body and cell.kind == "code" else None
    call = last.value if isinstance(last, ast.Expr) else None
    return isinstance(call, ast.Call) and called(call) == "limits"


def is_as_generated(source: str) -> bool:
    """Tell whether a parameters cell is the text of the schema."""
    return source.strip() == cell()
