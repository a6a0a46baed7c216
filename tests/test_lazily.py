"""Rooms whose names come when they are used: quick to open, and nothing is hidden."""

import subprocess
import sys
from importlib import import_module

import pytest

ROOMS = ("dataset", "measure", "publish")


def said(code):
    """Run code in an interpreter of its own and give what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_of_a_room_is_there(room):
    """What a room says it has can be had."""
    package = import_module(f"briefing.{room}")

    assert [] == [name for name in package.__all__ if not hasattr(package, name)]
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize(
    ("room", "name"),
    [("measure", "totals"), ("measure", "register"), ("dataset", "load")],
)
def test_a_module_does_not_hide_the_function_that_bears_its_name(room, name):
    """Whichever was imported first, the name means the function."""
    whole = f"briefing.{room}"

    assert ["function"] * 2 == said(
        f"import {whole}.{name}; import {whole}; print(type({whole}.{name}).__name__);"
        f"from {whole} import {name}; print(type({name}).__name__)"
    )


def test_a_name_that_is_not_there_is_an_error():
    """A misspelt name is refused as in any module."""
    with pytest.raises(AttributeError, match="has no attribute 'selekt'"):
        _ = import_module("briefing.measure").selekt
