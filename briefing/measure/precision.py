"""How precisely it is known when something happened: to a day, a month, a year, or
not.
"""

import numpy as np
import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Marks, coded
from briefing.measure.counts import Count
from briefing.measure.entered import entries
from briefing.measure.rows import UNCERTAIN
from briefing.measure.tally import Dimension, count

YEAR_ONLY = "year"
PRECISION_LABELS = {
    "day": "The day is known",
    "month": "The month is known",
    "within": "Two dates of one year, between which it happened",
    YEAR_ONLY: "Only the year is known",
    UNCERTAIN: "Not certain even to one year",
}
DATED = ["date", "year", "unverified_cells"]
LENGTHS = {4: YEAR_ONLY, 7: "month", 10: "day"}


def incidents_by_date_precision(chosen: Chosen) -> Count:
    """Count incidents by how precisely their date is known, most precise first.

    Of a date that was not seen in a source no more than the year counts as known.
    """
    incidents = chosen.dataset.incidents[DATED].iloc[chosen.incident_at]
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
    incidents = chosen.dataset.incidents[DATED].iloc[chosen.incident_at]
    places = precisions(incidents).places
    vague = incidents[places == list(PRECISION_LABELS).index(YEAR_ONLY)]
    return {f"{year}": int(n) for year, n in vague["year"].value_counts().items()}
