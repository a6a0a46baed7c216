"""A field of the form for each declared parameter, and back to what it says."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from briefing.errors import BriefingError
from briefing.measure.parameters import EVERYTHING, PARAMETERS, Parameter
from briefing.measure.selection import split

Widget = Any  # ipywidgets ships no types
ROWS = 6
SEVERAL = "mark one or, with Shift or Ctrl, several; none marked means all"
WIDE, LABEL = "34em", "7em"


class NoWidgets(BriefingError):
    """A notebook without ipywidgets can show no form."""


def widgets() -> Any:  # noqa: ANN401 - ipywidgets ships no types
    """Give ipywidgets, or say how to get it."""
    try:
        return import_module("ipywidgets")
    except ImportError:
        message = (
            "The form needs ipywidgets. Install it with `python deploy/set_up.py lab` "
            "at the top of the project, or build with the command `briefing render`."
        )
        raise NoWidgets(message) from None


def field(one: Parameter) -> Widget:
    """Make the field of a parameter: a list to mark, a choice, or a line of text."""
    kit = widgets()
    look = {
        "description": label(one.name),
        "style": {"description_width": LABEL},
        "layout": kit.Layout(width=WIDE, flex="0 0 auto"),
    }
    if one.vocabulary:
        return kit.SelectMultiple(rows=ROWS, **look)
    if one.allowed:
        return kit.Dropdown(options=one.allowed, value=one.default, **look)
    # Half a date is no mistake yet: text counts when it is left or Enter is pressed.
    return kit.Text(value=one.default, continuous_update=False, **look)


def choice(name: str, labels: Mapping[str, str], asked: str) -> Widget:
    """Make a field in which one is chosen: the one *asked* for, or the first."""
    kit = widgets()
    return kit.Dropdown(
        options=[(text, code) for code, text in labels.items()],
        value=asked if asked in labels else next(iter(labels)),
        description=name,
        style={"description_width": LABEL},
        layout=kit.Layout(width=WIDE),
    )


def label(name: str) -> str:
    """Write the name of a parameter as people write it."""
    return name.replace("_", " ").capitalize()


def help_of(one: Parameter) -> str:
    """Explain a parameter where it is filled in."""
    return SEVERAL if one.vocabulary else one.help


def offer(made: Widget, labels: Mapping[str, str]) -> None:
    """Fill a list with what the data know; what was marked stays if they know it
    still.
    """
    marked = [code for code in made.value if code in labels]
    options = tuple((text, code) for code, text in labels.items())
    if made.options != options:
        made.options = options
        made.value = marked


def put(one: Parameter, made: Widget, text: str) -> None:
    """Fill a field as the command line would say it.

    What the field cannot hold leaves it as it is by default: the look ahead says why.
    """
    if one.vocabulary:
        known = {code for _, code in made.options}
        made.value = [code for code in split(text) if code in known]
    elif one.allowed:
        made.value = text if text in one.allowed else one.default
    else:
        made.value = text


def fix(
    fields: Mapping[str, Widget], freed: Mapping[str, str], fixed: Mapping[str, str]
) -> None:
    """Show what is *fixed* and may not be changed; empty what is so no longer."""
    for one in PARAMETERS:
        fields[one.name].disabled = one.name in fixed
        if one.name in {**freed, **fixed}:
            put(one, fields[one.name], fixed.get(one.name, one.default))


def given(fields: Mapping[str, Widget], fixed: Mapping[str, str]) -> dict[str, str]:
    """Read what differs from the defaults, beside what is *fixed*."""
    said = {
        one.name: value_of(one, fields[one.name])
        for one in PARAMETERS
        if one.name not in fixed
    }
    return {
        one.name: said[one.name]
        for one in PARAMETERS
        if said.get(one.name, one.default) != one.default
    }


def value_of(one: Parameter, made: Widget) -> str:
    """Read a field as the command line would say it."""
    if one.vocabulary:
        return ",".join(made.value) or EVERYTHING
    return str(made.value).strip()
