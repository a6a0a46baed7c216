"""Options made from the declared parameters, and how a briefing is made."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import typer

from briefing.errors import BriefingError
from briefing.selection.parameters import PARAMETERS
from briefing.suggest import did_you_mean

# Typer carries click under names of its own; what is public leads to the base class.
UsageError: type[Any] = typer.BadParameter.__mro__[1]


def with_parameters(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command one option for each declared parameter."""
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
    """Keep the parameters that somebody typed; the others have their defaults."""
    return {
        name: value
        for name, value in given.items()
        if (source := context.get_parameter_source(name)) and source.name != "DEFAULT"
    }


def sentence(error: Any) -> str:  # noqa: ANN401 - the class has no public name
    """Word a mistake on the command line, with the option that was meant."""
    if not hasattr(error, "possibilities"):
        return str(error.format_message())
    options = [name for one in error.ctx.command.params for name in one.opts]
    given = error.option_name
    return f"There is no option '{given}'. {did_you_mean(given, options)}".strip()


UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}

FORM = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([smhdw]?)")


class NoDuration(BriefingError):
    """A length of time that is none."""

    @classmethod
    def of(cls, option: str, given: str) -> "NoDuration":
        """Name the option, what was given and the forms that it may take."""
        return cls(
            f"--{option.replace('_', '-')} is '{given}', which is no length of time; "
            f"write a number and s, m, h, d or w, such as 90s, 10m or 7d."
        )


def seconds(option: str, given: str) -> float | None:
    """Read a length of time, such as 90s, 10m, 1h or 7d; a bare number means
    seconds.
    """
    if not given:
        return None
    match = FORM.fullmatch(given.strip())
    if match is None:
        raise NoDuration.of(option, given)
    return float(match[1]) * UNITS[match[2] or "s"]


FLAG = {"if_changed": ("--if-changed",), "no_cache": ("--no-cache",)}

HELP = {
    "if_changed": "Do nothing if the last edition has the same inputs.",
    "if_stale": "Do nothing if an edition was confirmed within 7d, 12h, …",
    "no_cache": "Run every chapter, and keep none for later.",
    "workers": "How many chapters run at once; default: the cores.",
    "cell_deadline": "The longest that one cell may take: 10m.",
    "deadline": "The longest that the whole run may take: 1h.",
    "wait": "How long to wait for another run of the same briefing: 10m.",
}

DURATIONS = ("if_stale", "cell_deadline", "deadline", "wait")


def with_manner(*without: str) -> Callable[..., Callable[..., int]]:
    """Give a command these options, and hand it their meaning as `manner`."""
    own = [name for name in HELP if name not in without]

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def called(*positional: object, **given: Any) -> int:  # noqa: ANN401 - as typer parsed them
            manner = manner_of({name: given.pop(name) for name in own})
            return command(*positional, manner=manner, **given)

        signature = inspect.signature(command)
        kept = [one for one in signature.parameters.values() if one.name != "manner"]
        rest = [one for one in kept if one.kind is inspect.Parameter.VAR_KEYWORD]
        added = [declared(name) for name in own]
        before = [one for one in kept if one not in rest]
        # Typer reads the options of a command from its signature and its annotations.
        vars(called)["__signature__"] = signature.replace(
            parameters=[*before, *added, *rest]
        )
        called.__annotations__ = {
            name: value
            for name, value in command.__annotations__.items()
            if name != "manner"
        } | {one.name: one.annotation for one in added}
        return called

    return decorate


def declared(name: str) -> inspect.Parameter:
    """Declare an option as a parameter of its command."""
    said: Any = typer.Option(*FLAG.get(name, ()), help=HELP[name])
    kind: Any = Annotated[str, said]
    default: object = ""
    if name in FLAG:
        kind, default = Annotated[bool, said], False
    elif name == "workers":
        said.min = 1
        kind, default = Annotated[int | None, said], None
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=kind)


def manner_of(given: dict[str, Any]) -> object:
    """Read what was typed as options of a run."""
    from briefing.publish.models import RunOptions

    times = {name: seconds(name, given[name]) for name in DURATIONS if name in given}
    return RunOptions(
        workers=given.get("workers"),
        cache=not given.get("no_cache"),
        cell_deadline=times.get("cell_deadline"),
        deadline=times.get("deadline"),
        wait=times.get("wait") or 0,
        if_changed=bool(given.get("if_changed")),
        if_stale=times.get("if_stale"),
    )
