"""What an incident is compared by: its people, days, states, sources and words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.dataset.characters import is_number
from briefing.dataset.dates import Span, span

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
            people=people(row),
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


def people(row: Mapping[str, str]) -> tuple[int, int] | None:
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
