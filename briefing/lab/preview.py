"""The PDF of one notebook, made again whenever something that it is made of was
saved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import nbformat
from nbformat import NotebookNode

from briefing.dataset.find import DESCRIPTOR, VARIABLE, named_or_near, refuse_inside
from briefing.errors import BriefingError
from briefing.lab import again
from briefing.lab.fault import Fault
from briefing.lab.page import read_page
from briefing.lab.place import place_of, put
from briefing.lab.saved import looks
from briefing.measure.refusals import near_miss
from briefing.render.forks import scratch, warm
from briefing.render.run import run_chapter
from briefing.render.typeset import Options, typeset


class NoNotebook(BriefingError):
    """Something that is no notebook, or none that can be read."""

    @classmethod
    def at(cls, path: Path) -> NoNotebook:
        """Name the place and what may have been meant."""
        folder = path.parent if path.parent.is_dir() else Path()
        near = near_miss(path.name, [one.name for one in folder.glob("*.ipynb")])
        message = f"{path} is no notebook. {near}".rstrip()
        return cls(f"{message} Name one such as notebooks/02-by-state.ipynb.")


@dataclass(frozen=True)
class Made:
    """A PDF that was made: how many of its cells had to run for it, and how long it
    took.
    """

    ran: int
    cells: int
    seconds: float


class Preview:
    """A notebook, and the PDF that follows it."""

    def __init__(
        self, path: Path, out: Path | None, parameters: Mapping[str, str]
    ) -> None:
        """Let kernels come warm from now on; nothing has run yet."""
        if path.suffix != ".ipynb" or not path.is_file():
            raise NoNotebook.at(path)
        self.path = path.absolute()
        self.out = place_of(out or path.with_suffix(".pdf"))
        refuse_inside(self.out, "--out", itself=False)
        self.data = data_of(self.path, parameters.get("data", ""))
        known = {"data": str(self.data)} if parameters.get("data") and self.data else {}
        self.parameters = {**parameters, **known}
        self.shown: again.Shown = {}
        self.said = ""
        self.looked = looks(self.data)
        warm(self.data)

    def forget(self) -> None:
        """Let every cell run again: what it showed came from other data or other
        code.
        """
        self.shown = {}

    def edited(self) -> bool:
        """Tell whether the notebook says anything else than when its PDF was made."""
        return words(self.read()) != self.said

    def outdated(self) -> bool:
        """Tell whether the data were saved since the PDF was begun."""
        return looks(self.data) != self.looked

    def make(self) -> Made:
        """Run what has to run, and put the PDF in its place in one step."""
        begun, self.looked = perf_counter(), looks(self.data)
        notebook = self.read()
        self.said = words(notebook)
        wanted = again.to_run(notebook, self.shown)
        code = [cell for cell in wanted.cells if cell.cell_type == "code"]
        ran = sum(bool(cell.source.strip()) for cell in code)
        executed = self.run(wanted) if ran else wanted
        self.shown = again.merged(notebook, executed, self.shown)
        options = Options(name=self.path.stem, folder=str(self.path.parent))
        put(self.out, typeset(notebook, options))
        return Made(ran, len(code), perf_counter() - begun)

    def read(self) -> NotebookNode:
        """Read the notebook, or say that it cannot be read: it may be half written."""
        if isinstance(fault := read_page(self.path), Fault):
            message = f"{self.path.name} {fault.what}. {fault.cure}"
            raise NoNotebook(message)
        try:
            notebook: NotebookNode = nbformat.read(self.path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat
        except Exception as error:
            # A file that is no JSON, no notebook, or not there: each has its own error.
            reason = str(error).strip().partition("\n")[0]
            message = f"{self.path.name} cannot be read: {reason}"
            raise NoNotebook(message) from error
        return notebook

    def run(self, notebook: NotebookNode) -> NotebookNode:
        """Run the cells that are left, in the notebook's own folder."""
        place = scratch() / self.path.name
        nbformat.write(notebook, place)  # type: ignore[no-untyped-call]  # nbformat
        return run_chapter(place, self.parameters, self.path.parent)


def data_of(notebook: Path, named: str) -> Path | None:
    """Find the folder of data that the notebook will load; None if it is none of
    ours.
    """
    if named or os.environ.get(VARIABLE):
        root = named_or_near(named or None)
        return root.absolute() if isinstance(root, Path) else None
    near = (folder / "data" for folder in notebook.parents)
    return next((one for one in near if (one / DESCRIPTOR).is_file()), None)


def words(notebook: NotebookNode) -> str:
    """Write what somebody wrote of a notebook, without what its cells showed."""
    told = [{**cell, "outputs": [], "execution_count": None} for cell in notebook.cells]
    return json.dumps([told, notebook.metadata.get("title")], sort_keys=True)
