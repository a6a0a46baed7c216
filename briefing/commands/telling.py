"""Tell somebody how a run ended, whichever way it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.signals import Terminated
from briefing.errors import BriefingError, OutOfMeans

if TYPE_CHECKING:
    from briefing.publish.outcome import Outcome
    from briefing.publish.row import Row


class When(StrEnum):
    """When a notice is sent."""

    failure = "failure"
    always = "always"
    never = "never"


Notify = Annotated[
    When, typer.Option(help="When to tell the addresses in BRIEFING_NOTIFY.")
]


@contextmanager
def telling(name: str, when: When) -> Iterator["list[Outcome | Row]"]:
    """Send a notice of what was put into the list, or of what was raised instead."""
    from briefing.publish.lock import Busy
    from briefing.publish.notice import Report, notify

    outcomes: list[Outcome | Row] = []
    try:
        yield outcomes
    except BriefingError as error:
        failed = isinstance(error, OutOfMeans)
        status = (
            "busy" if isinstance(error, Busy) else "failed" if failed else "refused"
        )
        notify([Report(name, status, reason=str(error))], when=when.value)
        raise
    except Terminated:
        reason = "stopped by SIGTERM before it was ready"
        notify([Report(name, "failed", reason=reason)], when=when.value)
        raise
    except KeyboardInterrupt:
        raise  # whoever pressed Ctrl-C knows it
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        notify([Report(name, "failed", reason=reason)], when=when.value)
        raise
    notify(
        [
            Report(
                one.edition,
                one.status,
                chapter=one.chapter,
                cell=one.cell,
                reason=one.reason,
                pdf=one.pdf,
                seconds=one.seconds,
            )
            for one in outcomes
        ],
        when=when.value,
    )
