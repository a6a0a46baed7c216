"""
What follows from the tables and is never typed in: finding, membership, co-operation.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from briefing.dataset.dates import days
from briefing.dataset.origins import voices
from briefing.dataset.standing import combined, standing

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
    reports = claims[(claims["field"] == "act") & (claims["value"] == "reported")]
    voice = reports["source_id"].map(voices(frames["sources"], missing))
    return voice.groupby(reports["incident_id"]).nunique()


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
    columns = ["executing_state", "requesting_state", "first_day", "last_day"]
    verdicts = [
        combined(
            standing(periods.get(state, []), first, last)
            for state in states
            if state not in missing
        )
        for *states, first, last in incidents[columns].itertuples(index=False)
    ]
    return pd.Series(verdicts, index=incidents.index, dtype="str")
