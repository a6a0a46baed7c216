"""Executors for builds: worker processes on this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection, wait
from typing import Any, Self
from urllib.parse import urlsplit

from briefing.errors import BriefingError
from briefing.garbage_collection import thrifty
from briefing.render.execute import cpu_count

GRACE = 3.0  # seconds for a process to end by itself

PAUSE = 0.5  # seconds until a fork server that was killed is gone

GLANCE = 0.3  # seconds between two attempts to reach a scheduler

PATIENCE = 10  # seconds for a scheduler to answer

SCHEMES = ("tcp", "tls", "ws", "wss", "ucx")  # of Dask


class WorkerDied(Exception):
    """A worker process that ended before its task did."""


class Worker:
    """One worker process, reached through a pipe that no other process holds."""

    def __init__(self) -> None:
        known = multiprocessing.get_all_start_methods()
        method = "forkserver" if "forkserver" in known else "spawn"
        context: Any = multiprocessing.get_context(method)
        # What the first worker imports, the others find imported.
        context.set_forkserver_preload(["__main__", "briefing.publish.batch.worker"])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        with theirs:
            try:
                self.process.start()
            except (EOFError, ConnectionError):
                # The fork server was killed just now; another one is started.
                time.sleep(PAUSE)
                self.process.start()

    def call(self, task: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it returns
        """Return what *task* returns in the process; raise what it raises."""
        try:
            self.pipe.send(task)
            result, error = self.pipe.recv()
        except (EOFError, OSError):
            message = f"the process that made it {self._end()}"
            raise WorkerDied(message) from None
        if error is not None:
            raise error
        return result

    def _end(self) -> str:
        with STARTING:
            self.process.join(GRACE)
            code = self.process.exitcode or 0
        if code < 0:
            return f"was killed ({signal.Signals(-code).name})"
        return f"ended with exit code {code}"

    def stop(self) -> None:
        """Wait until the process, which was told to, has ended; else kill it."""
        with STARTING:
            self.process.join(GRACE)
            self.process.kill()
            self.process.join()
        self.pipe.close()


# Two threads that start or join processes at once would take each other's exit codes.
STARTING = threading.Lock()


class ProcessExecutor(Executor):
    """Worker processes that are started when needed and used again.

    Each has a pipe of its own, so that one that is killed takes only its own task with
    it (WorkerDied), which `ProcessPoolExecutor` cannot. Leaving it as a context stops
    what is at work. `capacity` is the number of tasks that run at once.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.capacity = workers or cpu_count()
        self._threads = ThreadPoolExecutor(self.capacity, "briefing-worker")
        self._local = threading.local()
        self._workers: list[Worker] = []
        self._closed = False

    def submit(
        self, fn: Callable[..., Any], /, *args: object, **named: object
    ) -> Future[Any]:
        """Run ``fn(*args, **named)`` in a worker process; all of it is pickled."""
        return self._threads.submit(self._call, partial(fn, *args, **named))

    def _call(self, task: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it returns
        worker: Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            with STARTING:
                if self._closed:
                    message = "the executor was shut down"
                    raise WorkerDied(message)
                worker = self._local.worker = Worker()
                self._workers.append(worker)
        try:
            return worker.call(task)
        except WorkerDied:
            self._local.worker = None
            raise

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor
        """Stop the workers: after their tasks, or at once with *cancel_futures*."""
        if wait and not cancel_futures:
            self._threads.shutdown(wait=True)
        with STARTING:
            self._closed = True
        for worker in self._workers:
            worker.process.terminate()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def __exit__(self, *_: object) -> None:
        self.shutdown(cancel_futures=True)


def serve(pipe: Connection) -> None:
    """Run one task after another in a worker process, and send how each one ended."""
    # A daemon, so that no parent waits for it at its end, but with processes and with a
    # temporary folder of its own.
    settings = vars(multiprocessing.current_process())["_config"]
    settings["daemon"] = False
    settings.pop("tempdir", None)
    # Ctrl-C reaches every process of a terminal; what becomes of it the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    threading.Thread(target=die_with_parent, daemon=True).start()
    while True:
        answer: tuple[Any, Exception | None]
        try:
            task = pipe.recv()
            with thrifty():
                answer = (task(), None)
        except EOFError:
            return
        except Exception as error:
            answer = (None, error)
        pipe.send(answer)


def die_with_parent() -> None:
    """End this process at once when the one that started it has ended, however."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class NoCluster(BriefingError):
    """A cluster that cannot be reached, or that has no worker."""

    code = "cluster"


class ClusterExecutor(Executor):
    """An existing Dask cluster; leaving it as a context takes back what waits there.

    A worker that is at it finishes the edition that it has begun.
    """

    def __init__(self, address: str) -> None:
        refuse_unfit(address)
        self.address = address

    def __enter__(self) -> Self:
        """Connect; raises NoCluster."""
        self._client = connected(self.address)
        self._executor = self._client.get_executor(pure=False)
        return self

    @property
    def capacity(self) -> int:
        """Number of tasks that run at once: the threads of all workers."""
        return max(int(sum(self._client.nthreads().values())), 1)

    def submit(
        self, fn: Callable[..., Any], /, *args: object, **named: object
    ) -> Future[Any]:
        """Run ``fn(*args, **named)`` on a worker."""
        future: Future[Any] = self._executor.submit(fn, *args, **named)
        return future

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._executor.shutdown(wait=False)
        self._client.close(timeout=PATIENCE)


def refuse_unfit(address: str) -> None:
    """Refuse what cannot be the address of a scheduler, before we wait for it."""
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
