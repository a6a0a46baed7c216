"""A collector that looks less often for objects which hold one another in a circle.

What a command or a chapter makes it mostly keeps to its end: to look through all of it
again and again, as Python does by default, took a tenth of a command's time.
"""

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
