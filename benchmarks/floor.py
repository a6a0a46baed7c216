"""Time the command on one core beside the floor: the same cells in one warm process.

    python benchmarks/floor.py [--runs 5] [--quick] [--json FILE] [--data DIR]

The floor is a process that has imported everything and loaded the data: it has no
kernel, no messages and no command to start. It runs the cells of every chapter one
after the other, then makes the same files from them as the command.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, v4
from timing import BRIEFING, ROOT, Bench, Reach, Row, arguments, fresh, report

CORE = 0
SHOWN: list[dict[str, object]] = []


def parameters(data: Path) -> dict[str, str]:
    """Give the parameters that a render without options gives to each chapter."""
    from briefing.selection.selection import Selection

    return Selection().model_dump() | {"data": str(data)}


def executed(path: Path, given: Mapping[str, str]) -> NotebookNode:
    """Execute the cells of a notebook in this process, and keep what they show."""
    shell = Shell.instance()
    shell.reset(new_session=False)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        SHOWN.clear()
        shell.run_cell(cell.source).raise_error()
        cell.outputs = [v4.new_output("display_data", data=one) for one in SHOWN]
        if "parameters" in cell.metadata.get("tags", []):
            shell.push(dict(given))
    return notebook


class Keep(DisplayHook):
    """Keep the value of a cell in every form it has, as a kernel would send it."""

    def __call__(self, result: object = None) -> None:
        """Format *result* once, and print nothing."""
        if result is not None:
            data, _ = self.compute_format_data(result)
            SHOWN.append(data)


class Shell(InteractiveShell):
    """IPython without a terminal and without a kernel."""

    displayhook_class = Keep


def pdf_of(chapters: list[NotebookNode]) -> None:
    """Set the chapters as a PDF and nothing else."""
    from briefing.render.notebook import concat, iter_payloads
    from briefing.render.pdf import to_pdf

    context = next(
        one for one in iter_payloads(chapters[0]) if one["kind"] == "context"
    )
    to_pdf(concat(chapters, {**context, "edition": "floor"}))


def floor(data: Path, kind: str) -> None:
    """Time the cells, then the PDF alone or every file of the edition; print it as
    JSON.

    The process is warm: it has run all cells, and made all kinds of file of the first
    chapter. It has not set these pages before, because Typst remembers what it has set.
    """
    from briefing.dataset.load import load
    from briefing.publish.build import contents
    from briefing.publish.profiles import read_profile
    from briefing.publish.provenance import inputs
    from briefing.selection.select import select
    from briefing.selection.selection import Selection

    profile, chosen = read_profile(start=ROOT), select(load(data), Selection())
    known = inputs(profile, chosen.selection, chosen.dataset.digest)
    given = parameters(data)
    warmed = [executed(path, given) for path in profile.chapters]
    contents(chosen, profile, "floor", warmed[:1], known)
    begun = time.perf_counter()
    chapters = [executed(path, given) for path in profile.chapters]
    ran = time.perf_counter()
    if kind == "pdf":
        pdf_of(chapters)
    else:
        contents(chosen, profile, "floor", chapters, known)
    print(json.dumps({"cells": ran - begun, kind: time.perf_counter() - begun}))


def measure(given: argparse.Namespace) -> Bench:
    """Take the floor and the command on the same core, before and after one another."""
    os.sched_setaffinity(0, {CORE})
    os.chdir(ROOT)
    ours = Row("`briefing render`, nothing in the cache, one core")
    rows = {
        "cells": Row("floor: the cells alone"),
        "pdf": Row("floor: the cells, then the PDF alone"),
        "files": Row("floor: the cells, then every file of the edition"),
    }
    for _ in range(given.runs):
        with fresh() as environment, tempfile.TemporaryDirectory() as out:
            words = [BRIEFING, "render", "--quiet", "--data", str(given.data)]
            ours.command([*words, "--out", out], **environment)
        for kind in ("pdf", "files"):
            for name, seconds in warm_round(given, kind).items():
                rows[name].seconds.append(seconds)
    figure = ours.median / rows["files"].median
    reach = Reach("of the floor that makes the same files", figure, "at most", 1.6)
    alone = ours.median / rows["pdf"].median
    note = (
        f"The command makes PDF, page, workbook and manifest. Against a floor that "
        f"makes the PDF alone it is {alone:.2f} x."
    )
    title = f"The main briefing on one core, medians of {given.runs} runs"
    return Bench(title, [ours, *rows.values()], rows["files"], [reach], [note])


def warm_round(given: argparse.Namespace, kind: str) -> dict[str, float]:
    """Have another process warm up and be timed, so that this one stays as it is."""
    words = [sys.executable, __file__, "--floor", str(given.data), kind]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor(Path(sys.argv[2]), sys.argv[3])
    else:
        asked = arguments(__doc__)
        report(measure(asked), asked)
