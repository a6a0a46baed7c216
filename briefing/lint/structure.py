"""The rules of structure: question, parameters, setup, limits."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from briefing.lint.notebook import (
    Cell,
    Fault,
    Faults,
    Page,
    called,
    mistake_in,
    names_made,
    nodes,
    statements,
)
from briefing.selection.parameters import (
    BY_NAME,
    SELECTING,
    parameters_cell,
)
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

NUMBERED = re.compile(r"\d\d(-[a-z0-9]+)+")

TAGGING = "the gear at the right edge of JupyterLab (Property Inspector)"


def named(page: Page) -> Faults:
    """Ask for a name with a number: it says where the chapter stands in the
    briefing.
    """
    if not NUMBERED.fullmatch(page.path.stem):
        what = f"is called {page.path.name}, which is no name of a chapter"
        cure = "Call it by two digits and a few words, such as 13-in-detention.ipynb."
        yield page.fault(None, "not-numbered", what, cure)
    for other in sorted(page.path.parent.glob(f"{page.path.name[:3]}*.ipynb")):
        if other.name != page.path.name and page.path.name[:2].isdigit():
            what = f"has the number of {other.name}, and a number is given once"
            cure = "Give one of them the next that is free."
            yield page.fault(None, "not-numbered", what, cure)


def asking(page: Page) -> Faults:
    """Ask for the question at the top: it is the heading of the chapter in the
    briefing.
    """
    first = page.cells[0] if page.cells else None
    heading = first.source.partition("\n")[0].strip() if first else ""
    asks = first is not None and first.kind == "markdown" and heading.startswith("# ")
    if not asks or not heading.endswith("?"):
        what = "no question stands at the top of the chapter"
        cure = 'Begin the first cell, of Markdown, with a line such as "# Who acted?".'
        yield page.fault(first, "no-question", what, cure)


def with_parameters(page: Page) -> Faults:
    """Ask for the one cell in which papermill puts the parameters of a run."""
    tagged = page.tagged("parameters")
    if not tagged:
        yield untagged(page)
    for extra in tagged[1:]:
        what = "is the second cell tagged parameters, and a run heeds only the first"
        cure = f"Take the tag away ({TAGGING})."
        yield page.fault(extra, "parameters", what, cure)
    if tagged and tagged[0].number != 2:
        what = "the parameters do not stand in the second cell"
        cure = "Move this cell up or down until only the question is above it."
        yield page.fault(tagged[0], "parameters", what, cure)


def untagged(page: Page) -> Fault:
    """Say that no cell is tagged parameters, and which of them looks as if it were
    meant.
    """
    alike = page.like_parameters
    what = (
        "no cell is tagged parameters, so a run cannot set them: it would count "
        "everything, whatever it was asked"
    )
    if alike:
        cure = f"Give this cell the tag parameters ({TAGGING}), or run "
        cure += "`briefing chapter lint --fix`, which does."
        return page.fault(alike, "parameters", what, cure, mendable=True)
    cure = "Copy the second cell of another chapter, with its tag."
    return page.fault(None, "parameters", what, cure)


def worded(page: Page) -> Faults:
    """Ask for words: a reader needs to know what is shown, and why that is fair."""
    words, code = len(page.of_kind("markdown")), len(page.of_kind("code"))
    if 2 * words < code:
        what = f"{code} cells of code have only {words} of words"
        cure = "Say before each figure or table why it is shown and what it leaves out."
        yield page.fault(None, "few-words", what, cure)
    if code > 25:
        what = f"has {code} cells of code, and 25 are the most"
        cure = "Make two chapters of it: each asks one question."
        yield page.fault(None, "many-cells", what, cure)


def limited(page: Page) -> Faults:
    """Ask for the limits at the end: no chapter ends on a number."""
    filled = [cell for cell in page.cells if not cell.is_empty]
    last = filled[-1] if filled else None
    if last is None or not ends_with_limits(last):
        what = "the chapter does not end with its limits"
        cure = (
            'Let its last cell be limits(chosen, "finding"), with the notes that hold.'
        )
        yield page.fault(last, "no-limits", what, cure)


def ends_with_limits(cell: Cell) -> bool:
    """Tell whether the last thing that a cell shows are limits."""
    body = statements(cell)
    last = body[-1] if body and cell.kind == "code" else None
    call = last.value if isinstance(last, ast.Expr) else None
    return isinstance(call, ast.Call) and called(call) == "limits"


def is_as_generated(source: str) -> bool:
    """Tell whether a parameters cell is the text of the schema."""
    return source.strip() == parameters_cell()


WRITE = "`briefing chapter lint --fix` writes the cell again."


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
        mendable = all(did_you_mean(name, lost) for name in own)
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
        cure = did_you_mean(name, BY_NAME)
        cure = cure or f"The parameters are {listing(BY_NAME)}; take this one out."
        yield page.fault(cell, "parameters", what, cure)


def absent(page: Page, cell: Cell, said: dict[str, object]) -> Faults:
    """Name parameters that are missing: a run that sets them would be refused."""
    names = [name for name in BY_NAME if name not in said]
    if names:
        what = f"the cell lacks {listing(names)}"
        yield page.fault(cell, "parameters", what, WRITE, mendable=True)


def changed(page: Page, cell: Cell, said: dict[str, object]) -> Faults:
    """Name defaults that somebody changed, and the choice that was meant."""
    for name, parameter in BY_NAME.items():
        if name not in said or said[name] == parameter.default:
            continue
        what = f'{name} is {said[name]!r}, and its default is "{parameter.default}"'
        option = f"--{name.replace('_', '-')}"
        cure = f"For one run say it on the command line, as {option}. {WRITE}"
        if parameter.allowed and said[name] not in parameter.allowed:
            cure = f"{did_you_mean(str(said[name]), parameter.allowed)} {cure}".strip()
        yield page.fault(cell, "parameters", what, cure, mendable=True)


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
        yield from as_generated(page, setup)


def as_generated(page: Page, setup: Cell) -> Faults:
    """Ask the setup for nothing but imports and the lines that are generated.

    A call that passes each parameter by its name, `states=states`, is the same.
    """
    imports = (ast.Import, ast.ImportFrom)
    own = [one for one in statements(setup) if not isinstance(one, imports)]
    if mistake_in(setup) or normalized(own) in (GENERATED, BY_KEYWORDS):
        return
    what = (
        "the setup does not make chosen of every parameter, once, and end with it, so "
        "a run would be answered with something else than it asks for"
    )
    lines = " and ".join(f"`{line}`" for line in SELECTING.splitlines())
    cure = f"Below its imports let stand {lines}, and nothing else."
    mendable = all(is_of_chosen(one) for one in own)
    cure += f" {WRITE}" if mendable else ""
    yield page.fault(setup, "setup", what, cure, mendable=mendable)


def normalized(body: list[ast.stmt]) -> str:
    """Return statements as a text that spacing and the order of keywords leave
    alone.
    """
    for node in (node for one in body for node in ast.walk(one)):
        if isinstance(node, ast.Call):
            node.keywords.sort(key=lambda keyword: str(keyword.arg))
    return "\n".join(ast.dump(one) for one in body)


GENERATED = normalized(ast.parse(SELECTING).body)

BY_KEYWORDS = normalized(
    ast.parse(
        f"chosen = select(load(data), Selection("
        f"{', '.join(f'{name}={name}' for name in BY_NAME)}))\nchosen"
    ).body
)


def is_of_chosen(line: ast.stmt) -> bool:
    """Return whether a line of a setup cell is one that the generated lines replace."""
    if isinstance(line, ast.Expr):
        return getattr(line.value, "id", "") == CHOSEN
    return isinstance(line, ast.Assign) and names_made(line.targets[0]) == {CHOSEN}


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
            what = f"sets {listing(again)} again, so a run ignores what it was given"
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
        used = {getattr(node, "id", "") for node in nodes(cell)}
        again = [f"{name}(…)" for name in CHOOSING if name in used]
        if CHOSEN in made:
            what = "makes chosen again, so it counts something else than was asked for"
        elif again:
            what = f"selects again by {listing(again)}, and the setup did already"
        else:
            continue
        cure = "Take it out: every cell counts what the setup chose. Another selection "
        cure += "is another run, such as briefing render --states KAZ."
        yield page.fault(cell, "setup", what, cure)
