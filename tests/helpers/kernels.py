"""Notebooks made for a test, and the processes that a run leaves."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode, v4

MARK = "SCO_BRIEFING_TEST"
RUN = """
import sys
from pathlib import Path
from briefing.render.execute import run_chapters
run_chapters([Path(name) for name in sys.argv[1:]], {})
"""


def written(folder: Path, name: str, *sources: str) -> Path:
    """Write a notebook: a heading, a cell of parameters and a cell for each source."""
    cells = [
        v4.new_markdown_cell("# What is one?"),
        v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        *map(v4.new_code_cell, sources),
    ]
    path = folder / f"{name}.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def printed(notebook: NotebookNode) -> str:
    """Return what the last cell printed."""
    outputs = notebook.cells[-1].outputs
    return "".join(out.text for out in outputs if out.output_type == "stream").strip()


def outputs(notebook: NotebookNode) -> list[object]:
    """List the outputs of all cells, without what differs from one run to the next."""
    return [cell.get("outputs") for cell in notebook.cells]


class Run:
    """A run in a process of its own, whose descendants can be told from all others."""

    def __init__(self, paths: Sequence[Path], temporary: Path, code: str = RUN) -> None:
        """Start it, with *temporary* as the folder for its temporary files."""
        self.mark = uuid.uuid4().hex
        self.temporary = temporary
        temporary.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, paths)],
            env={**os.environ, MARK: self.mark, "TMPDIR": str(temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def alive(self) -> list[psutil.Process]:
        """List the processes of the run, its own included."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.mark:
                    found.append(process)
        return found

    def gone(self, seconds: float = 20) -> list[psutil.Process]:
        """Wait until nothing of the run is alive, and return what still is."""
        until = time.monotonic() + seconds
        while (left := self.alive()) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def left(self) -> list[str]:
        """List what lies in the folder for temporary files."""
        return sorted(path.name for path in self.temporary.iterdir())


def awaited(path: Path, seconds: float = 60) -> str:
    """Wait for a notebook to write *path*, and return what it wrote."""
    until = time.monotonic() + seconds
    while not (path.exists() and path.read_text("utf-8")):
        if time.monotonic() > until:
            message = f"{path} was not written"
            raise TimeoutError(message)
        time.sleep(0.02)
    return path.read_text("utf-8")
