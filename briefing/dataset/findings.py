"""Findings: what is wrong with a package, where, and what to do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from briefing.errors import BriefingError
from briefing.text.formats import counted, number

RULES = {
    "missing-file": "every table that datapackage.json names is a file beside it",
    "empty-file": "a table has at least its header line",
    "not-utf8": "text is UTF-8",
    "byte-order-mark": "a file starts with its first column, without a byte order mark",
    "crlf": "lines end in LF",
    "unreadable-row": "quotes are closed and a cell is of sane length",
    "wrong-delimiter": "cells are parted by commas",
    "no-header": "the first line names the columns",
    "ragged-row": "each row has as many cells as the header",
    "unknown-column": "columns are those of datapackage.json, once each",
    "missing-column": "every column of datapackage.json is there",
    "column-order": "columns stand in the order of datapackage.json",
    "empty-cell": "a cell without a value says which kind of not-knowing it is",
    "control-character": "cells hold text, without characters that cannot be seen",
    "normal-form": "text is in one form: Unicode's form C, words one blank apart",
    "wrong-type": "a cell has the type of its field",
    "pattern": "a cell has the form of its field",
    "not-an-address": "an address begins with https:// or http:// and names a host",
    "out-of-range": "a cell keeps within the bounds of its field",
    "required": "a required field has a value",
    "duplicate-key": "a key stands once in its table",
    "unknown-code": "codes are those that datapackage.json lists",
    "broken-reference": "what a row refers to exists",
    "impossible-date": "a date is on the calendar",
    "end-before-start": "nothing ends before it began",
    "persons-reversed": "the smallest number of people is at most the largest",
    "adjudicated-without-reference": "an adjudicated violation names its case",
    "reference-without-adjudication": "only an adjudicated violation names a case",
    "incident-without-source": "a source reports each incident (claims.csv, 'act')",
    "act-without-violation": "a counted act has a violation (violations.csv)",
    "derived-in-circle": "following derived_from ends at a source of its own",
    "overlapping-membership": "a state has one status at a time",
    "date-turned-number": "a cell is as typed, and not as a spreadsheet changed it",
    "formula": "text does not start like a spreadsheet formula",
    "claim-outside-range": "persons_min to persons_max spans every claim",
    "date-not-derived": "the working date follows from the claims, or a correction",
    "correction-not-applied": "a correction starts from what the table holds",
    "invalid-descriptor": "datapackage.json is a Data Package with our tables",
    "unsafe-path": "files lie inside the package",
    "file-changed": "a file is the one whose digest datapackage.json records",
    "unreadable-file": "a Parquet file is whole",
    "undeclared-file": "every CSV or Parquet file is named in datapackage.json",
    "frictionless": "frictionless, an independent validator, accepts the package",
}

SHOWN = 60  # characters of a cell that a message repeats

EXAMPLES = 3  # of findings that are alike

# What keeps a table from being read, from which other findings follow.
CAUSES = (
    *("invalid-descriptor", "unsafe-path", "missing-file", "not-utf8", "empty-file"),
    *("unreadable-file", "wrong-delimiter", "no-header", "unreadable-row"),
    *("missing-column", "unknown-column", "ragged-row"),
)

# What is seldom wrong by itself: something that it counts on is missing.
CONSEQUENCES = (
    *("broken-reference", "incident-without-source", "act-without-violation"),
    *("date-not-derived", "correction-not-applied", "frictionless"),
)


@dataclass(frozen=True)
class Finding:
    """Say where (file, row, field), what, and what was expected.

    The row is the number of the line in the file, as an editor shows it.
    """

    file: str
    row: int | None
    field: str | None
    code: str
    what: str
    expected: str
    times: int = 1  # how many this one stands for: one, or the rest of a long list

    def __post_init__(self) -> None:
        """Refuse a code that has no rule: that would be our own mistake."""
        if self.code not in RULES:
            message = f"{self.code!r} is no code of briefing.dataset.findings"
            raise KeyError(message)

    @property
    def rule(self) -> str:
        """Say the rule that is broken."""
        return RULES[self.code]

    def __str__(self) -> str:
        """Say it in one line."""
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.field is not None:
            where += f", {self.field}"
        return f"{where}: {self.code}: {self.what}; expected {self.expected}"


class InvalidPackage(BriefingError):
    """A data package that breaks its rules, with all its findings."""

    def __init__(self, place: str, findings: Collection[Finding]) -> None:
        """Name the first findings and say how many there are."""
        self.findings = tuple(findings)
        self.code = next((one.code for one in self.findings), self.code)
        causes = causes_first(self.findings)[:EXAMPLES]
        first = "\n".join(f"  {finding}" for finding in causes)
        many = number_of(findings)
        n = counted(many, "findings")
        super().__init__(
            f"The data package {place} is not valid ({n}):\n{first}\n"
            f"Run `briefing check --data {place}` to see all."
        )


def causes_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings: what keeps a file from being read, and last what follows from
    others.
    """

    def rank(finding: Finding) -> int:
        if finding.code in CAUSES:
            return CAUSES.index(finding.code)
        return len(CAUSES) + (finding.code in CONSEQUENCES)

    return sorted(findings, key=rank)


def few(findings: Iterable[Finding], most: int = EXAMPLES) -> list[Finding]:
    """Give causes first, and a few examples of findings that are alike with how many
    more there are.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for one in causes_first(findings):
        # Of columns that are missing or too many each has a name of its own.
        heads = one.code in ("missing-column", "unknown-column")
        alike.setdefault((one.file, one.code, None if heads else one.field), []).append(
            one
        )
    return [one for group in alike.values() for one in shortened(group, most)]


def shortened(group: list[Finding], most: int) -> list[Finding]:
    """Give the first findings that are alike, and one that stands for the others."""
    rest = number_of(group[most:])
    if rest < 2:
        return group
    last = group[most]
    what = f"{number(rest)} more of this kind"
    expected = "each put right like the first ones"
    return [
        *group[:most],
        Finding(last.file, None, last.field, last.code, what, expected, rest),
    ]


def number_of(findings: Iterable[Finding]) -> int:
    """Count findings, with those that one at the end of a long list stands for."""
    return sum(finding.times for finding in findings)


def shown(text: str) -> str:
    """Quote the beginning of a cell, with what cannot be seen made visible."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")
