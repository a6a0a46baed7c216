"""A notebook as lint reads it: the file as it is, which Jupyter may not even open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from briefing.lab.fault import Fault

LONGEST = 40  # letters of a cell's first line that tell which cell is meant
TOOL = "00-"  # the form and the landing page: notebooks of ours that are no chapters


@dataclass(frozen=True)
class Cell:
    """One cell: its number as a reader counts, its kind, its text and what Jupyter
    keeps.
    """

    number: int
    kind: str
    source: str
    raw: dict[str, Any] = field(repr=False, hash=False)

    @property
    def tags(self) -> set[str]:
        """Give its tags."""
        return set(map(str, self.raw.get("metadata", {}).get("tags", [])))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it: JupyterLab adds such a cell at the end."""
        return not self.source.strip() and not self.tags

    @property
    def words(self) -> str:
        """Give the words by which a person finds it: its first line, shortened."""
        lines = [line.strip() for line in self.source.splitlines() if line.strip()]
        first = lines[0] if lines else ""
        return first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True)
class Page:
    """One notebook file."""

    path: Path
    raw: dict[str, Any] = field(repr=False, hash=False)

    @cached_property
    def cells(self) -> list[Cell]:
        """List its cells."""
        return [
            Cell(number, one.get("cell_type", ""), text_of(one.get("source", "")), one)
            for number, one in enumerate(self.raw["cells"], start=1)
        ]

    def of_kind(self, kind: str) -> list[Cell]:
        """List the cells of a kind, such as code or markdown."""
        return [cell for cell in self.cells if cell.kind == kind]

    def tagged(self, tag: str) -> list[Cell]:
        """List the cells with a tag."""
        return [cell for cell in self.cells if tag in cell.tags]

    @property
    def is_tool(self) -> bool:
        """Tell whether it is a tool, to which the rules of chapters do not apply."""
        return self.path.name.startswith(TOOL)

    def fault(
        self,
        at: Cell | None,
        code: str,
        what: str,
        cure: str,
        *,
        line: int = 0,
        mendable: bool = False,
    ) -> Fault:
        """Say that something is wrong with a cell, or with the whole notebook."""
        number, words = (at.number, at.words) if at else (0, "")
        return Fault(self.path, number, words, code, what, cure, line, mendable)


def text_of(source: object) -> str:
    """Join the lines of a text, which a notebook keeps as a list or as one string."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def read_page(path: Path) -> Page | Fault:
    """Read the notebook at *path*, or say why Jupyter could not."""
    try:
        text = path.read_text("utf-8")
        raw = json.loads(text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        return unreadable(path, error)
    cells = raw.get("cells") if isinstance(raw, Mapping) else None
    if not isinstance(cells, list) or not all(isinstance(one, dict) for one in cells):
        what = "holds no list of cells, so it is no notebook of today's format"
        cure = "Open it in JupyterLab and save it, which brings it up to date."
        return Fault(path, 0, "", "unreadable", what, cure)
    return Page(path, tidy(raw))


def tidy(raw: dict[str, Any]) -> dict[str, Any]:
    """Put nothing where a program wrote `null`, or what can be no metadata and no
    outputs.
    """
    for one in (raw, *raw["cells"]):
        if not isinstance(one.get("metadata", {}), dict):
            one["metadata"] = {}
        if not isinstance(one.get("outputs", []), list):
            one["outputs"] = []
        if one.get("source", "") is None:
            one["source"] = ""
        if not isinstance(one.get("metadata", {}).get("tags", []), list):
            del one["metadata"]["tags"]
    if not isinstance(raw.get("metadata", {}).get("kernelspec", {}), dict):
        del raw["metadata"]["kernelspec"]
    return raw


def unreadable(path: Path, error: Exception) -> Fault:
    """Say what keeps a notebook from being read, and where in the file."""
    what, line = f"cannot be read ({error})", 0
    cure = "Give back the file as it was last saved: git checkout -- the file."
    if isinstance(error, json.JSONDecodeError):
        line = error.lineno
        what = f"is not JSON at line {line} of the file ({error.msg})"
        if "<<<<<<<" in error.doc:
            what = "holds both sides of a merge that git could not settle"
            cure = "Settle it cell by cell with `nbdime mergetool`."
            line = error.doc[: error.doc.index("<<<<<<<")].count("\n") + 1
        if error.doc.startswith("\ufeff"):
            what = "begins with a byte order mark, which Jupyter does not read"
            cure = "Save it as UTF-8 without a byte order mark."
    if isinstance(error, FileNotFoundError):
        what, cure = "is not there", "Name a notebook, or a folder of notebooks."
    return Fault(path, 0, "", "unreadable", what, cure, line)
