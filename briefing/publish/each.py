"""From wishes to orders: one for each state, right or year that has incidents."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path

from briefing.dataset import Dataset, load
from briefing.errors import BriefingError
from briefing.measure import Selection, period, scope, select
from briefing.measure.refusals import EmptySelection
from briefing.publish.asking import asked
from briefing.publish.manner import Order
from briefing.publish.naming import refuse_unfit
from briefing.publish.plan import Wish
from briefing.publish.profile import Profile, read_profile

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
    known = sorted(scope.vocabulary(dataset, name))
    return [{name: code} for code in (known if codes is None else codes)]


def years_within(dataset: Dataset, given: Mapping[str, str]) -> range:
    """List the years that the data reach, within the period that was given."""
    first, last = scope.reach(dataset)
    checked = Selection.from_strings(
        {name: given[name] for name in ("date_from", "date_to") if name in given}
    )
    start = period.first_day(checked.date_from) or date(first, 1, 1)
    end = period.last_day(checked.date_to) or date(last, 12, 31)
    return range(max(first, start.year), min(last, end.year) + 1)
