"""Was a state a member when it happened, as far as the date tells?"""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Period = tuple[pd.Timestamp, pd.Timestamp]
Verdicts = npt.NDArray[np.int64]

# From the one that decides to the one that only stands where no state is stated.
BEFORE, UNCLEAR, MEMBER, NONE = range(4)
WORDS = ("before", "unclear", "member", "not_applicable")


def standing(periods: Collection[Period], first: Any, last: Any) -> Verdicts:  # noqa: ANN401 - a day, or a column of days
    """Place the days *first* to *last* in the membership periods of one state.

    The day on which a period ended is not in it; a period without end still lasts.
    """
    verdict = np.full(np.shape(first), BEFORE)
    for begun, ended in periods:
        open_ended = pd.isna(ended)
        within = (begun <= first) & (open_ended | (last < ended))
        touching = (begun <= last) & (open_ended | (first < ended))
        verdict = np.maximum(verdict, np.where(within, MEMBER, touching * UNCLEAR))
    return verdict


def combined(standings: Iterable[Verdicts]) -> Any:  # noqa: ANN401 - a word, or a column of words
    """Combine the standings of the states of one act: one that was outside decides."""
    lowest: Verdicts = np.array(NONE)
    for verdict in standings:
        lowest = np.minimum(lowest, verdict)
    return np.asarray(WORDS, dtype=object)[lowest]
