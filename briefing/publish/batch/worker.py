"""What a worker of a cluster does."""

from __future__ import annotations

import multiprocessing
import os
import threading
from dataclasses import dataclass, replace
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from briefing.dataset.files import read_files
from briefing.dataset.load import load
from briefing.dataset.location import find_package
from briefing.errors import BriefingError
from briefing.publish.batch.attempt import Attempt, attempt
from briefing.publish.batch.executors import Lost, Pool, Stop, Stopped
from briefing.publish.models import Manner, Order
from briefing.publish.profiles import read_profile
from briefing.publish.provenance import inputs, moved

HOME = "BRIEFING_HOME"

GLANCE = 0.3  # seconds between two looks at whether to stop

POOLS: dict[int, Pool] = {}


@dataclass(frozen=True)
class Parcel:
    """What a worker is told: an order, and the digests of everything that goes into
    it.
    """

    order: Order
    manner: Manner
    known: dict[str, Any]

    @classmethod
    def of(cls, order: Order, manner: Manner) -> Parcel:
        """Take the digests of everything that an order needs, as it is here."""
        return cls(replace(order, out=order.out.resolve()), manner, known(order))


def known(order: Order) -> dict[str, Any]:
    """Take the digests of everything that goes into an order, on this machine."""
    named = order.data or order.selection.data or None
    files = read_files(find_package(named))
    # Whoever loads bad data says what is wrong with them.
    data = load(named).digest if files.findings else files.digest
    return inputs(order.profile, order.selection, data)


def remote(parcel: Parcel) -> Attempt | Lost:
    """Make a briefing on a worker of the cluster, in a process beside it."""
    # A worker under a nanny counts as a daemon, which may have no processes of its own;
    # ours end with it all the same, because they watch it.
    vars(multiprocessing.current_process())["_config"]["daemon"] = False
    worker: Any = import_module("distributed").get_worker()
    pool = POOLS.setdefault(threading.get_ident(), Pool(attempt_there, 1))
    pool.stop = Unwanted(worker, worker.get_current_task())
    try:
        *_, last = pool.run([(parcel, worker.address)])
    except Stopped:
        pool.__exit__()
        return Lost("it was stopped")
    result: Attempt | Lost = last.said
    return result


class Unwanted(Stop):
    """Whether whoever asked for a task wants it no longer, or is gone."""

    pause = GLANCE

    def __init__(self, worker: Any, key: str) -> None:  # noqa: ANN401 - of distributed
        """Remember which task of which worker it is about."""
        self.worker = worker
        self.key = key

    @property
    def pipes(self) -> list[Connection]:
        """Wait for nothing beside the hands: dask tells only who asks."""
        return []

    def heed(self) -> None:
        """Stop here if the scheduler has taken the task back."""
        task = self.worker.state.tasks.get(self.key)
        if task is None or task.state not in ("executing", "long-running"):
            raise Stopped(15)


def attempt_there(parcel: Parcel, worker: str, report: Any) -> Attempt:  # noqa: ANN401
    """Make a briefing from the project of a worker, if it is the same as here."""
    try:
        order = order_there(parcel.order)
        other = moved(parcel.known, known(order))
    except BriefingError as error:
        return Attempt(refused=f"The worker at {worker} cannot make it: {error}")
    if other:
        return Attempt(
            refused=f"The worker at {worker} differs from this machine in "
            f"{', '.join(other)}; nothing was made there. Give both the same project, "
            f"data and packages."
        )
    return attempt(order, parcel.manner, report)


def order_there(order: Order) -> Order:
    """Read the profile again from the project folder of the worker."""
    home = Path(os.environ.get(HOME) or Path.cwd())
    os.chdir(home)
    return replace(order, profile=read_profile(order.profile.name, home))
