"""The rules of code: logic, imports, undefined names."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from briefing.lint.notebook import (
    ALIVE,
    LIBRARIES,
    LIVING,
    Cell,
    Faults,
    Page,
    called,
    chain,
    imported,
    language,
    magics,
    mistake_in,
    names_made,
    nodes,
    plain,
    root,
    statements,
)
from briefing.suggest import did_you_mean
from briefing.text.formats import listing


def importing(page: Page) -> Faults:
    """Refuse imports of anything but names from briefing, and the libraries that an
    analyst may use.
    """
    for cell in page.of_kind("code"):
        for node in nodes(cell):
            for module in imported(node):
                allowed = module in LIBRARIES or module in ALIVE  # that does not print
                if allowed or (module == "briefing" and is_language(node)):
                    continue
                what = f"imports {module}"
                cure = (
                    f"A chapter uses names from briefing, one by one, and "
                    f"{listing(LIBRARIES)}; what is missing there belongs into the "
                    f"package."
                )
                yield page.fault(cell, "foreign-import", what, cure, line=line_of(node))
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                what = "imports everything (*), so nobody sees which names are used"
                cure = "Name what the chapter uses, one name a line, as others do."
                yield page.fault(cell, "star-import", what, cure, line=node.lineno)


def is_language(node: ast.AST) -> bool:
    """Tell whether names are taken from briefing itself, and not from a room of it."""
    return isinstance(node, ast.ImportFrom) and node.module == "briefing"


def line_of(node: ast.AST) -> int:
    """Say on which line of its cell something stands."""
    return int(getattr(node, "lineno", 0))


def imported_rightly(page: Page) -> Faults:
    """Name what is imported from briefing and is not there."""
    for cell in page.of_kind("code"):
        for node in nodes(cell):
            if not isinstance(node, ast.ImportFrom) or node.module != "briefing":
                continue
            for name in [one.name for one in node.names]:
                if name not in {*language(), "*"}:
                    what = f"imports {name}, which briefing does not have"
                    cure = (
                        did_you_mean(name, language())
                        or "`dir(briefing)` lists its names."
                    )
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
    if isinstance(told, messages.UndefinedName):
        return str(told.message_args[0])
    if isinstance(told, messages.ImportStarUsage):
        name = str(told.message_args[0])
        return "" if name in language() else name
    return ""


def said(page: Page, program: Program, cell: Cell, name: str) -> tuple[str, str]:
    """Word what is wrong with a name, and the cure that fits where it is made."""
    what = f"uses {name}, which no cell above makes"
    later = [other for other in made_by(program, name) if other.number > cell.number]
    if later:
        what = f"uses {name}, which is made only in cell {later[0].number}"
        return what, f"Move cell {later[0].number} above this one."
    if name in language():
        setup = page.tagged("setup")
        where = f" in cell {setup[0].number}" if setup else ""
        return what, f"Add {name} to the names that are imported from briefing{where}."
    near = did_you_mean(name, {*language(), *names_in(program)})
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
}

FILES = "open savefig to_csv to_excel to_html to_json to_parquet write_text"

NAMES = {name: f"a file ({name})" for name in FILES.split()}

NAMES |= dict.fromkeys(("eval", "exec"), "code in a text ({name})")

NAMES |= {"input": "a question that nobody is there to answer (input)"}

COUNTING = """agg aggregate apply crosstab groupby len mean median merge nunique pivot
    pivot_table query resample size sum unstack value_counts"""

COMPUTING = {name: f"a count of its own ({name})" for name in COUNTING.split()}

COMPUTING |= dict.fromkeys(("plot", "hist"), "a drawing of its own ({name})")

CALCULATION: dict[type[ast.AST], str] = {
    ast.Compare: "a comparison",
    ast.BinOp: "a calculation",
    ast.AugAssign: "a calculation",
}

DRAWING = ("axes", "subplots", "subplot_mosaic", "figure", "add_subplot")


def calling(page: Page) -> Faults:
    """Refuse programs in a chapter: what is defined, looped or decided stands in the
    package.
    """
    for cell in page.of_kind("code"):
        if "parameters" in cell.tags:
            continue  # it is held against the schema
        for said in sorted({said for n in nodes(cell) if (said := made(n, page))}):
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


def exhibited(page: Page) -> Faults:
    """Ask a cell that computes or draws to end in an exhibit, or only to make frames
    for a cell below.
    """
    for cell in page.after_setup:
        if shows(page, cell):
            continue
        if draws(page, cell):
            what = "draws a picture and does not end in figure(…), so it would have no "
            what += "title, no table and no words for those who do not see it"
            cure = "Let its last line be figure(fig, data=frame, title=…, unit=…)."
            yield page.fault(cell, "will-not-print", what, cure)
            continue
        own = {said for node in nodes(cell) if (said := computed(node, page))}
        if own and not assigns(cell):
            what = f"holds {', '.join(sorted(own))}, and does not end in a call of "
            what += "briefing, so it would have no title, no unit and no source"
            cure = "Let its last line be table(frame, title=…, unit=…), figure(…) or "
            cure += "say(…), or let it only make frames for a cell below."
            yield page.fault(cell, "logic", what, cure)


def shows(page: Page, cell: Cell) -> bool:
    """Return whether a cell ends in a call of briefing, or in what one made."""
    last = next(reversed(statements(cell)), None)
    value = last.value if isinstance(last, ast.Expr) else None
    if isinstance(value, ast.Call):
        first, *more = chain(value.func) or [""]
        is_ours = first in language() and first != "axes"
        return is_ours and (first == "say" or not more)
    return isinstance(value, ast.Name) and page.values.get(value.id) in language()


def draws(page: Page, cell: Cell) -> bool:
    """Return whether a cell opens a figure of its own, or draws on one."""
    calls = [node for node in nodes(cell) if isinstance(node, ast.Call)]
    return any(
        called(node) in (*DRAWING, "plot", "hist")
        or "plot" in chain(node)
        or any(keyword.arg == "ax" for keyword in node.keywords)
        for node in calls
    )


def assigns(cell: Cell) -> bool:
    """Return whether a cell does nothing but make names."""
    made = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Import | ast.ImportFrom
    return all(isinstance(one, made) for one in statements(cell))


def computed(node: ast.AST, page: Page) -> str:
    """Name the computing that a piece of code is, if it is any."""
    name = str(getattr(node, "id", getattr(node, "attr", "")))
    if isinstance(node, ast.Name) and name in page.libraries:
        return f"a use of {name}"
    return CALCULATION.get(type(node)) or COMPUTING.get(name, "").format(name=name)


def short(page: Page) -> Faults:
    """Refuse cells that a reader cannot take in between two sentences."""
    for cell in page.after_setup:
        lines = len(cell.source.splitlines())
        if lines > MOST_LINES:
            what = f"has {lines} lines, and {MOST_LINES} are the most"
            cure = "Split it into cells of one call each, with words between them."
            yield page.fault(cell, "long-cell", what, cure)


def made(node: ast.AST, page: Page) -> str:
    """Name the program that a piece of code is, if it is any."""
    into = node.ctx if isinstance(node, ast.Attribute | ast.Subscript) else None
    if isinstance(into, ast.Store | ast.Del) and not is_own(root(node), page):
        return "a change of what was counted"
    name = getattr(node, "id", getattr(node, "attr", ""))
    return MAKING.get(type(node)) or NAMES.get(str(name), "").format(name=name)


def is_own(name: str, page: Page) -> bool:
    """Return whether a name is a frame that the chapter made, and no count of
    briefing.
    """
    return name in page.values and page.values[name] not in language()
