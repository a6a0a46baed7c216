"""One attempt to build an edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from briefing.errors import BriefingError
from briefing.publish.build import make
from briefing.publish.errors import Busy
from briefing.publish.made import Made
from briefing.publish.models import Manner, Order
from briefing.render.kernels.forkserver import start_forkserver

TROUBLE = ("failed", "refused")


@dataclass(frozen=True)
class Attempt:
    """What a process made of an order, or the sentence with which it was refused."""

    made: Made | None = None
    refused: str = ""
    busy: bool = False
    seconds: float = 0


def attempt(order: Order, manner: Manner, report: Callable[..., None]) -> Attempt:
    """Make one briefing in a process of its own; a refusal is a result like any
    other.
    """
    begun = perf_counter()
    # The fork server imports what notebooks need while this one loads the data.
    start_forkserver(order.data or order.selection.data or None)
    try:
        made = Attempt(make(order, manner, report))
    except BriefingError as refused:
        made = Attempt(refused=str(refused), busy=isinstance(refused, Busy))
    return replace(made, seconds=perf_counter() - begun)
