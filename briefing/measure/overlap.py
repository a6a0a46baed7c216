"""Sets of incidents that overlap, and the combinations in which they do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Places, coded
from briefing.measure.entered import ids, strength
from briefing.measure.members import Members
from briefing.measure.tally import by_finding
from briefing.measure.told import told

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
    set_rows: pd.DataFrame
    combination_rows: pd.DataFrame
    total: int
    joined: int
    notes: tuple[str, ...]
    members: Members[Codes]
    chosen: Chosen

    @property
    def sets(self) -> pd.DataFrame:
        """Give the sets as a frame of the caller's own: code, label, alone, by finding,
        n.
        """
        return self.set_rows.copy(deep=False)

    @property
    def combinations(self) -> pd.DataFrame:
        """Give the combinations as a frame of the caller's own: codes, by finding,
        n.
        """
        return self.combination_rows.copy(deep=False)


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
        set_rows=set_rows(labels, parts),
        combination_rows=framed([((of,), parts[of]) for of in order], ["codes"]),
        total=int(n.sum()),
        joined=joined,
        notes=("documented", "independent"),
        members=Members(order, turned[shape.of], ids(chosen)),
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
