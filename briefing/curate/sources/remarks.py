"""What there is to say of the sources without asking anybody: from their table
alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from briefing.curate.twins.traits import Rows, address_of, known
from briefing.dataset.origins import origins, spoken
from briefing.dataset.package import Package

# Whoever keeps copies of other people's pages.
ARCHIVES = (
    *("archive.org", "archive.is", "archive.ph", "archive.today", "perma.cc"),
    *("ghostarchive.org", "webcitation.org"),
)
TITLE = 85  # from here on two titles are taken for one
DAY = 10  # characters of a date that names a day

SAID = {
    "unused": "nothing refers to it",
    "no-address": "it has no address",
    "no-copy": "no copy of it is on record",
    "derivation": "it may repeat another source",
    "recorded-twice": "it may be the same publication as another source",
}

ONE_ROW = "let one row stand for both, or say so in derived_from"
REPEATS = "say so in derived_from, unless each asked for itself"


@dataclass(frozen=True)
class Remark:
    """Something to look at in one source, and what to do about it."""

    source: str
    code: str
    what: str
    next: str


def remarks(package: Package, rows: Rows) -> list[Remark]:
    """Give what there is to say of the sources, kind by kind."""
    found = [*unused(package, rows), *addresses(rows), *derivations(rows)]
    return sorted(found, key=lambda one: (list(SAID).index(one.code), one.source))


def unused(package: Package, rows: Rows) -> Iterator[Remark]:
    """Find the sources that no row of any table refers to, not even another source."""
    used: set[str] = set()
    for name, resource in package.tables.items():
        for key in resource.table.foreign_keys:
            target = key.reference.resource or name
            if target == "sources" and key.reference.fields == ("source_id",):
                used.update(row[key.fields[0]] for row in rows[name])
    for row in rows["sources"]:
        if row["source_id"] not in used:
            cure = "cite it where it was read for, or take its row away"
            yield Remark(row["source_id"], "unused", SAID["unused"], cure)


def addresses(rows: Rows) -> Iterator[Remark]:
    """Find the sources without an address, and those that nobody is known to keep."""
    for row in rows["sources"]:
        source, address = row["source_id"], known(row["url"])
        if not address and row["url"] != "withheld":
            cure = "give the address where it was read, or leave it: a book has none"
            yield Remark(source, "no-address", SAID["no-address"], cure)
        elif address and row["address_is_copy"] != "true" and not archived(address):
            cure = "save it with an archive, such as web.archive.org/save"
            yield Remark(source, "no-copy", f"no copy of {address}", cure)


def archived(address: str) -> bool:
    """Tell whether an address is that of an archive."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in ARCHIVES)


def derivations(rows: Rows) -> Iterator[Remark]:
    """Find sources that may repeat one another, where the table does not say so.

    Two publishers with one text on one day are one voice, which the finding must not
    count as two.
    """
    sources = {row["source_id"]: row for row in rows["sources"]}
    parents = {
        key: row["derived_from"]
        for key, row in sources.items()
        if known(row["derived_from"])
    }
    ends = origins(dict.fromkeys(sources, ""), parents)
    for one, other in near(sources.values()):
        if ends[one] == ends[other]:
            continue
        first, second = sources[one], sources[other]
        same = spoken(first["publisher"]) == spoken(second["publisher"])
        address, titled = address_of(first), alike(first["title"], second["title"])
        shared = bool(address) and address == address_of(second)
        # An archive may keep many judgments of one court in one file.
        if (titled and same) or (shared and not same):
            where = f", at {address}" if shared else ""
            what = f"{one} looks like the same publication{where}"
            yield Remark(other, "recorded-twice", what, ONE_ROW)
        elif titled and first["date"] == second["date"]:
            what = f"{one} has nearly its title, of the same day {first['date']}"
            yield Remark(other, "derivation", what, REPEATS)


def near(sources: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the pairs of sources that share an address, or the day of publication."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in sources:
        if address := address_of(row):
            groups[address].append(row["source_id"])
        if len(row["date"]) == DAY and known(row["date"]) and known(row["title"]):
            groups[row["date"]].append(row["source_id"])
    found = {pair for group in groups.values() for pair in combinations(group, 2)}
    yield from sorted(found)


def alike(one: str, other: str) -> bool:
    """Tell whether two titles may be one, in whatever script."""
    from anyascii import anyascii
    from rapidfuzz.fuzz import token_sort_ratio

    first, second = (anyascii(title).casefold() for title in (one, other))
    return token_sort_ratio(first, second) >= TITLE
