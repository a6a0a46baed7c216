"""The declared parameters of every notebook, and their cell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

EVERYTHING = "all"


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, default and allowed values, explained in a line.

    `allowed` lists every value of a choice; `vocabulary` names where the codes of a
    list come from. A parameter with neither is free text with a form of its own.
    """

    name: str
    default: str
    help: str
    allowed: tuple[str, ...] = ()
    vocabulary: str = ""
    type: str = "str"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "states",
        EVERYTHING,
        "codes from data/reference/states.csv, comma-separated, or all",
        vocabulary="states",
    ),
    Parameter(
        "role",
        "executing",
        "of the states: executing, requesting, either or responsible",
        allowed=("executing", "requesting", "either", "responsible"),
    ),
    Parameter(
        "rights",
        EVERYTHING,
        "codes from data/reference/rights.csv, comma-separated, or all",
        vocabulary="rights",
    ),
    Parameter(
        "types",
        EVERYTHING,
        "types of act from data/CODEBOOK.md, comma-separated, or all",
        vocabulary="types",
    ),
    Parameter(
        "groups",
        EVERYTHING,
        "groups of people from data/CODEBOOK.md, comma-separated, or all",
        vocabulary="groups",
    ),
    Parameter("date_from", "", "first day counted, such as 2005-01-01; empty: open"),
    Parameter("date_to", "", "last day counted, such as 2012-12-31; empty: open"),
    Parameter(
        "finding",
        "reported",
        "least accepted: reported, corroborated or adjudicated",
        allowed=("reported", "corroborated", "adjudicated"),
    ),
    Parameter(
        "membership",
        EVERYTHING,
        "all, or members_only: every state named was a member then",
        allowed=(EVERYTHING, "members_only"),
    ),
    Parameter(
        "cooperation",
        EVERYTHING,
        "all, or requested: a requesting or receiving state is stated",
        allowed=(EVERYTHING, "requested"),
    ),
    Parameter(
        "names",
        "shown",
        "shown, or withheld: people in the data are not named",
        allowed=("shown", "withheld"),
    ),
    Parameter("data", "", "folder of the data package; empty: the nearest data/"),
)

BY_NAME: Mapping[str, Parameter] = {one.name: one for one in PARAMETERS}


def parameters_cell() -> str:
    """Write the parameters cell of a notebook: one typed, explained line each."""
    lines = (
        f'{one.name}: {one.type} = "{one.default}"  # {one.help}' for one in PARAMETERS
    )
    return "\n".join(lines)


SELECTING = """\
chosen = select(load(data), Selection.of(locals()))
chosen"""


def setup_cell(names: Collection[str]) -> str:
    """Return the setup cell of a notebook that uses *names* of `briefing`: the imports
    as ruff sorts them, one selection of every parameter, and what was chosen.
    """
    wanted = {"Selection", "load", "select", *names}
    ordered = sorted(wanted, key=lambda name: (name[0].islower(), name))
    lines = ["from briefing import (", *(f"    {name}," for name in ordered), ")"]
    return "\n".join([*lines, "", SELECTING])
