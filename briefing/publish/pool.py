"""Several worker processes at work on one list of tasks, none of which harms another.

A process that is killed takes only its own task with it, which is tried once more in a
new process.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Literal, Self

from briefing.publish.hand import Hand, Work
from briefing.publish.stopping import Stop
from briefing.render.run import cores

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
