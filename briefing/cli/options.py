"""The options that commands share, and the examples below their help."""

import inspect
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.selection.parameters import PARAMETERS
from briefing.suggest import did_you_mean

# Typer carries click under names of its own; what is public leads to the base class.
UsageError: type[Any] = typer.BadParameter.__mro__[1]

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}

DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([smhdw]?)")


class NoDuration(typer.BadParameter):
    """A length of time that is none."""

    code = "duration"


def seconds(text: str) -> float | None:
    """Return a length of time, such as 90s, 10m, 1h or 7d, in seconds.

    A number without a unit is in seconds, and an empty text is no length.
    """
    if not text:
        return None
    match = DURATION.fullmatch(text.strip())
    if match is None:
        message = (
            f"'{text}' is no length of time; write a number and s, m, h, d or w, "
            "such as 90s, 10m or 7d."
        )
        raise NoDuration(message)
    return float(match[1]) * UNITS[match[2] or "s"]


def examples(*lines: str) -> str:
    """Return the end of a command's help: lines to type."""
    # Only an empty line keeps two lines of an epilog apart.
    return "\n\n".join(["Examples:", *lines])


def duration(text: str) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return an option that takes a length of time."""
    return typer.Option(parser=seconds, metavar="TIME", help=text)


class Names(StrEnum):
    """Whether people in the data are named."""

    shown = "shown"
    withheld = "withheld"


Data = Annotated[str, typer.Option(help="Folder or address of the data package.")]

# A package that is written to lies in a folder.
Package = Annotated[str, typer.Option("--data", help="Folder of the data package.")]

REPORTS = Path("reports")

Out = Annotated[Path, typer.Option(help="Folder of the editions.")]

NewFolder = Annotated[
    Path, typer.Option("--out", help="Folder to write; new, or empty.")
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program.")]

People = Annotated[
    Names, typer.Option("--names", help="Whether people in the data are named.")
]

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show it, check it, write nothing.")
]

Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]

Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]

Reason = Annotated[
    str, typer.Option(help="Why published values change, in a sentence.")
]

Source = Annotated[str, typer.Option(help="Source for that, such as S-0123.")]

IfChanged = Annotated[
    bool,
    typer.Option("--if-changed", help="Do nothing if the last edition has this input."),
]

IfStale = Annotated[
    float | None, duration("Do nothing if an edition was confirmed within 7d, 12h, …")
]

NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Run every chapter, and keep none for later.")
]

Workers = Annotated[
    int | None, typer.Option(min=1, help="How many at once; default: the cores.")
]

CellDeadline = Annotated[
    float | None, duration("The longest that one cell may take: 10m.")
]

Deadline = Annotated[
    float | None, duration("The longest that the whole run may take: 1h.")
]

Wait = Annotated[
    float | None,
    duration("How long to wait for a run of the same briefing: 10m."),
]


def with_parameters(command: Callable[..., int]) -> Callable[..., int]:
    """Add one option for each declared parameter, passed to *command* as `given`."""
    options = [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=one.default,
            annotation=Annotated[str, typer.Option(help=one.help)],
        )
        for one in PARAMETERS
    ]
    signature = inspect.signature(command)
    own = [one for one in signature.parameters.values() if one.name != "given"]
    own = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    # Typer reads the options of a command from its signature and its annotations.
    vars(command)["__signature__"] = signature.replace(parameters=[*options, *own])
    command.__annotations__ |= {one.name: one.annotation for one in options}
    return command


def typed(context: typer.Context, given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that were typed; the others have their defaults."""
    return {
        name: value
        for name, value in given.items()
        if (source := context.get_parameter_source(name)) and source.name != "DEFAULT"
    }


def usage_message(error: Any) -> str:  # noqa: ANN401 - the class has no public name
    """Return a mistake on the command line as a sentence, with the nearest option."""
    if not hasattr(error, "possibilities"):
        return str(error.format_message())
    options = [name for one in error.ctx.command.params for name in one.opts]
    given = error.option_name
    return f"There is no option '{given}'. {did_you_mean(given, options)}".strip()
