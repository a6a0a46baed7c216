"""A worker process that makes one thing at a time and dies with whoever started it."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from briefing.thrift import thrifty

GRACE = 3.0
# Seconds between attempts: a server that was killed takes a moment to be gone.
PAUSES = (0.1, 0.5, 2.0)
Work = Callable[..., Any]
Report = Callable[..., None]


@dataclass(frozen=True)
class Lost:
    """The result of a task that did not come to an end: why, and the traceback if
    any.
    """

    reason: str
    trace: str = ""


class Hand:
    """One worker process, reached through a pipe that nobody else holds."""

    def __init__(self, work: Work) -> None:
        """Start the process, from a server without threads where forking is known."""
        context: Any = multiprocessing.get_context(start_method())
        # What the first hand imports, the others find imported.
        context.set_forkserver_preload(["__main__", work.__module__])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, work), daemon=True)
        with theirs:
            self.begin()

    def begin(self) -> None:
        """Start the process; a server that is killed meanwhile is started again."""
        for pause in PAUSES:
            try:
                self.process.start()
            except (EOFError, ConnectionError):
                # It refuses, or ended before it said which process it had made.
                time.sleep(pause)
            else:
                return
        self.process.start()

    def give(self, task: tuple[Any, ...]) -> None:
        """Hand over a task; if the process died meanwhile, `take` will say so."""
        with suppress(OSError):
            self.pipe.send(task)

    def take(self) -> tuple[str, Any]:
        """Take what the process has to say: a step, the result, or that it has died."""
        try:
            kind, said = self.pipe.recv()
        except (EOFError, OSError):
            return "died", Lost(f"the process that made it {self.fate()}")
        return str(kind), said

    def fate(self) -> str:
        """Say how the process ended."""
        self.process.join(GRACE)
        code = self.process.exitcode or 0
        if code < 0:
            return f"was killed ({signal.Signals(-code).name})"
        return f"ended with exit code {code}"

    def stop(self) -> None:
        """Ask the process to leave, so that it can clear up."""
        self.process.terminate()

    def end(self) -> None:
        """Wait until the process has left, and kill it if it does not."""
        self.process.join(GRACE)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def start_method() -> str:
    """Fork from a server where there is one; else start afresh."""
    known = multiprocessing.get_all_start_methods()
    return "forkserver" if "forkserver" in known else "spawn"


def serve(pipe: Connection, work: Work) -> None:
    """Do one task after another, and say how each one ended."""
    # A daemon, so that no parent waits for it at its end, but with processes and with a
    # temporary folder of its own.
    settings = vars(multiprocessing.current_process())["_config"]
    settings["daemon"] = False
    settings.pop("tempdir", None)
    # Ctrl-C reaches every process of a terminal; what becomes of it the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    threading.Thread(target=die_with_parent, daemon=True).start()

    def report(*step: object) -> None:
        """Pass a step on to the parent."""
        pipe.send(("step", step))

    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            with thrifty():
                result = work(*task, report)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            result = Lost(reason, traceback.format_exc())
        pipe.send(("ended", result))


def die_with_parent() -> None:
    """End this process at once when the one that started it has gone, however it
    went.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
