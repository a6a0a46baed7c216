"""The rules of code: logic, imports, undefined names."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from briefing.lint.notebook import (
    Cell,
    Faults,
    Page,
    magics,
    mistake_in,
    names_made,
    nodes,
    plain,
)
from briefing.lint.structure import looks_like_parameters

# These show what lives in a browser: briefing/lint/output.py says so, and says it once.
ALIVE = {
    "altair": "an Altair chart",
    "bokeh": "a Bokeh figure",
    "bqplot": "a widget",
    "folium": "a map for a browser",
    "holoviews": "a HoloViews figure",
    "hvplot": "a HoloViews figure",
    "ipyleaflet": "a map for a browser",
    "ipywidgets": "a widget",
    "itables": "an interactive table",
    "panel": "a panel of widgets",
    "plotly": "a plotly figure",
    "qgrid": "an interactive table",
}


def importing(page: Page) -> Faults:
    """Refuse imports of anything but briefing's names, each by its name."""
    for cell in page.of_kind("code"):
        for node in nodes(cell):
            for module in imported(node):
                if module in ALIVE or (module == "briefing" and is_language(node)):
                    continue
                what = f"imports {module} and not names from briefing, one by one"
                cure = "Names such as table and stacked_bars come `from briefing`; "
                cure += "what is missing there belongs into the package."
                yield page.fault(cell, "foreign-import", what, cure, line=line_of(node))
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                what = "imports everything (*), so nobody sees which names are used"
                cure = "Name what the chapter uses, one name a line, as others do."
                yield page.fault(cell, "star-import", what, cure, line=node.lineno)


def is_language(node: ast.AST) -> bool:
    """Tell whether names are taken from briefing itself, and not from a room of it."""
    return isinstance(node, ast.ImportFrom) and node.module == "briefing"


def imported(node: ast.AST) -> list[str]:
    """Name the modules that a statement imports, each by its first word."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return []


def line_of(node: ast.AST) -> int:
    """Say on which line of its cell something stands."""
    return int(getattr(node, "lineno", 0))


def imported_rightly(page: Page) -> Faults:
    """Name what is imported from briefing and is not there."""
    from briefing import __all__ as language
    from briefing.suggest import did_you_mean

    for cell in page.of_kind("code"):
        for node in nodes(cell):
            if not isinstance(node, ast.ImportFrom) or node.module != "briefing":
                continue
            for name in [one.name for one in node.names]:
                if name not in {*language, "*"}:
                    what = f"imports {name}, which briefing does not have"
                    cure = did_you_mean(name, language)
                    cure = cure or "`dir(briefing)` lists its names."
                    line = node.lineno
                    yield page.fault(cell, "undefined-name", what, cure, line=line)


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
    from briefing.suggest import did_you_mean

    what = f"uses {name}, which no cell above makes"
    later = [other for other in made_by(program, name) if other.number > cell.number]
    if later:
        what = f"uses {name}, which is made only in cell {later[0].number}"
        return what, f"Move cell {later[0].number} above this one."
    if name in language:
        setup = page.tagged("setup")
        where = f" in cell {setup[0].number}" if setup else ""
        return what, f"Add {name} to the names that are imported from briefing{where}."
    near = did_you_mean(name, {*language, *names_in(program)})
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


LIVING = re.compile(r"^\s*(%matplotlib\s+(?:widget|notebook|ipympl))", re.M)

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
            cure = (
                "A count belongs into briefing/counts/, a chart into briefing/charts/;"
            )
            yield page.fault(cell, "logic", what, f"{cure} call it here by its name.")
        for line in magics(cell.source):
            # What lives in a browser is said by briefing/lint/output.py, and said once.
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
