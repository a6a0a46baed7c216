"""
A second opinion: what frictionless, a validator by others, finds in the files.
"""

import json
from pathlib import Path
from typing import Any

from briefing.dataset.contents import read_contents
from briefing.dataset.files import read_files
from briefing.dataset.find import DESCRIPTOR, find_package, on_disk
from briefing.dataset.finding import Finding
from briefing.errors import BriefingError


class NoFrictionless(BriefingError):
    """
    The independent validator is not installed.
    """


def strict(data: str | Path | None = None) -> list[Finding]:
    """
    Find what frictionless finds; a package whose files cannot be reached has none.
    """
    try:
        from frictionless import Package as Frictionless
    except ImportError:
        message = (
            "The strict check needs frictionless, which is not installed. "
            "Install it with `pip install 'sco-briefing[strict]'`."
        )
        raise NoFrictionless(message) from None
    root = on_disk(find_package(data))
    contents = read_contents(read_files(root))
    package = contents.package
    barred = {"unsafe-path", "missing-file"}
    if package is None or barred & {finding.code for finding in contents.findings}:
        return []
    report = Frictionless.from_descriptor(adapted(root), basepath=str(root)).validate()
    lines = {n: list(sheet.frame.index) for n, sheet in contents.sheets.items()}
    found = [opinion(DESCRIPTOR, error, []) for error in report.errors]
    for task in report.tasks:
        path = package.tables[task.name].path
        found += [opinion(path, e, lines.get(task.name, [])) for e in task.errors]
    return found


def adapted(root: Path) -> dict[str, Any]:
    """
    Give the descriptor as frictionless 5 understands it; the file stays as it is.
    """
    descriptor: dict[str, Any] = json.loads((root / DESCRIPTOR).read_text("utf-8"))
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            # It passes over the categories of Table Schema 2, but knows `enum`.
            if codes := field.get("categories"):
                enum = [code["value"] for code in codes]
                field.setdefault("constraints", {})["enum"] = enum
    return descriptor


def opinion(file: str, error: Any, lines: list[int]) -> Finding:  # noqa: ANN401 - no types
    """
    Turn an error of frictionless into a finding.
    """
    row = getattr(error, "row_number", None)
    # It counts rows, and we lines: a quoted cell may span several of them.
    if row is not None and 0 <= row - 2 < len(lines):
        row = int(lines[row - 2])
    return Finding(
        file,
        row,
        getattr(error, "field_name", None),
        "frictionless",
        f"{error.type}: {error.note}",
        "what the Data Package standard allows",
    )
