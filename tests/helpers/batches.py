"""A project of its own in which batches run: tiny notebooks over the pocket data."""

import json
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from briefing.selection.parameters import parameters_cell
from helpers.marked_project import COMMAND, MarkedProject, Run, ended
from helpers.paths import POCKET

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


class Project(MarkedProject):
    """A project for batches, and what became of each briefing in it."""

    def batch(self, plan: str, *words: str, **more: str) -> Run:
        """Start a batch of a plan of which no batch has run before."""
        path = self.home / f"{uuid.uuid4().hex}.toml"
        path.write_text(plan, "utf-8")
        return self.launch([*COMMAND, "batch", path.name, "--no-cache", *words], **more)

    @property
    def rows(self) -> list[dict]:
        """What became of each briefing of the last batch."""
        path = self.out / "runs" / "batch.json"
        return json.loads(path.read_text("utf-8"))["rows"]

    @property
    def statuses(self) -> list[str]:
        """The outcome of each briefing of the last batch."""
        return [row["status"] for row in self.rows]

    def record(self, stem: str) -> dict:
        """Record of the last run of one briefing."""
        path = self.out / "runs" / stem / "run.json"
        return json.loads(path.read_text("utf-8"))


@contextmanager
def project() -> Iterator[Project]:
    """Make a project, and end whatever a test left running in it."""
    # A short path, because the socket of a kernel has to fit.
    home = Path(tempfile.mkdtemp(prefix="sco-b"))
    profiles = home / "notebooks" / "profiles"
    profiles.mkdir(parents=True)
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
    with ended(Project(home)) as made:
        yield made
