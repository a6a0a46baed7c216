"""Who documented what, and who documented the same."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, joined, tallied
from briefing.measure.columns import column
from briefing.measure.notes import amount
from briefing.measure.overlap import OTHERS, Overlap, overlap
from briefing.measure.told import origins, told

MOST_SETS = 8  # named publishers; all others share a row
LEAST = 2  # incidents that a publisher with a row of its own must tell of
ONE_IN = 20  # and at least so large a part of all incidents


def overlap_of_publishers(chosen: Chosen) -> Overlap:
    """Count incidents by the publishers that report them, followed to the origin.

    The main publishers have rows of their own: those that tell of at least two
    incidents and of one in twenty, at most eight. Where equals would cross that limit,
    all of them join the others.
    """
    found, behind = told(chosen), origins(chosen.dataset)
    voices = behind.voice.at(found.source)
    each = pd.unique(joined(found.incident, voices.places, width=len(voices.values)))
    sizes = tallied(each % max(len(voices.values), 1), len(voices.values))
    n = {voices.values[place]: int(sizes[place]) for place in np.flatnonzero(sizes)}
    main = main_ones(n, chosen)
    labels = {voice: first_name(chosen, voice) for voice in main}
    rest = len(n) - len(main)
    if rest:
        labels[OTHERS] = f"All others ({amount(rest, 'publisher', 'publishers')})"
    of = {voice: place for place, voice in enumerate(labels)}
    others = of.get(OTHERS, -1)
    places = np.array([of.get(one, others) for one in voices.values], dtype=np.int64)
    return overlap(
        chosen,
        Coded(places[voices.places], tuple(labels)),
        dimension="publisher",
        labels=labels,
        joined=rest,
    )


def first_name(chosen: Chosen, voice: str) -> str:
    """Write the name of a publisher as the first source of the first incident has
    it.
    """
    found, behind = told(chosen), origins(chosen.dataset)
    place = behind.voice.values.index(voice)
    spoken = np.flatnonzero(behind.voice.places[found.source] == place)
    first = spoken[np.lexsort((found.source[spoken], found.incident[spoken]))[0]]
    row = behind.first[found.source[first]]
    return str(chosen.dataset.sources["publisher"].iloc[row])


def overlap_of_kinds(chosen: Chosen) -> Overlap:
    """Count incidents by the kinds of source that report them, followed to the origin.

    Every kind has a row, also one that tells of nothing.
    """
    found, behind = told(chosen), origins(chosen.dataset)
    kinds = column(chosen.dataset, "sources", "kind").at(behind.first).at(found.source)
    occurring = {kinds.values[place] for place in np.unique(kinds.places)}
    labels = {
        code: label
        for code, label in chosen.dataset.categories("sources", "kind").items()
        if code not in chosen.dataset.missing or code in occurring
    }
    return overlap(chosen, kinds, dimension="kind of source", labels=labels)


def main_ones(numbers: Mapping[str, int], chosen: Chosen) -> list[str]:
    """Name those that are large enough for a row of their own, without parting
    equals.
    """
    least = max(LEAST, -(-len(chosen.incident_at) // ONE_IN))
    large = [key for key, n in numbers.items() if n >= least]
    if len(large) > MOST_SETS:
        edge = sorted((numbers[key] for key in large), reverse=True)[MOST_SETS]
        large = [key for key in large if numbers[key] > edge]
    return sorted(large, key=lambda key: (-numbers[key], key))
