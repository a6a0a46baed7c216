"""Time the main briefing from the command to the PDF, beside the stock routes.

    python benchmarks/end_to_end.py [--runs 5] [--quick] [--json FILE] [--data DIR]

Ours also makes the page, the workbook and the manifest; the stock routes make one PDF
of each chapter; R Markdown makes one document of all charts. All take turns, so that
none has the quiet hour; of the stock routes and of R's only the faster goes on after
the first round. Routes that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from stock import browser, commands, routes
from timing import BRIEFING, ROOT, Bench, Reach, Row, arguments, fresh, report

from briefing.publish.profiles import read_profile

CHAPTERS = read_profile(start=ROOT).chapters
RMD = Path(__file__).with_name("regional.Rmd")
STAGES = ("chapters", "typeset", "publish")
R = {"pdf": "pdf_document", "html": "html_document"}


def ours(rows: dict[str, Row], data: Path) -> None:
    """Make the briefing with an empty cache, then again elsewhere with what was
    kept.
    """
    with fresh() as environment:
        for name in ("cold", "warm"):
            with tempfile.TemporaryDirectory() as out:
                words = [BRIEFING, "render", "--quiet", "--data", str(data)]
                rows[name].command([*words, "--out", out], **environment)
                if name == "cold":
                    stages(rows, Path(out))


def stages(rows: dict[str, Row], out: Path) -> None:
    """Read from the run record how long each stage took."""
    for path in out.glob("runs/*/run.json"):
        for name, seconds in json.loads(path.read_text("utf-8"))["stages"].items():
            if name in rows:
                rows[name].seconds.append(seconds)


def has_r() -> bool:
    """Tell whether R can knit the same charts."""
    if shutil.which("Rscript") is None:
        return False
    asked = "for (p in c('rmarkdown', 'ggplot2')) library(p, character.only = TRUE)"
    done = subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False)
    return done.returncode == 0


def knit(row: Row, kind: str, data: Path) -> None:
    """Render the same charts and tables with R Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        code = (
            f"rmarkdown::render('{RMD}', '{R[kind]}', output_dir = '{folder}', "
            f"intermediates_dir = '{folder}', params = list(data = '{data}'), "
            f"quiet = TRUE)"
        )
        row.command([str(shutil.which("Rscript")), "-e", code])


def measure(given: argparse.Namespace) -> Bench:
    """Run everything as often as asked, taking turns."""
    here, absent = routes()
    kinds = [kind for kind in R if kind == "html" or "pdf" in here] if has_r() else []
    rows = {"cold": Row("`briefing render`, nothing in the cache")}
    rows |= {name: Row(f"of which {name}") for name in STAGES}
    rows["warm"] = Row("`briefing render`, all chapters in the cache")
    rows |= {route: Row(f"papermill + nbconvert --to {route}") for route in here}
    rows |= {f"r-{kind}": Row(f"R Markdown to {kind.upper()}") for kind in kinds}
    for _ in range(given.runs):
        ours(rows, given.data)
        for route in here:
            with tempfile.TemporaryDirectory() as folder:
                rows[route].command(
                    *commands(route, CHAPTERS, given.data, Path(folder))
                )
        for kind in kinds:
            knit(rows[f"r-{kind}"], kind, given.data)
        # The slower routes take minutes, and we are held against the fastest.
        here = fastest(here, rows, "")
        kinds = fastest(kinds, rows, "r-")
    once = [f"{row.name} ran once." for row in rows.values() if len(row.seconds) == 1]
    said = [*notes(kinds), *(once if given.runs > 1 else []), *absent]
    return bench(rows, given.runs, said)


def fastest(names: list[str], rows: dict[str, Row], before: str) -> list[str]:
    """Leave the one of *names* whose row has been the fastest so far, if there is
    any.
    """
    return sorted(names, key=lambda name: rows[before + name].median)[:1]


def notes(kinds: list[str]) -> list[str]:
    """Say what the rows hold that are not alike."""
    said = [
        "Peak memory is that of the largest process of a command; kernels that a "
        "command starts are not in it."
    ]
    if kinds:
        said.append(
            "R Markdown draws 25 charts and prints the tables and the register from "
            "the same files with ggplot2 and kable. It leaves out sentences, ranges of "
            "findings, sources, marks, attachments and accessibility; flows, tile map "
            "and set charts are drawn as bars and grids."
        )
    else:
        said.append("R Markdown is left out: it needs Rscript, rmarkdown and ggplot2.")
    return said


def bench(rows: dict[str, Row], runs: int, said: list[str]) -> Bench:
    """Hold the cold command against the fastest stock route."""
    stock = [rows[name] for name in ("webpdf", "pdf") if name in rows]
    reaches = []
    if stock:
        rival = min(stock, key=lambda row: row.median)
        figure = rival.median / rows["cold"].median
        what = f"faster than the fastest stock route ({rival.name})"
        reaches.append(Reach(what, figure, "at least", 5))
    if other := [row for name, row in rows.items() if name.startswith("r-")]:
        rival = min(other, key=lambda row: row.median)
        said = [
            f"{rival.name} takes {rival.median / rows['cold'].median:.2f} times as "
            f"long as ours.",
            *said,
        ]
    title = f"The main briefing, {len(CHAPTERS)} chapters, medians of {runs} runs"
    return Bench(title, list(rows.values()), rows["cold"], reaches, said)


if __name__ == "__main__":
    asked = arguments(__doc__)
    with browser():
        report(measure(asked), asked)
