"""Whether a treaty bound a state when an act was done, as far as the tables know.

A treaty binds from its entry into force for the state. Where only the deposit of the
instrument is known, the treaty's own final clause says how long it took.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.dataset import Dataset
from briefing.dataset.dates import Span, span
from briefing.measure.clauses import waited
from briefing.measure.once import once

Row = Mapping[Hashable, Any]

STANDINGS = {
    "bound": "Bound",
    "uncertain": "Not certain",
    "signed": "Signed only",
    "withdrawn": "No longer bound",
    "not_party": "Not a party",
    "not_known": "Not known",
}
JOINED = ("party", "accepted", "former_party")
DATED = ("status", "signed", "bound_from", "in_force_from", "bound_to", "as_of")
EVER = Span(date.max, date.max)  # known without a last day


@dataclass(frozen=True)
class Terms:
    """What the tables know of one state and one treaty, in days.

    `start` and `end` are when it began and ceased to bind, `seen` the day up to which
    it is known that it did not. What was not seen in a source counts by its year.
    """

    status: str
    opened: Span | None
    signed: Span | None
    start: Span | None
    end: Span | None
    seen: Span | None
    verified: bool


@once
def terms_of(dataset: Dataset) -> dict[tuple[str, str], Terms]:
    """Read the terms of every treaty and state that the tables have."""
    opened = dataset.treaties.set_index("treaty")["in_force"].map(span)
    return {
        (row["treaty"], row["state"]): terms(row, opened.get(row["treaty"]))
        for row in dataset.treaty_parties.to_dict("records")
    }


def terms(row: Row, opened: Span | None) -> Terms:
    """Read one row; *opened* is the day on which the treaty itself came into force."""
    doubted = set(str(row["unverified_cells"]).split(";")) & set(DATED)
    return Terms(
        status="" if "status" in doubted else row["status"],
        opened=opened,
        signed=day(row, "signed", doubted),
        start=start(row, opened, doubted),
        end=day(row, "bound_to", doubted),
        seen=EVER if row["as_of"] == "not_applicable" else day(row, "as_of", doubted),
        verified=not doubted,
    )


def day(row: Row, cell: str, doubted: set[str]) -> Span | None:
    """Read a date, and only its year where it was not seen in a source."""
    found = span(row[cell])
    return whole_years(found) if found and cell in doubted else found


def whole_years(days: Span) -> Span:
    """Widen days to the years in which they lie."""
    return Span(date(days.first.year, 1, 1), date(days.last.year, 12, 31))


def start(row: Row, opened: Span | None, doubted: set[str]) -> Span | None:
    """Find the first day of force for the state, never before the treaty's own."""
    own = day(row, "in_force_from", doubted)
    deposit = day(row, "bound_from", doubted)
    if deposit is not None:
        deposit = waited(deposit, row["treaty"])
    doubtful = "in_force_from" in doubted and "bound_from" not in doubted
    first = deposit or own if doubtful else own or deposit
    if first is None or opened is None:
        return first
    return Span(max(first.first, opened.first), max(first.last, opened.last))


def turning(known: Terms | None) -> list[date | None]:
    """List the days with which `standing` compares an act; between them it stays
    alike.
    """
    if known is None:
        return []
    spans = (known.opened, known.signed, known.start, known.end, known.seen)
    return [day for one in spans if one for day in (one.first, one.last)]


def standing(known: Terms | None, act: Span) -> str:
    """Say how the state stood to the treaty on every day on which the act may have
    been.
    """
    if known is None:
        return "not_known"
    if known.opened is not None and act.last < known.opened.first:
        return outside(known, act)  # nobody was bound: it was not yet in force
    if known.status in JOINED:
        return joined(known, act)
    if not known.status or known.seen is None or known.seen.first < act.last:
        return "not_known"
    return outside(known, act)


def joined(known: Terms, act: Span) -> str:
    """Place an act before, in or after the time in which the treaty bound the state."""
    if known.start is None or (known.status == "former_party" and known.end is None):
        return "not_known"
    may = set()
    if act.first < known.start.last:
        may.add(outside(known, act))
    if known.start.first <= act.last and (
        known.end is None or act.first <= known.end.last
    ):
        may.add("bound")
    if known.end is not None and known.end.first <= act.last:
        may.add("withdrawn")
    return may.pop() if len(may) == 1 else "uncertain"


def outside(known: Terms, act: Span) -> str:
    """Tell a state that had certainly signed by then from one that had not."""
    had = known.signed is not None and known.signed.last <= act.first
    return "signed" if had else "not_party"
