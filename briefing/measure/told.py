"""Which source reports which incident, as numbers, with the voice behind each
source.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from briefing.dataset import Dataset
from briefing.dataset.origins import origin, parents_of
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Marks, Places, coded, rows_of
from briefing.measure.entered import rows_in
from briefing.measure.once import once


@dataclass(frozen=True, eq=False)
class Told:
    """The links of a selection: for each the row of its incident, and that of its
    source.
    """

    incident: Places
    source: Places


@dataclass(frozen=True, eq=False)
class Origins:
    """For each source the row of the one it repeats, if it does, and the voice of
    that.
    """

    first: Places
    repeats: Marks
    voice: Coded


@once
def told(chosen: Chosen) -> Told:
    """Find every source that reports a counted incident.

    Sources that deny an act, or only tell of what led to it, do not report it.
    """
    acts, source = reports(chosen.dataset)
    incident = rows_in(chosen, "claims")[acts]
    asked = incident >= 0
    return Told(incident[asked], source[asked])


@once
def reports(dataset: Dataset) -> tuple[Places, Places]:
    """Find the claims that report an act, and the row of the source of each."""
    claims = dataset.claims
    reporting = (claims["field"] == "act") & (claims["value"] == "reported")
    acts = np.flatnonzero(reporting.to_numpy(dtype=bool))
    return acts, sources_of(dataset)[acts]


@once
def sources_of(dataset: Dataset) -> Places:
    """Find for each claim the row of its source."""
    return rows_of(dataset.claims["source_id"], dataset.sources["source_id"])


@once
def origins(dataset: Dataset) -> Origins:
    """Follow each source back to the one that speaks for itself."""
    sources = dataset.sources
    ids, publishers = sources["source_id"], coded(sources["publisher"])
    parents = parents_of(sources, frozenset(dataset.missing))
    repeating = np.flatnonzero(ids.isin(list(parents)).to_numpy(dtype=bool))
    ends = [origin(one, parents) for one in ids.iloc[repeating]]
    first = np.arange(len(ids))
    first[repeating] = rows_of(pd.Series(ends, dtype="str"), ids)
    names = [str(one).strip().casefold() for one in publishers.values]
    voices = coded(pd.Series(names, dtype="str"))
    spoken = Coded(voices.places[publishers.places[first]], voices.values)
    return Origins(first, first != np.arange(len(ids)), spoken)
