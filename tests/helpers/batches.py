"""A project of its own in which batches run: tiny notebooks over the pocket data."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from briefing.selection.parameters import parameters_cell
from helpers.paths import POCKET
from helpers.processes import named

MARK = "SCO_BRIEFING_BATCH"
PYTHON = [sys.executable, "-c"]
COMMAND = [*PYTHON, "import sys; from briefing.cli.main import main; sys.exit(main())"]
PATIENCE = 180  # far more than any run takes, and less than a person would wait
COUNT = """
from briefing import Selection, incidents_by_type, load, select, stacked_bars
given = dict(states=states, role=role, rights=rights, finding=finding)
chosen = select(load(data), Selection(**given))
stacked_bars(incidents_by_type(chosen))
"""
CHAPTERS = {
    "regional": COUNT,
    "raises": "1 / 0",
    "sleeps": "import time; time.sleep(3600)",
    "slow": f"import time; time.sleep(2)\n{COUNT}",
}


@dataclass
class Run:
    """A command that was started: its process, and what it said."""

    process: subprocess.Popen
    said: Path

    @property
    def code(self) -> int:
        """Wait for its end."""
        return self.process.wait(PATIENCE)

    @property
    def words(self) -> str:
        """Read what it said to people."""
        return (self.said / "err").read_text("utf-8", errors="replace")

    @property
    def printed(self) -> str:
        """Read what it printed for programs."""
        return (self.said / "out").read_text("utf-8")

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something is *true*, while the run goes on."""
        begun = time.monotonic()
        while not true():
            assert self.process.poll() is None, self.words
            assert time.monotonic() - begun < PATIENCE, self.words
            time.sleep(0.05)


@dataclass
class Project:
    """A project folder, and everything that runs in it."""

    home: Path
    mark: str
    runs: list[Run] = field(default_factory=list)

    @property
    def out(self) -> Path:
        """Where its editions stand."""
        return self.home / "reports"

    def start(self, command: list[str], **more: str) -> Run:
        """Start a command in the project, marked so that nothing of it gets lost."""
        said = Path(tempfile.mkdtemp(dir=self.home / "tmp"))
        own = {MARK: self.mark, "TMPDIR": str(self.home / "tmp")}
        with (said / "out").open("wb") as out, (said / "err").open("wb") as err:
            process = subprocess.Popen(
                command,
                cwd=self.home,
                env=os.environ | own | more,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        self.runs.append(Run(process, said))
        return self.runs[-1]

    def batch(self, plan: str, *words: str, **more: str) -> Run:
        """Start a batch of a plan that nothing is known of from before."""
        path = self.home / f"{uuid.uuid4().hex}.toml"
        path.write_text(plan, "utf-8")
        return self.start([*COMMAND, "batch", path.name, "--no-cache", *words], **more)

    @property
    def rows(self) -> list[dict]:
        """Read what became of each briefing of the last batch."""
        path = self.out / "runs" / "batch.json"
        return json.loads(path.read_text("utf-8"))["rows"]

    @property
    def statuses(self) -> list[str]:
        """Say in a word what became of each briefing."""
        return [row["status"] for row in self.rows]

    def record(self, stem: str) -> dict:
        """Read the record of the last run of one briefing."""
        path = self.out / "runs" / stem / "run.json"
        return json.loads(path.read_text("utf-8"))

    def editions(self) -> Mapping[str, str]:
        """Digest every file of everything that looks published."""
        return {
            path.relative_to(self.out).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for edition in sorted(self.out.glob("*"))
            if not edition.name.startswith(("runs", ".", "fai"))
            for path in sorted([edition, *edition.rglob("*")])
            if path.is_file()
        }

    def processes(self) -> list[psutil.Process]:
        """Find every living process of this project."""
        found = []
        for process in psutil.process_iter():
            try:
                if (
                    process.environ().get(MARK) == self.mark
                    and process.status() != psutil.STATUS_ZOMBIE
                ):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def left(self) -> list[str]:
        """Name the processes that are left behind after a moment."""
        until = time.monotonic() + 20
        while (found := self.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        return [named(one) for one in found]

    @property
    def drafts(self) -> list[str]:
        """Name the drafts of editions that nobody published."""
        return [path.name for path in self.out.glob(".edition-*")]


@contextmanager
def project() -> Iterator[Project]:
    """Make a project, and end whatever a test left running in it."""
    # A short path, because the socket of a kernel has to fit.
    home = Path(tempfile.mkdtemp(prefix="sco-b"))
    profiles = home / "notebooks" / "profiles"
    for folder in (profiles, home / "tmp"):
        folder.mkdir(parents=True)
    shutil.copytree(POCKET, home / "data")
    for name, source in CHAPTERS.items():
        cells = [
            new_markdown_cell(f"# What is {name}?"),
            new_code_cell(parameters_cell(), metadata={"tags": ["parameters"]}),
            new_code_cell(source.strip()),
        ]
        nbformat.write(new_notebook(cells=cells), profiles.parent / f"{name}.ipynb")
        text = f'title = "The {name} one"\nabout = "a test"\nchapters = ["{name}"]\n'
        (profiles / f"{name}.toml").write_text(text, "utf-8")
    made = Project(home, uuid.uuid4().hex)
    try:
        yield made
    finally:
        for process in made.processes():
            process.kill()
        for run in made.runs:
            run.process.kill()
            run.process.wait()
        shutil.rmtree(home, ignore_errors=True)
