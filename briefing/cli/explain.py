"""The command `explain`."""

import re
from collections.abc import Iterator
from functools import cache
from traceback import walk_tb
from typing import Annotated, NamedTuple

import typer

from briefing.cli.exit_codes import DONE
from briefing.cli.options import examples
from briefing.errors import BriefingError

app = typer.Typer()

SECTION = re.compile(r"^## (\S+)\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)

ANY = "refused"  # what explains a mistake that has no section of its own

USAGE = "usage"

CHAPTER_FAILED = "chapter-failed"

PRIVATE = "private"

NAMES = "names"

LIMIT = "limit"

# By the name of the class, so that no room has to know of the pages.
REFUSALS = {
    "parameter": (
        "MissingParameters",
        "UnknownParameter",
        "WrongType",
        "UnknownChoice",
        "EmptyList",
        "UnknownCode",
        "ImpossibleDate",
        "BackwardPeriod",
    ),
    "column": ("UnknownColumn", "UnknownUnit"),
    "nothing-found": ("EmptySelection", "NothingLeft"),
    "profile": ("NoProfile", "FixedParameter", "NotOne"),
    "plan": ("BadPlan", "SameName"),
    "no-package": ("NoPackage",),
    "out-of-reach": ("OutOfReach",),
    "data-changed": ("DataChanged",),
    "busy": ("Busy", "Taken"),
    "edition": ("TakenName", "UnfitName", "NotKept", "TooFew"),
    "cannot-write": ("CannotWrite", "InsidePackage"),
    "limit": ("OutOfMeans",),
    "typesetting": ("TypesettingError",),
    NAMES: ("NameLeft",),
    "cluster": ("NoCluster",),
    "missing-program": (
        "NoFrictionless",
        "NoLab",
        "NoWatcher",
        "NoWidgets",
        "NotInstalled",
    ),
    "git": ("GitRefused",),
    "unreadable": ("NoNotebook", "Unreadable"),
    "figure": ("UnfitFigure", "UnfitTable"),
    "illegible": ("IllegibleFigure",),
}

# Where a mistake has no class of its own: by the command that somebody gave, which is
# a module or a function of briefing.cli.
GIVEN = {
    "cases.correct": "correction",
    "cases.duplicates": "duplicates",
    "cases.decide": "duplicates",
    "cases": "case",
    "data.export": "export",
    "data.import_": "import",
    "data.write_workbook": "spreadsheet",
    "data.read_workbook": "spreadsheet",
    "notebooks.new_chapter": "new",
    "notebooks.new_profile": "new",
    "sources": "sources",
}

TOPICS = {name: topic for topic, names in REFUSALS.items() for name in names}


class Section(NamedTuple):
    """What explains one code, and the file in which it stands."""

    code: str
    text: str
    path: str


@cache
def sections() -> dict[str, Section]:
    """Read every section of every page, by its code."""
    return {one.code: one for one in read()}


def read() -> Iterator[Section]:
    """Take the pages apart."""
    from importlib.resources import files

    folder = files("briefing") / "explained"
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        if page.name.endswith(".md"):
            for code, text in SECTION.findall(page.read_text("utf-8")):
                yield Section(code, text.strip(), str(page))


def explains(error: BriefingError) -> str:
    """Name the code under which a refusal is explained.

    Of a data package it is the code of what was found first.
    """
    for finding in getattr(error, "findings", ()):
        return str(finding.code)
    names = [kind.__name__ for kind in type(error).__mro__]
    return next((TOPICS[name] for name in names if name in TOPICS), given(error))


def given(error: BriefingError) -> str:
    """Name what explains the command in which a mistake without a class was noticed."""
    for frame, _ in walk_tb(error.__traceback__):
        room, _, module = str(frame.f_globals.get("__name__")).rpartition(".")
        for word in (f"{module}.{frame.f_code.co_name}", module):
            if room == "briefing.cli" and word in GIVEN:
                return GIVEN[word]
    return ANY


def pointer(code: str) -> str:
    """Say where to read more."""
    return f"More: briefing explain {code}"


@app.command(
    rich_help_panel="Briefings",
    epilog=examples("briefing explain", "briefing explain unknown-code"),
)
def explain(
    code: Annotated[
        str, typer.Argument(help="What to explain; leave it out to see all.")
    ] = "",
) -> int:
    """Explain a code: what is wrong, why it matters, and what to do."""
    known = sections()
    if not code:
        print("\n".join(known))
        return DONE
    if code not in known:
        from briefing.suggest import did_you_mean

        message = (
            f"Nothing is called '{code}'. {did_you_mean(code, known)} "
            "`briefing explain` lists all that is explained."
        )
        raise BriefingError(re.sub(" +", " ", message))
    section = known[code]
    print(f"{code}\n{'=' * len(code)}\n{section.text}\n")
    print(f"From {section.path}")
    return DONE
