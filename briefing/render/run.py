"""
Run chapters: papermill's engine executes notebooks with the interpreter that runs us.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node

from briefing.render.crew import Arrived, Crew
from briefing.render.engine import NAME
from briefing.render.failure import failure, tidied
from briefing.render.forks import warm
from briefing.render.heed import heedless
from briefing.render.proof import proof
from briefing.render.stop import Stop


def cores() -> int:
    """
    Return how many cores this process may use.
    """
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
    """
    Execute the notebook at *path* with *parameters* and return it with its outputs.

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
    """
    Execute the notebooks at *paths*, up to *workers* at once, and return them in order.

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
    """
    Hand the notebook to papermill, quietly and in memory.

    Papermill would change the folder of this whole process and save the notebook twice
    a cell; the folder goes to the kernel instead, and a failure carries the notebook.
    """
    notebook = load_notebook_node(str(path.resolve()))
    unheard = heedless(path.stem, notebook) if parameters else None
    if unheard is not None:
        raise unheard
    box: list[NotebookNode] = []
    try:
        executed: NotebookNode = papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(parameters),
            engine_name=NAME,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_cwd=str(cwd or path.resolve().parent),
            seen=box,
            **options,
        )
    except PapermillExecutionError:
        executed = box[0]
    failed = failure(path.stem, executed) or proof(path.stem, executed)
    if failed is not None:
        raise failed
    return tidied(executed)
