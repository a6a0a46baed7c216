"""Which sources document the same incidents."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from briefing.counts.count import IncidentIds, by_finding, incidents
from briefing.counts.evidence import reports
from briefing.dataset.derive import FINDINGS
from briefing.selection.select import Chosen
from briefing.text.formats import counted

OTHERS = "others"

Codes = tuple[str, ...]


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
    sets: pd.Series,
    *,
    dimension: str,
    labels: Mapping[str, str],
    joined: int = 0,
) -> Overlap:
    """Count sets and combinations; *sets* has the set of each link of `reports`."""
    codes = list(labels)
    held = pd.DataFrame({"incident": sets.index, "set": sets.cat.set_categories(codes)})
    held = held.drop_duplicates()
    # Each set is one bit, so that a combination is a number.
    bits = pd.Series(2 ** held["set"].cat.codes.to_numpy(dtype="int64"))
    combination = bits.groupby(held["incident"].to_numpy()).sum()
    long = incidents(chosen).loc[combination.index]
    long["codes"] = pd.Categorical(combination)
    frame = by_finding(long, ["codes"])
    members = {
        bits: tuple(code for i, code in enumerate(codes) if bits >> i & 1)
        for bits in long["codes"].cat.categories
    }
    of = [members[bits] for bits in combination]
    long["codes"] = pd.Series(of, index=long.index, dtype="object")
    frame["codes"] = [members[int(bits)] for bits in frame["codes"]]
    order = sorted(
        frame.index,
        key=lambda at: (-frame["n"][at], [*map(codes.index, frame["codes"][at])]),
    )
    frame = frame.loc[order].reset_index(drop=True)
    plural = f"{dimension}s".replace("kind of sources", "kinds of source")
    return Overlap(
        key=f"incidents_by_{plural.replace(' ', '_')}",
        title=f"Incidents by {plural} that report them",
        unit="incidents",
        dimension=dimension,
        sets=set_rows(labels, frame),
        combinations=frame,
        total=len(long),
        joined=joined,
        notes=("documented", "independent"),
        incident_ids=IncidentIds(frame["codes"], long, ["codes"], chosen),
        chosen=chosen,
    )


def set_rows(labels: Mapping[str, str], combinations: pd.DataFrame) -> pd.DataFrame:
    """Incidents of each set: code, label, alone (in no other set), by finding, n."""
    each = combinations.explode("codes").assign(
        alone=lambda of: of["n"].where(
            of["codes"].groupby(level=0).transform("size") == 1
        )
    )
    sums = each.groupby("codes")[["alone", *FINDINGS, "n"]].sum()
    sums = sums.reindex([*labels], fill_value=0).astype("int64")
    frame = sums.rename_axis("code").reset_index()
    frame.insert(1, "label", [*labels.values()])
    order = frame.assign(others=frame["code"] == OTHERS, less=-frame["n"])
    order = order.sort_values(["others", "less"], kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


MOST_SETS = 8  # named publishers; all others share a row

LEAST = 2  # incidents that a publisher with a row of its own must tell of

ONE_IN = 20  # and at least so large a part of all incidents


def overlap_of_publishers(chosen: Chosen) -> Overlap:
    """Incidents by the publishers that report them, followed to the origin.

    The main publishers have rows of their own: those that tell of at least two
    incidents and of one in twenty, at most eight. Where equals would cross that limit,
    all of them join the others.
    """
    found = reports(chosen)
    each = found.rename_axis("incident").reset_index()
    each = each.drop_duplicates(["incident", "voice"])
    n = {str(voice): int(n) for voice, n in each["voice"].value_counts().items() if n}
    main = main_ones(n, chosen)
    labels = {voice: first_name(chosen, voice) for voice in main}
    rest = len(n) - len(main)
    if rest:
        labels[OTHERS] = f"All others ({counted(rest, 'publishers')})"
    voices = found["voice"].cat.set_categories([*labels])
    return overlap(
        chosen,
        voices.fillna(OTHERS) if rest else voices,
        dimension="publisher",
        labels=labels,
        joined=rest,
    )


def first_name(chosen: Chosen, voice: str) -> str:
    """Name of a publisher as the first source of the first incident has it."""
    found = reports(chosen).rename_axis("incident")
    spoken = found[found["voice"] == voice].sort_values(["incident", "source"])
    return str(chosen.dataset.sources["publisher"].iloc[spoken["origin"].iloc[0]])


def overlap_of_kinds(chosen: Chosen) -> Overlap:
    """Incidents by the kinds of source that report them, followed to the origin.

    Every kind has a row, also one that tells of nothing.
    """
    origin = reports(chosen)["origin"]
    kinds = chosen.dataset.sources["kind"].iloc[origin].set_axis(origin.index)
    occurring = {*kinds.unique()}
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
