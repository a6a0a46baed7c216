"""What speaks for two incidents being one, what against it, and how much."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefing.curate.twins.spelling import ALIKE, WEAK, likeness
from briefing.curate.twins.traits import MISSING, Traits
from briefing.dataset.dates import Span

Reason = tuple[int, str]  # points, and the words for them where they speak for it

# An act of one of these is told as another of them by the next source.
REMOVALS = frozenset({"extradition", "deportation", "rendition"})
MONTH, YEAR = 31, 366  # days


@dataclass(frozen=True)
class Common:
    """How many incidents each source tells of: a report on thirty of them links
    none.
    """

    cited: Counter[str]


def weigh(one: Traits, other: Traits, common: Common) -> tuple[int, tuple[str, ...]]:
    """Weigh two incidents: points from 0 to 100, and the reasons for them in words."""
    if one.kind != other.kind:
        # A total overlaps the cases that it adds up, and tells none of them again.
        return 0, ()
    found = [reason for rule in RULES for reason in rule(one, other, common)]
    points = min(100, max(0, sum(worth for worth, _ in found)))
    found.sort(key=lambda reason: -reason[0])
    return points, tuple(words for worth, words in found if worth > 0)


def people(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look for the same people, under whatever spelling."""
    same = one.persons & other.persons
    spelt = [best_of(who, whom) for who in one.names for whom in other.names]
    alike = [words for worth, words in spelt if worth >= ALIKE]
    weak = [words for worth, words in spelt if WEAK <= worth < ALIKE]
    if same or alike:
        n = max(len(same), len(alike))
        said = [f"both about {', '.join(sorted(same))}"] if same else alike[:2]
        yield 40 + min(10, 5 * (n - 1)), ", ".join(said)
    elif weak:
        yield 10, weak[0]
    elif one.names and other.names:
        yield -25, ""


def best_of(who: tuple[str, ...], whom: tuple[str, ...]) -> Reason:
    """Find the two spellings that are most alike."""
    found = ((likeness(a, b), a, b) for a in who for b in whom)
    worth, a, b = max(found, default=(0, "", ""))
    return worth, f"{a!r} is {b!r}" if a == b else f"{a!r} is spelt like {b!r}"


def days(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look how far the days lie apart."""
    if one.days is None or other.days is None:
        return
    apart = gap(one.days, other.days)
    wide = max((days.last - days.first).days for days in (one.days, other.days))
    dates = f"{one.date} and {other.date}"
    if one.date == other.date:
        yield (
            (35 if wide == 0 else 20 if wide <= MONTH else 10),
            f"same date {one.date}",
        )
    elif apart == 0:
        yield (20 if wide <= MONTH else 10), f"dates that may be one: {dates}"
    elif turned(one.date, other.date):
        yield 25, f"day and month exchanged: {dates}"
    elif apart <= MONTH:
        near = 25 if apart <= 3 else 15 if apart <= 14 else 10
        yield near, f"{apart} day{'s' * (apart > 1)} apart: {dates}"
    elif apart > YEAR:
        yield -40, ""


def gap(one: Span, other: Span) -> int:
    """Count the days between two dates at the least; none where they may be one."""
    return max(0, (other.first - one.last).days, (one.first - other.last).days)


def turned(one: str, other: str) -> bool:
    """Tell whether two days are one with the day and the month exchanged."""
    year, month, day = [*one.split("-"), "", ""][:3]
    return bool(day) and other == f"{year}-{day}-{month}"


def states(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look whether the same states did it and asked for it."""
    if one.executing not in MISSING and other.executing not in MISSING:
        same = one.executing == other.executing
        yield (10, f"both executed by {one.executing}") if same else (-20, "")
    if one.requesting not in MISSING and other.requesting not in MISSING:
        same = one.requesting == other.requesting
        yield (5, f"both requested by {one.requesting}") if same else (-15, "")


def types(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look whether the same was done."""
    if one.type == other.type:
        yield 5, f"both {one.type.replace('_', ' ')}"
    elif not {one.type, other.type} <= REMOVALS:
        yield -15, ""


def sources(one: Traits, other: Traits, common: Common) -> Iterator[Reason]:
    """Look for a source that tells of both, and of little else."""
    shared = sorted(one.sources & other.sources, key=lambda s: (common.cited[s], s))
    if shared:
        tells = max(2, common.cited[shared[0]])
        yield 3 + 14 // tells, f"both cite {', '.join(shared[:3])}"
    elif copies := sorted(one.addresses & other.addresses):
        yield 10, f"both cite {copies[0]}"


def numbers(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look whether it can have been done to as many people."""
    if one.people is None or other.people is None:
        return
    (low, high), (least, most) = one.people, other.people
    if high < least or most < low:
        yield -10, ""
    elif one.people == other.people and low > 1:
        yield 10, f"both of {low}" + f" to {high}" * (high > low) + " people"


def words(one: Traits, other: Traits, _: Common) -> Iterator[Reason]:
    """Look whether the same words tell it, and at the same place."""
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    if one.place and other.place and ratio(one.place, other.place) >= ALIKE:
        yield 5, f"both in {one.place}"
    alike = max(ratio(one.title, other.title), token_sort_ratio(one.words, other.words))
    if alike >= 75:
        worth = 25 if alike >= 90 else 15
        yield worth, f"told in {round(alike)} % the same words"


RULES: tuple[Callable[[Traits, Traits, Common], Iterator[Reason]], ...] = (
    people,
    days,
    states,
    types,
    sources,
    numbers,
    words,
)
