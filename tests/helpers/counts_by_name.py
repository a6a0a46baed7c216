"""Every count by its name, as the packages counts and law define them."""

import inspect
from typing import get_type_hints

from briefing.counts import (
    count,
    dates,
    evidence,
    incidents,
    organisation,
    persons,
    violations,
)
from briefing.law import in_force

MODULES = (dates, evidence, incidents, organisation, persons, violations, in_force)


def is_count(name, one):
    """Tell whether a function counts a selection, by one thing or by two."""
    return (
        "_by_" in name
        and not name.startswith("_")
        and list(inspect.signature(one).parameters) == ["chosen"]
        and get_type_hints(one)["return"] in (count.Count, count.CrossCount)
    )


COUNTS = {
    name: one
    for module in MODULES
    for name, one in inspect.getmembers(module, inspect.isfunction)
    if one.__module__ == module.__name__ and is_count(name, one)
}
