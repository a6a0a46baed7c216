"""How alike two names and two incidents are, and why."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.dataset.characters import is_number, same
from briefing.dataset.dates import Span, span

ALIKE = 78  # from here on two names may be one

WEAK = 60  # what a family name alone tells

SURE = 85  # from here on two words are taken for one

LONG = 6  # letters of a word that is not everybody's

SHORTEST = 2  # consonants of a word whose skeleton tells anything

# Longest first: what stands for one sound in one transliteration and not in another.
EXCHANGED = (
    *(("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("sch", "s")),
    *(("sh", "s"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks")),
    *(("q", "k"), ("w", "v"), ("iy", "i"), ("ye", "e"), ("yo", "o"), ("yu", "u")),
    *(("ya", "a"), ("oo", "u"), ("ou", "u"), ("y", "i"), ("o", "a"), ("e", "i")),
)

NOT_LETTERS = re.compile(r"[^a-z]+")

DOUBLED = re.compile(r"(.)\1+")

VOWELS = re.compile(r"[aiu]")

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

PART = re.compile(r"[\s.,()/-]+")


@dataclass(frozen=True)
class Spelling:
    """One spelling of a name: its words as they are compared, with and without
    vowels.
    """

    written: str
    words: tuple[str, ...]
    skeletons: tuple[str, ...]


@lru_cache(maxsize=65536)
def spelling(name: str) -> Spelling:
    """Bring a name into the form in which it is compared."""
    from anyascii import anyascii

    words = []
    for part in PART.split(same(name)):
        if word := compared(NOT_LETTERS.sub("", anyascii(part).lower())):
            words.append(word)
    bones = tuple(VOWELS.sub("", word) or word for word in words)
    return Spelling(name, tuple(words), bones)


def compared(word: str) -> str:
    """Make one letter of those that transliterations exchange for one another.

    The word is in small Latin letters.
    """
    # Uzbek writes Xayrullo for Khayrullo; inside a word the letter is that of Max.
    word = f"kh{word[1:]}" if word.startswith("x") else word
    for one, other in EXCHANGED:
        word = word.replace(one, other)
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> int:
    """Say how alike two names are, from 0 to 100, in whatever order and script.

    A single word, such as a family name, tells little: it stays below `ALIKE`, unless
    it is of a script without spaces, in which a whole name is one.
    """
    first, second = sorted((spelling(one), spelling(other)), key=lambda s: len(s.words))
    if not first.words:
        return 0
    whole = of_words("".join(first.words), "".join(second.words))
    if len(first.words) == 1:
        if UNSPACED.search(first.written):
            return whole
        word = max(of_words(first.words[0], other) for other in second.words)
        return WEAK if word >= SURE and len(first.words[0]) >= LONG else 0
    alike = matched(first.words, second.words)
    # Abdul Kadir is Abdulkadir.
    divided = len(first.words) < len(second.words) and whole >= SURE
    return max(alike, whole) if divided else alike


def matched(few: tuple[str, ...], many: tuple[str, ...]) -> int:
    """Find for each word of the shorter name its like in the longer; the worst one
    tells.

    Fathers' names that one source leaves out do not count against a pair.
    """
    left, found = list(many), []
    for word in sorted(few, key=len, reverse=True):
        best = max(left, key=lambda other: of_words(word, other))
        found.append(of_words(word, best))
        left.remove(best)
    return round(0.5 * min(found) + 0.5 * sum(found) / len(found))


@lru_cache(maxsize=262144)
def of_words(one: str, other: str) -> int:
    """Say how alike two words are: their letters, and more so their consonants."""
    from rapidfuzz.fuzz import ratio

    letters = ratio(one, other)
    bones, bare = VOWELS.sub("", one), VOWELS.sub("", other)
    # Of a word with hardly a consonant the skeleton tells nothing.
    if min(len(bones), len(bare)) < SHORTEST:
        return round(letters)
    # Hamit and Ahmet have one skeleton and are two names.
    apart = 15 if (one[0] in "aiu") != (other[0] in "aiu") else 0
    return round(0.6 * ratio(bones, bare) + 0.4 * letters) - apart


def keys(name: str) -> set[str]:
    """Give what two spellings of a name have in common more often than two names."""
    bones = spelling(name).skeletons
    return {bone[:3] for bone in bones if len(bone) >= SHORTEST} | {"".join(bones)[:4]}


Rows = Mapping[str, Sequence[Mapping[str, str]]]

MISSING = frozenset({"unknown", "not_reported", "not_applicable", "withheld", ""})


@dataclass(frozen=True)
class Traits:
    """One incident, as it is compared with others."""

    key: str
    kind: str
    type: str
    date: str
    days: Span | None
    executing: str
    requesting: str
    place: str
    people: tuple[int, int] | None
    names: tuple[tuple[str, ...], ...]  # of each person, every spelling
    persons: frozenset[str]
    sources: frozenset[str]
    addresses: frozenset[str]
    title: str
    words: str


def traits_of(rows: Rows) -> dict[str, Traits]:
    """Give the traits of every incident of a package, by its identifier."""
    persons = {row["person_id"]: row for row in rows.get("persons", ())}
    address = {row["source_id"]: address_of(row) for row in rows.get("sources", ())}
    appear = gathered(rows.get("appearances", ()), "person_id")
    cited = gathered(rows.get("claims", ()), "source_id")
    for key, more in gathered(rows.get("violations", ()), "source_id").items():
        cited.setdefault(key, []).extend(more)
    found = {}
    for row in rows["incidents"]:
        key = row["incident_id"]
        who = [one for one in appear.get(key, ()) if one in persons]
        sources = frozenset(cited.get(key, ()))
        addresses = {address.get(one, "") for one in sources}
        found[key] = Traits(
            key=key,
            kind=row["record_kind"],
            type=row["type"],
            date=row["date"],
            days=span(row["date"]),
            executing=row["executing_state"],
            requesting=row["requesting_state"],
            place=known(row.get("place", "")),
            people=people_range(row),
            names=tuple(spellings(persons[one]) for one in who),
            persons=frozenset(who),
            sources=sources,
            addresses=frozenset(addresses - {""}),
            title=row["title"],
            words=f"{row['title']} {known(row.get('summary', ''))}".strip(),
        )
    return found


def gathered(rows: Iterable[Mapping[str, str]], field: str) -> dict[str, list[str]]:
    """Gather the cells of a field by incident."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["incident_id"], []).append(row[field])
    return found


def spellings(person: Mapping[str, str]) -> tuple[str, ...]:
    """Give every spelling of a person's name that the data hold."""
    names = [person["name"], *person.get("other_names", "").split(";")]
    return tuple(name.strip() for name in names if name.strip() not in MISSING)


def people_range(row: Mapping[str, str]) -> tuple[int, int] | None:
    """Give the least and the greatest number of people, where both are known."""
    low, high = row["persons_min"], row["persons_max"]
    return (int(low), int(high)) if is_number(low) and is_number(high) else None


def known(cell: str) -> str:
    """Give a cell, or nothing where it says why there is no value."""
    return "" if cell in MISSING else cell


def address_of(source: Mapping[str, str]) -> str:
    """Give the address of a source as it is compared: without what varies by chance."""
    address = known(source.get("url", "")).partition("#")[0].strip()
    for start in ("https://", "http://", "www."):
        address = address.removeprefix(start)
    return address.rstrip("/").casefold()


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
