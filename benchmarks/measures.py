"""Time every measure over synthetic packages, beside the same counts written by hand.

`python benchmarks/measures.py` prints, for 10^4, 10^5 and 10^6 incidents, the median
seconds of the selection and of each measure on a fresh selection, of hand-written
pandas, DuckDB and Polars over the same loaded tables, and the ratios. The numbers of
all engines are compared first. Loading is not in it. Measures without a counterpart by
hand are timed alone. Every engine runs in a process of its own, whose peak memory is
printed with what of it was there after loading.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from counting import (
    COUNTS,
    by_pandas,
    of_measure,
    pandas_select,
)
from engines import duckdb_of, polars_of

from briefing.dataset.dataset import Dataset
from briefing.dataset.load import load

ENGINES = ("ours", "pandas", "duckdb", "polars")
TABLES = ("incidents", "violations", "claims", "sources")
HEADLINES = ("totals", "disagreements", "overlap_of_kinds", "overlap_of_publishers")
Job = Callable[[], Any]


def ours(dataset: Dataset) -> tuple[Job, dict[str, Callable[[], Job]]]:
    """Give our selection, and for each measure a job on a selection that knows
    nothing.
    """
    sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
    import briefing
    from briefing.selection import select, selection
    from helpers import counts_by_name

    chosen = select.select(dataset, selection.Selection())
    found = counts_by_name.COUNTS | {
        name: getattr(briefing, name) for name in HEADLINES
    }
    jobs = {
        name: partial(lambda function: partial(function, replace(chosen)), function)
        for name, function in found.items()
    }
    return partial(select.select, dataset, selection.Selection()), jobs


def by_hand(engine: str, dataset: Dataset) -> tuple[Job, dict[str, Callable[[], Job]]]:
    """Give the selection and the counts of another engine, over the same tables."""
    tables = {name: dataset.table(name) for name in TABLES}
    if engine == "pandas":
        select: Job = partial(pandas_select, tables)
        count: Callable[..., Any] = partial(by_pandas, select())
    elif engine == "duckdb":
        select, count = duckdb_of(tables)
    else:
        select, count = polars_of(tables)
    jobs = {name: partial(partial, count, *of) for name, of in COUNTS.items()}
    return select, jobs


def child(engine: str, data: str, runs: int) -> dict[str, Any]:
    """Time one engine, and give its numbers."""
    dataset = load(data)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    select, jobs = ours(dataset) if engine == "ours" else by_hand(engine, dataset)
    seconds = {"select": timed(lambda: select, runs)}
    seconds |= {name: timed(job, runs) for name, job in jobs.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = of_measure if engine == "ours" else dict
    numbers = {name: read(jobs[name]()()) for name in COUNTS}
    said = {name: sorted(map(str, of.items())) for name, of in numbers.items()}
    return {"seconds": seconds, "numbers": said, "loaded": loaded, "peak": peak}


def timed(job: Callable[[], Job], runs: int) -> float:
    """Give the median seconds of a job, which is made anew for every run."""
    taken = []
    for _ in range(runs):
        made = job()
        start = time.perf_counter()
        made()
        taken.append(time.perf_counter() - start)
    return median(taken)


def compared(n: int, folder: Path, runs: int) -> None:
    """Run every engine over one package, and print the table."""
    data = folder / f"{n}"
    if not data.exists():
        briefing = Path(sys.executable).with_name("briefing")
        order = [briefing, "data", "synth", "--incidents", str(n), "--out", data]
        subprocess.run([*order, "--format", "parquet"], check=True, capture_output=True)
    found = {}
    for engine in ENGINES:
        order = [sys.executable, __file__, "--child", engine, "--data", str(data)]
        made = subprocess.run([*order, "--runs", str(runs)], check=True, text=True,
                              stdout=subprocess.PIPE)  # fmt: skip
        found[engine] = json.loads(made.stdout)
    for engine in ENGINES[1:]:
        for name in COUNTS:
            if found[engine]["numbers"][name] != found["ours"]["numbers"][name]:
                sys.exit(f"{engine} and we differ on {name} at {n:,} incidents")
    show(n, found)


def show(n: int, found: dict[str, Any]) -> None:
    """Print the table of one size: milliseconds, and our time as a part of the
    others'.
    """
    print(f"\n{n:,} incidents: milliseconds, and ours / theirs")
    heads = "".join(f"{one:>10}" for one in (*ENGINES, *(f"/{e}" for e in ENGINES[1:])))
    print(f"{'':34}{heads}")
    took = {engine: dict(of["seconds"]) for engine, of in found.items()}
    both = ["select", *COUNTS]
    for of in took.values():
        of["all of these"] = sum(of[name] for name in both)
    for name in [*both, "all of these", *(set(took["ours"]) - {*both, "all of these"})]:
        cells = [took[engine].get(name) for engine in ENGINES]
        line = "".join(f"{c * 1000:10.1f}" if c else f"{'':>10}" for c in cells)
        ratios = "".join(f"{cells[0] / c:10.2f}" for c in cells[1:] if c)
        slow = "  over 1.5" if cells[1] and cells[0] > 1.5 * cells[1] else ""
        print(f"{name:34}{line}{ratios}{slow}")
    for engine, of in found.items():
        print(f"{engine}: {of['peak'] / 1e6:.2f} GB at most, {of['loaded'] / 1e6:.2f} "
              f"of it after loading")  # fmt: skip


def main() -> None:
    """Read the command line, and run."""
    ask = argparse.ArgumentParser(description=str(__doc__).splitlines()[1])
    ask.add_argument("--sizes", type=int, nargs="+", default=[10**4, 10**5, 10**6])
    ask.add_argument("--runs", type=int, default=5)
    ask.add_argument("--folder", type=Path, help="where packages are kept; else none")
    ask.add_argument("--child", choices=ENGINES, help=argparse.SUPPRESS)
    ask.add_argument("--data", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.child:
        print(json.dumps(child(given.child, given.data, given.runs)))
        return
    with tempfile.TemporaryDirectory() as spare:
        for n in given.sizes:
            compared(n, given.folder or Path(spare), given.runs)


if __name__ == "__main__":
    main()
