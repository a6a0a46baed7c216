"""
Time the command on one core beside the floor: the same cells in one warm process.

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
from itertools import pairwise
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, v4
from timing import BRIEFING, ROOT, Bench, Reach, Row, arguments, fresh, report

CORE = 0
PARTS = ("cells", "pdf", "files")
SHOWN: list[dict[str, object]] = []


def parameters(data: Path) -> dict[str, str]:
    """
    Give the parameters that a render without options gives to each chapter.
    """
    from briefing.measure import Selection

    return Selection().model_dump() | {"data": str(data)}


def executed(path: Path, given: Mapping[str, str]) -> NotebookNode:
    """
    Execute the cells of a notebook in this process, and keep what they show.
    """
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
    """
    Keep the value of a cell in every form it has, as a kernel would send it.
    """

    def __call__(self, result: object = None) -> None:
        """
        Format *result* once, and print nothing.
        """
        if result is not None:
            data, _ = self.compute_format_data(result)
            SHOWN.append(data)


class Shell(InteractiveShell):
    """
    IPython without a terminal and without a kernel.
    """

    displayhook_class = Keep


def pdf_of(chapters: list[NotebookNode]) -> None:
    """
    Set the chapters as a PDF and nothing else.
    """
    from briefing.render import exhibits, join, to_pdf

    context = next(one for one in exhibits(chapters[0]) if one["kind"] == "context")
    to_pdf(join(chapters, {**context, "edition": "floor"}))


def floor(runs: int, data: Path) -> None:
    """
    Time the cells, the PDF alone, and all files of the edition; print them as JSON.
    """
    from briefing.dataset import load
    from briefing.measure import Selection, select
    from briefing.publish.contents import contents
    from briefing.publish.profile import read_profile

    profile, chosen = read_profile(start=ROOT), select(load(data), Selection())
    given = parameters(data)
    taken: list[dict[str, float]] = []
    for _ in range(runs + 1):
        marks = [time.perf_counter()]
        chapters = [executed(path, given) for path in profile.chapters]
        marks.append(time.perf_counter())
        pdf_of(chapters)
        marks.append(time.perf_counter())
        contents(chosen, profile, "floor", chapters)
        marks.append(time.perf_counter())
        lengths = (end - begun for begun, end in pairwise(marks))
        taken.append(dict(zip(PARTS, lengths, strict=True)))
    # The first round warms the process up.
    print(json.dumps(taken[1:]))


def measure(given: argparse.Namespace) -> Bench:
    """
    Take the floor and the command on the same core, before and after one another.
    """
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
        for one in warm_rounds(given):
            rows["cells"].seconds.append(one["cells"])
            rows["pdf"].seconds.append(one["cells"] + one["pdf"])
            rows["files"].seconds.append(one["cells"] + one["files"])
    figure = ours.median / rows["files"].median
    reach = Reach("of the floor that makes the same files", figure, "at most", 1.6)
    alone = ours.median / rows["pdf"].median
    note = (
        f"The command makes PDF, page, workbook and manifest. Against a floor that "
        f"makes the PDF alone it is {alone:.2f} x."
    )
    title = f"The main briefing on one core, medians of {given.runs} runs"
    return Bench(title, [ours, *rows.values()], rows["files"], [reach], [note])


def warm_rounds(given: argparse.Namespace) -> list[dict[str, float]]:
    """
    Have another process run one warm round, so that this one stays as it is.
    """
    words = [sys.executable, __file__, "--floor", str(given.data)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor(1, Path(sys.argv[2]))
    else:
        asked = arguments(__doc__)
        report(measure(asked), asked)
