"""How precisely acts are dated, and on which days they may have happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.count import Count, incidents, tally
from briefing.counts.dimensions import Dimension
from briefing.dataset.dates import Span, day_number
from briefing.dataset.memoize import memoize
from briefing.selection.select import Chosen, Rows
from briefing.text import labels

PRECISIONS = tuple(labels.DATE_PRECISION)

DATE = r"(?:^|;)date(?:;|$)"  # among the cells that were not seen in a source

DAYS = ["first_day", "last_day"]


def incidents_by_date_precision(chosen: Chosen) -> Count:
    """Incidents by how precisely their date is known, most precise first.

    Of a date that was not seen in a source no more than the year counts as known.
    """
    by = Dimension("date precision", labels.DATE_PRECISION, ranked=False)
    long = incidents(chosen, "date", "year", "unverified_cells")
    return tally(chosen, "incidents", by, long.assign(code=date_precision(long)))


def only_the_year(chosen: Chosen) -> dict[str, int]:
    """Number of incidents in each year of which no more than the year is known."""
    acts = incidents(chosen, "date", "year", "unverified_cells")
    years = acts.loc[date_precision(acts) == "year", "year"]
    return {f"{year}": int(n) for year, n in years.value_counts().items()}


def date_precision(acts: pd.DataFrame) -> "pd.Series[str]":
    """Return what is known of the date of each incident, a code of PRECISIONS.

    Reads the columns date, year and unverified_cells.
    """
    length = acts["date"].str.len()
    known = {
        "uncertain": acts["year"].isna(),
        "year": date_unseen(acts) | (length == 4),
        "month": length == 7,
        "day": length == 10,
    }
    codes = [PRECISIONS.index(code) for code in known]
    places = np.select([*known.values()], codes, PRECISIONS.index("within"))
    return pd.Series(
        pd.Categorical.from_codes(places, pd.Index(PRECISIONS)), index=acts.index
    )


def date_unseen(acts: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each date was inferred, and not seen in a source."""
    return acts["unverified_cells"].str.contains(DATE)


def possible_days(acts: pd.DataFrame) -> pd.DataFrame:
    """First and last day that each date may mean, of a whole year where not seen."""
    days, unseen = acts[DAYS].copy(), date_unseen(acts)
    years = days[unseen].apply(lambda day: day.dt.year)
    ends = {"first_day": "-01-01", "last_day": "-12-31"}
    for name, end in ends.items():
        whole = pd.to_datetime(years[name].astype("str") + end)
        days.loc[unseen, name] = whole.astype("datetime64[s]")
    return days


Days = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class DateRanges:
    """The different ranges of days in a selection, and the place of each incident's.

    Days are numbers since 1970. Incidents are many, ranges of days are not.
    """

    places: Rows
    first: Days
    last: Days

    def span(self, place: int) -> Span:
        """Return one range as two days."""
        return Span(day(self.first[place]), day(self.last[place]))


@memoize
def date_ranges(chosen: Chosen) -> DateRanges:
    """Return the days on which each act may have begun; not seen, those of its year."""
    days = possible_days(incidents(chosen, *DAYS, "unverified_cells"))
    each = days.drop_duplicates().sort_values(DAYS)
    places: Rows = np.asarray(days.groupby(DAYS).ngroup(), dtype=np.int64)
    first, last = (
        each[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in DAYS
    )
    return DateRanges(places, first, last)


def day(of: int) -> date:
    """Return the day of a number."""
    return date.fromordinal(int(of) + date(1970, 1, 1).toordinal())


def evaluate(
    rule: Callable[[Span], str], turning: Iterable[date | None], of: DateRanges
) -> "pd.Categorical[str]":
    """Return what a rule says of each range of days.

    A rule that only compares days with its turning points says the same of all ranges
    that lie alike among them, so it is asked of one of each.
    """
    points = np.array(
        sorted({day_number(one) for one in turning if one}), dtype=np.int64
    )
    sides = [
        np.searchsorted(points, days, side=side)
        for days in (of.first, of.last)
        for side in ("left", "right")
    ]
    alike = np.ravel_multi_index(sides, [len(points) + 1] * len(sides))
    _, some, answer = np.unique(alike, return_index=True, return_inverse=True)
    answers = pd.Categorical([rule(of.span(place)) for place in some])
    return answers.take(answer)
