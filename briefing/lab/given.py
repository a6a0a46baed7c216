"""The parameters cell of a chapter, held against the schema of parameters."""

from __future__ import annotations

import ast
import csv
from dataclasses import replace
from pathlib import Path

from briefing.lab.fault import Faults
from briefing.lab.page import Cell, Page
from briefing.lab.python import nodes
from briefing.lab.shape import is_as_generated
from briefing.measure.parameters import BY_NAME, EVERYTHING, Parameter
from briefing.measure.refusals import listed, near_miss, nearest_code

COLUMNS = {"states": ("state", "name"), "rights": ("right", "label")}
WRITE = "`briefing lint --fix` writes the cell again."


def as_declared(page: Page) -> Faults:
    """Ask for the parameters of the schema, each with its own default and no others."""
    for cell in page.tagged("parameters")[:1]:
        if is_as_generated(cell.source):
            continue
        said = values(cell)
        told = [
            *strangers(page, cell, said),
            *absent(page, cell, said),
            *changed(page, cell, said),
        ]
        # To write the cell again brings a misspelt parameter back by its name, and
        # would throw away one of somebody's own.
        lost = [name for name in BY_NAME if name not in said]
        own = said.keys() - BY_NAME.keys()
        mendable = all(near_miss(name, lost) for name in own)
        yield from (replace(one, mendable=one.mendable and mendable) for one in told)
        if not told:
            what = "the cell is not the text of the schema of parameters"
            yield page.fault(cell, "parameters", what, WRITE, mendable=True)


def values(cell: Cell) -> dict[str, object]:
    """Read the names that a parameters cell sets, with their values where these are
    plain.
    """
    said: dict[str, object] = {}
    for node in nodes(cell):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            value = getattr(node, "value", None)
            plain = value.value if isinstance(value, ast.Constant) else None
            if isinstance(target, ast.Name):
                said[target.id] = plain
    return said


def strangers(page: Page, cell: Cell, said: dict[str, object]) -> Faults:
    """Name parameters that the schema does not have: no option would ever set them."""
    for name in said.keys() - BY_NAME.keys():
        what = f"there is no parameter '{name}'"
        cure = near_miss(name, BY_NAME)
        cure = cure or f"The parameters are {listed(BY_NAME)}; take this one out."
        yield page.fault(cell, "parameters", what, cure)


def absent(page: Page, cell: Cell, said: dict[str, object]) -> Faults:
    """Name parameters that are missing: a run that sets them would be refused."""
    names = [name for name in BY_NAME if name not in said]
    if names:
        what = f"the cell lacks {listed(names)}"
        yield page.fault(cell, "parameters", what, WRITE, mendable=True)


def changed(page: Page, cell: Cell, said: dict[str, object]) -> Faults:
    """Name defaults that somebody changed, and the code that was meant where none is
    it.
    """
    for name, parameter in BY_NAME.items():
        if name not in said or said[name] == parameter.default:
            continue
        what = f'{name} is {said[name]!r}, and its default is "{parameter.default}"'
        option = f"--{name.replace('_', '-')}"
        cure = misspelt(parameter, said[name])
        cure += f"For one run say it on the command line, as {option}. {WRITE}"
        yield page.fault(cell, "parameters", what, cure, mendable=True)


def misspelt(parameter: Parameter, value: object) -> str:
    """Ask for what was meant by a value that a run would refuse, or say nothing."""
    text = str(value)
    if parameter.allowed:
        known = text in parameter.allowed
        return "" if known else spaced(near_miss(text, parameter.allowed))
    labels = vocabulary(parameter.vocabulary)
    wrong = [code for code in text.split(",") if code.strip() not in labels]
    if not labels or text == EVERYTHING or not wrong:
        return ""
    near = nearest_code(wrong[0].strip(), labels)
    if near:
        return f"Did you mean {near} ({labels[near]})? "
    return f"`briefing list {parameter.name}` shows all {len(labels)} codes. "


def spaced(sentence: str) -> str:
    """Put a space behind a sentence, if there is one."""
    return f"{sentence} " if sentence else ""


def vocabulary(name: str) -> dict[str, str]:
    """Read the codes of states or rights with their labels; empty where none are near.

    The tables are read as they lie: lint looks at notebooks and checks no data.
    """
    from briefing.dataset.find import NoPackage, named_or_near

    try:
        table = Path(str(named_or_near(None)), "reference", f"{name}.csv")
        with table.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            code, label = COLUMNS[name]
            return {row[code]: row[label] for row in rows}
    except (NoPackage, OSError, KeyError):
        return {}
