"""What is left of the headline numbers when a reader accepts less."""

from dataclasses import dataclass, replace

from briefing.measure.choose import select
from briefing.measure.chosen import Chosen
from briefing.measure.refusals import EmptySelection
from briefing.measure.totals import Totals, totals

# By the least finding that is accepted. A court counts as more than two sources do.
LEVELS = {
    "reported": "Any source",
    "corroborated": "Two independent sources, or a court",
    "adjudicated": "A court or treaty body only",
}


@dataclass(frozen=True)
class Level:
    """The headline numbers of a selection that accepts no less than *finding*."""

    finding: str
    label: str
    totals: Totals


def sensitivity(chosen: Chosen) -> tuple[Level, ...]:
    """Count the headline numbers under each finding as the least accepted, weakest
    first.

    Each level is selected anew, so it equals what the parameter *finding* gives. A
    selection that refuses weaker findings already has no levels for them.
    """
    accepted = reversed(chosen.selection.findings)
    return tuple(
        Level(finding, LEVELS[finding], totals(at_least(chosen, finding)))
        for finding in accepted
    )


def at_least(chosen: Chosen, finding: str) -> Chosen:
    """Select again with another least finding; nothing may be left."""
    asked = chosen.selection.model_copy(update={"finding": finding})
    try:
        return select(chosen.dataset, asked)
    except EmptySelection:
        return replace(
            chosen,
            selection=asked,
            incident_at=chosen.incident_at[:0],
            violation_at=chosen.violation_at[:0],
            apart_at=chosen.apart_at[:0],
            doubtful=(),
        )
