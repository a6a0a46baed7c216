"""Whether addresses still lead somewhere: asked politely, a host at a time."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.curate.sources.status import (
    ERROR,
    OUT_OF_REACH,
    Answer,
    judged,
    unreached,
)

if TYPE_CHECKING:
    import httpx

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
