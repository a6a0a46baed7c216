"""
Check a data package: all rules, one list of findings.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from briefing.dataset import claims, corrections, dated, records
from briefing.dataset.cells import wrong_cells, wrong_keys
from briefing.dataset.contents import Contents, read_contents
from briefing.dataset.files import read_files
from briefing.dataset.find import find_package
from briefing.dataset.finding import Finding

# Each rule with the tables that it reads, in the order of its arguments.
RULES: tuple[tuple[Callable[..., Iterator[Finding]], tuple[str, ...]], ...] = (
    (records.reversed_persons, ("incidents",)),
    (records.references_of_cases, ("violations",)),
    (records.without_source, ("incidents", "claims")),
    (records.without_violation, ("incidents", "violations")),
    (records.derived_in_circle, ("sources",)),
    (records.overlapping, ("memberships",)),
    (claims.wrong_values, ("claims", "incidents", "states")),
    (claims.outside_range, ("claims", "incidents")),
    (
        dated.dates_not_derived,
        ("incidents", "claims", "sources", "corrections"),
    ),
)


def check(data: str | Path | None = None) -> list[Finding]:
    """
    Find everything that is wrong with a data package, in the order of its files.
    """
    return findings_of(read_contents(read_files(find_package(data))))


def findings_of(contents: Contents) -> list[Finding]:
    """
    Find everything that is wrong with a package that was read.
    """
    sheets = contents.sheets
    found = chain(
        contents.findings,
        *(wrong_cells(sheet) for sheet in sheets.values()),
        wrong_keys(sheets),
        *(records.ends_before_start(sheet) for sheet in sheets.values()),
        # A table that could not be read is reported once, not by every rule.
        *(
            rule(*(sheets[name] for name in names))
            for rule, names in RULES
            if all(name in sheets for name in names)
        ),
        corrections.not_applied(sheets, sheets["corrections"])
        if contents.readable
        else (),
    )
    return in_order(found)


def in_order(found: Iterator[Finding]) -> list[Finding]:
    """
    Sort findings by place, and keep the first of each cell: mended, it is seen again.
    """
    first: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        place = (finding.file, finding.row, finding.field)
        whole = finding.row is None or finding.field is None
        first.setdefault((*place, finding.code) if whole else place, finding)
    return sorted(first.values(), key=lambda f: (f.file, f.row or 0))
