"""Check a data package: all rules, one list of findings."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from briefing.dataset import claims, dated, records
from briefing.dataset.cells import wrong_cells, wrong_keys
from briefing.dataset.contents import Contents, read_contents
from briefing.dataset.corrections import TABLE, all_corrected
from briefing.dataset.files import read_files
from briefing.dataset.find import find_package
from briefing.dataset.finding import Finding
from briefing.dataset.sheet import Sheet
from briefing.dataset.uncorrected import blamed, not_applied

LISTED = 1000  # findings of one kind in one file

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
        wrong_keys(sheets),
        *(records.ends_before_start(sheet) for sheet in sheets.values()),
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
            what, rest = f"{n - LISTED:,} more of this kind", n - LISTED
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
