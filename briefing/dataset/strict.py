"""A second opinion: what frictionless, a validator by others, finds in the files."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.dataset.contents import Contents, read_contents
from briefing.dataset.files import read_files
from briefing.dataset.find import DESCRIPTOR, find_package
from briefing.dataset.finding import Finding
from briefing.dataset.sheet import Sheet
from briefing.errors import BriefingError


class NoFrictionless(BriefingError):
    """The independent validator is not installed."""


def strict(data: str | Path | None = None) -> list[Finding]:
    """Find what frictionless finds; a package whose files cannot be reached has
    none.
    """
    try:
        from frictionless import Package as Frictionless
    except ImportError:
        message = (
            "The strict check needs frictionless, which is not installed. "
            "Install it with `make check`, or `python deploy/set_up.py lab`, at the "
            "top of the project."
        )
        raise NoFrictionless(message) from None
    root = find_package(data)
    contents = read_contents(read_files(root))
    package = contents.package
    barred = {"unsafe-path", "missing-file"}
    if package is None or barred & {finding.code for finding in contents.findings}:
        return []
    # Of a table that cannot be read it would say the same row by row.
    if not contents.readable:
        return []
    plain = all(r.format == "csv" and len(r.files) == 1 for r in package.resources)
    if isinstance(root, Path) and plain:
        descriptor = json.loads((root / DESCRIPTOR).read_text("utf-8"))
        report = Frictionless.from_descriptor(adapted(descriptor), basepath=str(root))
        return opinions(contents, report.validate())
    with TemporaryDirectory() as folder:
        descriptor = json.loads((root / DESCRIPTOR).read_bytes())
        copied(descriptor, contents, Path(folder))
        report = Frictionless.from_descriptor(adapted(descriptor), basepath=folder)
        return opinions(contents, report.validate())


def copied(descriptor: dict[str, Any], contents: Contents, folder: Path) -> None:
    """Write each table as one CSV file, which is what frictionless knows best."""
    for resource in descriptor["resources"]:
        name = f"{resource['name']}.csv"
        contents.sheets[resource["name"]].frame.to_csv(folder / name, index=False)
        resource.update(path=name, format="csv", mediatype="text/csv")
        for digest in ("hash", "bytes"):
            resource.pop(digest, None)


def opinions(contents: Contents, report: Any) -> list[Finding]:  # noqa: ANN401 - no types
    """Turn a report of frictionless into findings."""
    found = [opinion(DESCRIPTOR, error, None) for error in report.errors]
    for task in report.tasks:
        path = contents.package.tables[task.name].path if contents.package else ""
        sheet = contents.sheets.get(task.name)
        found += [opinion(path, error, sheet) for error in task.errors]
    return found


def adapted(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Give the descriptor as frictionless 5 understands it."""
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            # It passes over the categories of Table Schema 2, but knows `enum`.
            if codes := field.get("categories"):
                enum = [code["value"] for code in codes]
                field.setdefault("constraints", {})["enum"] = enum
    return descriptor


def opinion(file: str, error: Any, sheet: Sheet | None) -> Finding:  # noqa: ANN401 - no types
    """Turn an error of frictionless into a finding."""
    row = getattr(error, "row_number", None)
    # It counts rows, and we lines: a quoted cell may span several of them.
    if row is not None and sheet is not None and 0 <= row - 2 < len(sheet.frame):
        file, row = sheet.place(int(sheet.frame.index[row - 2]))
    return Finding(
        file,
        row,
        getattr(error, "field_name", None),
        "frictionless",
        f"{error.type}: {error.note}",
        "what the Data Package standard allows",
    )
