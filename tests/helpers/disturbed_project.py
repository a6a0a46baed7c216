"""A project of its own in which runs are disturbed: tiny notebooks over the pocket
data.

Every process of a run inherits a mark in its environment, so that one that escaped from
its family is found as well.
"""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from helpers.paths import POCKET, TEST_DATA
from helpers.processes import named

NOTEBOOKS = TEST_DATA / "disturbed"
# How many runs are killed at random moments, in all.
RUNS = int(os.environ.get("FAULT_RUNS") or (50 if os.environ.get("CI") else 10))
MARK = "SCO_BRIEFING_FAULTS"
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from briefing.cli.main import main; sys.exit(main())",
]
# What may stand beside the editions: failures, run records, locks, drafts of the dead.
BESIDE = ("failed", "runs", ".locks", ".edition-")
PATIENCE = 600  # seconds; far more than any run takes, even on a busy machine
OUTCOMES = {"published", "no change", "failed", "refused"}


@dataclass
class Run:
    """One run that was started: its process, and what it said."""

    process: subprocess.Popen
    said: Path

    @property
    def code(self) -> int:
        """Wait for the run itself, whatever its children do, and return its exit
        code.
        """
        return self.process.wait(PATIENCE)

    @property
    def words(self) -> str:
        """Read what it said to people."""
        return (self.said / "err").read_text("utf-8", errors="replace")


@dataclass
class Scene:
    """A project folder: notebooks, data, reports, a cache and a place for temporary
    files.
    """

    home: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def out(self) -> Path:
        """Where its editions stand."""
        return self.home / "reports"

    @property
    def kernels(self) -> Path:
        """Where a kernel leaves its number."""
        return self.home / "kernels"

    def environment(self) -> dict[str, str]:
        """Mark the run, and keep what it writes elsewhere inside the project."""
        given = {
            MARK: self.mark,
            "TMPDIR": str(self.home / "tmp"),
            "BRIEFING_CACHE": str(self.home / "cache"),
            "FAULTS_KERNELS": str(self.kernels),
        }
        return os.environ | given

    def start(self, *words: str, under: Sequence[str] = (), **more: str) -> Run:
        """Start `briefing` with *words*, perhaps *under* another command."""
        for name in ("tmp", "kernels", "said"):
            (self.home / name).mkdir(exist_ok=True)
        said = Path(tempfile.mkdtemp(dir=self.home / "said"))
        with (said / "out").open("wb") as out, (said / "err").open("wb") as err:
            process = subprocess.Popen(
                [*under, *COMMAND, *words],
                cwd=self.home,
                env=self.environment() | more,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        return Run(process, said)

    def run(self, *words: str, under: Sequence[str] = (), **more: str) -> Run:
        """Run `briefing` with *words* to its end."""
        run = self.start(*words, under=under, **more)
        assert isinstance(run.code, int)
        return run

    def processes(self, but: int = 0) -> list[psutil.Process]:
        """Find every living process with the mark, wherever it went."""
        found = []
        for process in psutil.process_iter():
            try:
                marked = process.environ().get(MARK) == self.mark
                if marked and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return [process for process in found if process.pid != but]

    def left(self, patience: float = 15) -> list[str]:
        """Name the processes that are still there after a moment of *patience*."""
        until = time.monotonic() + patience
        while (found := self.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        return [named(one) for one in found]

    def editions(self) -> dict[str, dict[str, str]]:
        """Digest every file of everything that looks published."""
        folders = [p for p in self.out.iterdir() if not p.name.startswith(BESIDE)]
        return {folder.name: digests(folder) for folder in folders}

    def records(self) -> list[dict]:
        """Read the records of the last runs; one that is half written fails here."""
        paths = sorted(self.out.glob("runs/*/run.json"))
        return [json.loads(path.read_text("utf-8")) for path in paths]

    def drafts(self) -> list[str]:
        """Name the drafts beside the editions."""
        return [path.name for path in self.out.glob(".edition-*")]

    def restore(self) -> None:
        """Put the data back as they were."""
        shutil.copytree(POCKET, self.home / "data", dirs_exist_ok=True)


def numbers(runs: int) -> list[object]:
    """Number some runs; the quick run makes the first of them."""
    return [pytest.param(0, marks=pytest.mark.smoke), *range(1, runs)]


def moment(length: float, *seed: object) -> float:
    """Choose a moment in the *length* of a run, always the same for one *seed*."""
    return random.Random(repr(seed)).random() * length


def kill(process: psutil.Process) -> None:
    """Kill a process that may have ended by itself."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def digests(folder: Path) -> dict[str, str]:
    """Digest every file under *folder*."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def scene(like: Scene | None = None) -> Iterator[Scene]:
    """Make a project, or a copy of another, and end in it whatever a test left.

    Its path is short: the socket of a kernel has to fit.
    """
    home = Path(tempfile.mkdtemp(prefix="sco-"))
    made = Scene(home)
    if like:
        shutil.copytree(like.home, home, dirs_exist_ok=True)
    else:
        shutil.copytree(NOTEBOOKS, home / "notebooks")
        shutil.copytree(POCKET, home / "data")
        (home / "METHOD.md").write_text("# How we count\n", "utf-8")
    try:
        yield made
    finally:
        for process in made.processes():
            kill(process)
        shutil.rmtree(home, ignore_errors=True)
