"""
Whether addresses still lead somewhere: asked politely, a host at a time.
"""

import asyncio
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

AT_ONCE = 8  # hosts that are asked at a time; each host answers one question at a time
PAUSE = 1.0  # seconds between two questions to one host
TIMEOUT = 20.0  # seconds for an answer
PROBES = 5  # hosts that all cannot be reached before the network is taken to be absent
HOPS = 10  # redirections that are followed
AGENT = "sco-briefing (looks whether sources can still be read)"
GONE = (404, 410)
BARRED = (401, 403, 429, 451)  # for programs: a person may still see the page
FOR_GOOD = (301, 308)
OUT_OF_REACH = ("no-host", "unreachable")
ERROR, FAILING = 400, 500


@dataclass(frozen=True)
class Answer:
    """
    What came of asking for one address.
    """

    address: str
    code: str  # fine, moved, dead, failing, barred, loop, slow, no-host, unreachable
    what: str


@dataclass(frozen=True)
class Manner:
    """
    How to ask.
    """

    at_once: int = AT_ONCE
    pause: float = PAUSE
    timeout: float = TIMEOUT


def look(addresses: Iterable[str], manner: Manner = Manner()) -> list[Answer] | None:
    """
    Ask for each address once; None where no host can be reached from this machine.
    """
    wanted = sorted({one for one in addresses if web(one)})
    return asyncio.run(ask_all(wanted, manner))


def web(address: str) -> bool:
    """
    Tell whether an address is one that a browser opens.
    """
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


async def ask_all(addresses: list[str], manner: Manner) -> list[Answer] | None:
    """
    Ask hosts side by side, each of them for one address after the other.
    """
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
    """
    Ask one host, with a pause after each answer.
    """
    found = []
    async with gate:
        for address in addresses:
            await asyncio.sleep(manner.pause)
            found.append(await ask(client, address))
    return found


async def ask(client: "httpx.AsyncClient", address: str) -> Answer:
    """
    Ask for one address: for its head, and for the whole where a head is not given.
    """
    import httpx

    try:
        answer = await client.head(address)
        if answer.status_code >= ERROR:
            # Many hosts give no heads, and say so in many ways. The body stays there.
            async with client.stream("GET", address) as answer:
                return judged(address, answer)
        return judged(address, answer)
    except httpx.TooManyRedirects:
        return Answer(address, "loop", f"it is redirected more than {HOPS} times")
    except httpx.TimeoutException:
        return Answer(address, "slow", "no answer in time")
    except httpx.TransportError as error:
        return unreached(address, error)
    except (httpx.InvalidURL, httpx.HTTPError, ValueError) as error:
        return Answer(address, "dead", f"it cannot be asked for: {error}")


def judged(address: str, answer: "httpx.Response") -> Answer:
    """
    Say what a status means for whoever wants to read the source.
    """
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
    """
    Tell a host that does not exist from one that does not answer.
    """
    if any(isinstance(one, socket.gaierror) for one in causes(error)):
        return Answer(address, "no-host", "no such host is known")
    refused = any(isinstance(one, ConnectionRefusedError) for one in causes(error))
    said = "the host refuses to connect" if refused else f"no connection: {error}"
    return Answer(address, "dead" if refused else "unreachable", said)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """
    Give an error and what it came of.
    """
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            yield from error.exceptions
        error = error.__cause__ or error.__context__
