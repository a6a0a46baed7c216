"""Several chapters at once, with results that do not tell which was faster."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from nbformat import NotebookNode

from briefing.render.stop import Stop

Began = Callable[[Path], None]
Arrived = Callable[[Path, NotebookNode, float], None]
Run = Callable[[Path, Stop], NotebookNode]
News = tuple[int, NotebookNode | BaseException | None, float]


class Crew:
    """Runs each of some notebooks in a thread of its own: the work itself is in
    kernels.
    """

    def __init__(self, paths: Sequence[Path], run: Run) -> None:
        """Nothing has begun yet."""
        self.paths, self.run = paths, run
        self.stops = [Stop() for _ in paths]
        self.results: dict[int, NotebookNode] = {}
        self.failures: dict[int, BaseException] = {}
        self.news: SimpleQueue[News] = SimpleQueue()

    def work(
        self, workers: int, began: Began | None, arrived: Arrived | None
    ) -> list[NotebookNode]:
        """Run all of them, or raise the first failure in the order of the paths.

        Once one has failed, those after it are stopped and those before it still run:
        what is raised does not depend on timing.
        """
        with ThreadPoolExecutor(workers, "briefing-chapter") as pool:
            try:
                for number in range(len(self.paths)):
                    pool.submit(self._one, number)
                while len(self.results) + len(self.failures) < len(self.paths):
                    self._hear(began, arrived)
            finally:
                for stop in self.stops:
                    stop.now()
        if self.failures:
            raise self.failures[min(self.failures)]
        return [self.results[number] for number in range(len(self.paths))]

    def _hear(self, began: Began | None, arrived: Arrived | None) -> None:
        """Take in one piece of news, in the thread of whoever asked for the work."""
        number, result, seconds = self.news.get()
        path = self.paths[number]
        if result is None:
            if began and not self.failures:
                began(path)
        elif isinstance(result, BaseException):
            self.failures[number] = result
            for stop in self.stops[number + 1 :]:
                stop.now()
        else:
            self.results[number] = result
            if arrived:
                arrived(path, result, seconds)

    def _one(self, number: int) -> None:
        """Run one notebook and tell how it went."""
        self.news.put((number, None, 0))
        start = time.monotonic()
        result: NotebookNode | BaseException
        try:
            result = self.run(self.paths[number], self.stops[number])
        except BaseException as error:
            result = error
        self.news.put((number, result, time.monotonic() - start))
