"""What a profile says and nothing knows, or no briefing could be made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from briefing.errors import BriefingError
from briefing.measure.parameters import BY_NAME
from briefing.measure.refusals import listed, near_miss

SUBJECTS = ("states", "rights", "year")
BLANKS = ("state", "right", "year", "period", "scope")
KEYS: Mapping[str, tuple[type, str]] = {
    "title": (str, "a text in quotes"),
    "about": (str, "a text in quotes"),
    "chapters": (list, 'a list, such as ["01-at-a-glance", "05-cases"]'),
    "parameters": (dict, "a table that begins with the line [parameters]"),
    "one": (str, "a text in quotes"),
    "compact": (bool, "true or false"),
}


def nonsense(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the values of a profile, the coarsest first."""
    for name, (kind, words) in KEYS.items():
        if name in said and not isinstance(said[name], kind):
            yield f"says {name} = {said[name]!r}, and it must be {words}."
            return
    checks = (
        ("key", set(said), set(KEYS)),
        ("parameter", set(said.get("parameters", {})), set(BY_NAME)),
        ("subject", {said.get("one", "")} - {""}, set(SUBJECTS)),
    )
    for what, given, known in checks:
        for name in sorted(given - known):
            yield unknown(what, name, known)
    yield from unfilled(said["title"])
    yield from unfit(fixed_in(said))


def unfilled(title: str) -> Iterator[str]:
    """Say what keeps a title from being filled, by filling it."""
    if not title.strip():
        yield "has an empty title, and the cover needs one."
    try:
        title.format_map(dict.fromkeys(BLANKS, ""))
    except KeyError as error:
        yield unknown("blank in its title", str(error.args[0]), BLANKS)
    except (ValueError, LookupError, AttributeError, TypeError):
        yield (
            f"has a title whose blanks cannot be filled: '{title}'. A blank is written "
            f"as {{state}}, and a bracket that is to be printed twice: {{{{."
        )


def unfit(fixed: Mapping[str, str]) -> Iterator[str]:
    """Say what a profile fixes that no run could be given either."""
    if fixed:
        from briefing.measure.selection import Selection

        try:
            Selection.from_strings(fixed)
        except BriefingError as error:
            yield f"fixes what nothing accepts. {error}"


def fixed_in(said: Mapping[str, Any]) -> dict[str, str]:
    """Read what a profile fixes; years and dates may stand without quotation marks."""
    values = said.get("parameters", {})
    return {n: str(v) if isinstance(v, int | date) else v for n, v in values.items()}


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Name what nothing knows, and the nearest to it that there is."""
    near = near_miss(name, sorted(known)) or f"There are {listed(sorted(known))}."
    return f"has an unknown {what}: '{name}'. {near}"
