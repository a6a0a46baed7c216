"""Whether all that a chapter shows was made of the one selection that it asks for.

Somebody runs a notebook in pieces. Counts of executions tell in which order, but only
within one kernel: after a restart old charts have high numbers. So what is shown says
under which selection it was made, and the parameters are read from their cell.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import chain

from nbformat import NotebookNode

from briefing.render.failure import ADDED
from briefing.render.heed import AGAIN, PARAMETERS, SETUP, ours, place, tags
from briefing.render.payloads import payload_of, under
from briefing.render.refusals import NotTypeset

INJECTED = "injected-parameters"
UNSAID = "data"  # a place on somebody's machine, which no context names
MOST = 5  # cells named one by one


def refuse_mixture(notebook: NotebookNode) -> None:
    """Refuse to print a chapter of ours that shows anything but what it asks for."""
    if ours(notebook):
        refuse_unasked(notebook)
        refuse_mixed(notebook)


def refuse_unasked(notebook: NotebookNode) -> None:
    """Refuse a chapter whose parameters were edited and not run.

    What papermill adds below the parameters counts more than they do, as in the kernel.
    """
    asked: dict[str, tuple[str, str]] = {}
    passed: set[str] = set()
    for number, cell in numbered(notebook):
        where = place(number, cell)
        if PARAMETERS in tags(cell):
            asked = {}
        if {PARAMETERS, INJECTED} & tags(cell):
            asked |= {name: (where, text) for name, text in written_in(cell).items()}
        if SETUP in tags(cell):
            passed = handed_on(cell)
        for made_of in contexts(cell):
            for name in passed & asked.keys() & made_of.keys() - {UNSAID}:
                where, text = asked[name]
                if text != made_of[name]:
                    message = (
                        f"{where} says {name} = {text!r}, and what is shown was "
                        f"selected with {made_of[name]!r}. {AGAIN}."
                    )
                    raise NotTypeset(message)


def refuse_mixed(notebook: NotebookNode) -> None:
    """Refuse exhibits that were made under another selection, or of other data."""
    cells = list(numbered(notebook))
    shown = [o for _, cell in cells for o in cell.outputs if is_context(o)]
    # What stands above the selection may have been made before there was any.
    known, where = {"", *map(under, shown[:1])}, ""
    old: dict[str, None] = {}
    for number, cell in cells:
        for output in cell.outputs:
            if is_context(output):
                known, where = {under(output)}, place(number, cell)
            elif payload_of(output) and under(output) not in known:
                old[place(number, cell)] = None
    if old:
        raise NotTypeset(mixed(list(old), where))


def mixed(old: list[str], where: str) -> str:
    """Name the cells that have to run again, and the one that they disagree with."""
    few = [*old[:MOST], *([f"{len(old) - MOST} more"] if old[MOST:] else [])]
    named = " and ".join(filter(None, [", ".join(few[:-1]), few[-1]]))
    named = named.replace(", Cell", ", cell").replace("and Cell", "and cell")
    which = f"than {where.replace('Cell', 'cell', 1)} shows" if where else "than now"
    verb = "was" if len(old) == 1 else "were"
    return f"{named} {verb} made of another selection or other data {which}. {AGAIN}."


def numbered(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Go through the code, with the numbers that cells have for whoever wrote them."""
    number = 0
    for cell in notebook.cells:
        number += not ADDED & tags(cell)
        if cell.cell_type == "code":
            yield number, cell


def contexts(cell: NotebookNode) -> Iterator[Mapping[str, str]]:
    """Give the parameters of each selection that a cell shows."""
    for output in filter(is_context, cell.outputs):
        payload = payload_of(output) or {}
        yield {str(row[0]): str(row[1]) for row in payload.get("parameters", ())}


def is_context(output: NotebookNode) -> bool:
    """Tell whether an output says of what the rest was made."""
    return (payload_of(output) or {}).get("kind") == "context"


def written_in(cell: NotebookNode) -> dict[str, str]:
    """Read the values that a cell of parameters gives; what it computes is left out."""
    given: dict[str, str] = {}
    for one in parsed(cell).body:
        if isinstance(one, ast.Assign):
            names, value = one.targets, one.value
        elif isinstance(one, ast.AnnAssign) and one.value is not None:
            names, value = [one.target], one.value
        else:
            continue
        for name in names:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                given[name.id] = str(value.value)
    return given


def handed_on(cell: NotebookNode) -> set[str]:
    """List the parameters that a selection takes over as they stand."""
    calls = [one for one in ast.walk(parsed(cell)) if isinstance(one, ast.Call)]
    given = chain.from_iterable(one.keywords for one in calls)
    return {
        one.arg
        for one in given
        if one.arg and isinstance(one.value, ast.Name) and one.value.id == one.arg
    }


def parsed(cell: NotebookNode) -> ast.Module:
    """Read the code of a cell; of one that is no Python, such as a magic, nothing."""
    try:
        return ast.parse(str(cell.source))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
