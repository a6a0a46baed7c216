"""The PDF of one notebook."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from briefing.dataset.location import VARIABLE, named_or_near, refuse_inside
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.files import CannotWrite, atomic_write
from briefing.lint.notebook import Fault, read_page
from briefing.render.execute import run_chapter
from briefing.render.kernels.forkserver import scratch_folder, start_forkserver
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


class NoNotebook(BriefingError):
    """Something that is no notebook, or none that can be read."""

    code = "unreadable"

    @classmethod
    def at(cls, path: Path) -> NoNotebook:
        """Name the place and what may have been meant."""
        folder = path.parent if path.parent.is_dir() else Path()
        near = did_you_mean(path.name, [one.name for one in folder.glob("*.ipynb")])
        message = f"{path} is no notebook. {near}".rstrip()
        return cls(f"{message} Name one such as notebooks/02-by-state.ipynb.")


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
        self.executed: NotebookNode | None = None
        self.said = ""
        self.looked = looks(self.data)
        start_forkserver(self.data)

    def edited(self) -> bool:
        """Tell whether the notebook says anything else than when its PDF was made."""
        return words(self.read()) != self.said

    def outdated(self) -> bool:
        """Tell whether the data were saved since the PDF was begun."""
        return looks(self.data) != self.looked

    def make(self) -> None:
        """Run the notebook and write its PDF."""
        self.looked, self.executed = looks(self.data), None
        notebook = self.read()
        self.said = words(notebook)
        place = scratch_folder() / self.path.name
        nbformat.write(notebook, place)  # type: ignore[no-untyped-call]  # nbformat
        # It runs in its own folder, where its files lie.
        self.executed = run_chapter(place, self.parameters, self.path.parent)
        self.typeset()

    def typeset(self) -> None:
        """Write the PDF of what the notebook showed when it ran last."""
        options = Options(name=self.path.stem, folder=str(self.path.parent))
        if self.executed is not None:
            atomic_write(self.out, typeset(self.executed, options), fsync=False)

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
