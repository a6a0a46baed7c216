"""The status of a state under a treaty on a day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from briefing.dataset.dataset import Dataset
from briefing.dataset.dates import Span, span
from briefing.dataset.memoize import memoize


@dataclass(frozen=True)
class Wait:
    """How long after the deposit a treaty binds; *turn*: from the first of the next
    month.
    """

    months: int = 0
    days: int = 0
    turn: bool = False

    def after(self, deposit: date) -> date:
        """Reckon the first day of force from the day of the deposit."""
        later = pd.Timestamp(deposit) + pd.DateOffset(months=self.months)
        if self.turn:
            return (later + pd.offsets.MonthBegin()).date()
        return later.date() + timedelta(days=self.days)


# The final clause of each treaty, on states that join when it is in force already.
WAIT = {
    "CAT": Wait(days=30),  # art. 27(2)
    "CAT-22": Wait(),  # a declaration, effective as dated in the table
    "CEDAW": Wait(days=30),  # art. 27(2)
    "CMW": Wait(months=3, turn=True),  # art. 87(2)
    "CRC": Wait(days=30),  # art. 49(2)
    "CRSR": Wait(days=90),  # art. 43(3)
    "CRSR-P": Wait(),  # art. VIII(2)
    "CSR54": Wait(days=90),  # art. 39(2)
    "ECHR": Wait(),  # art. 59(4)
    "ECHR-P4": Wait(),  # art. 7(1)
    "ECHR-P7": Wait(months=2, turn=True),  # art. 9(2)
    "ICCPR": Wait(months=3),  # art. 49(2)
    "ICCPR-OP1": Wait(months=3),  # art. 9(2)
    "ICCPR-OP2": Wait(months=3),  # art. 8(2)
    "ICERD": Wait(days=30),  # art. 19(2)
    "ICESCR": Wait(months=3),  # art. 27(2)
    "ICPPED": Wait(days=30),  # art. 39(2)
    "OPCAT": Wait(days=30),  # art. 28(2)
}

LONGEST = Wait(months=3, turn=True)  # for a treaty whose clause is not listed


def waited(deposit: Span, treaty: str) -> Span:
    """Reckon from the deposit to the entry into force, by the clause of the treaty.

    Without a clause it may have been any day from the deposit to the longest wait.
    """
    if treaty in WAIT:
        clause = WAIT[treaty]
        return Span(clause.after(deposit.first), clause.after(deposit.last))
    return Span(deposit.first, LONGEST.after(deposit.last))


# Treaties that protect some people, or against one kind of wrong.
SPECIAL = {
    "CEDAW": "women",
    "CMW": "migrant workers and their families",
    "CRC": "children",
    "CRSR": "refugees",
    "CRSR-P": "refugees",
    "CSR54": "stateless people",
    "ICERD": "equal treatment whatever the origin",
    "ICPPED": "cases of enforced disappearance",
}

# Rights that are what such a treaty is about, so that it protects the whole of them.
OWN = {
    ("ASYLUM", "CRSR"),
    ("ASYLUM", "CRSR-P"),
    ("DISAPPEARANCE", "ICPPED"),
    ("NON_DISCRIMINATION", "ICERD"),
}

# Articles of other treaties that protect one side of a right.
SIDES = {
    ("ASSOCIATION", "ICESCR"): "trade unions",
    ("FAIR_TRIAL", "CAT"): "statements made under torture",
    ("LIFE", "ICCPR-OP2"): "the death penalty",
    ("NON_DISCRIMINATION", "ICESCR"): "economic, social and cultural rights",
    ("REMEDY", "CAT"): "cases of torture",
    ("REMEDY", "ICCPR-OP1"): "complaints to the Committee",
}


def limited_to(right: str, treaty: str) -> str:
    """Name the people or cases to which the articles are limited; empty for
    everybody.
    """
    if (right, treaty) in OWN:
        return ""
    return SIDES.get((right, treaty)) or SPECIAL.get(treaty, "")


Row = Mapping[Hashable, Any]

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


@memoize
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
    """List the days with which `treaty_status` compares an act; between them it stays
    alike.
    """
    if known is None:
        return []
    spans = (known.opened, known.signed, known.start, known.end, known.seen)
    return [day for one in spans if one for day in (one.first, one.last)]


def treaty_status(known: Terms | None, act: Span) -> str:
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
