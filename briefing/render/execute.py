"""Run chapters side by side."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from briefing.render.asides import utc_now
from briefing.render.cancellation import CancelToken
from briefing.render.checks import find_missing_parameters, find_unprintable
from briefing.render.kernels.engine import BriefingEngine
from briefing.render.kernels.forkserver import start_forkserver
from briefing.render.notebook import first_error, without_paths

LONGEST_REASON = 120


class Unreadable(BriefingError):
    """A chapter that no program reads as a notebook."""

    code = "unreadable"


def cpu_count() -> int:
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

    A kernel that does not start is tried again; a cell that fails never is. Raises
    ChapterError with the notebook as it stood, Unreadable, KernelNotStarted.
    """
    return _execute(path, parameters, cwd, {"cell_deadline": cell_deadline})


def run_chapters(
    paths: Sequence[Path],
    parameters: Mapping[str, Any],
    *,
    workers: int | None = None,
    cell_deadline: float | None = None,
    token: CancelToken | None = None,
    began: Callable[[Path], None] | None = None,
    arrived: Callable[[Path, NotebookNode, float], None] | None = None,
) -> list[NotebookNode]:
    """Execute notebooks, each in a kernel of its own, and return them in order.

    Up to *workers* are executed at once, by default as many as there are cores. A cell
    may take *cell_deadline* seconds; *token* ends all of them together. *began* and
    *arrived*, which takes the executed notebook and its seconds, are called in the
    caller's thread, in the order of events.

    Raises ChapterError for the first in the order of *paths*, whatever the timing:
    once one has failed, those after it are cancelled and those before it still run.
    """
    if not paths:
        return []
    start_forkserver(parameters.get("data"))
    whole = token or CancelToken()
    tokens = [CancelToken(whole.until) for _ in paths]
    events: SimpleQueue[tuple[int, NotebookNode | BaseException | None, float]]
    events = SimpleQueue()

    def run(number: int) -> None:
        events.put((number, None, 0))
        start = time.monotonic()
        result: NotebookNode | BaseException
        options = {"cell_deadline": cell_deadline, "token": tokens[number]}
        try:
            result = _execute(paths[number], parameters, None, options)
        except BaseException as error:
            result = error
        events.put((number, result, time.monotonic() - start))

    def cancel(numbers: Iterable[int]) -> None:
        for number in numbers:
            tokens[number].cancel()

    every = range(len(paths))
    results: dict[int, NotebookNode] = {}
    failures: dict[int, BaseException] = {}
    # The work is in the kernels: a thread waits for each.
    with ThreadPoolExecutor(workers or cpu_count(), "briefing-chapter") as pool:
        try:
            with whole.calling(lambda: cancel(every)):
                for number in every:
                    pool.submit(run, number)
                while len(results) + len(failures) < len(paths):
                    number, result, seconds = events.get()
                    if result is None:
                        if began and not failures:
                            began(paths[number])
                    elif isinstance(result, BaseException):
                        failures[number] = result
                        cancel(every[number + 1 :])
                    else:
                        results[number] = result
                        if arrived:
                            arrived(paths[number], result, seconds)
        finally:
            cancel(every)
    if failures:
        raise failures[min(failures)]
    return [results[number] for number in every]


def _execute(
    path: Path,
    parameters: Mapping[str, Any],
    cwd: Path | None,
    options: Mapping[str, Any],
) -> NotebookNode:
    # papermill's `execute_notebook` would change the folder of this whole process and
    # write the notebook again and again; the folder goes to the kernel instead.
    try:
        notebook = load_notebook_node(str(path.resolve()))
    except (NotJSONError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0].strip()[:LONGEST_REASON]
        message = (
            f"{path} cannot be read: {reason} `briefing chapter lint {path}` says "
            f"where and what to do."
        )
        raise Unreadable(message) from error
    unheard = find_missing_parameters(path.stem, notebook) if parameters else None
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
    failed = first_error(path.stem, executed) or find_unprintable(
        path.stem, executed, utc_now()
    )
    if failed is not None:
        raise failed
    return without_paths(executed)
