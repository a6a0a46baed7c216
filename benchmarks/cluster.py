"""Time a batch on a Dask cluster of two workers on this machine, beside local
processes.

    python benchmarks/cluster.py [--runs 5] [--quick] [--json FILE] [--data DIR]
                                 [--briefings 20] [--workers 2]

The cluster exists before, as a cluster does; its start is not timed. Each run begins
with workers that have kept nothing, on both sides.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batch import ours, plan, wanted
from timing import BIN, ROOT, Bench, Reach, Row, arguments, fresh, report

DASK = str(BIN / "dask")
PATIENCE = 60


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a scheduler and *workers* processes of one thread, and end them."""
    with fresh() as environment, tempfile.TemporaryDirectory() as folder:
        file, more = Path(folder, "scheduler.json"), os.environ | environment
        known = ["--scheduler-file", str(file)]
        scheduler = [DASK, "scheduler", "--host", "127.0.0.1", "--port", "0"]
        worker = [DASK, "worker", "--nworkers", "1", "--nthreads", "1"]
        started = [start([*scheduler, "--no-dashboard", *known], more)]
        try:
            started += [
                start(
                    [*worker, "--no-dashboard", *known, "--local-directory", folder],
                    more,
                )
                for _ in range(workers)
            ]
            yield ready(file, workers)
        finally:
            for process in reversed(started):
                process.terminate()
            for process in started:
                process.wait(PATIENCE)


def start(words: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start one process of the cluster, quietly."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=nowhere, stderr=nowhere
    )


def ready(file: Path, workers: int) -> str:
    """Wait until the workers have come, and return the address of the scheduler."""
    from distributed import Client

    until = time.monotonic() + PATIENCE
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    with Client(scheduler_file=str(file)) as client:
        client.wait_for_workers(workers, timeout=PATIENCE)
        return str(client.scheduler.address)


def measure(given: argparse.Namespace) -> Bench:
    """Take turns between the cluster and local processes."""
    briefings = wanted(given.data, given.briefings)
    local = Row(f"local, {given.workers} processes")
    remote = Row(f"Dask, {given.workers} workers on this machine")
    with tempfile.TemporaryDirectory() as folder:
        path = plan(briefings, Path(folder))
        for _ in range(given.runs):
            ours(local, path, given, "--workers", str(given.workers))
            with cluster(given.workers) as address:
                ours(remote, path, given, "--scheduler", address)
    figure = remote.median / local.median
    reach = Reach("Dask against local processes", figure, "at most", 1.3)
    title = f"{given.briefings} briefings of one state, medians of {given.runs} runs"
    return Bench(title, [local, remote], local, [reach])


if __name__ == "__main__":
    asked = arguments(__doc__, briefings=20, workers=2)
    report(measure(asked), asked)
