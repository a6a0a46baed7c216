"""The final clauses of the treaties: how long after its deposit a ratification
binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from briefing.dataset.dates import Span


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
