"""The days on which each act may have been done, and rules that are asked of such
days.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.dates import Span
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Places, coded, joined
from briefing.measure.once import once
from briefing.measure.period import number
from briefing.measure.precision import possible_days

Days = npt.NDArray[np.int64]
Said = TypeVar("Said")
DATED = ["first_day", "last_day", "unverified_cells"]


@dataclass(frozen=True, eq=False)
class Spans:
    """The different spans of days of a selection, and for each incident its span.

    Days are numbers since 1970. Incidents are many, spans of days are not.
    """

    of: Places
    first: Days
    last: Days

    def span(self, place: int) -> Span:
        """Give one span as two days."""
        return Span(day(self.first[place]), day(self.last[place]))


@once
def spans(chosen: Chosen) -> Spans:
    """Find the days on which each act may have begun; a date not seen counts by its
    year.
    """
    days = possible_days(chosen.dataset.incidents[DATED].iloc[chosen.incident_at])
    first, last = (
        days[end].to_numpy().astype("datetime64[D]").astype(np.int64)
        for end in ("first_day", "last_day")
    )
    if not len(first):
        return Spans(first, first, last)
    low = min(first.min(), last.min())
    found = coded(pd.Series(joined(first - low, last - low)))
    _, at = np.unique(found.places, return_index=True)
    return Spans(found.places, first[at], last[at])


def day(of: int) -> date:
    """Give the day of a number."""
    return date.fromordinal(int(of) + date(1970, 1, 1).toordinal())


def asked(
    rule: Callable[[Span], Said], turning: Iterable[date | None], of: Spans
) -> tuple[Places, Sequence[Said]]:
    """Ask a rule about every span: the place of each answer, and the different answers.

    A rule that only compares days with its turning points says the same of all spans
    that lie alike among them, so one of each is asked.
    """
    points = np.array(sorted({number(one) for one in turning if one}), dtype=np.int64)
    sides = [
        np.searchsorted(points, days, side=side)
        for days in (of.first, of.last)
        for side in ("left", "right")
    ]
    _, some, alike = np.unique(joined(*sides), return_index=True, return_inverse=True)
    answers = [rule(of.span(place)) for place in some]
    different = list(dict.fromkeys(answers))
    turned = np.array([different.index(one) for one in answers], dtype=np.int64)
    return turned[alike], different
