"""A project folder whose processes carry a mark, so that none of them gets lost.

Every process of a run inherits the mark in its environment, also one that left its
family.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

from helpers import project
from helpers.processes import named

MARK = "BRIEFING_TEST_MARK"
COMMAND = [sys.executable, "-c", project.COMMAND]
PATIENCE = 600  # seconds; far more than any run takes, even on a busy machine
# What may stand beside the editions: failures, run records, locks, drafts of the dead.
BESIDE = ("failed", "runs", ".locks", ".edition-")


@dataclass
class Run:
    """A command that was started: its process, and the files of its two streams."""

    process: subprocess.Popen
    folder: Path

    @property
    def code(self) -> int:
        """Exit code of the run itself, waited for whatever its children do."""
        return self.process.wait(PATIENCE)

    @property
    def words(self) -> str:
        """Standard error: what is written to people."""
        return (self.folder / "err").read_text("utf-8", errors="replace")

    @property
    def printed(self) -> str:
        """Standard output: what is written to programs."""
        return (self.folder / "out").read_text("utf-8")

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something is *true*, while the run goes on."""
        begun = time.monotonic()
        while not true():
            assert self.process.poll() is None, self.words
            assert time.monotonic() - begun < PATIENCE, self.words
            time.sleep(0.05)


@dataclass
class MarkedProject:
    """A project folder, and everything that runs in it."""

    home: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    runs: list[Run] = field(default_factory=list)

    @property
    def out(self) -> Path:
        """Where its editions are published."""
        return self.home / "reports"

    def environment(self) -> dict[str, str]:
        """Environment of a run: the mark, and its own folder for temporary files."""
        return os.environ | {MARK: self.mark, "TMPDIR": str(self.home / "tmp")}

    def launch(self, command: Sequence[str], **more: str) -> Run:
        """Start a command in the project, with *more* in its environment."""
        for name in ("tmp", "streams"):
            (self.home / name).mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self.home / "streams"))
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            process = subprocess.Popen(
                command,
                cwd=self.home,
                env=self.environment() | more,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        self.runs.append(Run(process, folder))
        return self.runs[-1]

    def start(self, *words: str, under: Sequence[str] = (), **more: str) -> Run:
        """Start `briefing` with *words*, perhaps *under* another command."""
        return self.launch([*under, *COMMAND, *words], **more)

    def run(self, *words: str, under: Sequence[str] = (), **more: str) -> Run:
        """Run `briefing` with *words* to its end."""
        run = self.start(*words, under=under, **more)
        assert isinstance(run.code, int)
        return run

    def processes(self, but: int = 0) -> list[psutil.Process]:
        """Living processes with the mark, wherever they went."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                marked = process.environ().get(MARK) == self.mark
                if marked and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return [process for process in found if process.pid != but]

    def left(self, patience: float = 20) -> list[str]:
        """Names of the processes that are still there after some seconds."""
        until = time.monotonic() + patience
        while (found := self.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        return [named(one) for one in found]

    def editions(self) -> dict[str, dict[str, str]]:
        """Digests of the files of everything that looks published, by folder."""
        folders = [p for p in self.out.glob("*") if not p.name.startswith(BESIDE)]
        return {folder.name: digests(folder) for folder in sorted(folders)}

    def records(self) -> list[dict]:
        """Records of the last runs; one that is half written fails here."""
        paths = sorted(self.out.glob("runs/*/run.json"))
        return [json.loads(path.read_text("utf-8")) for path in paths]

    def drafts(self) -> list[str]:
        """Names of the drafts of editions that nobody published."""
        return [path.name for path in self.out.glob(".edition-*")]


Made = TypeVar("Made", bound=MarkedProject)


@contextmanager
def ended(made: Made) -> Iterator[Made]:
    """Give a project to a test, and end and remove what the test left of it."""
    try:
        yield made
    finally:
        for process in made.processes():
            kill(process)
        for run in made.runs:
            run.process.kill()
            run.process.wait()
        shutil.rmtree(made.home, ignore_errors=True)


def kill(process: psutil.Process) -> None:
    """Kill a process that may have ended by itself."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under *folder*, by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
