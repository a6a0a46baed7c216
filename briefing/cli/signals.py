"""Ctrl-C and SIGTERM while a command runs."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM was heard: a machine stopped the run, and no person need know it."""


@contextmanager
def terminable() -> Iterator[list[int]]:
    """Take SIGTERM for Ctrl-C, and note that it was heard."""
    heard: list[int] = []

    def stop(number: int, _: object) -> None:
        heard.append(number)
        raise Terminated

    with meanwhile(signal.SIGTERM, stop):
        yield heard


@contextmanager
def meanwhile(
    number: int, handler: Callable[[int, FrameType | None], object]
) -> Iterator[None]:
    """Have a signal do something else for a while."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread can listen
        return
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)
