"""Messages: whole sentences in ICU MessageFormat, filled in with names and numbers.

Of the syntax there are `{name}`, `{name, number}`, `{name, plural, =0 {…} one {…}
other {…}}` with `#` for the number, and `{name, select, code {…} other {…}}`. Numbers
and plural forms follow `LOCALE`. A message is one sentence for one dimension and unit:
a translator needs to see all of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from briefing.text.formats import locale, number

OPENING = re.compile(r"\{\s*(\w+)\s*(?:,\s*(number|plural|select)\s*)?([,}])")
BRANCH = re.compile(r"\s*(=\d+|\w+)\s*\{")


class Argument(NamedTuple):
    """A place to fill in: its name, its kind (`number`, `plural`, …), its branches."""

    name: str
    kind: str
    branches: Mapping[str, tuple[str | Argument, ...]]


Parts = tuple[str | Argument, ...]


def message(text: str, **values: str | int) -> str:
    """Return the message *text* with *values* filled in."""
    return _filled(parsed(text), values)


@cache
def parsed(text: str) -> Parts:
    """Return the parts of a message; a message that is not well formed raises
    ValueError.
    """
    parts, end = _parts(text, 0, "")
    if end < len(text):
        error = f"A brace too many at {end} in the message {text!r}"
        raise ValueError(error)
    return parts


def _parts(text: str, at: int, counted: str) -> tuple[Parts, int]:
    """Read up to the brace that closes a branch, or to the end of the message."""
    parts: list[str | Argument] = []
    while at < len(text) and text[at] != "}":
        if text[at] == "{":
            argument, at = _argument(text, at)
            parts.append(argument)
        elif text[at] == "#" and counted:
            parts.append(Argument(counted, "number", {}))
            at += 1
        else:
            end = re.compile("[{}#]" if counted else "[{}]").search(text, at)
            stop = end.start() if end else len(text)
            parts.append(text[at:stop])
            at = stop
    return tuple(parts), at


def _argument(text: str, at: int) -> tuple[Argument, int]:
    found = OPENING.match(text, at)
    if not found or (found[2] in ("plural", "select")) != (found[3] == ","):
        error = f"No argument at {at} in the message {text!r}"
        raise ValueError(error)
    name, kind, at = found[1], found[2] or "", found.end()
    branches = {}
    while found[3] == "," and (head := BRANCH.match(text, at)):
        counted = name if kind == "plural" else ""
        branches[head[1]], at = _parts(text, head.end(), counted)
        at += 1
    if found[3] == ",":
        close = re.compile(r"\s*\}").match(text, at)
        if "other" not in branches or not close:
            error = f"The argument {name} has no end in the message {text!r}"
            raise ValueError(error)
        at = close.end()
    return Argument(name, kind, branches), at


def _filled(parts: Parts, values: Mapping[str, str | int]) -> str:
    return "".join(
        part if isinstance(part, str) else _value(part, values) for part in parts
    )


def _value(part: Argument, values: Mapping[str, str | int]) -> str:
    value = values[part.name]
    if part.kind == "number":
        return number(int(value))
    if not part.branches:
        return str(value)
    keys = [str(value)]
    if part.kind == "plural":
        keys = [f"={value}", locale().plural_form(int(value))]
    key = next((key for key in keys if key in part.branches), "other")
    return _filled(part.branches[key], values)
