"""Names that a notebook uses and never made: pyflakes reads its cells as one
program.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from briefing.lab.fault import Faults
from briefing.lab.page import Cell, Page
from briefing.lab.python import mistake_in, names_made, plain

# What IPython puts into every notebook.
GIVEN = ("display", "get_ipython", "In", "Out", "exit", "quit", "_", "__", "___")


@dataclass(frozen=True)
class Program:
    """The cells of a notebook as one program, and for each of its lines where it
    stands.
    """

    text: str
    places: list[tuple[Cell, int]]


def readable(page: Page) -> Faults:
    """Name the cells that are no Python, with the line at which the reading ended."""
    for cell in page.of_kind("code"):
        error = mistake_in(cell)
        if error is not None:
            what = f"cannot be read as Python ({error.msg})"
            cure = "Mend that line, or look at the one above it for an open bracket; "
            cure += "if these are words, make it a cell of Markdown (Esc, then M)."
            line = error.lineno or 0
            yield page.fault(cell, "broken-python", what, cure, line=line)


def known(page: Page) -> Faults:
    """Name every name that no cell above makes, and where it could come from."""
    from pyflakes import messages  # type: ignore[import-untyped]  # it has no types
    from pyflakes.checker import Checker  # type: ignore[import-untyped]  # the same

    program = joined(page)
    checker = Checker(ast.parse(program.text), builtins=GIVEN)
    broken = " ".join(c.source for c in page.of_kind("code") if mistake_in(c))
    seen = set()
    for told in sorted(checker.messages, key=lambda one: int(one.lineno)):
        name = name_in(told, messages)
        cell, line = program.places[told.lineno - 1]
        # A cell that cannot be read may make the name; it is named already.
        if name and name not in seen and not re.search(rf"\b{name}\b", broken):
            seen.add(name)
            what, cure = said(page, program, cell, name)
            yield page.fault(cell, "undefined-name", what, cure, line=line)


def joined(page: Page) -> Program:
    """Join the cells of code that can be read."""
    lines: list[str] = []
    places: list[tuple[Cell, int]] = []
    for cell in page.of_kind("code"):
        if mistake_in(cell) is None:
            # As Python counts lines: a text may hold what other programs call a line.
            own = re.split("\r\n|\r|\n", plain(cell.source))
            lines += own
            places += [(cell, number) for number in range(1, len(own) + 1)]
    return Program("\n".join(lines), places)


def name_in(told: Any, messages: Any) -> str:  # noqa: ANN401 - pyflakes has no types
    """Give the name that a message of pyflakes is about, if nothing defines it."""
    from briefing import __all__ as language

    if isinstance(told, messages.UndefinedName):
        return str(told.message_args[0])
    if isinstance(told, messages.ImportStarUsage):
        name = str(told.message_args[0])
        return "" if name in language else name
    return ""


def said(page: Page, program: Program, cell: Cell, name: str) -> tuple[str, str]:
    """Word what is wrong with a name, and the cure that fits where it is made."""
    from briefing import __all__ as language
    from briefing.measure.refusals import near_miss

    what = f"uses {name}, which no cell above makes"
    later = [other for other in made_by(program, name) if other.number > cell.number]
    if later:
        what = f"uses {name}, which is made only in cell {later[0].number}"
        return what, f"Move cell {later[0].number} above this one."
    if name in language:
        setup = page.tagged("setup")
        where = f" in cell {setup[0].number}" if setup else ""
        return what, f"Add {name} to the names that are imported from briefing{where}."
    near = near_miss(name, {*language, *names_in(program)})
    cure = "Make it in a cell above, bring back the cell that made it, or take it out."
    return what, f"{near} {cure}".strip()


def made_by(program: Program, name: str) -> list[Cell]:
    """List the cells that make a name."""
    tree = ast.parse(program.text)
    return [
        program.places[int(getattr(node, "lineno", 1)) - 1][0]
        for node in ast.walk(tree)
        if name in names_made(node)
    ]


def names_in(program: Program) -> set[str]:
    """List the names that the program makes."""
    tree = ast.parse(program.text)
    return {name for node in ast.walk(tree) for name in names_made(node)}
