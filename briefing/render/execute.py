"""Run chapters side by side."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from briefing.errors import BriefingError
from briefing.render.asides import clock
from briefing.render.cancellation import Stop
from briefing.render.checks import heedless, proof
from briefing.render.failure import failure, tidied
from briefing.render.kernels.engine import BriefingEngine
from briefing.render.kernels.forkserver import warm

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


LONGEST_REASON = 120


class Unreadable(BriefingError):
    """A chapter that no program reads as a notebook."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_chapter(
    path: Path,
    parameters: Mapping[str, Any],
    cwd: Path | None = None,
    *,
    cell_deadline: float | None = None,
) -> NotebookNode:
    """Execute the notebook at *path* with *parameters* and return it with its outputs.

    A kernel that cannot be started is tried again; a cell that fails never is.
    """
    return _execute(path, parameters, cwd, {"cell_deadline": cell_deadline})


def run_chapters(
    paths: Sequence[Path],
    parameters: Mapping[str, Any],
    *,
    workers: int | None = None,
    cell_deadline: float | None = None,
    deadline: float | None = None,
    began: Callable[[Path], None] | None = None,
    arrived: Arrived | None = None,
) -> list[NotebookNode]:
    """Execute the notebooks at *paths*, up to *workers* at once, and return them in
    order.

    *began* and *arrived* are called in the caller's thread, in the order of events. If
    chapters fail, the first of them in the given order is raised, whatever the timing.
    *deadline* is how many seconds all of them may take together.
    """
    until = time.monotonic() + deadline if deadline else None
    options = {"cell_deadline": cell_deadline, "until": until}

    def run(path: Path, stop: Stop) -> NotebookNode:
        return _execute(path, parameters, None, {**options, "stop": stop})

    if paths:
        warm(parameters.get("data"))
    return Crew(paths, run).work(workers or cores(), began, arrived)


def _execute(
    path: Path,
    parameters: Mapping[str, Any],
    cwd: Path | None,
    options: Mapping[str, Any],
) -> NotebookNode:
    """Have papermill put in the parameters and run the notebook, all in memory.

    Its `execute_notebook` would change the folder of this whole process and write the
    notebook out again and again, for nobody; the folder goes to the kernel instead.
    """
    try:
        notebook = load_notebook_node(str(path.resolve()))
    except (NotJSONError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0].strip()[:LONGEST_REASON]
        message = (
            f"{path} cannot be read: {reason} `briefing chapter lint {path}` says "
            f"where and what to do."
        )
        raise Unreadable(message) from error
    unheard = heedless(path.stem, notebook) if parameters else None
    if unheard is not None:
        raise unheard
    if parameters:
        notebook = parameterize_notebook(
            notebook, dict(parameters), kernel_name="python3", language="python"
        )
    executed: NotebookNode = BriefingEngine.execute_notebook(
        remove_error_markers(notebook),
        "python3",
        progress_bar=False,
        kernel_cwd=str(cwd or path.resolve().parent),
        **options,
    )
    with suppress(PapermillExecutionError):
        # It marks the cell that failed, for whoever opens the notebook.
        raise_for_execution_errors(executed, None)
    failed = failure(path.stem, executed) or proof(path.stem, executed, clock())
    if failed is not None:
        raise failed
    return tidied(executed)
