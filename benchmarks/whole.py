"""Time the whole main briefing as the data grow, with its memory and the size of its
PDF.

    python benchmarks/whole.py [--runs 5] [--quick] [--json FILE] [--largest 100000]

The packages (`briefing data synth`) are Parquet. Each run has an empty cache,
so that loading, checking, all chapters and all files of the edition are in it. Memory
is the peak of everything that the command started, shared pages once. With `--largest
1000000` a million incidents are added, which takes three to four minutes a run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import threading
from itertools import pairwise
from pathlib import Path

import psutil
from timing import BRIEFING, Bench, Reach, Row, arguments, fresh, report

from briefing.synth.package import synth

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SMALL = 20  # MB that a PDF may have
MB = 2**20


class Watch(threading.Thread):
    """Follow a process and all that it starts, and keep the peak of their memory in
    MB.
    """

    def __init__(self, process: int) -> None:
        """Begin to watch."""
        super().__init__(daemon=True)
        self.process, self.peak, self.over = process, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look twice a second, until told that it is over."""
        while not self.over.wait(0.5):
            try:
                root = psutil.Process(self.process)
                family = [root, *root.children(recursive=True)]
            except psutil.Error:
                return
            self.peak = max(self.peak, sum(map(share, family)))


def share(process: psutil.Process) -> float:
    """Give the memory of a process in MB; what it shares counts as its part of it."""
    try:
        held = process.memory_full_info()
    except psutil.Error:  # it ended meanwhile
        return 0.0
    return float(getattr(held, "pss", held.uss)) / MB


def render(row: Row, data: Path) -> float:
    """Time one run from the command to the edition, and give the MB of its PDF."""
    with fresh() as environment, tempfile.TemporaryDirectory() as out:
        words = [BRIEFING, "render", "--quiet", "--data", str(data), "--out", out]
        with row.timing():
            command = subprocess.Popen(
                words, env=os.environ | environment, stdout=subprocess.DEVNULL
            )
            watch = Watch(command.pid)
            ended = command.wait()
        watch.over.set()
        watch.join()
        if ended:
            raise subprocess.CalledProcessError(ended, words)
        row.megabytes.append(watch.peak)
        return next(Path(out).glob("*/*.pdf")).stat().st_size / 1e6


def measure(given: argparse.Namespace) -> Bench:
    """Make the briefing of each size in turn, and say how the PDF grows."""
    sizes = [size for size in SIZES if size <= given.largest]
    rows = {size: Row(f"{size:,} incidents") for size in sizes}
    pdfs: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            synth(size, Path(place) / f"{size}", form="parquet", partitions=1)
        for _ in range(given.runs):
            for size in sizes:
                pdfs[size] = render(rows[size], Path(place) / f"{size}")
    steps = [
        f"{many:,} incidents take {rows[many].median / rows[few].median:.1f} times as "
        f"long as {few:,}"
        for few, many in pairwise(sizes)
    ]
    said = ", ".join(f"{size:,}: {pdf:.1f} MB" for size, pdf in pdfs.items())
    reach = Reach("the largest PDF", max(pdfs.values()), "at most", SMALL, "MB")
    title = (
        f"The whole main briefing of invented incidents, medians of {given.runs} runs"
    )
    notes = [*steps, f"PDF: {said}"]
    return Bench(title, list(rows.values()), rows[sizes[0]], [reach], notes)


if __name__ == "__main__":
    asked = arguments(__doc__, largest=100_000)
    report(measure(asked), asked)
