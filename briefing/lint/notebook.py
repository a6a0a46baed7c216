"""Notebooks as they are read, and the faults found in them."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from briefing.selection.parameters import PARAMETERS

# Every code, with the rule that it stands for.
RULES = {
    "broken-python": "every cell can be read as Python",
    "cell-id": "every cell has an id of its own, a word and two digits",
    "empty-cell": "a cell holds something",
    "few-words": "there is a cell of words for every two of code",
    "foreign-import": "a chapter imports from briefing, pandas, matplotlib and seaborn",
    "format": "a notebook is of format 4.5 and runs with the kernel python3",
    "logic": "a chapter holds no program, and what it computes ends in an exhibit",
    "long-cell": "a cell of code has at most 8 lines",
    "many-cells": "a chapter has at most 25 cells of code",
    "no-limits": "a chapter ends with limits(…)",
    "no-question": "the first cell asks a question, as a heading",
    "not-numbered": "a chapter is called by two digits and a few words",
    "parameters": "the second cell, tagged parameters, is the text of the schema",
    "path": "a chapter holds no path and no address",
    "profile": "a profile can be read, and its chapters are there",
    "setup": "the third cell, tagged setup, makes chosen from every parameter",
    "star-import": "the setup names what it imports",
    "stored-outputs": "a notebook is saved without outputs",
    "typed-count": "a number in a sentence comes from code",
    "undefined-name": "every name is made in a cell above",
    "unreadable": "a notebook is a JSON file that Jupyter can open",
    "will-not-print": "what a cell shows can be printed",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: its file, its cell as a reader counts, what it is and the cure.

    Cell 0 is the notebook as a whole; *mendable* is what `--fix` puts right.
    """

    path: Path
    cell: int
    words: str
    code: str
    what: str
    cure: str
    line: int = 0
    mendable: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        cell = f', cell {self.cell} "{self.words}"' if self.cell else ""
        line = f", line {self.line}" if self.line else ""
        return f"{self.path}{cell}{line}: {self.what}. {self.cure} [{self.code}]"

    def as_json(self) -> dict[str, Any]:
        """Give it as values for another program."""
        return asdict(self) | {"path": self.path.as_posix()}


Faults = Iterator[Fault]

LONGEST = 40  # letters of a cell's first line that tell which cell is meant

ASSIGNED = re.compile(rf"^({'|'.join(one.name for one in PARAMETERS)})\b.*=", re.M)

# What an analyst may use beside briefing.
LIBRARIES = ("matplotlib", "numpy", "pandas", "seaborn")

# These show what lives in a browser.
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

LIVING = re.compile(r"^\s*(%matplotlib\s+(?:widget|notebook|ipympl))", re.M)

TOOL = "00-"  # the form and the landing page: notebooks of ours that are no chapters


@dataclass(frozen=True)
class Cell:
    """One cell: its number as a reader counts, its kind, its text and what Jupyter
    keeps.
    """

    number: int
    kind: str
    source: str
    raw: dict[str, Any] = field(repr=False, hash=False)

    @property
    def tags(self) -> set[str]:
        """Give its tags."""
        return set(map(str, self.raw.get("metadata", {}).get("tags", [])))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it: JupyterLab adds such a cell at the end."""
        return not self.source.strip() and not self.tags

    @property
    def words(self) -> str:
        """Give the words by which a person finds it: its first line, shortened."""
        lines = [line.strip() for line in self.source.splitlines() if line.strip()]
        first = lines[0] if lines else ""
        return first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True)
class Page:
    """One notebook file."""

    path: Path
    raw: dict[str, Any] = field(repr=False, hash=False)

    @cached_property
    def cells(self) -> list[Cell]:
        """List its cells."""
        return [
            Cell(number, one.get("cell_type", ""), text_of(one.get("source", "")), one)
            for number, one in enumerate(self.raw["cells"], start=1)
        ]

    def of_kind(self, kind: str) -> list[Cell]:
        """List the cells of a kind, such as code or markdown."""
        return [cell for cell in self.cells if cell.kind == kind]

    def tagged(self, tag: str) -> list[Cell]:
        """List the cells with a tag."""
        return [cell for cell in self.cells if tag in cell.tags]

    @cached_property
    def after_setup(self) -> list[Cell]:
        """The cells of code that are neither parameters nor setup."""
        # That a tag is missing is said once, and not of all that stands in the cell.
        alike = self.like_parameters
        parameters = self.tagged("parameters") or ([alike] if alike else [])
        exempt = [*parameters, *(self.tagged("setup") or self.cells[2:3])]
        return [cell for cell in self.of_kind("code") if cell not in exempt]

    @cached_property
    def like_parameters(self) -> Cell | None:
        """The cell that sets most of the parameters, if any sets at least two."""
        told = {one.number: len(ASSIGNED.findall(one.source)) for one in self.cells}
        code = [one for one in self.of_kind("code") if told[one.number] > 1]
        return max(code, key=lambda one: told[one.number], default=None)

    @cached_property
    def libraries(self) -> set[str]:
        """The names under which pandas, matplotlib and the like are imported."""
        return {
            name
            for cell in self.of_kind("code")
            for node in nodes(cell)
            if set(imported(node)) & set(LIBRARIES)
            for name in names_made(node)
        }

    @cached_property
    def values(self) -> dict[str, str]:
        """What each name that a cell assigns is first made of: the name at its root."""
        made: dict[str, str] = {}
        for node in (node for cell in self.of_kind("code") for node in nodes(cell)):
            if isinstance(node, ast.Assign):
                for name in {n for at in node.targets for n in stored(at)}:
                    made.setdefault(name, root(node.value))
        return made

    @property
    def is_tool(self) -> bool:
        """Tell whether it is a tool, to which the rules of chapters do not apply."""
        return self.path.name.startswith(TOOL)

    def fault(
        self,
        at: Cell | None,
        code: str,
        what: str,
        cure: str,
        *,
        line: int = 0,
        mendable: bool = False,
    ) -> Fault:
        """Say that something is wrong with a cell, or with the whole notebook."""
        number, words = (at.number, at.words) if at else (0, "")
        return Fault(self.path, number, words, code, what, cure, line, mendable)


def text_of(source: object) -> str:
    """Join the lines of a text, which a notebook keeps as a list or as one string."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def read_page(path: Path) -> Page | Fault:
    """Read the notebook at *path*, or say why Jupyter could not."""
    try:
        text = path.read_text("utf-8")
        raw = json.loads(text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        return unreadable(path, error)
    cells = raw.get("cells") if isinstance(raw, Mapping) else None
    if not isinstance(cells, list) or not all(isinstance(one, dict) for one in cells):
        what = "holds no list of cells, so it is no notebook of today's format"
        cure = "Open it in JupyterLab and save it, which brings it up to date."
        return Fault(path, 0, "", "unreadable", what, cure)
    return Page(path, tidy(raw))


def tidy(raw: dict[str, Any]) -> dict[str, Any]:
    """Put nothing where a program wrote `null`, or what can be no metadata and no
    outputs.
    """
    for one in (raw, *raw["cells"]):
        if not isinstance(one.get("metadata", {}), dict):
            one["metadata"] = {}
        if not isinstance(one.get("outputs", []), list):
            one["outputs"] = []
        if one.get("source", "") is None:
            one["source"] = ""
        if not isinstance(one.get("metadata", {}).get("tags", []), list):
            del one["metadata"]["tags"]
    if not isinstance(raw.get("metadata", {}).get("kernelspec", {}), dict):
        del raw["metadata"]["kernelspec"]
    return raw


def unreadable(path: Path, error: Exception) -> Fault:
    """Say what keeps a notebook from being read, and where in the file."""
    what, line = f"cannot be read ({error})", 0
    cure = "Give back the file as it was last saved: git checkout -- the file."
    if isinstance(error, json.JSONDecodeError):
        line = error.lineno
        what = f"is not JSON at line {line} of the file ({error.msg})"
        if "<<<<<<<" in error.doc:
            what = "holds both sides of a merge that git could not settle"
            cure = "Settle it cell by cell with `nbdime mergetool`."
            line = error.doc[: error.doc.index("<<<<<<<")].count("\n") + 1
        if error.doc.startswith("\ufeff"):
            what = "begins with a byte order mark, which Jupyter does not read"
            cure = "Save it as UTF-8 without a byte order mark."
    if isinstance(error, FileNotFoundError):
        what, cure = "is not there", "Name a notebook, or a folder of notebooks."
    return Fault(path, 0, "", "unreadable", what, cure, line)


# A line for IPython and not for Python: %matplotlib inline, !ls, table?
MAGIC = re.compile(r"^(\s*)((?:[%!].*)|(?:\w[\w.]*\?{1,2}[ \t]*))$", re.M)

# These run the lines below them as Python; below any other they are something else.
RUNNING = re.compile(r"\s*%%(capture|prun|time|timeit)\b.*")


def mistake_in(cell: Cell) -> SyntaxError | None:
    """Read one cell, and give back what stopped the reading."""
    try:
        # A line such as `return 1` can be taken apart, and still is no program.
        compiled(plain(cell.source))
    except SyntaxError as error:
        return error
    except ValueError as error:
        return SyntaxError(str(error))
    return None


def compiled(source: str) -> None:
    """Read a text as IPython would; what Python only warns of is no mistake."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        compile(source, "cell", "exec", flags, dont_inherit=True)


@lru_cache(maxsize=4096)
def plain(source: str) -> str:
    """Replace what only IPython understands by a line that does nothing."""
    try:
        # A line of Python may begin with % too, inside a bracket or a text.
        ast.parse(source)
    except (SyntaxError, ValueError):
        pass
    else:
        return source
    if source.lstrip().startswith("%%") and not RUNNING.match(source):
        return "\n".join("pass" for _ in source.splitlines())
    return MAGIC.sub(r"\1pass", source)


def magics(source: str) -> list[str]:
    """List the lines of a cell that are for IPython and not for Python."""
    if plain(source) == source:
        return []
    if source.lstrip().startswith("%%"):
        return [source.strip().splitlines()[0]]
    return [hit.group(2).strip() for hit in MAGIC.finditer(source)]


@lru_cache(maxsize=4096)
def parsed(source: str) -> tuple[ast.AST, ...]:
    """List what a text of Python is made of; nothing, where it is none."""
    try:
        return tuple(ast.walk(ast.parse(plain(source))))
    except (SyntaxError, ValueError):
        return ()


def nodes(of: Cell) -> tuple[ast.AST, ...]:
    """List what a cell of code is made of; nothing, where it is no Python."""
    return parsed(of.source)


def statements(of: Cell) -> list[ast.stmt]:
    """List the statements of a cell of code; none, where it is no Python."""
    return [one for node in nodes(of)[:1] for one in getattr(node, "body", ())]


def called(node: ast.Call) -> str:
    """Name what a call calls, by its last word."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def names_made(node: ast.AST) -> set[str]:
    """List the names that one piece of code makes."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in node.names}
    return set()


def stored(target: ast.AST) -> set[str]:
    """The names that the target of an assignment makes."""
    return set().union(*map(names_made, ast.walk(target)))


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports, each by its first word."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return []


def chain(node: ast.AST) -> list[str]:
    """The names that an expression goes along: frame.plot.barh(…) is frame, plot,
    barh.
    """
    words: list[str] = []
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            words.append(node.attr)
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        words.append(node.id)
    return words[::-1]


def root(node: ast.AST) -> str:
    """The name that an expression begins with; empty if it begins with none."""
    return next(iter(chain(node)), "") if not isinstance(node, ast.Constant) else ""


def language() -> list[str]:
    """The names of `briefing`."""
    from briefing import __all__ as names

    return names
