"""One token that ends work in many threads: a deadline, and a call that cancels."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CancelToken:
    """Ends chapters, pandoc and Typst at a deadline, or when `cancel` is called.

    *until* is the deadline by the monotonic clock.
    """

    def __init__(self, until: float = math.inf) -> None:
        self.until = until
        self._lock = threading.RLock()  # a signal handler may cancel
        self._cancelled = False
        self._callbacks: list[Callable[[], object]] = []

    def cancel(self) -> None:
        """Cancel what runs, and whatever would start; from any thread."""
        with self._lock:
            self._cancelled = True
            for callback in tuple(self._callbacks):
                callback()

    def left(self) -> float:
        """Seconds until the deadline; 0 when it is over or the token is cancelled."""
        if self._cancelled:
            return 0
        return max(self.until - time.monotonic(), 0)

    @contextmanager
    def calling(self, callback: Callable[[], object]) -> Iterator[None]:
        """Have *callback* called on cancellation, at once if it has been cancelled.

        It is called in another thread, and must not wait.
        """
        with self._lock:
            self._callbacks.append(callback)
            if self._cancelled:
                callback()
        try:
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)
