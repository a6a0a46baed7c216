"""Check a package by every rule: our own, and frictionless as a second opinion."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.dataset import record_checks
from briefing.dataset.cell_checks import wrong_cells
from briefing.dataset.corrections import TABLE, all_corrected, blamed, not_applied
from briefing.dataset.files import read_files
from briefing.dataset.findings import Finding
from briefing.dataset.location import find_package
from briefing.dataset.table import Contents, Sheet, read_contents
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.text.formats import number

LISTED = 1000  # findings of one kind in one file

# Each rule with the tables that it reads, in the order of its arguments.
RULES: tuple[tuple[Callable[..., Iterator[Finding]], tuple[str, ...]], ...] = (
    (record_checks.reversed_persons, ("incidents",)),
    (record_checks.references_of_cases, ("violations",)),
    (record_checks.without_source, ("incidents", "claims")),
    (record_checks.without_violation, ("incidents", "violations")),
    (record_checks.derived_in_circle, ("sources",)),
    (record_checks.overlapping, ("memberships",)),
    (record_checks.wrong_values, ("claims", "incidents", "states")),
    (record_checks.outside_range, ("claims", "incidents")),
    (
        record_checks.dates_not_derived,
        ("incidents", "claims", "sources", "corrections"),
    ),
)


def check(data: str | Path | None = None) -> list[Finding]:
    """Find everything that is wrong with a data package, in the order of its files."""
    return findings_of(read_contents(read_files(find_package(data))))


def findings_of(contents: Contents) -> list[Finding]:
    """Find everything that is wrong with a package that was read.

    Each cell is judged as it was coded, and by its corrections; keys and what goes
    across cells are judged as they are counted, with the corrections applied.
    """
    coded, tables = contents.sheets, contents.package.tables if contents.package else ()
    sheets = all_corrected(coded)
    found = chain(
        contents.findings,
        *(wrong_cells(sheet) for sheet in coded.values()),
        not_applied(coded, tables) if TABLE in coded else (),
        blamed(across(sheets), coded, sheets),
    )
    return in_order(listed(found))


def across(sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Find what is wrong with keys, with records, and between them."""
    return chain(
        record_checks.wrong_keys(sheets),
        *(record_checks.ends_before_start(sheet) for sheet in sheets.values()),
        # A table that could not be read is reported once, not by every rule.
        *(
            rule(*(sheets[name] for name in names))
            for rule, names in RULES
            if all(name in sheets for name in names)
        ),
    )


def listed(found: Iterator[Finding]) -> Iterator[Finding]:
    """Give the first findings of each kind in a file, and count the rest.

    A table of a million broken rows is broken in one way, and is said to be so once.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for finding in found:
        place = (finding.file, finding.code)
        seen[place] += 1
        if seen[place] <= LISTED:
            yield finding
    for (file, code), n in seen.items():
        if n > LISTED:
            what, rest = f"{number(n - LISTED)} more of this kind", n - LISTED
            expected = "each put right like the first ones"
            yield Finding(file, None, None, code, what, expected, rest)


def in_order(found: Iterator[Finding]) -> list[Finding]:
    """Sort findings by place, and keep the first of each cell: mended, it is seen
    again.
    """
    first: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        place = (finding.file, finding.row, finding.field)
        whole = finding.row is None or finding.field is None
        first.setdefault((*place, finding.code) if whole else place, finding)
    # What stands for the rest of a long list comes after it.
    return sorted(first.values(), key=lambda f: (f.file, f.times > 1, f.row or 0))


class NoFrictionless(BriefingError):
    """The independent validator is not installed."""

    code = "missing-program"


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
