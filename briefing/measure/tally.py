"""From entries (one per incident or violation and code) to counts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, Places, tallied
from briefing.measure.counts import Count, Total
from briefing.measure.members import Members
from briefing.measure.rows import Rows, ranked

N = len(FINDINGS)
People = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Dimension:
    """What a count is by: a name and rows, which may be ranked and may overlap."""

    name: str
    rows: Rows
    ranked: bool = True
    overlapping: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Entries:
    """What is counted: under which value each entry stands, and how it is known.

    `ids` names the incidents, each once, with their `people`; `of` gives for each entry
    the row there. Without `of` there is an entry for each id, in the same order.
    """

    under: Coded
    strength: Places
    ids: "pd.Series[str]"
    of: Places | None = None
    people: People | None = None


def count(chosen: Chosen, unit: str, by: Dimension, entries: Entries) -> Count:
    """Count *entries* under each code, split by finding."""
    places = entries.under.among(by.rows)
    frame = sums(entries, by) if unit == "persons" else sizes(places, entries, by)
    if by.ranked:
        leading = "n_min" if unit == "persons" else "n"
        frame = ranked(frame, chosen.dataset.missing, leading)
    what = "People" if unit == "persons" else unit.capitalize()
    order = np.array([[*by.rows].index(code) for code in frame["code"]], dtype=np.int64)
    turned = np.append(np.argsort(order), -1)[places]
    return Count(
        key=f"{unit}_by_{by.name.replace('-', '').replace(' ', '_')}",
        title=f"{what} by {by.name}",
        unit=unit,
        dimension=by.name,
        rows=frame,
        total=total(entries, unit),
        overlapping=by.overlapping and unit != "violations",
        notes=note_keys(chosen, unit, by),
        members=Members(list(frame["code"]), turned, entries.ids, entries.of),
        chosen=chosen,
    )


def sizes(places: Places, entries: Entries, by: Dimension) -> pd.DataFrame:
    """Count entries by code and finding; a code without any counts zero."""
    split = pd.DataFrame(
        by_finding(places, entries.strength, len(by.rows)),
        index=list(by.rows),
        columns=list(FINDINGS),
    )
    split["n"] = split.sum(axis="columns")
    return labelled(split, by)


def by_finding(
    places: Places,
    strength: Places,
    n: int,
    weights: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.int64]:
    """Count or sum up what stands in each of *n* places, by finding."""
    flat = np.where(places < 0, -1, places * N + strength)
    table: npt.NDArray[np.int64] = tallied(flat, n * N, weights).reshape(n, N)
    return table


def sums(entries: Entries, by: Dimension) -> pd.DataFrame:
    """Sum the people of entries by code and finding, minimum and maximum apart."""
    places = entries.under.among(by.rows)
    columns = {}
    for end, people in zip(("min", "max"), entries.people or (), strict=True):
        each = people if entries.of is None else people[entries.of]
        split = by_finding(places, entries.strength, len(by.rows), each)
        columns[f"n_{end}"] = split.sum(axis=1)
        columns |= {f"{of}_{end}": split[:, i] for i, of in enumerate(FINDINGS)}
    order = [f"{of}_{end}" for of in ("n", *FINDINGS) for end in ("min", "max")]
    return labelled(pd.DataFrame(columns, index=list(by.rows))[order], by)


def labelled(split: pd.DataFrame, by: Dimension) -> pd.DataFrame:
    """Put code and label before whole numbers."""
    frame = split.astype("int64").rename_axis(index="code", columns=None).reset_index()
    frame["code"] = frame["code"].astype("str")
    frame.insert(1, "label", [by.rows[code] for code in frame["code"]])
    return frame


def total(entries: Entries, unit: str) -> Total:
    """Count or sum over distinct incidents; violations are distinct as they stand."""
    if unit != "persons":
        return len(entries.ids)
    least, most = entries.people or (np.zeros(0), np.zeros(0))
    return int(least.sum()), int(most.sum())


def note_keys(chosen: Chosen, unit: str, by: Dimension) -> tuple[str, ...]:
    """List the standing notes that travel with a count."""
    keys = ["documented"]
    if unit == "violations":
        keys.append("alleged")
    if unit == "persons":
        keys += ["persons_range", "persons_repeat"]
        if chosen.persons_unknown:
            keys.append("persons_unknown")
    if by.overlapping and unit != "violations":
        keys += ["overlap", "right_finding"]
    keys += by.notes
    if chosen.doubtful:
        keys.append("doubtful")
    return tuple(keys)
