"""Time the preview of a chapter from the save of its notebook to the new PDF.

    python benchmarks/preview.py [--runs 5] [--quick] [--json FILE] [--data DIR]

One preview stands open, as beside somebody who edits. Beside it stands what one would
do without: the command for one PDF, and papermill with nbconvert.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from stock import browser, commands, routes
from timing import BRIEFING, ROOT, Bench, CommandFailed, Reach, Row, arguments, report

CHAPTER = "02-by-state.ipynb"
PATIENCE = 120  # seconds, for the first PDF and any other
LIMIT = 2  # seconds in which somebody still waits for what was saved
Edit = Callable[[NotebookNode, int], None]


def sentence(notebook: NotebookNode, number: int) -> None:
    """Write something else under the question of the chapter."""
    notebook.cells[0].source += f" This is edit {number}."


def chart(notebook: NotebookNode, number: int) -> None:
    """Edit the first cell that draws a chart, so that it has to be drawn again."""
    cell = next(one for one in notebook.cells if one.source.startswith("stacked_bars("))
    cell.source = f"{cell.source.partition('  #')[0]}  # edit {number}"


def parameter(notebook: NotebookNode, number: int) -> None:
    """Choose another period, with which every cell has to run again."""
    cell = next(one for one in notebook.cells if "tags" in one.metadata)
    year = 2000 + number % 10
    cell.source = re.sub(r'(?<=date_from: str = ")\d*', str(year), cell.source)


EDITS: dict[str, tuple[str, Edit]] = {
    "sentence": ("a sentence was edited and saved", sentence),
    "chart": ("a chart was edited and saved", chart),
    "parameter": ("a parameter was edited and saved: all cells run", parameter),
}


@contextmanager
def previewed(notebook: Path, data: Path) -> Iterator[Callable[[], None]]:
    """Keep a preview open; what is given waits for the PDF that follows a save."""
    pdf = notebook.with_suffix(".pdf")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [BRIEFING, "chapter", "preview", str(notebook), "--data", str(data)],
            stderr=said,
        )
        # Each PDF takes the place of the last by a rename: it is another file.
        seen = [0]

        def wait() -> None:
            until = time.monotonic() + PATIENCE
            while not pdf.is_file() or pdf.stat().st_ino == seen[0]:
                if process.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise CommandFailed(said.read().decode(errors="replace"))
                time.sleep(0.002)
            seen[0] = pdf.stat().st_ino

        try:
            wait()
            yield wait
        finally:
            process.terminate()
            process.wait()


def edited(path: Path, edit: Edit, number: int) -> bytes:
    """Prepare what an editor will save."""
    notebook = nbformat.read(path, as_version=4)
    edit(notebook, number)
    text: str = nbformat.writes(notebook)
    return text.encode()


def measure(given: argparse.Namespace) -> Bench:
    """Edit and save in turn, and make the same PDF in other ways in between."""
    here, absent = routes()
    rows = {
        name: Row(f"`briefing chapter preview`, {what}")
        for name, (what, _) in EDITS.items()
    }
    rows["once"] = Row("`briefing chapter preview --once`, from the command to the PDF")
    rows |= {route: Row(f"papermill + nbconvert --to {route}") for route in here}
    with tempfile.TemporaryDirectory() as home:
        path = Path(shutil.copy(ROOT / "notebooks" / CHAPTER, home))
        with previewed(path, given.data) as wait:
            for number in range(given.runs):
                for name, (_, edit) in EDITS.items():
                    content = edited(path, edit, number)
                    draft = path.with_suffix(".draft")
                    draft.write_bytes(content)
                    with rows[name].timing():
                        draft.replace(path)
                        wait()
                others(rows, here, path, given.data)
    return bench(rows, here, given.runs, absent)


def others(rows: dict[str, Row], here: list[str], path: Path, data: Path) -> None:
    """Make the PDF of the same notebook with nothing open, by us and by the stock
    routes.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder, "once.pdf"))
        words = [
            "chapter",
            "preview",
            str(path),
            "--once",
            "--data",
            str(data),
            "--out",
            out,
        ]
        rows["once"].command([BRIEFING, *words])
        for route in here:
            rows[route].command(*commands(route, [path], data, Path(folder)))


def bench(rows: dict[str, Row], here: list[str], runs: int, absent: list[str]) -> Bench:
    """Hold every edit against two seconds, and all against the fastest stock route."""
    reaches = [
        Reach(
            f"until the PDF shows that {what}", rows[name].median, "at most", LIMIT, "s"
        )
        for name, (what, _) in EDITS.items()
    ]
    stock = [rows[route] for route in here] or [rows["once"]]
    base = min(stock, key=lambda row: row.median)
    note = f"The chapter is {CHAPTER}; saved in one step, waited for its PDF's rename."
    title = f"The preview of a chapter, medians of {runs} runs"
    return Bench(title, list(rows.values()), base, reaches, [note, *absent])


if __name__ == "__main__":
    asked = arguments(__doc__)
    with browser():
        report(measure(asked), asked)
