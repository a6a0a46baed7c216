"""What will not print, seen before anything runs: widgets, scripts, styled frames."""

from __future__ import annotations

import ast
import re

from briefing.lab.fault import Faults
from briefing.lab.imports import ALIVE, imported
from briefing.lab.page import Cell, Page
from briefing.lab.python import called, nodes

CALLS = dict.fromkeys(("HTML", "IFrame", "Javascript"), "a page inside the page")
CALLS |= {"interact": "a widget", "interactive": "a widget", "Video": "a video"}
MARK = re.compile(r"(hide|remove)[-_]")
LIVING = re.compile(r"^\s*(%matplotlib\s+(?:widget|notebook|ipympl))", re.M)
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
        if any(is_style(node) for node in nodes(cell)):
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


def is_style(node: ast.AST) -> bool:
    """Tell whether a piece of code asks a frame for its Styler."""
    return isinstance(node, ast.Attribute) and node.attr == "style"


def marked(page: Page, cell: Cell) -> Faults:
    """Name cells that JupyterLab or a tag hides: a chapter prints all that it shows."""
    metadata = cell.raw.get("metadata", {})
    if not metadata.keys() - {"tags"} and not MARK.search(" ".join(cell.tags)):
        return
    from nbformat import from_dict

    from briefing.render.proof import closed

    # A chapter is saved without outputs, and would have some when it runs.
    outputs = [{"output_type": "stream"}] if cell.kind == "code" else []
    for found in closed(
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
        from briefing.render.proof import unprintable

        for found in unprintable(outputs):
            yield page.fault(cell, "will-not-print", found.what, found.cure)
