"""The named rule by which a working date follows from what the sources claim.

Court or treaty body, then intergovernmental body, then two independent sources, then
one source: the first of these that speaks decides. What the others say is kept.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from briefing.dataset.dates import Span


@dataclass(frozen=True)
class DateClaim:
    """What one source says of a date: who speaks, and with whose voice."""

    span: Span
    kind: str
    voice: str


def deciding(claims: Collection[DateClaim]) -> list[Span]:
    """Give the dates of those claims that decide."""
    for kinds in ({"court", "treaty_body"}, {"igo"}):
        if highest := [c.span for c in claims if c.kind in kinds]:
            return highest
    return [c.span for c in claims if len(agreeing(c, claims)) > 1] or [
        c.span for c in claims
    ]


def agreeing(claim: DateClaim, claims: Collection[DateClaim]) -> set[str]:
    """Give the voices that a claim does not contradict: 2011-05 allows 2011-05-30."""
    return {c.voice for c in claims if c.span.holds(claim.span)} | {claim.voice}


def allowed(claims: Collection[DateClaim]) -> Iterator[Span]:
    """Give the working dates that the rule allows.

    A deciding date; a more precise one that some source gives within it; or, where
    several decide, the interval that spans them.
    """
    spans = deciding(claims)
    yield from spans
    for claim in claims:
        if any(span.holds(claim.span) for span in spans):
            yield claim.span
    yield Span(min(s.first for s in spans), max(s.last for s in spans))


def follows(working: Span, claims: Collection[DateClaim], *, inferred: bool) -> bool:
    """Tell whether a working date follows from the claims.

    Where the date is marked as inferred it may be less precise than the claims: the
    year alone, say, where a court order stands for the day of the act.
    """
    spans = list(allowed(claims))
    return working in spans or (inferred and any(working.holds(s) for s in spans))
