"""A plan of many briefings, as somebody wrote it down in a TOML file.

Every [[briefing]] names a profile and its parameters; those in [parameters] hold for
all of them. A list of values asks for one briefing for each value, and `each` for one
for each state, right or year that has incidents.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from briefing.errors import BriefingError
from briefing.measure.parameters import BY_NAME
from briefing.measure.refusals import listed, near_miss

KEYS = ("parameters", "briefing")
WISH = ("profile", "parameters", "each", "edition")
EACH = ("state", "right", "year")


class BadPlan(BriefingError):
    """A plan that cannot be read, or that asks for something that does not exist."""


@dataclass(frozen=True)
class Wish:
    """One briefing, or one for `each` state, right or year, as somebody asked for
    it.
    """

    profile: str
    given: Mapping[str, str] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    edition: str | None = None
    where: str = ""


def read_plan(path: Path, given: Mapping[str, str]) -> list[Wish]:
    """Read the plan at *path*; what is *given* on the command line holds for all of
    it.
    """
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"Cannot read the plan {path}: {error.strerror}."
        raise BadPlan(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not a plan, because it is not TOML: {error}."
        raise BadPlan(message) from None
    refuse_unknown(f"{path}", "key", said, KEYS)
    shared = parameters(f"{path}, [parameters]", said.get("parameters", {}))
    briefings = said.get("briefing", [])
    if not isinstance(briefings, list) or not briefings:
        message = f"{path} asks for nothing; begin each briefing with [[briefing]]."
        raise BadPlan(message)
    return [
        wish
        for number, one in enumerate(briefings, start=1)
        for wish in wishes(f"{path}, briefing {number}", one, shared, given)
    ]


def wishes(
    where: str,
    said: object,
    shared: Mapping[str, list[str]],
    given: Mapping[str, str],
) -> Iterator[Wish]:
    """Read one [[briefing]]: a wish for each combination of the values that it
    lists.
    """
    table = tabled(where, said)
    refuse_unknown(where, "key", table, WISH)
    own = parameters(where, table.get("parameters", {}))
    profile, edition = text(where, table, "profile"), text(where, table, "edition")
    each = table.get("each", [])
    each = [each] if isinstance(each, str) else each
    if not isinstance(each, list):
        message = f"{where}: 'each' is {each!r}; it must be {listed(EACH, 'or')}."
        raise BadPlan(message)
    refuse_unknown(where, "word for 'each'", map(str, each), EACH)
    asked = {**shared, **own}
    refuse_contradiction(where, asked, given)
    asked |= {name: [value] for name, value in given.items()}
    for values in product(*asked.values()):
        one = dict(zip(asked, values, strict=True))
        yield Wish(profile or "regional", one, tuple(each), edition or None, where)


def parameters(where: str, said: object) -> dict[str, list[str]]:
    """Read parameters: each a text, or a list of texts that are meant one by one."""
    table = tabled(where, said)
    refuse_unknown(where, "parameter", table, BY_NAME)
    read = {}
    for name, value in table.items():
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(one, str) for one in values):
            message = (
                f"{where}: parameter '{name}' is {value!r}; it must be text in quotes, "
                f"or a list of texts for one briefing each."
            )
            raise BadPlan(message)
        read[name] = values
    return read


def text(where: str, table: Mapping[str, Any], key: str) -> str:
    """Read a text, which may be left out."""
    value = table.get(key, "")
    if not isinstance(value, str):
        message = f"{where}: '{key}' is {value!r}; it must be text in quotes."
        raise BadPlan(message)
    return value


def tabled(where: str, said: object) -> dict[str, Any]:
    """Refuse anything but a table of keys and values."""
    if not isinstance(said, dict):
        message = f"{where} is {said!r}; it must be a table of keys and values."
        raise BadPlan(message)
    return said


def refuse_unknown(
    where: str,
    what: str,
    given: Collection[str] | Iterator[str],
    known: Collection[str],
) -> None:
    """Refuse a word that nothing knows, and name the one that was meant."""
    for word in given:
        if word not in known:
            near = near_miss(word, known) or f"Known are {listed(known)}."
            message = f"{where} has an unknown {what}: '{word}'. {near}"
            raise BadPlan(message)


def refuse_contradiction(
    where: str, asked: Mapping[str, list[str]], given: Mapping[str, str]
) -> None:
    """Refuse a command line that says something else than the plan."""
    for name, value in given.items():
        if asked.get(name, [value]) != [value]:
            message = (
                f"{where} is made with {name} {listed(asked[name])}; leave out "
                f"--{name.replace('_', '-')}, or change the plan."
            )
            raise BadPlan(message)
