"""Collect garbage seldom: Python's default took a tenth of a command's time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW = 50_000  # objects made, and not yet given up, before they are looked through


def seldom() -> None:
    """Collect seldom from now on; what nothing refers to goes at once in any case."""
    gc.set_threshold(NEW, *gc.get_threshold()[1:])


@contextmanager
def thrifty() -> Iterator[None]:
    """Collect seldom for a while."""
    before = gc.get_threshold()
    seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
