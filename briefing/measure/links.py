"""Which source tells of which incident, and who speaks at the origin of it."""

import numpy as np
import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Marks, labelled
from briefing.measure.entered import ids
from briefing.measure.told import origins, told

COLUMNS = [
    "incident_id",
    "source_id",
    "language",
    "repeats",
    "voice",
    "publisher",
    "kind",
]


def links(chosen: Chosen, of: Marks | None = None) -> pd.DataFrame:
    """List every source that reports a counted incident, with the voice behind it.

    The voice is the publisher at the origin: an article that repeats an organisation
    speaks with its voice, and its kind is that of the organisation. Sources that deny
    an act, or only tell of what led to it, do not report it. *of* marks the incidents
    whose links are wanted, where not all are.
    """
    found, behind = told(chosen), origins(chosen.dataset)
    kept = slice(None) if of is None else np.flatnonzero(of[found.incident])
    incident, source = found.incident[kept], found.source[kept]
    sources = chosen.dataset.sources
    first = behind.first[source]
    listed = {
        "incident_id": ids(chosen).array[incident],
        "source_id": sources["source_id"].array[source],
        "language": sources["language"].array[source],
        "repeats": behind.repeats[source],
        "voice": labelled(behind.voice.places[source], behind.voice.values).array,
        "publisher": sources["publisher"].array[first],
        "kind": sources["kind"].array[first],
    }
    frame = pd.DataFrame(listed)[COLUMNS]
    return frame.sort_values(["incident_id", "source_id"], ignore_index=True)
