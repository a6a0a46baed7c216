"""A finding: one thing wrong in a data package, said so that it can be put right."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from briefing.dataset.codes import RULES
from briefing.errors import BriefingError

SHOWN = 60  # characters of a cell that a message repeats
FEW = 15  # codes that a message lists
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
            message = f"{self.code!r} is no code of briefing.dataset.codes"
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
        causes = causes_first(self.findings)[:EXAMPLES]
        first = "\n".join(f"  {finding}" for finding in causes)
        many = number_of(findings)
        n = f"{many} finding{'' if many == 1 else 's'}"
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
    what = f"{rest:,} more of this kind"
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


def did_you_mean(word: str, words: Collection[str]) -> str:
    """Say which of *words* is meant by a misspelt one; list them where they are few."""
    # Compared without case, so that 'kaz' leads to 'KAZ'.
    folded = {candidate.casefold(): candidate for candidate in words}
    near = difflib.get_close_matches(word.casefold()[:SHOWN], folded, n=1, cutoff=0.6)
    if near:
        return f"a known one; did you mean {folded[near[0]]!r}?"
    if len(words) <= FEW:
        return f"one of {', '.join(words)}"
    return f"one of {len(words)} known ones, such as {next(iter(words))!r}"
