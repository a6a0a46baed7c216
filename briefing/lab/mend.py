"""Put right what needs no judgement: outputs, ids, the parameters cell, the format."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefing.lab.fault import Fault
from briefing.lab.kept import FORMAT, KERNEL, free_ids
from briefing.lab.page import Page
from briefing.measure.parameters import cell as parameters

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
        raw["source"] = parameters().splitlines(keepends=True)
    else:
        raw.setdefault("metadata", {}).setdefault("tags", []).append(TAG)


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
