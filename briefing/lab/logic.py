"""What the cells of a chapter may hold: calls, and no logic."""

from __future__ import annotations

import ast

from briefing.lab.fault import Faults
from briefing.lab.page import Cell, Page
from briefing.lab.paper import LIVING
from briefing.lab.python import magics, nodes
from briefing.lab.shape import looks_like_parameters

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
    ast.If: "a choice (if)",
    ast.IfExp: "a choice (if)",
    ast.Match: "a choice (match)",
    ast.Try: "an attempt (try)",
    ast.With: "a block (with)",
    ast.Assert: "a choice (assert)",
    ast.Compare: "a choice of its own (a comparison)",
    ast.BinOp: "a calculation of its own",
    ast.AugAssign: "a calculation of its own",
}
COUNTING = """agg aggregate apply crosstab groupby len mean median merge nunique pivot
    pivot_table query resample sum value_counts"""
NAMES = {name: f"a count of its own ({name})" for name in COUNTING.split()}
FILES = "open savefig to_csv to_excel to_html to_json to_parquet write_text"
NAMES |= {name: f"a file ({name})" for name in FILES.split()}
NAMES |= dict.fromkeys(("eval", "exec"), "code in a text ({name})")
NAMES |= {"input": "a question that nobody is there to answer (input)"}
NAMES |= dict.fromkeys(("plt", "pyplot"), "a drawing of its own (plt)")
NAMES |= dict.fromkeys(("pd", "np"), "a calculation of its own ({name})")


def calling(page: Page) -> Faults:
    """Refuse logic in a chapter: what is counted and how it looks stands in the
    package.
    """
    for cell in page.of_kind("code"):
        if "parameters" in cell.tags:
            continue  # it is held against the schema
        for said in sorted({said for node in nodes(cell) if (said := made(node))}):
            what = f"holds {said}"
            cure = "A count belongs into briefing/measure/, a look into briefing/show/;"
            yield page.fault(cell, "logic", what, f"{cure} call it here by its name.")
        for line in magics(cell.source):
            # What lives in a browser is said by briefing/lab/paper.py, and said once.
            if not LIVING.match(line):
                what = f"holds a line for IPython and not for Python: {line}"
                cure = "Take it out: charts are drawn without it, and what it tells "
                cure += "you while you work is nothing for a reader."
                yield page.fault(cell, "logic", what, cure)


def short(page: Page) -> Faults:
    """Refuse cells that a reader cannot take in between two sentences."""
    for cell in after_setup(page):
        lines = len(cell.source.splitlines())
        if lines > MOST_LINES:
            what = f"has {lines} lines, and {MOST_LINES} are the most"
            cure = "Split it into cells of one call each, with words between them."
            yield page.fault(cell, "long-cell", what, cure)


def made(node: ast.AST) -> str:
    """Name the logic that a piece of code is, if it is any."""
    into = node.ctx if isinstance(node, ast.Attribute | ast.Subscript) else None
    if isinstance(into, ast.Store | ast.Del):
        return "a change of what was counted"
    name = getattr(node, "id", getattr(node, "attr", ""))
    return MAKING.get(type(node)) or NAMES.get(str(name), "").format(name=name)


def after_setup(page: Page) -> list[Cell]:
    """List the cells of code that are neither parameters nor setup."""
    # That a tag is missing is said once, and not again of all that stands in the cell.
    alike = looks_like_parameters(page)
    parameters = page.tagged("parameters") or ([alike] if alike else [])
    exempt = [*parameters, *(page.tagged("setup") or page.cells[2:3])]
    return [cell for cell in page.of_kind("code") if cell not in exempt]
