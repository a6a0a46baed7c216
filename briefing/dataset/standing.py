"""
Was a state a member when it happened, as far as the date tells?
"""

from collections.abc import Collection, Iterable

import pandas as pd

Period = tuple[pd.Timestamp, pd.Timestamp]


def standing(
    periods: Collection[Period], first: pd.Timestamp, last: pd.Timestamp
) -> str:
    """
    Place the days *first* to *last* in the membership periods of one state.

    The day on which a period ended is not in it; a period without end still lasts.
    """
    within = [
        begun <= first and (pd.isna(ended) or last < ended) for begun, ended in periods
    ]
    touching = [
        begun <= last and (pd.isna(ended) or first < ended) for begun, ended in periods
    ]
    if any(within):
        return "member"
    return "unclear" if any(touching) else "before"


def combined(standings: Iterable[str]) -> str:
    """
    Combine the standings of the states of one act: one that was outside decides.
    """
    found = set(standings)
    for verdict in ("before", "unclear", "member"):
        if verdict in found:
            return verdict
    return "not_applicable"
