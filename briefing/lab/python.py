"""A cell of code as Python reads it, without what only IPython understands."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

from briefing.lab.page import Cell

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
