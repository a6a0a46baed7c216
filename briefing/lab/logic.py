"""
What the cells of a chapter may hold: calls, and no logic.
"""

from __future__ import annotations

import ast

from briefing.lab.fault import Faults
from briefing.lab.page import Cell, Page
from briefing.lab.shape import nodes

MOST_LINES = 8
MAKING: dict[type[ast.AST], str] = {
    ast.FunctionDef: "a function (def)",
    ast.AsyncFunctionDef: "a function (def)",
    ast.ClassDef: "a class",
    ast.For: "a loop (for)",
    ast.AsyncFor: "a loop (for)",
    ast.While: "a loop (while)",
    ast.Lambda: "a function (lambda)",
    ast.ListComp: "a loop (for)",
    ast.SetComp: "a loop (for)",
    ast.DictComp: "a loop (for)",
    ast.GeneratorExp: "a loop (for)",
}
NAMES = {"groupby": "a count of its own (groupby)", "open": "a file (open)"}
NAMES |= dict.fromkeys(("plt", "pyplot"), "a drawing of its own (plt)")
NAMES |= dict.fromkeys(("pd", "np"), "a calculation of its own ({name})")


def calling(page: Page) -> Faults:
    """
    Refuse logic in a chapter: what is counted and how it looks stands in the package.
    """
    for cell in after_setup(page):
        found = {said for node in nodes(cell) if (said := made(node))}
        for said in sorted(found):
            what = f"holds {said}"
            cure = "A count belongs into briefing/measure/, a look into briefing/show/;"
            yield page.fault(cell, "logic", what, f"{cure} call it here by its name.")
        lines = len(cell.source.splitlines())
        if lines > MOST_LINES:
            what = f"has {lines} lines, and {MOST_LINES} are the most"
            cure = "Split it into cells of one call each, with words between them."
            yield page.fault(cell, "long-cell", what, cure)


def made(node: ast.AST) -> str:
    """
    Name the logic that a piece of code is, if it is any.
    """
    name = getattr(node, "id", getattr(node, "attr", ""))
    return MAKING.get(type(node)) or NAMES.get(str(name), "").format(name=name)


def after_setup(page: Page) -> list[Cell]:
    """
    List the cells of code that are neither parameters nor setup.
    """
    exempt = {"parameters", "setup"}
    return [cell for cell in page.of_kind("code") if not exempt & cell.tags]
