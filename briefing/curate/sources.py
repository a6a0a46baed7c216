"""The sources reviewed: links asked for, and what is odd about them."""

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.curate.similarity import Rows, address_of, known
from briefing.dataset.derive import origins, spoken
from briefing.dataset.schema import Package

if TYPE_CHECKING:
    import httpx

GONE = (404, 410)

BARRED = (401, 403, 429, 451)  # for programs: a person may still see the page

FOR_GOOD = (301, 308)

OUT_OF_REACH = ("no-host", "unreachable")

ERROR, FAILING = 400, 500


@dataclass(frozen=True)
class Answer:
    """What came of asking for one address."""

    address: str
    code: str  # fine, moved, dead, failing, barred, loop, slow, no-host, unreachable
    what: str


def judged(address: str, answer: "httpx.Response") -> Answer:
    """Say what a status means for whoever wants to read the source."""
    status = answer.status_code
    if status in GONE:
        return Answer(address, "dead", f"{status}: it is not there any more")
    if status in BARRED:
        return Answer(address, "barred", f"{status}: not shown to a program")
    if status >= FAILING:
        return Answer(address, "failing", f"{status}: the host has a fault")
    if status >= ERROR:
        return Answer(address, "dead", f"{status}: the host refuses it")
    steps = [one.status_code for one in answer.history]
    if steps and all(step in FOR_GOOD for step in steps):
        return Answer(address, "moved", f"it moved for good to {answer.url}")
    return Answer(address, "fine", f"{status}")


def unreached(address: str, error: Exception) -> Answer:
    """Tell a host that does not exist from one that cannot be connected to."""
    kinds = {type(one) for one in causes(error)}
    if any(issubclass(kind, socket.gaierror) for kind in kinds):
        return Answer(address, "no-host", "no such host is known")
    if ConnectionRefusedError in kinds:
        return Answer(address, "dead", "the host refuses to connect")
    if any(issubclass(kind, ssl.SSLError) for kind in kinds):
        return Answer(address, "failing", f"its certificate is not good: {error}")
    return Answer(address, "unreachable", f"no connection: {error}")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and what it came of."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            yield from error.exceptions
        error = error.__cause__ or error.__context__


AT_ONCE = 8  # hosts that are asked at a time; each host answers one question at a time

PAUSE = 1.0  # seconds between two questions to one host

TIMEOUT = 20.0  # seconds for an answer

PROBES = 5  # hosts that all cannot be reached before the network is taken to be absent

WHOLE = 3  # times that for an answer with all its steps

HOPS = 10  # redirections that are followed

AGENT = "sco-briefing (looks whether sources can still be read)"


@dataclass(frozen=True)
class Manner:
    """How to ask."""

    at_once: int = AT_ONCE
    pause: float = PAUSE
    timeout: float = TIMEOUT


def look(addresses: Iterable[str], manner: Manner = Manner()) -> list[Answer] | None:
    """Ask for each address once; None where no host can be reached from this
    machine.
    """
    wanted = sorted({one for one in addresses if web(one)})
    return asyncio.run(ask_all(wanted, manner))


def web(address: str) -> bool:
    """Tell whether an address is one that a browser opens."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


async def ask_all(addresses: list[str], manner: Manner) -> list[Answer] | None:
    """Ask hosts side by side, each of them for one address after the other."""
    import httpx

    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc.casefold(), []).append(address)
    # Redirections are bounded, and so is every wait: one host cannot hold up the rest.
    async with httpx.AsyncClient(
        headers={"user-agent": AGENT},
        timeout=manner.timeout,
        follow_redirects=True,
        max_redirects=HOPS,
    ) as client:
        first = [named[0] for named in hosts.values()][:PROBES]
        probed = await asyncio.gather(*(ask(client, one) for one in first))
        if probed and all(one.code in OUT_OF_REACH for one in probed):
            return None
        found = {one.address: one for one in probed}
        gate = asyncio.Semaphore(manner.at_once)
        rest = (
            ask_host(client, [one for one in named if one not in found], gate, manner)
            for named in hosts.values()
        )
        for answers in await asyncio.gather(*rest):
            found |= {one.address: one for one in answers}
    return [found[address] for address in addresses]


async def ask_host(
    client: "httpx.AsyncClient",
    addresses: list[str],
    gate: asyncio.Semaphore,
    manner: Manner,
) -> list[Answer]:
    """Ask one host, with a pause after each answer."""
    found = []
    async with gate:
        for address in addresses:
            await asyncio.sleep(manner.pause)
            found.append(await ask(client, address))
    return found


async def ask(client: "httpx.AsyncClient", address: str) -> Answer:
    """Ask for one address: for its head, and for the whole where a head is not
    given.
    """
    import httpx

    try:
        # The limit of the client is that of each step; a trickle would take for ever.
        async with asyncio.timeout(WHOLE * (client.timeout.read or TIMEOUT)):
            answer = await client.head(address)
            if answer.status_code >= ERROR:
                # Many hosts give no heads, and say so in many ways. The body stays.
                async with client.stream("GET", address) as answer:
                    return judged(address, answer)
            return judged(address, answer)
    except httpx.TooManyRedirects:
        return Answer(address, "loop", f"it is redirected more than {HOPS} times")
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        return unreached(address, error)
    except (httpx.TimeoutException, TimeoutError):
        return Answer(address, "slow", "no answer in time")
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, ValueError) as error:
        return Answer(address, "dead", f"it leads to no page: {error}")
    except httpx.HTTPError as error:
        return Answer(address, "failing", f"the host breaks off: {error}")


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


COPY = "look for a copy at web.archive.org/web/*/{address}, and give that address"

CURES = {
    "dead": COPY,
    "no-host": COPY,
    "loop": "open it in a browser; if that fails, " + COPY,
    "failing": "ask again another day; if it fails then, " + COPY,
    "slow": "ask again another day, or with a longer --timeout",
    "unreachable": "ask again another day",
    "barred": "open it in a browser: it may be there for people",
    "moved": "read it there, and if it is the same, give that address",
}


def answers(
    sources: Sequence[Mapping[str, str]], manner: Manner, *, online: bool
) -> list[Remark] | None:
    """Ask for the address of each source; None where nobody was asked."""
    addresses = {row["source_id"]: known(row["url"]) for row in sources}
    asked = look(addresses.values(), manner) if online else None
    if asked is None:
        return None
    by_address = {one.address: one for one in asked}
    found = []
    for source, address in addresses.items():
        if address and by_address[address].code != "fine":
            found.append(remark(source, by_address[address]))
    return sorted(found, key=lambda one: (list(CURES).index(one.code), one.source))


def remark(source: str, answer: Answer) -> Remark:
    """Say what came of an address, and what to do about it."""
    cure = CURES[answer.code].format(address=answer.address)
    if archived(answer.address) and answer.code != "moved":
        cure = "look for another copy, or for the page itself"
    return Remark(source, answer.code, f"{answer.address}: {answer.what}", cure)
