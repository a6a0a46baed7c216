"""
A field of the form for each declared parameter, and back to what it says.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from briefing.errors import BriefingError
from briefing.measure.parameters import EVERYTHING, Parameter

Widget = Any  # ipywidgets ships no types
ROWS = 6
SEVERAL = "mark one or, with Shift or Ctrl, several; none marked means all"
WIDE, LABEL = "34em", "7em"


class NoWidgets(BriefingError):
    """
    A notebook without ipywidgets can show no form.
    """


def widgets() -> Any:  # noqa: ANN401 - ipywidgets ships no types
    """
    Give ipywidgets, or say how to get it.
    """
    try:
        return import_module("ipywidgets")
    except ImportError:
        message = (
            "The form needs ipywidgets. Install it with pip install "
            "'sco-briefing[lab]', or build with the command `briefing render`."
        )
        raise NoWidgets(message) from None


def field(one: Parameter) -> Widget:
    """
    Make the field of a parameter: a list to mark, a choice, or a line of text.
    """
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


def label(name: str) -> str:
    """
    Write the name of a parameter as people write it.
    """
    return name.replace("_", " ").capitalize()


def help_of(one: Parameter) -> str:
    """
    Explain a parameter where it is filled in.
    """
    return SEVERAL if one.vocabulary else one.help


def offer(made: Widget, labels: Mapping[str, str]) -> None:
    """
    Fill a list with what the data know; what was marked stays if they know it still.
    """
    marked = [code for code in made.value if code in labels]
    made.options = [(text, code) for code, text in labels.items()]
    made.value = marked


def put(one: Parameter, made: Widget, text: str) -> None:
    """
    Fill a field as the command line would say it.
    """
    marked = [] if text == EVERYTHING else text.split(",")
    made.value = marked if one.vocabulary else text


def value_of(one: Parameter, made: Widget) -> str:
    """
    Read a field as the command line would say it.
    """
    if one.vocabulary:
        return ",".join(made.value) or EVERYTHING
    return str(made.value).strip()
