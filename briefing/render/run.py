"""
Run one chapter: papermill executes a notebook with the interpreter that runs us.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config
from zmq import ZMQError

from briefing.render.kernel import OwnKernel, transport

START_ATTEMPTS = 3
# What a kernel that never came up looks like; a busy machine takes its port meanwhile.
START_FAILURES = (DeadKernelError, RuntimeError, TimeoutError, ZMQError)
# Papermill writes where files lay on this machine; a briefing must not say so.
MACHINE_KEYS = ("input_path", "output_path", "environment_variables")


class ChapterFailed(Exception):
    """
    A chapter that stopped: which one, at which cell, why, and the notebook as it stood.
    """

    def __init__(
        self, chapter: str, cell: int, reason: str, notebook: NotebookNode
    ) -> None:
        """
        Keep the four things that a report of the failure needs.
        """
        super().__init__(f"{chapter}, cell {cell}: {reason}")
        self.chapter = chapter
        self.cell = cell
        self.reason = reason
        self.notebook = notebook


def run_chapter(
    path: Path, parameters: Mapping[str, Any], cwd: Path | None = None
) -> NotebookNode:
    """
    Execute the notebook at *path* with *parameters* and return it with its outputs.

    A kernel that cannot be started is tried again; a cell that fails never is.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-run-") as scratch:
        kept = Path(scratch) / "executed.ipynb"
        for attempt in range(1, START_ATTEMPTS + 1):
            try:
                return _tidied(_execute(path, parameters, cwd or path.parent, kept))
            except PapermillExecutionError as error:
                raise _failure(path.stem, error, _read(kept)) from error
            except START_FAILURES as error:
                if _began(kept):
                    raise _death(path.stem, error, _read(kept)) from error
                if attempt == START_ATTEMPTS:
                    raise
    raise AssertionError


def _execute(
    path: Path, parameters: Mapping[str, Any], cwd: Path, kept: Path
) -> NotebookNode:
    """
    Hand the notebook to papermill, quietly.
    """
    executed: NotebookNode = papermill.execute_notebook(
        str(path.resolve()),
        str(kept),
        parameters=dict(parameters),
        kernel_name="python3",
        language="python",
        progress_bar=False,
        cwd=str(cwd),
        kernel_manager_class=OwnKernel,
        config=Config(OwnKernel=transport(kept.parent)),
    )
    return executed


def _read(kept: Path) -> NotebookNode:
    """
    Read the notebook as papermill saved it before it gave up.
    """
    saved = nbformat.read(kept, as_version=4)  # type: ignore[no-untyped-call]  # nbformat
    return _tidied(saved)


def _tidied(notebook: NotebookNode) -> NotebookNode:
    """
    Forget where the files lay on this machine.
    """
    for key in MACHINE_KEYS:
        notebook.metadata.get("papermill", {}).pop(key, None)
    return notebook


def _began(kept: Path) -> bool:
    """
    Tell whether any cell had started when the run stopped.
    """
    return kept.exists() and any(
        _started(cell) for cell in _read(kept).cells if cell.cell_type == "code"
    )


def _authored(notebook: NotebookNode) -> list[NotebookNode]:
    """
    List the cells that somebody wrote: without those that papermill put in.
    """
    added = {"injected-parameters", "papermill-error-cell-tag"}
    return [
        cell
        for cell in notebook.cells
        if not added & set(cell.metadata.get("tags", []))
    ]


def _failure(
    chapter: str, error: PapermillExecutionError, notebook: NotebookNode
) -> ChapterFailed:
    """
    Say which of the cells that somebody wrote failed, counted from one.
    """
    cells = _authored(notebook)
    failed = [
        number
        for number, cell in enumerate(cells, start=1)
        if any(out.output_type == "error" for out in cell.get("outputs", []))
    ]
    reason = f"{error.ename}: {error.evalue}".strip(": ")
    return ChapterFailed(chapter, failed[0] if failed else 0, reason, notebook)


def _death(chapter: str, error: Exception, notebook: NotebookNode) -> ChapterFailed:
    """
    Say at which cell the kernel died.
    """
    started = [
        number
        for number, cell in enumerate(_authored(notebook), start=1)
        if cell.cell_type == "code" and _started(cell)
    ]
    reason = f"the kernel died ({error})"
    return ChapterFailed(chapter, started[-1] if started else 0, reason, notebook)


def _started(cell: NotebookNode) -> bool:
    """
    Tell whether papermill got as far as this cell.
    """
    status = cell.metadata.get("papermill", {}).get("status")
    return status in ("running", "completed", "failed")
