"""What a cell shows and what it loses, and whether what it asks for is there to be
shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from briefing.lab.fault import Faults
from briefing.lab.logic import after_setup
from briefing.lab.page import Cell, Page
from briefing.lab.python import called, nodes, statements
from briefing.measure.refusals import listed, near_miss

SHOWN_ANYWHERE = ("display", "print")
FENCED = re.compile(r"^(```|~~~).*?(^\1|\Z)", re.M | re.S)
CALL = re.compile(r"\s*[a-z][\w.]*\(.*\)\s*;?\s*", re.S)


def shown_wholly(page: Page) -> Faults:
    """Name what a cell makes and does not show: a reader would never know of it."""
    for cell in after_setup(page):
        lines = statements(cell)
        for line in lines[:-1]:
            value = line.value if isinstance(line, ast.Expr) else None
            if is_lost(value):
                what = "makes something on this line and does not show it, because a "
                what += "cell shows only what its last line gives"
                cure = "Give the line a cell of its own."
                yield page.fault(cell, "will-not-print", what, cure, line=line.lineno)
        if lines and isinstance(lines[-1], ast.Expr) and is_kept_back(cell, lines[-1]):
            what = "ends with a semicolon, which keeps the cell from showing anything"
            yield page.fault(cell, "will-not-print", what, "Take the semicolon away.")


def is_lost(value: ast.expr | None) -> bool:
    """Tell whether a line that is not the last would have shown something."""
    if isinstance(value, ast.Call):
        return called(value) not in SHOWN_ANYWHERE
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
    for cell in after_setup(page):
        for node in nodes(cell):
            for what, name, known in missing(node):
                cure = near_miss(name, known) or f"There are {listed(known)}."
                line = int(getattr(node, "lineno", 0))
                yield page.fault(cell, "undefined-name", what, cure, line=line)


def missing(node: ast.AST) -> Iterator[tuple[str, str, Collection[str]]]:
    """Yield the sentences and notes that code asks for in vain, and all that there
    are.
    """
    from briefing.measure.notes import NOTES

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


def language() -> list[str]:
    """List the names that a chapter may use."""
    from briefing import __all__ as names

    return names


@cache
def sentences() -> tuple[str, ...]:
    """List the sentences of `say` as its file names them: to import it would take
    pandas.
    """
    path = Path(__file__).parents[1] / "show" / "say.py"
    said = ast.parse(path.read_text("utf-8"))
    lists = [one.value for one in said.body if isinstance(one, ast.Assign)]
    return tuple(ast.literal_eval(lists[0]))
