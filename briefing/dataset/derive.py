"""
What follows from the tables and is never typed in: finding, membership, co-operation.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.calendar import days
from briefing.dataset.origins import voices
from briefing.dataset.standing import NONE, Period, Verdicts, combined, standing

Frames = Mapping[str, pd.DataFrame]

# In this order wherever they are shown.
FINDINGS = ("adjudicated", "corroborated", "reported")


def with_derived(frames: Frames, missing: frozenset[str]) -> dict[str, pd.DataFrame]:
    """
    Add the derived columns to incidents and violations.
    """
    incidents = derive_incidents(frames, missing)
    violations = derive_violations(frames["violations"], incidents)
    return {**frames, "incidents": incidents, "violations": violations}


def derive_incidents(frames: Frames, missing: frozenset[str]) -> pd.DataFrame:
    """
    Add to each incident its days, year, finding, co-operation and membership.
    """
    incidents = frames["incidents"]
    incidents = incidents.join(days(incidents["date"]))
    first, last = incidents["first_day"].dt.year, incidents["last_day"].dt.year
    heard = independent_sources(frames, missing)
    adjudicated = frames["violations"].query("basis == 'adjudicated'")["incident_id"]
    incidents = incidents.assign(
        # A year that the date leaves open is not counted under either.
        year=first.astype("Int64").where(first == last),
        independent_sources=incidents["incident_id"].map(heard).fillna(0).astype(int),
    )
    return incidents.assign(
        finding=graded(
            incidents["incident_id"].isin(adjudicated),
            incidents["independent_sources"],
        ),
        cooperation=np.where(
            incidents["requesting_state"].isin(missing), "context", "requested"
        ),
        membership=membership(incidents, frames["memberships"], missing),
        counted=incidents["record_kind"] == "act",
    ).astype({"cooperation": "str", "membership": "str"})


def derive_violations(
    violations: pd.DataFrame, incidents: pd.DataFrame
) -> pd.DataFrame:
    """
    Add to each violation its finding.

    What a court found of one right does not adjudicate another of the same incident.
    """
    heard = incidents.set_index("incident_id")["independent_sources"]
    return violations.assign(
        finding=graded(
            violations["basis"] == "adjudicated", violations["incident_id"].map(heard)
        )
    )


def graded(adjudicated: "pd.Series[bool]", heard: "pd.Series[int]") -> pd.Series:
    """
    Grade how a fact is known: by a court, by two or more independent sources, by one.
    """
    grades = np.select([adjudicated, heard >= 2], FINDINGS[:2], FINDINGS[2])
    return pd.Series(grades, index=heard.index, dtype="str")


def independent_sources(frames: Frames, missing: frozenset[str]) -> "pd.Series[int]":
    """
    Count the voices that report each incident; sources that repeat another add none.
    """
    claims = frames["claims"]
    reports = (claims["field"] == "act") & (claims["value"] == "reported")
    of, incidents = pd.factorize(claims["incident_id"][reports])
    voice = voices(frames["sources"], missing)
    heard, names = pd.factorize(claims["source_id"][reports].map(voice))
    # One number for each pair of incident and voice, so that equal pairs are one.
    pairs = pd.unique(of * np.int64(max(len(names), 1)) + heard)
    voices_of = np.bincount(pairs // max(len(names), 1), minlength=len(incidents))
    return pd.Series(voices_of, index=incidents)


def membership(
    incidents: pd.DataFrame, memberships: pd.DataFrame, missing: frozenset[str]
) -> pd.Series:
    """
    Say whether all states of an act were members on every day that its date allows.

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
    """
    Place the days of each act in the membership of its state, where one is stated.
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
