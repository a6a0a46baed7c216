"""A Dask cluster on this machine whose workers may be killed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Client

from helpers.disturbed_project import DisturbedProject

DASK = (sys.executable, "-m", "dask")
WORKERS = 2
PATIENCE = 60


@dataclass
class DaskCluster:
    """A scheduler and its workers, all of them making briefings of one project.

    Every worker has a mark of its own, so that what it leaves can be told apart.
    """

    project: DisturbedProject
    folder: Path
    address: str = ""
    workers: list[tuple[subprocess.Popen, DisturbedProject]] = field(
        default_factory=list
    )

    @property
    def known(self) -> Path:
        """Where the scheduler writes its address."""
        return self.folder / "scheduler.json"

    def start(
        self, kind: str, mark: DisturbedProject, *options: str
    ) -> subprocess.Popen:
        """Start one process of the cluster, which says to a file what it has to say."""
        words = (*DASK, kind, "--scheduler-file", str(self.known), "--no-dashboard")
        with (self.folder / f"{kind}.txt").open("ab") as said:
            return subprocess.Popen(
                [*words, *options],
                cwd=self.project.home,
                env=os.environ | mark.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def fill(self) -> None:
        """Have as many workers as there should be, and wait until they work."""
        self.workers = [one for one in self.workers if one[0].poll() is None]
        options = ("--no-nanny", "--nthreads", "1", "--local-directory")
        while len(self.workers) < WORKERS:
            mark = DisturbedProject(self.project.home)
            worker = self.start("worker", mark, *options, str(self.folder))
            self.workers.append((worker, mark))
        with Client(self.address, timeout=PATIENCE) as client:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                if len(client.scheduler_info()["workers"]) == WORKERS:
                    return
                time.sleep(0.1)


@contextmanager
def dask_cluster(project: DisturbedProject) -> Iterator[DaskCluster]:
    """Start a cluster, and end it with everything that belongs to it."""
    with tempfile.TemporaryDirectory(prefix="sco-dask-") as folder:
        made, mark = DaskCluster(project, Path(folder)), DisturbedProject(project.home)
        scheduler = made.start("scheduler", mark, "--host", "127.0.0.1", "--port", "0")
        try:
            with Client(scheduler_file=str(made.known), timeout=PATIENCE) as client:
                made.address = client.scheduler.address
            yield made
        finally:
            for process, _ in (*made.workers, (scheduler, mark)):
                process.kill()
                process.wait()
