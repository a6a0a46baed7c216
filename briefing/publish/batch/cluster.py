"""Briefings made on a Dask cluster."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any, Self
from urllib.parse import urlsplit

from briefing.errors import BriefingError
from briefing.publish.batch.attempt import Attempt
from briefing.publish.batch.executors import Event, Lost, Stop
from briefing.publish.batch.worker import GLANCE, Parcel, remote
from briefing.publish.models import Manner, Order

PATIENCE = 10  # seconds for a scheduler to answer

SCHEMES = ("tcp", "tls", "ws", "wss", "ucx")  # in which Dask speaks


class NoCluster(BriefingError):
    """A cluster that cannot be reached, or that has no worker."""

    code = "cluster"


class Cluster:
    """An existing Dask cluster, used in place of processes of our own."""

    def __init__(self, address: str, stop: Stop) -> None:
        """Remember where the scheduler is, if that can be an address of one."""
        refuse_unfit(address)
        self.address = address
        self.stop = stop

    def __enter__(self) -> Self:
        """Connect, or say why that cannot be."""
        self.client = connected(self.address)
        return self

    def __exit__(self, *_: object) -> None:
        """Take back what has not been made; a worker that is at it stops."""
        with suppress(Exception):
            self.client.cancel(list(self.futures), force=True)
        self.client.close(timeout=PATIENCE)

    def run(self, tasks: Sequence[tuple[Order, Manner]]) -> Iterator[Event]:
        """Hand out all tasks, and yield each result when it arrives."""
        arrived: SimpleQueue[Any] = SimpleQueue()
        self.futures = {}
        for number, (order, manner) in enumerate(tasks):
            key = f"briefing-{order.stem}-{uuid.uuid4().hex}"
            try:
                parcel = Parcel.of(order, manner)
            except BriefingError as error:
                yield Event(number, "ended", Attempt(refused=str(error)))
                continue
            future = self.client.submit(remote, parcel, key=key, pure=False)
            self.futures[future] = number
            future.add_done_callback(arrived.put)
        waiting = dict(self.futures)
        while waiting:
            self.stop.heed()
            with suppress(Empty):
                future = arrived.get(timeout=GLANCE)
                yield Event(waiting.pop(future), "ended", result_of(future))
                future.release()


def refuse_unfit(address: str) -> None:
    """Refuse what cannot be the address of a scheduler, before anybody waits for it."""
    scheme, told, rest = address.rpartition("://")
    try:
        split = urlsplit(f"//{rest}")
        port = split.port
    except ValueError:
        split, port = urlsplit("//"), None
    if (told and scheme not in SCHEMES) or not split.hostname or port is None:
        message = (
            f"--scheduler is '{address}', which is no address of a Dask scheduler; "
            f"write it as the scheduler prints it, such as tcp://10.0.0.1:8786."
        )
        raise NoCluster(message)


def connected(address: str) -> Any:  # noqa: ANN401 - a client of distributed, imported late
    """Connect to a scheduler that has at least one worker."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        message = (
            "--scheduler needs Dask, which is not installed; install it with "
            "`python deploy/set_up.py lab` at the top of the project, or leave "
            "--scheduler out."
        )
        raise NoCluster(message) from None
    refuse_unkeyed(address, distributed)
    until = time.monotonic() + PATIENCE
    try:
        # Dask takes twice as long to learn that nobody is there, and then complains.
        reach(address, until)
        left = max(until - time.monotonic(), 1)
        client = distributed.Client(address, timeout=left, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        message = (
            f"No Dask scheduler answers at {address} within {PATIENCE} s; start one "
            f"with `dask scheduler`, or leave --scheduler out ({type(error).__name__})."
        )
        raise NoCluster(message) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        message = (
            f"The Dask scheduler at {address} has no worker; start one with "
            f"`dask worker {address} --nthreads 1`."
        )
        raise NoCluster(message) from None
    return client


def refuse_unkeyed(address: str, distributed: Any) -> None:  # noqa: ANN401 - a module
    """Refuse an encrypted address where Dask was given no certificates."""
    if not address.startswith(("tls://", "wss://")):
        return
    arguments = distributed.Security().get_connection_args("client")
    if arguments.get("ssl_context") is None:
        message = (
            f"{address} is encrypted, and Dask has no certificates here; name them in "
            f"its configuration, from distributed.comm.tls.ca-file on, or use tcp://."
        )
        raise NoCluster(message)


def reach(address: str, until: float) -> None:
    """Wait until somebody listens at *address*, *until* then at the latest."""
    split = urlsplit(f"//{address.rpartition('://')[2]}")
    place = (split.hostname or "", split.port or 0)
    while True:
        left = until - time.monotonic()
        try:
            with socket.create_connection(place, max(left, 0.1)):
                return
        except socket.gaierror:
            raise  # nobody has this name
        except OSError:
            if left <= 0:
                raise
            time.sleep(GLANCE)


def result_of(future: Any) -> Attempt | Lost:  # noqa: ANN401 - of distributed
    """Take the result of a future, or say how the cluster lost it."""
    if future.status == "finished":
        result: Attempt | Lost = future.result()
        return result
    if future.status == "error":
        error = future.exception()
        return Lost(f"{type(error).__name__}: {error}")
    return Lost("the cluster was lost while it was being made")
