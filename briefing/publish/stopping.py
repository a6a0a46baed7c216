"""Ctrl-C and SIGTERM for work in many processes: heard at once, acted on at a safe
place.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection

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
