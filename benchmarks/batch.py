"""Time a batch of briefings of single states, beside a stock loop over the same
notebooks.

    python benchmarks/batch.py [--runs 5] [--quick] [--json FILE] [--data DIR]
                               [--briefings 20] [--workers 2]

The stock loop is a script of papermill and nbconvert with as many processes, which
import both libraries once. Ours makes the page, the workbook and the manifest as well.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import islice, product
from pathlib import Path

from stock import browser, loop, routes
from timing import BRIEFING, ROOT, Bench, Reach, Row, arguments, fresh, report

from briefing.dataset.load import load
from briefing.publish.profiles import read_profile

STATE = read_profile("state", start=ROOT)


def wanted(data: Path, number: int) -> list[dict[str, str]]:
    """Choose so many briefings: each state that acted, with names and without."""
    dataset = load(data)
    acted = dataset.table("incidents")["executing_state"]
    states = sorted(set(acted.astype(str)) - set(dataset.missing))
    pairs = product(("shown", "withheld"), states)
    chosen = [
        {"states": state, "names": names} for names, state in islice(pairs, number)
    ]
    if len(chosen) < number:
        message = f"{data} has incidents for only {len(chosen)} briefings."
        raise SystemExit(message)
    return chosen


def plan(briefings: list[dict[str, str]], folder: Path) -> Path:
    """Write the plan of a batch."""
    lines = []
    for one in briefings:
        lines += ["[[briefing]]", 'profile = "state"', "[briefing.parameters]"]
        lines += [f'{name} = "{value}"' for name, value in one.items()]
    path = folder / "plan.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def ours(row: Row, path: Path, given: argparse.Namespace, *more: str) -> None:
    """Make the batch with an empty cache."""
    with fresh() as environment, tempfile.TemporaryDirectory() as out:
        words = [BRIEFING, "batch", str(path), "--data", str(given.data), "--quiet"]
        row.command([*words, "--out", out, *more], **environment)


def measure(given: argparse.Namespace) -> Bench:
    """Take turns between ours and each stock route that runs here."""
    here, absent = routes()
    briefings = wanted(given.data, given.briefings)
    stock = [{**STATE.fixed, **one, "data": str(given.data)} for one in briefings]
    batch = Row(f"`briefing batch`, {given.workers} processes")
    rows = {route: Row(f"papermill + nbconvert ({route}) loop") for route in here}
    with tempfile.TemporaryDirectory() as folder:
        path = plan(briefings, Path(folder))
        for _ in range(given.runs):
            ours(batch, path, given, "--workers", str(given.workers))
            for route in here:
                with tempfile.TemporaryDirectory() as place, rows[route].timing():
                    loop(route, STATE.chapters, stock, Path(place), given.workers)
            # The slower stock route takes minutes, and we are held against the faster.
            here = [min(here, key=lambda route: rows[route].median)] if here else []
    each = batch.median / given.briefings
    said = [f"Ours takes {each:.2f} s a briefing.", *absent]
    said += [f"{row.name} ran once." for row in rows.values() if len(row.seconds) == 1]
    reaches = []
    if rows:
        fastest = min(rows.values(), key=lambda row: row.median)
        figure = fastest.median / batch.median
        what = f"faster than the stock loop ({fastest.name})"
        reaches.append(Reach(what, figure, "at least", 8))
    title = f"{given.briefings} briefings of one state, medians of {given.runs} runs"
    return Bench(title, [batch, *rows.values()], batch, reaches, said)


if __name__ == "__main__":
    asked = arguments(__doc__, briefings=20, workers=2)
    with browser():
        report(measure(asked), asked)
