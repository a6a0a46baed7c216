"""The options of the command line: one for each declared parameter."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from briefing.measure import PARAMETERS
from briefing.measure.refusals import near_miss

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
    return f"There is no option '{given}'. {near_miss(given, options)}".strip()
