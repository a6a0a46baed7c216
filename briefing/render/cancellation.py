"""Stop what runs in other threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any


class Stop:
    """A way to end the chapters that run, from another thread."""

    def __init__(self) -> None:
        """Nothing runs yet, and nothing is stopped."""
        self._lock = threading.Lock()
        self._stopped = False
        self._tasks: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []

    async def unless(self, work: Coroutine[Any, Any, None]) -> None:
        """Do *work* unless and until it is stopped."""
        task = asyncio.ensure_future(work)
        entry = (asyncio.get_running_loop(), task)
        with self._lock:
            self._tasks.append(entry)
            if self._stopped:
                task.cancel()
        try:
            await task
        finally:
            with self._lock:
                self._tasks.remove(entry)

    def now(self) -> None:
        """Stop what runs, and whatever would start."""
        with self._lock:
            self._stopped = True
            for loop, task in self._tasks:
                loop.call_soon_threadsafe(task.cancel)
