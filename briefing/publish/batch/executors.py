"""Where briefings are made: processes on this machine."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Literal, Self

from briefing.garbage_collection import thrifty
from briefing.render.execute import cores

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """Somebody asked the run to stop: `code` is what a shell expects of it."""

    def __init__(self, number: int) -> None:
        """Keep the signal as an exit code."""
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


class Stop:
    """Whether somebody asked; its pipes can be waited for beside others.

    Who asks without a sound is looked for every `pause` seconds.
    """

    pause: float | None = None

    def __init__(self) -> None:
        """Nobody asked yet."""
        self.reader, self.writer = Pipe(duplex=False)
        self.number = 0

    @property
    def pipes(self) -> "list[Connection]":
        """List what becomes readable when somebody asks."""
        return [self.reader]

    def hear(self, number: int, *_: object) -> None:
        """Remember the first signal, and wake whoever waits."""
        if not self.number:
            self.number = number
            self.writer.send_bytes(b".")

    def heed(self) -> None:
        """Stop here if somebody asked."""
        if self.number:
            raise Stopped(self.number)


@contextmanager
def listening() -> Iterator[Stop]:
    """Listen to the signals, which interrupt nothing by themselves meanwhile."""
    stop = Stop()
    before = {number: signal.signal(number, stop.hear) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.reader.close()
        stop.writer.close()


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


ATTEMPTS = 2


@dataclass(frozen=True)
class Event:
    """What happened to a task: it began, made a step, or ended with a result."""

    number: int
    kind: Literal["began", "step", "ended"]
    said: Any = None


class Pool:
    """Up to so many hands; leaving the pool stops them all."""

    def __init__(
        self, work: Work, workers: int | None, stop: Stop | None = None
    ) -> None:
        """Prepare for *workers* hands, one for each core unless said."""
        self.work = work
        self.workers = workers or cores()
        self.stop = stop
        self.idle: list[Hand] = []
        self.busy: dict[Hand, int] = {}

    def __enter__(self) -> Self:
        """Hand out the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop every hand: tell them all, then wait for each. New work finds new
        hands.
        """
        hands = [*self.idle, *self.busy]
        self.idle.clear()
        self.busy.clear()
        for hand in hands:
            hand.stop()
        for hand in hands:
            hand.end()

    def run(self, tasks: Sequence[tuple[Any, ...]]) -> Iterator[Event]:
        """Work through *tasks*, and yield what happens when it happens."""
        waiting = deque((number, 1) for number in range(len(tasks)))
        attempts: dict[int, int] = {}
        while waiting or self.busy:
            while waiting and len(self.busy) < self.workers:
                number, attempts[number] = waiting.popleft()
                self.begin(number, tasks[number])
                yield Event(number, "began")
            for hand in self.ready():
                number = self.busy[hand]
                kind, said = self.take(hand)
                if kind == "died" and attempts[number] < ATTEMPTS:
                    waiting.appendleft((number, attempts[number] + 1))
                else:
                    yield Event(number, "step" if kind == "step" else "ended", said)

    def ready(self) -> list[Hand]:
        """Wait until some hands have something to say, or somebody says stop."""
        pipes: list[Any] = [hand.pipe for hand in self.busy]
        if self.stop is None:
            heard = wait(pipes)
        else:
            heard = wait([*pipes, *self.stop.pipes], self.stop.pause)
            self.stop.heed()
        return [hand for hand in self.busy if hand.pipe in heard]

    def begin(self, number: int, task: tuple[Any, ...]) -> None:
        """Give a task to a hand that is idle, or to a new one."""
        hand = self.idle.pop() if self.idle else Hand(self.work)
        self.busy[hand] = number
        hand.give(task)

    def take(self, hand: Hand) -> tuple[str, Any]:
        """Hear what a hand has to say; one that has ended its task is idle again."""
        kind, said = hand.take()
        if kind != "step":
            del self.busy[hand]
        if kind == "ended":
            self.idle.append(hand)
        if kind == "died":
            hand.end()
        return kind, said
