"""
How precisely it is known when something happened: to a day, a month, a year, or not.
"""

import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count
from briefing.measure.incidents import by
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
LENGTHS = {4: YEAR_ONLY, 7: "month", 10: "day"}


def incidents_by_date_precision(chosen: Chosen) -> Count:
    """
    Count incidents by how precisely their date is known, most precise first.

    Of a date that was not seen in a source no more than the year counts as known.
    """
    entries = by(chosen, "type").assign(code=precisions(chosen.incidents))
    dimension = Dimension("date precision", PRECISION_LABELS, ranked=False)
    return count(chosen, "incidents", dimension, entries)


def precisions(incidents: pd.DataFrame) -> "pd.Series[str]":
    """
    Tell of each incident how precisely its date is known.
    """
    found = [
        UNCERTAIN if pd.isna(year) else known(date, seen=seen)
        for date, year, seen in zip(
            incidents["date"], incidents["year"], date_seen(incidents), strict=True
        )
    ]
    return pd.Series(found, index=incidents.index, dtype="str")


def known(date: str, *, seen: bool) -> str:
    """
    Name the precision of a date that is certain to its year.
    """
    return LENGTHS.get(len(date), "within") if seen else YEAR_ONLY


def date_seen(incidents: pd.DataFrame) -> "pd.Series[bool]":
    """
    Tell which dates were seen in a source, and not inferred.
    """
    return ~incidents["unverified_cells"].str.split(";").map(lambda of: "date" in of)


def possible_days(incidents: pd.DataFrame) -> pd.DataFrame:
    """
    Give the first and last day that each date may mean, a whole year where not seen.
    """
    days = incidents[["first_day", "last_day"]].copy()
    unseen = ~date_seen(incidents)
    for column, month, day in (("first_day", 1, 1), ("last_day", 12, 31)):
        years = pd.to_datetime(
            {"year": days[column].dt.year, "month": month, "day": day}
        )
        days[column] = days[column].mask(unseen, years.astype("datetime64[s]"))
    return days


def only_the_year(chosen: Chosen) -> dict[str, int]:
    """
    Count for each year the incidents of which no more than the year is known.
    """
    incidents = chosen.incidents
    vague = incidents[precisions(incidents) == YEAR_ONLY]
    return {f"{year}": int(n) for year, n in vague["year"].value_counts().items()}
