"""
SIGTERM, which a scheduler sends: the same as Ctrl-C, so that everything is cleaned up.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Terminated(KeyboardInterrupt):
    """
    SIGTERM was heard: a machine stopped the run, and no person need know it.
    """


@contextmanager
def terminable() -> Iterator[list[int]]:
    """
    Take SIGTERM for Ctrl-C, and note that it was heard.
    """
    heard: list[int] = []

    def stop(number: int, _: object) -> None:
        heard.append(number)
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield heard  # only the main thread can listen
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGTERM, before)
