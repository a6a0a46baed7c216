"""
Time a whole briefing, split into its stages, beside stock papermill and nbconvert.

    python benchmarks/end_to_end.py [--runs 5] [--data DIR]

Seconds are medians of wall time over the runs. The ratio is against our own whole
command in the same session: 2.0 means twice as long. Peak memory is that of the largest
process of one run. Stock routes that are not installed here are named and left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pypandoc
from rich.console import Console
from rich.table import Table

from briefing.publish.profile import read_profile
from briefing.render import exhibits, join, run_chapter
from briefing.render.assemble import assemble
from briefing.render.pandoc import to_typst
from briefing.render.press import STANDARDS, compile_pdf, lay

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = read_profile(start=ROOT).chapters
BIN = Path(sys.executable).parent


@dataclass
class Row:
    """
    One thing that is timed: its seconds, run by run, and its peak memory in MB.
    """

    name: str
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """
        Return the median of the seconds.
        """
        return statistics.median(self.seconds)

    @contextmanager
    def timing(self) -> Iterator[None]:
        """
        Add the wall time of the block as one run.
        """
        begun = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - begun)


def command(row: Row, *commands: list[str]) -> None:
    """
    Run *commands* one after the other as one run of *row*.
    """
    peak = 0.0
    with row.timing():
        for words in commands:
            nowhere = [
                (os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)
            ]
            child = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere)
            _, status, usage = os.wait4(child, 0)
            if status:
                message = (
                    f"{row.name}: `{' '.join(words)}` failed; run it by hand to see"
                )
                raise SystemExit(message)
            peak = max(peak, usage.ru_maxrss / 1024)
    row.megabytes.append(peak)


def stages(data: Path, rows: dict[str, Row]) -> None:
    """
    Time the three stages of a briefing in this process, one after the other.
    """
    with rows["execute"].timing():
        chapters = [run_chapter(path, {"data": str(data)}) for path in NOTEBOOKS]
    context = next(p for p in exhibits(chapters[0]) if p["kind"] == "context")
    joined = join(chapters, {**context, "edition": "benchmark"})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with rows["convert"].timing():
            document = assemble(joined, audit=False, name="benchmark", folder=folder)
            body = to_typst(document, folder)
        with rows["typeset"].timing():
            compile_pdf(lay(document, body, folder), STANDARDS[0], context["released"])


def stock(route: str, data: Path, folder: Path) -> list[list[str]]:
    """
    List the stock commands that make one PDF of each chapter by *route*.
    """
    commands = []
    # Only root needs the second option, and Chromium refuses to start without it.
    options = ["--disable-chromium-sandbox"] if route == "webpdf" else []
    for path in NOTEBOOKS:
        executed = str(folder / path.name)
        papermill = [str(BIN / "papermill"), str(path), executed, "-p", "data"]
        commands.append([*papermill, str(data), "--cwd", str(path.parent)])
        nbconvert = [str(BIN / "jupyter"), "nbconvert", "--no-input", "--to", route]
        commands.append([*nbconvert, *options, executed, "--output-dir", str(folder)])
    return commands


def has_chromium() -> bool:
    """
    Tell whether the Chromium that nbconvert's `webpdf` starts is there.
    """
    if find_spec("playwright") is None:
        return False
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def routes() -> tuple[list[str], list[str]]:
    """
    Tell which stock routes can run here, and why the others cannot.
    """
    here, absent = [], []
    for route, needed, present in (
        ("pdf", "xelatex", shutil.which("xelatex") is not None),
        ("webpdf", "playwright and its Chromium", has_chromium()),
    ):
        if present:
            here.append(route)
        else:
            absent.append(f"nbconvert --to {route} left out: needs {needed}")
    return here, absent


def measure(runs: int, data: Path) -> tuple[dict[str, Row], list[str]]:
    """
    Run everything *runs* times, taking turns, so that no route has the quiet hour.
    """
    here, absent = routes()
    rows = {"whole": Row("briefing render")}
    rows |= {name: Row(f"  {name}") for name in ("execute", "convert", "typeset")}
    rows |= {name: Row(f"papermill + nbconvert --to {name}") for name in here}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as scratch:
            render = [str(BIN / "briefing"), "render", "--quiet", "--data", str(data)]
            command(rows["whole"], [*render, "--out", scratch])
        stages(data, rows)
        for route in here:
            with tempfile.TemporaryDirectory() as scratch:
                command(rows[route], *stock(route, data, Path(scratch)))
    return rows, absent


def report(rows: dict[str, Row], absent: list[str], runs: int) -> None:
    """
    Print the table, and what was left out.
    """
    title = f"{len(NOTEBOOKS)} chapters, medians of {runs} runs"
    table = Table(title=title)
    for heading in ("what", "seconds", "ratio", "peak MB"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows.values():
        peak = f"{max(row.megabytes):.0f}" if row.megabytes else ""
        ratio = f"{row.median / rows['whole'].median:.2f}"
        table.add_row(row.name, f"{row.median:.2f}", ratio, peak)
    console = Console()
    console.print(table)
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    console.print(f"Python {platform.python_version()}, {machine}")
    for reason in absent:
        console.print(reason)


def main() -> None:
    """
    Read the arguments, measure and report.
    """
    # The stock route to PDF looks for pandoc on the PATH: it gets the same one as ours.
    pandoc = Path(pypandoc.get_pandoc_path()).parent
    os.environ["PATH"] = f"{pandoc}{os.pathsep}{os.environ['PATH']}"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    arguments = parser.parse_args()
    rows, absent = measure(arguments.runs, arguments.data.resolve())
    report(rows, absent, arguments.runs)


if __name__ == "__main__":
    main()
