"""Which sources document the same incidents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.counts.count import IncidentIds, by_finding, ids, strength
from briefing.counts.evidence import origins, told
from briefing.dataset.coded_columns import Coded, Places, coded, column, joined, tallied
from briefing.dataset.derive import FINDINGS
from briefing.selection.select import Chosen
from briefing.text.formats import counted

OTHERS = "others"

Codes = tuple[str, ...]

Parts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Overlap:
    """Sets of incidents, each told of by one publisher or kind, and their combinations.

    Each incident stands in exactly one combination, and in every set that belongs to
    it. `joined` counts the publishers that share the row of all others.
    """

    key: str
    title: str
    unit: str
    dimension: str
    sets: pd.DataFrame
    combinations: pd.DataFrame
    total: int
    joined: int
    notes: tuple[str, ...]
    incident_ids: IncidentIds[Codes]
    chosen: Chosen


def overlap(
    chosen: Chosen,
    sets: Coded,
    *,
    dimension: str,
    labels: Mapping[str, str],
    joined: int = 0,
) -> Overlap:
    """Count sets and combinations; *sets* says of each link in `told` which set it is
    of.
    """
    incident = told(chosen).incident
    shape = combined(incident, sets.among(labels), len(chosen.incident_at))
    codes = list(labels)
    held = [tuple(codes[i] for i in bits(mask, len(codes))) for mask in shape.masks]
    n = by_finding(shape.of, strength(chosen), len(held))
    parts = dict(zip(held, n, strict=True))
    plural = f"{dimension}s".replace("kind of sources", "kinds of source")
    order = sorted(held, key=lambda of: (-parts[of].sum(), [*map(codes.index, of)]))
    turned = np.array([order.index(of) for of in held] + [-1])
    return Overlap(
        key=f"incidents_by_{plural.replace(' ', '_')}",
        title=f"Incidents by {plural} that report them",
        unit="incidents",
        dimension=dimension,
        sets=set_rows(labels, parts),
        combinations=framed([((of,), parts[of]) for of in order], ["codes"]),
        total=int(n.sum()),
        joined=joined,
        notes=("documented", "independent"),
        incident_ids=IncidentIds(order, turned[shape.of], ids(chosen)),
        chosen=chosen,
    )


@dataclass(frozen=True, eq=False)
class Shape:
    """The combinations that there are, as bits, and for each incident its
    combination.
    """

    masks: tuple[int, ...]
    of: Places


def combined(incident: Places, places: Places, n: int) -> Shape:
    """Give each of *n* incidents to the one combination that holds all its sets."""
    held = np.zeros(n, dtype=np.int64)
    for place in range(int(places.max(initial=-1)) + 1):
        held[incident[places == place]] |= 1 << place
    found = coded(pd.Series(held))
    masks = [mask for mask in found.values if mask]
    return Shape(tuple(masks), found.among(masks))


def bits(mask: int, n: int) -> list[int]:
    """List the places of the bits that are set."""
    return [place for place in range(n) if mask >> place & 1]


def set_rows(labels: Mapping[str, str], parts: Mapping[Codes, Parts]) -> pd.DataFrame:
    """Count the incidents of each set, and those that are in no other."""
    none = np.zeros(len(FINDINGS), dtype=np.int64)
    rows = []
    for code, label in labels.items():
        whole = sum((n for of, n in parts.items() if code in of), none)
        alone = int(parts.get((code,), none).sum())
        rows.append(((code, label, alone), whole))
    rows.sort(key=lambda row: (row[0][0] == OTHERS, -row[1].sum()))
    return framed(rows, ["code", "label", "alone"])


def framed(
    rows: Iterable[tuple[tuple[Any, ...], Parts]], heads: list[str]
) -> pd.DataFrame:
    """Put rows into a frame: what each is of, and its incidents by finding."""
    cells = [[*head, *map(int, n), int(n.sum())] for head, n in rows]
    return pd.DataFrame(cells, columns=[*heads, *FINDINGS, "n"])


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
        labels[OTHERS] = f"All others ({counted(rest, 'publishers')})"
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
