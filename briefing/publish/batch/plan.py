"""A plan of briefings, from a file or one for each state, right or year."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from briefing.dataset.dataset import Dataset
from briefing.dataset.load import load
from briefing.errors import BriefingError
from briefing.publish.models import Order
from briefing.publish.naming import refuse_unfit
from briefing.publish.profiles import Profile, read_profile
from briefing.publish.request import asked
from briefing.selection import description
from briefing.selection.errors import EmptySelection
from briefing.selection.parameters import BY_NAME
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

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
        message = f"{where}: 'each' is {each!r}; it must be {listing(EACH, 'or')}."
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
            near = did_you_mean(word, known) or f"Known are {listing(known)}."
            message = f"{where} has an unknown {what}: '{word}'. {near}"
            raise BadPlan(message)


def refuse_contradiction(
    where: str, asked: Mapping[str, list[str]], given: Mapping[str, str]
) -> None:
    """Refuse a command line that says something else than the plan."""
    for name, value in given.items():
        if asked.get(name, [value]) != [value]:
            message = (
                f"{where} is made with {name} {listing(asked[name])}; leave out "
                f"--{name.replace('_', '-')}, or change the plan."
            )
            raise BadPlan(message)


LISTED = {"state": "states", "right": "rights"}


class NothingLeft(BriefingError):
    """A wish for each of something, of which none has an incident."""


class Twins(BriefingError):
    """Two briefings of one batch that would take the same name."""


def ordered(wishes: Sequence[Wish], out: Path) -> tuple[list[Order], list[str]]:
    """Turn wishes into orders, all with names of their own, and name what was left out.

    Whatever a person got wrong is refused here, before anything runs.
    """
    orders, left_out = [], []
    for wish in wishes:
        profile, found, empty = selections(wish)
        left_out += empty
        refuse_unfit(wish.edition, out)
        orders += [
            Order(profile, one, one.data or None, out, wish.edition) for one in found
        ]
    names = [order.edition or order.stem for order in orders]
    for number, name in enumerate(names):
        if name in names[:number]:
            message = (
                f"Briefings {names.index(name) + 1} and {number + 1} of the batch "
                f"would both be called '{name}'; leave one out, or give it another "
                f"parameter or an edition of its own."
            )
            raise Twins(message)
    return orders, left_out


def selections(wish: Wish) -> tuple[Profile, list[Selection], list[str]]:
    """Turn a wish into selections; what has no incident is left out, and named."""
    profile = read_profile(wish.profile)
    if not wish.each:
        return profile, [asked(profile, wish.given)], []
    dataset = load(wish.given.get("data") or None)
    found, empty = [], []
    for one in combinations(dataset, wish):
        selection = asked(profile, {**wish.given, **one})
        try:
            select(dataset, selection)
        except EmptySelection:
            empty.append(" ".join(dict.fromkeys(one.values())))
        else:
            found.append(selection)
    if not found:
        message = (
            f"No {' and '.join(wish.each)} has an incident with the other parameters "
            f"as given; widen them."
        )
        raise NothingLeft(message)
    return profile, found, empty


def combinations(dataset: Dataset, wish: Wish) -> Iterator[dict[str, str]]:
    """Yield the parameters of each state, right or year, in every combination."""
    choices = [candidates(dataset, subject, wish.given) for subject in wish.each]
    for parts in product(*choices):
        yield {name: value for part in parts for name, value in part.items()}


def candidates(
    dataset: Dataset, subject: str, given: Mapping[str, str]
) -> list[dict[str, str]]:
    """List what *subject* may be: what was given narrows it, else all that the data
    know.
    """
    if subject == "year":
        years = map(str, years_within(dataset, given))
        return [{"date_from": year, "date_to": year} for year in years]
    name = LISTED[subject]
    picked = Selection.from_strings({name: given[name]} if name in given else {})
    codes = picked.codes(name)
    known = sorted(description.vocabulary(dataset, name))
    return [{name: code} for code in (known if codes is None else codes)]


def years_within(dataset: Dataset, given: Mapping[str, str]) -> range:
    """List the years that the data reach, within the period that was given."""
    first, last = description.reach(dataset)
    checked = Selection.from_strings(
        {name: given[name] for name in ("date_from", "date_to") if name in given}
    )
    start = checked.first_day or date(first, 1, 1)
    end = checked.last_day or date(last, 12, 31)
    return range(max(first, start.year), min(last, end.year) + 1)
