"""Run many notebooks in warm kernels, one after the other, and look for what is left.

    python benchmarks/warm_kernels.py [--runs 500] [--against 0]

Before and after, it counts the processes, open files, sockets, threads and temporary
files of the run, and its memory and that of its forkserver. What grew with the runs is
a leak, and the exit code 1. A run that took two seconds longer than the median is
counted as a stall; on a busy machine that says nothing. With `--against N` it also
times N kernels as stock papermill starts them, to a first chart, and their stalls.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
import psutil
from nbformat import v4
from rich.console import Console
from rich.table import Table

from briefing.render.execute import run_chapter
from briefing.render.kernels.forkserver import scratch_folder, start_forkserver

CHART = """import matplotlib.pyplot as plt
plt.rcParams["svg.fonttype"] = "none"
%config InlineBackend.figure_formats = ["svg"]
plt.plot([1, 2, 3]);"""
STALL = 2.0
# Between two looks at the same state: caches that fill up once, and the allocator.
SPARE_MB = 24.0
WARM_UP = 5


def notebook(folder: Path) -> Path:
    """Write a notebook that draws one chart."""
    path = folder / "chart.ipynb"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    chart = v4.new_notebook(
        cells=[v4.new_code_cell(CHART)], metadata={"kernelspec": kernel}
    )
    nbformat.write(chart, path)
    return path


def state() -> dict[str, float]:
    """Count what a run can leave behind, in this process and among its descendants."""
    gc.collect()
    # The last connection may be on its way out.
    time.sleep(0.5)
    here = psutil.Process()
    below = here.children(recursive=True)
    server = [one for one in below if "forkserver" in " ".join(one.cmdline())]
    return {
        "processes": len(below),
        "open files": here.num_fds(),
        "sockets": len(here.net_connections("all")),
        "threads": here.num_threads(),
        "temporary files": sum(1 for _ in scratch_folder().rglob("*")),
        "forkserver's files": sum(one.num_fds() for one in server),
        "memory, MB": here.memory_info().rss / 1e6,
        "forkserver's memory, MB": sum(one.memory_info().rss for one in server) / 1e6,
    }


def timed(runs: int, run: Callable[[], object]) -> list[float]:
    """Return the seconds that each of *runs* took."""
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return seconds


def stalls(seconds: list[float]) -> int:
    """Count the runs that took much longer than the median."""
    return sum(one > statistics.median(seconds) + STALL for one in seconds)


def leaks(before: dict[str, float], after: dict[str, float]) -> list[str]:
    """List what grew."""
    spare = {name: SPARE_MB if "MB" in name else 0 for name in before}
    return [name for name in before if after[name] > before[name] + spare[name]]


def report(
    before: dict[str, float], after: dict[str, float], routes: dict[str, list[float]]
) -> None:
    """Print what there was before and after, and how long the runs took."""
    console = Console()
    found = Table("what", "before", "after", title="warm kernels, one after the other")
    for name, value in before.items():
        found.add_row(name, f"{value:.0f}", f"{after[name]:.0f}")
    console.print(found)
    times = Table("route", "runs", "median s", "slowest s", "stalls", "ratio")
    own = statistics.median(routes["warm kernel"])
    for name, seconds in routes.items():
        median = statistics.median(seconds)
        figures = [f"{median:.3f}", f"{max(seconds):.3f}", str(stalls(seconds))]
        times.add_row(name, str(len(seconds)), *figures, f"{median / own:.2f}")
    console.print(times)


def stock(path: Path, *arguments: str) -> Callable[[], object]:
    """Make one run as stock papermill does, with more *arguments* for the kernel."""
    out = str(path.with_name("executed.ipynb"))
    quiet = ["--IPKernelApp.log_level=50", *arguments]
    return lambda: papermill.execute_notebook(
        str(path), out, progress_bar=False, extra_arguments=quiet
    )


def main() -> None:
    """Read the arguments, run, compare and report; exit 1 on a leak."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--against", type=int, default=0)
    arguments = parser.parse_args()
    start_forkserver()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder
        path = notebook(Path(folder))
        timed(WARM_UP, lambda: run_chapter(path, {}))
        before = state()
        routes = {"warm kernel": timed(arguments.runs, lambda: run_chapter(path, {}))}
        after = state()
        if arguments.against:
            memory = "--HistoryManager.hist_file=:memory:"
            for name, more in (("stock", ()), ("stock, history in memory", (memory,))):
                routes[name] = timed(arguments.against, stock(path, *more))
    report(before, after, routes)
    grown = leaks(before, after)
    if grown:
        message = f"left behind: {', '.join(grown)}"
        raise SystemExit(message)


if __name__ == "__main__":
    main()
