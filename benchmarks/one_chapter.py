"""Time the briefing after one of its chapters was edited, beside the whole briefing.

    python benchmarks/one_chapter.py [--runs 5] [--quick] [--json FILE] [--data DIR]

Each run edits another chapter of a copy of the project, so that no chapter is favoured.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import nbformat
from timing import BRIEFING, ROOT, Bench, Reach, Row, arguments, fresh, report

from briefing.publish.profiles import read_profile


def edit(path: Path) -> None:
    """Change the last line of code of a notebook, so that it has to run again."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    code[-1].source += "  # edited"
    nbformat.write(notebook, path)


def once(number: int, given: argparse.Namespace, rows: dict[str, Row]) -> str:
    """Make the whole briefing, edit the chapter with this *number*, and make it
    again.
    """
    with fresh() as environment, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "notebooks", home / "notebooks")
        shutil.copy(ROOT / "METHOD.md", home)
        chapters = read_profile(start=home).chapters
        words = [BRIEFING, "render", "--quiet", "--data", str(given.data)]
        rows["whole"].command(words, cwd=home, **environment)
        chapter = chapters[number % len(chapters)]
        edit(chapter)
        rows["edited"].command(words, cwd=home, **environment)
        return chapter.stem


def measure(given: argparse.Namespace) -> Bench:
    """Do so as often as asked."""
    rows = {
        "whole": Row("the whole briefing, nothing in the cache"),
        "edited": Row("the same after one chapter was edited"),
    }
    edited = [once(number, given, rows) for number in range(given.runs)]
    figure = rows["edited"].median / rows["whole"].median
    reach = Reach("one chapter edited, of the whole", figure, "at most", 0.35)
    note = f"Edited, one a run: {', '.join(edited)}."
    title = f"One chapter edited, medians of {given.runs} runs"
    return Bench(title, list(rows.values()), rows["whole"], [reach], [note])


if __name__ == "__main__":
    asked = arguments(__doc__)
    report(measure(asked), asked)
