"""What follows from the tables and is never typed in: finding, membership,
co-operation.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.calendar import days
from briefing.dataset.columns import Numbers, Truths, among, places
from briefing.dataset.origins import voices
from briefing.dataset.standing import NONE, Period, Verdicts, combined, standing

Frames = Mapping[str, pd.DataFrame]

# In this order wherever they are shown.
FINDINGS = ("adjudicated", "corroborated", "reported")


def derive_incidents(frames: Frames, missing: frozenset[str]) -> pd.DataFrame:
    """Add to each incident its days, year, finding, co-operation and membership."""
    incidents = frames["incidents"]
    incidents = incidents.join(days(incidents["date"]))
    first, last = incidents["first_day"].dt.year, incidents["last_day"].dt.year
    adjudicated = frames["violations"].query("basis == 'adjudicated'")["incident_id"]
    incidents = incidents.assign(
        # A year that the date leaves open is not counted under either.
        year=first.astype("Int64").where(first == last),
        independent_sources=independent_sources(frames, missing),
    )
    return incidents.assign(
        finding=graded(
            among(incidents["incident_id"], adjudicated),
            incidents["independent_sources"],
        ),
        cooperation=cooperation(incidents["requesting_state"], missing),
        membership=membership(incidents, frames["memberships"], missing),
        counted=incidents["record_kind"] == "act",
    )


def cooperation(requesting: pd.Series, missing: frozenset[str]) -> pd.Series:
    """Tell acts that a state is said to have asked for from those it is not said of."""
    words = pd.Series(["requested", "context"], dtype="str")
    asked = words.take(requesting.isin(missing).to_numpy().astype(int))
    return asked.set_axis(requesting.index)


def derive_violations(
    violations: pd.DataFrame, incidents: pd.DataFrame
) -> pd.DataFrame:
    """Add to each violation its finding.

    What a court found of one right does not adjudicate another of the same incident.
    """
    of = places(violations["incident_id"], incidents["incident_id"])
    heard = incidents["independent_sources"].iloc[of].set_axis(violations.index)
    adjudicated = (violations["basis"] == "adjudicated").to_numpy()
    return violations.assign(finding=graded(adjudicated, heard))


def graded(adjudicated: Truths, heard: "pd.Series[int]") -> pd.Series:
    """Grade how a fact is known: by a court, by two or more independent sources, by
    one.
    """
    grade = np.where(adjudicated, 0, np.where(heard >= 2, 1, 2))
    grades = pd.Series(FINDINGS, dtype="str").take(grade)
    return grades.set_axis(heard.index)


def independent_sources(frames: Frames, missing: frozenset[str]) -> Numbers:
    """Count the voices that report each incident; who repeats another adds none."""
    claims, sources = frames["claims"], frames["sources"]
    reports = (claims["field"] == "act") & (claims["value"] == "reported")
    of = places(claims["incident_id"][reports], frames["incidents"]["incident_id"])
    by = places(claims["source_id"][reports], sources["source_id"])
    heard, names = pd.factorize(voices(sources, missing))
    # One number for each pair of incident and voice, so that equal pairs are one.
    many = max(len(names), 1)
    pairs = pd.unique(of * many + heard[by])
    return np.bincount(pairs // many, minlength=len(frames["incidents"]))


def membership(
    incidents: pd.DataFrame, memberships: pd.DataFrame, missing: frozenset[str]
) -> pd.Series:
    """Say whether all states of an act were members on every day that its date allows.

    The states are the executing one and, where stated, the requesting one.
    """
    member = memberships[memberships["status"] == "member"]
    periods = {
        str(state): list(zip(rows["from"], rows["to"], strict=True))
        for state, rows in member.groupby("state")
    }
    days = [incidents[name].to_numpy() for name in ("first_day", "last_day")]
    verdicts = combined(
        standings(incidents[role], periods, missing, days)
        for role in ("executing_state", "requesting_state")
    )
    return pd.Series(verdicts, index=incidents.index, dtype="str")


def standings(
    states: pd.Series,
    periods: Mapping[str, list[Period]],
    missing: frozenset[str],
    days: Sequence[npt.NDArray[np.datetime64]],
) -> Verdicts:
    """Place the days of each act in the membership of its state, where one is
    stated.
    """
    codes, names = pd.factorize(states)
    verdicts = np.full(len(states), NONE)
    for place, name in enumerate(names):
        if name not in missing:
            rows = codes == place
            verdicts[rows] = standing(
                periods.get(name, []), *(day[rows] for day in days)
            )
    return verdicts
