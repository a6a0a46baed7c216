"""What an answer means for whoever wants to read a source, and what no answer means."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
