"""What a chapter counts: one selection, made once in the setup of every parameter."""

from __future__ import annotations

import ast

from briefing.lab.fault import Faults
from briefing.lab.page import Cell, Page
from briefing.lab.python import called, names_made, nodes
from briefing.lab.shape import TAGGING
from briefing.measure.parameters import BY_NAME, PARAMETERS
from briefing.measure.refusals import listed

CHOSEN = "chosen"
CHOOSING = ("Selection", "load", "select")


def with_setup(page: Page) -> Faults:
    """Ask for the third cell, which turns the parameters into one checked selection."""
    tagged = page.tagged("setup")
    if len(tagged) != 1 or tagged[0].number != 3:
        third = page.cells[2] if len(page.cells) > 2 else None
        found = f"{len(tagged)} cells are" if len(tagged) != 1 else "another one is"
        what = f"the third cell, and no other, is to be tagged setup; {found}"
        cure = f"Set the tag setup there ({TAGGING}), and nowhere else."
        yield page.fault(tagged[0] if tagged else third, "setup", what, cure)
    for setup in tagged[:1]:
        yield from heeding(page, setup)
        yield from making(page, setup)


def heeding(page: Page, setup: Cell) -> Faults:
    """Ask the setup to hand every parameter on, and to show what was chosen."""
    passed = {
        keyword.arg
        for node in calls(setup, "Selection")
        for keyword in node.keywords
        if isinstance(keyword.value, ast.Name) and keyword.value.id == keyword.arg
    }
    ignored = [one.name for one in PARAMETERS if one.name not in passed]
    if ignored:
        lines = ", ".join(f"{name}={name}" for name in ignored)
        what = f"the setup does not hand on {', '.join(ignored)}, so a run ignores it"
        yield page.fault(setup, "setup", what, f"Write Selection(…, {lines}).")
    if setup.source.strip().rpartition("\n")[2] != CHOSEN:
        what = "the setup does not end by showing what was chosen"
        cure = "Let its last line be `chosen`: the last page of the briefing reads it."
        yield page.fault(setup, "setup", what, cure)


def making(page: Page, setup: Cell) -> Faults:
    """Ask the setup to load what the run was given, and to make chosen of it, once."""
    if not all(is_of_data(node) for node in calls(setup, "load")):
        what = "the setup does not hand data on to load, so a run ignores --data"
        yield page.fault(setup, "setup", what, "Write load(data).")
    made = [node for node in nodes(setup) if CHOSEN in names_made(node)]
    sound = [node for node in nodes(setup) if isinstance(node, ast.Assign)]
    sound = [node for node in sound if is_selection(node)]
    if len(made) != 1 or len(sound) != 1:
        what = f"the setup makes chosen {len(made)} times" if len(made) != 1 else ""
        what = what or "the setup makes chosen of something else than the parameters"
        cure = "Write chosen = select(load(data), Selection(…)), and nothing after it."
        yield page.fault(setup, "setup", what, cure)


def is_of_data(load: ast.Call) -> bool:
    """Tell whether a call of load is load(data)."""
    given = [*load.args, *(keyword.value for keyword in load.keywords)]
    return len(given) == 1 and getattr(given[0], "id", "") == "data"


def is_selection(node: ast.Assign) -> bool:
    """Tell whether a line makes chosen by a call of select."""
    names = {getattr(target, "id", "") for target in node.targets}
    made = node.value
    return names == {CHOSEN} and isinstance(made, ast.Call) and called(made) == "select"


def set_again(page: Page) -> Faults:
    """Refuse a parameter that a cell sets again: a run would not get what it asks
    for.
    """
    tagged = page.tagged("parameters")
    for cell in page.of_kind("code") if tagged else ():
        made = set().union(*map(names_made, nodes(cell)))
        again = [] if cell in tagged else [name for name in BY_NAME if name in made]
        if again:
            option = f"--{again[0].replace('_', '-')}"
            what = f"sets {listed(again)} again, so a run ignores what it was given"
            cure = f"Take the line out, and say it for one run as {option}; what is no "
            cure += "parameter gets another name."
            yield page.fault(cell, "parameters", what, cure)


def chosen_again(page: Page) -> Faults:
    """Refuse a second selection: the first page says of the chapter what was asked
    for.
    """
    setup = page.tagged("setup")
    for cell in page.of_kind("code") if setup else ():
        if cell in setup or "parameters" in cell.tags:
            continue
        made = set().union(*map(names_made, nodes(cell)))
        again = [f"{name}(…)" for name in CHOOSING if calls(cell, name)]
        if CHOSEN in made:
            what = "makes chosen again, so it counts something else than was asked for"
        elif again:
            what = f"selects again by {listed(again)}, and the setup did already"
        else:
            continue
        cure = "Take it out: every cell counts what the setup chose. Another selection "
        cure += "is another run, such as briefing render --states KAZ."
        yield page.fault(cell, "setup", what, cure)


def calls(cell: Cell, name: str) -> list[ast.Call]:
    """List where a cell calls a function of that name."""
    found = [node for node in nodes(cell) if isinstance(node, ast.Call)]
    return [node for node in found if called(node) == name]
