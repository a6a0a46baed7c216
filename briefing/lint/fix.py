"""What needs no judgement, put right: ids, stored outputs, format."""

from __future__ import annotations

import ast
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.lint.notebook import Cell, Fault, Faults, Page, text_of
from briefing.selection.parameters import SELECTING, parameters_cell

FIX = "`briefing chapter lint --fix` does it."

ID = re.compile(r"[a-z]+-\d\d")

COMMENT = re.compile(r"\s*(#|$)")

FORMAT = (4, 5)

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python"}

KERNEL["name"] = "python3"


def stripped(page: Page) -> Faults:
    """Refuse stored outputs: they are of one day and one selection, and hide every
    diff.
    """
    for cell in page.of_kind("code"):
        n = len(cell.raw.get("outputs", []))
        if n or cell.raw.get("execution_count") is not None:
            what = (
                "is saved with what it showed" if n else "is saved with its run number"
            )
            cure = f"Clear it: Edit > Clear Outputs of All Cells, and save. {FIX}"
            yield page.fault(cell, "stored-outputs", what, cure, mendable=True)


def with_ids(page: Page) -> Faults:
    """Ask for an id for each cell by which a diff knows it again, as long as it
    lives.
    """
    count = Counter(str(cell.raw.get("id", "")) for cell in page.cells)
    seen: set[str] = set()
    for cell in page.cells:
        own = str(cell.raw.get("id", ""))
        if cell.is_empty:
            continue  # it is to go, and needs no id
        if not own:
            what = "has no id, by which a diff would know it again"
        elif count[own] > 1 and own in seen:
            what = f"has the id {own}, which another cell has too"
        elif not page.is_tool and not ID.fullmatch(own):
            what = f'has the id "{own}", which is not a word and two digits'
        else:
            seen.add(own)
            continue
        cure = f"Give it the next free one, such as {next(free_ids(page))}. {FIX}"
        yield page.fault(cell, "cell-id", what, cure, mendable=True)


def filled(page: Page) -> Faults:
    """Name cells that hold nothing: they are left over, and may stand behind the
    limits.
    """
    for cell in page.cells:
        if cell.is_empty:
            last = "the last cell " if cell.number == len(page.cells) else ""
            what = f"{last}is empty"
            cure = f"Delete it: click to the left of it and press D twice. {FIX}"
            yield page.fault(cell, "empty-cell", what, cure, mendable=True)
        elif cell.kind == "code" and not cell.tags and only_comments(cell.source):
            what = "holds nothing but comments, so it shows nothing"
            cure = "Delete it, or bring back the code; words belong into Markdown."
            yield page.fault(cell, "empty-cell", what, cure)


def only_comments(source: str) -> bool:
    """Tell whether no line of a cell of code does anything."""
    return all(map(COMMENT.match, source.splitlines()))


def free_ids(page: Page) -> Iterator[str]:
    """Yield ids that no cell of the notebook has, after the pattern of the others."""
    taken = {str(cell.raw.get("id", "")) for cell in page.cells}
    words = Counter(own.partition("-")[0] for own in taken if ID.fullmatch(own))
    word = words.most_common(1)[0][0] if words else word_of(page)
    numbers = [int(own[-2:]) for own in taken if ID.fullmatch(own)]
    first = max(numbers, default=0) + 1
    for number in (*range(first, 100), *range(1, first)):
        if f"{word}-{number:02d}" not in taken:
            yield f"{word}-{number:02d}"


def word_of(page: Page) -> str:
    """Take the last word of a notebook's name, for the ids of its cells."""
    words: list[str] = re.findall("[a-z]+", page.path.stem.lower())
    return words[-1] if words else "cell"


def in_format(page: Page) -> Faults:
    """Ask for the format that keeps ids, and for the kernel that every machine has."""
    found = (page.raw.get("nbformat"), page.raw.get("nbformat_minor"))
    if found != FORMAT:
        what = f"is of format {found[0]}.{found[1]}, and 4.5 is the one with cell ids"
        yield page.fault(None, "format", what, FIX, mendable=found[0] == FORMAT[0])
    kernel = page.raw.get("metadata", {}).get("kernelspec", {}).get("name")
    if kernel != KERNEL["name"]:
        what = f"asks for the kernel {kernel}, which other machines may not have"
        cure = f"Choose the kernel Python 3. {FIX}"
        yield page.fault(None, "format", what, cure, mendable=True)


def is_kept(cell: Cell) -> bool:
    """Tell whether a cell holds something of a run."""
    return bool(cell.raw.get("outputs")) or cell.raw.get("execution_count") is not None


TAG = "parameters"


def mended(page: Page, faults: Iterable[Fault]) -> bool:
    """Put right what can be, and tell whether anything was."""
    todo = [fault for fault in faults if fault.mendable]
    if not todo:
        return False
    ids = free_ids(page)
    for fault in todo:
        if fault.cell:
            cell = page.cells[fault.cell - 1]
            mend_cell(cell.raw, fault, ids)
        else:
            page.raw["nbformat"], page.raw["nbformat_minor"] = FORMAT
            page.raw.setdefault("metadata", {})["kernelspec"] = dict(KERNEL)
    gone = {fault.cell for fault in todo if fault.code == "empty-cell"}
    cells = [cell.raw for cell in page.cells if cell.number not in gone]
    write(page.path, page.raw | {"cells": cells})
    return True


def mend_cell(raw: dict[str, Any], fault: Fault, ids: Iterable[str]) -> None:
    """Put one cell right."""
    if fault.code == "stored-outputs":
        raw["outputs"], raw["execution_count"] = [], None
    elif fault.code == "cell-id":
        raw["id"] = next(iter(ids))
    elif fault.code == "empty-cell":
        pass  # it goes as a whole, when the others have been found by their numbers
    elif TAG in raw.get("metadata", {}).get("tags", []):
        raw["source"] = parameters_cell().splitlines(keepends=True)
    elif fault.code == "setup":
        source = f"{imports(text_of(raw['source']))}\n\n{SELECTING}".lstrip()
        raw["source"] = source.splitlines(keepends=True)
    else:
        raw.setdefault("metadata", {}).setdefault("tags", []).append(TAG)


def imports(source: str) -> str:
    """Return a cell up to the first line that imports nothing."""
    own = (
        one.lineno
        for one in ast.parse(source).body
        if not isinstance(one, ast.Import | ast.ImportFrom)
    )
    lines = source.split("\n")
    return "\n".join(lines[: next(own, len(lines) + 1) - 1]).rstrip()


def write(path: Path, raw: Mapping[str, Any]) -> None:
    """Write a notebook in one step, in the form in which Jupyter writes it."""
    text = json.dumps(raw, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    if path.exists():
        Path(draft).chmod(path.stat().st_mode & 0o777)
    else:
        Path(draft).chmod(0o666 & ~umask())
    Path(draft).replace(path)


def umask() -> int:
    """Tell which rights new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
