"""Send one notice to every address at once, through apprise, and repeat none of
them.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from threading import Thread
from time import monotonic
from typing import Any

from briefing.publish.traces import NOTIFY


def sent(
    addresses: Sequence[str], title: str, body: str, patience: float
) -> Iterator[str]:
    """Send to all addresses at once; yield a sentence for each that did not take it."""
    hush()
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
        """Take what to send where."""
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
        """Keep of what is logged only the code that a server answered with."""
        code = re.search(r"error=([0-9]{3})\b", entry.message)
        self.code = f" (code {code[1]})" if code else self.code


def opened(address: str, hear: Callable[[Any, Any], None]) -> Any:  # noqa: ANN401 - apprise ships no types
    """Make of an address a service that sends plain text, unless the address says
    how.
    """
    from apprise import Apprise, AppriseAsset, NotifyFormat

    asset = AppriseAsset(app_id="SCO briefing", app_desc="sco-briefing", app_url="")
    service = Apprise.instantiate(address, asset=asset)
    if service is not None and "format=" not in address:
        service.notify_format = NotifyFormat.TEXT
    return Apprise(service, asset=asset, log_callback=hear) if service else None


def hush() -> None:
    """Keep the logs of sending from everybody: they hold addresses, or parts of them.

    It stays so, because a sender left behind may still log.
    """
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [logging.NullHandler()], False
