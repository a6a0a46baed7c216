"""How long loading and checking take, and in how much memory, as the data grow.

Run `python benchmarks/load.py`. Each figure is the median of fresh processes, which
read a package made by `briefing data synth`; seconds are of the processor, so that
what else runs on the machine counts less. `load` is that of contents checked before,
with the four largest tables asked for whole; `check` reads and checks them, as a first
load does. Memory is the peak of the process above that of its imports; `Arrow` is the
size of all tables as plain columns of text.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
FORMATS = ("parquet", "csv")
LARGE = ("incidents", "violations", "claims", "sources")
HEADS = ("incidents", "format", "on disk", "Arrow", "load", "check", "load, peak")
HEADS += ("check, peak", "peak / Arrow", "time / tenth")
MB = 2**20


def main() -> None:
    """Print the table, or be one of its processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "FOLDER"))
    asked = parser.parse_args()
    if asked.one:
        print(*measured(*asked.one))
        return
    print(f"| {' | '.join(HEADS)} |\n|{'---:|' * len(HEADS)}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(asked.sizes, asked.runs, Path(folder)):
            print(f"| {' | '.join(row)} |", flush=True)


def rows(sizes: list[int], runs: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """Measure each size in each format."""
    # A cache of its own: whatever was checked here before does not count.
    os.environ["BRIEFING_CACHE"] = str(folder / "cache")
    before: dict[str, float] = {}
    for size in sizes:
        for form in FORMATS:
            place = made(size, form, folder / f"{size}-{form}")
            disk = sum(p.stat().st_size for p in place.rglob("*") if p.is_file())
            arrow = run("arrow", place, 1)[0]
            check, peak_of_check = run("check", place, runs)
            run("load", place, 1)  # notes that the contents are sound
            load, peak_of_load = run("load", place, runs)
            linear = f"{load / before[form]:.1f}" if form in before else ""
            before[form] = load
            yield (
                f"{size:,}", form, f"{disk / MB:,.0f} MB", f"{arrow:,.0f} MB",
                f"{load:.2f} s", f"{check:.2f} s", f"{peak_of_load:,.0f} MB",
                f"{peak_of_check:,.0f} MB",
                f"{max(peak_of_load, peak_of_check) / arrow:.1f}", linear,
            )  # fmt: skip


def made(size: int, form: str, place: Path) -> Path:
    """Write a synthetic package."""
    from briefing.synth.package import synth

    partitions = 4 if size >= 1_000_000 else 1
    return synth(size, place, form=form, partitions=partitions)


def run(what: str, place: Path, runs: int) -> tuple[float, float]:
    """Give the medians of what fresh processes measure."""
    command = [sys.executable, __file__, "--one", what, str(place)]
    found = [
        [float(one) for one in subprocess.check_output(command, text=True).split()]
        for _ in range(runs)
    ]
    first, second = zip(*found, strict=True)
    return statistics.median(first), statistics.median(second)


def measured(what: str, place: str) -> tuple[float, float]:
    """Measure one thing in this process: seconds of the processor, and megabytes."""
    from briefing.dataset.load import load
    from briefing.dataset.validate import check

    if what == "arrow":
        return arrow_size(Path(place)), 0.0
    start, used = used_now()
    if what == "check":
        if check(place):
            sys.exit(f"{place} is not sound")
    else:
        data = load(place)
        held = [data.table(name) for name in LARGE]
        assert all(map(len, held))
    end, peak = used_now()
    return end - start, peak - used


def used_now() -> tuple[float, float]:
    """Give the seconds and the megabytes used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / MB


def arrow_size(place: Path) -> float:
    """Give the size of all tables as plain columns of text in Arrow."""
    from briefing.dataset.files import read_files
    from briefing.dataset.table import read_contents

    sheets = read_contents(read_files(place)).sheets.values()
    return sum(int(s.frame.memory_usage(index=False).sum()) for s in sheets) / MB


if __name__ == "__main__":
    main()
