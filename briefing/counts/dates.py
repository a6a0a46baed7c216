"""How precisely acts are dated, and on which days they may have happened."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.count import Count, Dimension, count, entries
from briefing.counts.dimensions import UNCERTAIN
from briefing.dataset.coded_columns import Coded, Marks, Places, coded, joined, once
from briefing.dataset.dates import Span, day_number
from briefing.selection.select import Chosen

YEAR_ONLY = "year"

PRECISION_LABELS = {
    "day": "The day is known",
    "month": "The month is known",
    "within": "Two dates of one year, between which it happened",
    YEAR_ONLY: "Only the year is known",
    UNCERTAIN: "Not certain even to one year",
}

DATE_COLUMNS = ["date", "year", "unverified_cells"]

LENGTHS = {4: YEAR_ONLY, 7: "month", 10: "day"}


def incidents_by_date_precision(chosen: Chosen) -> Count:
    """Count incidents by how precisely their date is known, most precise first.

    Of a date that was not seen in a source no more than the year counts as known.
    """
    incidents = chosen.dataset.incidents[DATE_COLUMNS].iloc[chosen.incident_at]
    found = precisions(incidents)
    dimension = Dimension("date precision", PRECISION_LABELS, ranked=False)
    return count(chosen, "incidents", dimension, entries(chosen, found))


def precisions(incidents: pd.DataFrame) -> Coded:
    """Tell of each incident how precisely its date is known."""
    dates = coded(incidents["date"])
    codes = list(PRECISION_LABELS)
    lengths = [known(date, seen=True) for date in dates.values]
    named = np.array([codes.index(one) for one in [*lengths, UNCERTAIN]])
    unseen = codes.index(known("", seen=False))
    places = np.where(date_seen(incidents), named[dates.places], unseen)
    open_year = incidents["year"].isna().to_numpy()
    return Coded(np.where(open_year, codes.index(UNCERTAIN), places), tuple(codes))


def known(date: str, *, seen: bool) -> str:
    """Name the precision of a date that is certain to its year."""
    return LENGTHS.get(len(date), "within") if seen else YEAR_ONLY


def date_seen(incidents: pd.DataFrame) -> Marks:
    """Tell which dates were seen in a source, and not inferred."""
    cells = coded(incidents["unverified_cells"])
    unseen = ["date" in str(of).split(";") for of in cells.values]
    return ~np.array([*unseen, False])[cells.places]


def possible_days(incidents: pd.DataFrame) -> pd.DataFrame:
    """Give the first and last day that each date may mean, a whole year where not
    seen.
    """
    unseen = ~date_seen(incidents)
    first, last = (incidents[end].to_numpy() for end in ("first_day", "last_day"))
    years = first.astype("datetime64[Y]"), last.astype("datetime64[Y]") + 1
    ends = years[0].astype("datetime64[s]"), years[1].astype("datetime64[D]") - 1
    days = {
        "first_day": np.where(unseen, ends[0], first),
        "last_day": np.where(unseen, ends[1].astype("datetime64[s]"), last),
    }
    return pd.DataFrame(days, index=incidents.index)


def only_the_year(chosen: Chosen) -> dict[str, int]:
    """Count for each year the incidents of which no more than the year is known."""
    incidents = chosen.dataset.incidents[DATE_COLUMNS].iloc[chosen.incident_at]
    places = precisions(incidents).places
    vague = incidents[places == list(PRECISION_LABELS).index(YEAR_ONLY)]
    return {f"{year}": int(n) for year, n in vague["year"].value_counts().items()}


Days = npt.NDArray[np.int64]

Said = TypeVar("Said")

DAY_COLUMNS = ["first_day", "last_day", "unverified_cells"]


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
    days = possible_days(chosen.dataset.incidents[DAY_COLUMNS].iloc[chosen.incident_at])
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
    points = np.array(
        sorted({day_number(one) for one in turning if one}), dtype=np.int64
    )
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
