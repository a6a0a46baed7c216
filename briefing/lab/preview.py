"""The PDF of one notebook."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

import nbformat
from nbformat import NotebookNode

import briefing
from briefing.dataset.location import VARIABLE, named_or_near, refuse_inside
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.files import CannotWrite, atomic_write
from briefing.lint.notebook import Fault, read_page
from briefing.render.execute import run_chapter
from briefing.render.kernels.forkserver import scratch_folder, start_forkserver
from briefing.render.notebook import PAPERMILL_TAGS, authored_cells, tags
from briefing.render.pdf import Options, typeset
from briefing.suggest import did_you_mean

PDF = b"%PDF"


def place_of(out: Path) -> Path:
    """Refuse to write over anything but a PDF, or under a name that is none of a
    PDF.
    """
    if out.is_dir():
        what = "is a folder"
    elif out.suffix.lower() != ".pdf":
        what = "is not the name of a PDF"
    elif out.is_file() and out.stat().st_size and head(out) != PDF:
        what = "is there already, is no PDF, and would be overwritten"
    else:
        return out
    near = out.with_name(f"{out.stem}-preview.pdf")
    message = f"{out} {what}. Name a PDF with --out, such as {near}."
    raise CannotWrite(message)


def head(path: Path) -> bytes:
    """Read how a file begins, which tells a PDF from others."""
    with path.open("rb") as file:
        return file.read(len(PDF))


Looks = dict[str, tuple[int, int]]


def folders_of(data: Path | None) -> list[Path]:
    """List the folders in which the tables of a package lie."""
    return [data, data / "reference"] if data else []


def is_data(path: Path, data: Path | None) -> bool:
    """Tell whether a file is one of the data, and no draft of one."""
    return path.parent in folders_of(data) and not path.name.startswith(".")


def looks(data: Path | None) -> Looks:
    """Give what changes with each file of the data when it is saved."""
    found: Looks = {}
    for folder in folders_of(data):
        for path in sorted(folder.glob("*")):
            # A draft may be gone by now.
            with suppress(FileNotFoundError):
                if is_data(path, data):
                    now = path.stat()
                    found[str(path)] = now.st_size, now.st_mtime_ns
    return found


# What a cell may be made of that only shows: calls, with values and each other inside.
SHOWING = (
    *(ast.Expression, ast.Call, ast.Name, ast.Constant, ast.keyword, ast.expr_context),
    *(ast.Attribute, ast.List, ast.Tuple, ast.UnaryOp, ast.unaryop),
)

Key: TypeAlias = tuple[str, ...]

# What cells showed, each under all that its output comes from.
Shown: TypeAlias = dict[Key, list[NotebookNode]]


def to_run(notebook: NotebookNode, shown: Shown) -> NotebookNode:
    """Make the notebook that a kernel gets: what was shown and is still true stays out.

    Each cell keeps its place, so that a mistake is found at the number that it has. If
    nothing has to run, no cell holds any code.
    """
    made = deepcopy(notebook)
    old = [key in shown for _, key, _ in cells(made)]
    for (cell, _, shows), known in zip(list(cells(made)), old, strict=True):
        cell.outputs = []
        if all(old) or (shows and known):
            cell.source = ""
    return made


def merged(notebook: NotebookNode, executed: NotebookNode, shown: Shown) -> Shown:
    """Give each cell what it shows, as it ran or from before, and remember all of it.

    Parameters that papermill injects show nothing, and a run may put others there.
    """
    now: Shown = {key: [] for _, key, _ in cells(notebook)}
    ours = [
        (cell, key)
        for cell, key, _ in cells(notebook)
        if not PAPERMILL_TAGS & tags(cell)
    ]
    ran = [cell for cell in authored_cells(executed) if cell.cell_type == "code"]
    for (cell, key), other in zip(ours, ran, strict=True):
        cell.outputs = other.outputs if other.source else deepcopy(shown.get(key, []))
        now[key] = deepcopy(cell.outputs)
    return now


def cells(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Key, bool]]:
    """Go through the code: each cell with what its output comes from, and whether it
    only shows.
    """
    before: Key = ()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shows, named = only_shows(cell.source), cell.metadata.get("tags", [])
            key = (*before, f"{' '.join(named)}\n{cell.source}")
            yield cell, key, shows
            before = before if shows else key


def only_shows(source: str) -> bool:
    """Tell whether a cell is one expression made of calls of the notebook's
    language.
    """
    try:
        parts = list(ast.walk(ast.parse(source.strip(), mode="eval")))
    except SyntaxError:
        return False
    calls = [one.func for one in parts if isinstance(one, ast.Call)]
    whole = all(isinstance(one, SHOWING) for one in parts)
    return whole and bool(calls) and all(map(_of_language, calls))


def _of_language(function: ast.expr) -> bool:
    """Tell whether a call is of a name that `briefing` hands out, or of one in
    `say`.
    """
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "say"
    return isinstance(function, ast.Name) and function.id in briefing.__all__


class NoNotebook(BriefingError):
    """Something that is no notebook, or none that can be read."""

    @classmethod
    def at(cls, path: Path) -> NoNotebook:
        """Name the place and what may have been meant."""
        folder = path.parent if path.parent.is_dir() else Path()
        near = did_you_mean(path.name, [one.name for one in folder.glob("*.ipynb")])
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
        """Start the fork server; nothing has run yet."""
        if path.suffix != ".ipynb" or not path.is_file():
            raise NoNotebook.at(path)
        self.path = path.absolute()
        self.out = place_of(out or path.with_suffix(".pdf"))
        refuse_inside(self.out, "--out", itself=False)
        self.data = data_of(self.path, parameters.get("data", ""))
        known = {"data": str(self.data)} if parameters.get("data") and self.data else {}
        self.parameters = {**parameters, **known}
        self.shown: Shown = {}
        self.said = ""
        self.looked = looks(self.data)
        start_forkserver(self.data)

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
        wanted = to_run(notebook, self.shown)
        code = [cell for cell in wanted.cells if cell.cell_type == "code"]
        ran = sum(bool(cell.source.strip()) for cell in code)
        executed = self.run(wanted) if ran else wanted
        self.shown = merged(notebook, executed, self.shown)
        options = Options(name=self.path.stem, folder=str(self.path.parent))
        atomic_write(self.out, typeset(notebook, options), fsync=False)
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
        place = scratch_folder() / self.path.name
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
