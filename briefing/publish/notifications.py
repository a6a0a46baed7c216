"""Notices by mail, webhook or chat."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from briefing.publish.models import RunResult

NOTIFY = "BRIEFING_NOTIFY"  # the variable with the addresses


def sent(
    addresses: Sequence[str], title: str, body: str, patience: float
) -> Iterator[str]:
    """Send to all addresses at once; yield a sentence for each that did not take it."""
    silence_logs()
    posts = [Post(address, title, body) for address in addresses]
    for post in posts:
        post.start()
    end = monotonic() + patience
    for number, post in enumerate(posts, start=1):
        post.join(max(0.0, end - monotonic()))
        problem = post.problem or (
            "" if post.arrived else f"no answer in {patience:g} s"
        )
        if problem:
            which = f"address {number} of {len(posts)} in {NOTIFY}"
            yield (
                f"The notice to {which} was not sent: {problem}. Try it by hand: "
                f'apprise -v -b test "{{the address}}".'
            )


class Post(Thread):
    """One notice on its way. It is left behind when it takes too long."""

    def __init__(self, address: str, title: str, body: str) -> None:
        super().__init__(daemon=True)
        self.address, self.title, self.body = address, title, body
        self.problem, self.code, self.arrived = "", "", False

    def run(self) -> None:
        """Send it, and keep of what goes wrong only what repeats no address."""
        try:
            service = opened(self.address, self.hear)
            if not service:
                self.problem = "apprise does not know this kind of address"
            elif service.notify(self.body, self.title, body_format="text"):
                self.arrived = True
            else:
                self.problem = f"it was not accepted{self.code}"
        except Exception as error:
            self.problem = type(error).__name__

    def hear(self, entry: Any, _: Any) -> None:  # noqa: ANN401 - apprise ships no types
        """Note the code that a server answered with, out of a log record."""
        code = re.search(r"error=([0-9]{3})\b", entry.message)
        self.code = f" (code {code[1]})" if code else self.code


def opened(address: str, hear: Callable[[Any, Any], None]) -> Any:  # noqa: ANN401 - apprise ships no types
    """Return the service of an address; it sends plain text unless that says how."""
    from apprise import Apprise, AppriseAsset, NotifyFormat

    asset = AppriseAsset(app_id="SCO briefing", app_desc="sco-briefing", app_url="")
    service = Apprise.instantiate(address, asset=asset)
    if service is not None and "format=" not in address:
        service.notify_format = NotifyFormat.TEXT
    return Apprise(service, asset=asset, log_callback=hear) if service else None


def silence_logs() -> None:
    """Silence the logs of sending: they hold addresses, or parts of them.

    For good, because a sender that took too long may still log.
    """
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [logging.NullHandler()], False


When = Literal["failure", "always", "never"]

PATIENCE = 30.0  # seconds for all addresses together: a notice never holds up a run

LONGEST = 2000


def notify(
    results: Iterable[RunResult],
    *,
    when: When,
    environment: Mapping[str, str] = os.environ,
    patience: float = PATIENCE,
) -> None:
    """Send one notice about a run, to every address that the environment names.

    What could not be sent is said beside the output, and changes nothing else.
    """
    results = list(results)
    addresses = environment.get(NOTIFY, "").split()
    bad = any(not one.good for one in results)
    if (
        not results
        or not addresses
        or when == "never"
        or (when == "failure" and not bad)
    ):
        return
    # Imported late: it reads whatever is published, and most runs have nothing to tell.
    from briefing.publish.leak_scan import masked

    notice = masked(title(results), environment), masked(body(results), environment)
    for sentence in sent(addresses, *notice, patience):
        print(sentence, file=sys.stderr, flush=True)


def title(results: Sequence[RunResult]) -> str:
    """Subject of the notice: whether all is well."""
    bad = [one for one in results if not one.good]
    one = (bad or results)[0]
    if len(bad) > 1 or (bad and len(results) > 1):
        said = f"{len(bad)} of {len(results)} briefings need somebody"
    elif len(results) > 1:
        said = f"{len(results)} briefings are up to date"
    else:
        said = f"{one.edition}: {one.status}"
    return " ".join(f"SCO briefing, {said}".split())


def body(results: Sequence[RunResult]) -> str:
    """Text of the notice: every result, those that went wrong first."""
    ordered = sorted(results, key=lambda one: one.good)
    return "\n\n".join("\n".join(lines(one)) for one in ordered)


def lines(result: RunResult) -> Iterator[str]:
    """Lines on one result: where it stopped, why, and what to do."""
    yield f"{result.edition}: {result.status}"
    if result.good:
        yield f"PDF: {result.pdf}"
    if result.chapter:
        yield f"Notebook: {result.chapter}"
        yield f"Cell: {result.cell}"
    if result.reason:
        yield f"Reason: {result.reason[:LONGEST]}"
    if result.seconds:
        yield f"Time: {result.seconds:.1f} s"
    if result.status == "busy":
        yield "What to do: nothing if the other run ends well: `briefing edition list`."
    elif not result.good:
        kept = "the executed notebook is kept in failed/ beside the editions"
        what = kept if result.chapter else "mend what the reason names"
        yield f"What to do: {what}; then run it again."
        yield "Nothing was published. Editions published before are as they were."
