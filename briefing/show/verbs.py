"""The one place that decides whether a sentence may say that a right was violated.

A violation is a finding of a court or a treaty body. What other sources say is an
allegation, however many say it.
"""

from __future__ import annotations

from briefing.show.words import number


def violation_words(adjudicated: int, total: int, *, count: bool = True) -> str:
    """Name violations by what is known of them: adjudicated, alleged, or both named."""
    noun = "violation" if total == 1 else "violations"
    if total and adjudicated == total:
        kind = "adjudicated"
    elif adjudicated:
        kind = "adjudicated or alleged"
    else:
        kind = "alleged"
    return f"{number(total)} {kind} {noun}" if count else f"{kind} {noun}"


def violated(basis: str) -> str:
    """Choose the verb for one violation: found by a court or treaty body, or
    alleged.
    """
    if basis == "adjudicated":
        return "was found to be violated"
    return "is alleged to be violated"
