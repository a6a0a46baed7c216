"""What else happened: the events that stand as numbered marks over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing.dataset import Dataset
from briefing.measure import period

# The kinds of event that are marked, each in its lane; the others are left out.
LANES = {
    "Founding, conventions and obligations": ("founding", "convention", "structure"),
    "Summits": ("summit",),
    "Unrest, conflict and bans": ("unrest",),
}


@dataclass(frozen=True)
class Mark:
    """One event with its number, its lane, and the days that its date may mean."""

    number: int
    lane: str
    label: str
    first: date
    last: date
    when: str


def marks(dataset: Dataset, years: Sequence[int]) -> list[Mark]:
    """List the events of some years, lane by lane in order of time, numbered through.

    Of a date that was not seen in a source only the year is given, and an event of
    which no source was read is left out.
    """
    found = []
    for lane, kinds in LANES.items():
        events = dataset.events
        events = events[events["kind"].isin(kinds)].sort_values(["date", "event_id"])
        for row in events.to_dict("records"):
            if row["source_url"] in dataset.missing:
                continue
            unseen = "date" in str(row["unverified_cells"]).split(";")
            text = str(row["date"])[:4] if unseen else str(row["date"])
            days = period.ends(text)
            if years[0] <= days.first.year and days.last.year <= years[-1]:
                said = period.date_in_words(text)
                found.append((lane, str(row["label"]), days.first, days.last, said))
    return [Mark(number, *one) for number, one in enumerate(found, start=1)]


def left_out(dataset: Dataset) -> int:
    """Count the events of these kinds that are not marked, as no source was read."""
    kinds = [kind for of in LANES.values() for kind in of]
    events = dataset.events
    events = events[events["kind"].isin(kinds)]
    return int(events["source_url"].isin(dataset.missing).sum())
