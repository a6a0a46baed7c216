"""
Who documented what, and who documented the same.
"""

from collections.abc import Mapping

from briefing.measure.chosen import Chosen
from briefing.measure.links import links
from briefing.measure.overlap import OTHERS, Overlap, overlap

MOST_SETS = 8  # named publishers; all others share a row
LEAST = 2  # incidents that a publisher with a row of its own must tell of
ONE_IN = 20  # and at least so large a part of all incidents


def overlap_of_publishers(chosen: Chosen) -> Overlap:
    """
    Count incidents by the publishers that report them, followed to the origin.

    The main publishers have rows of their own: those that tell of at least two
    incidents and of one in twenty, at most eight. Where equals would cross that limit,
    all of them join the others.
    """
    told = links(chosen).drop_duplicates(["incident_id", "voice"])
    n = told["voice"].value_counts()
    main = main_ones({str(voice): int(of) for voice, of in n.items()}, chosen)
    names = told.groupby("voice")["publisher"].first()
    labels = {voice: str(names[voice]) for voice in main}
    rest = len(n) - len(main)
    if rest:
        labels[OTHERS] = f"All others ({rest} publisher{'' if rest == 1 else 's'})"
    code = told["voice"].where(told["voice"].isin(main), OTHERS)
    return overlap(
        chosen,
        told.assign(code=code),
        dimension="publisher",
        labels=labels,
        joined=rest,
    )


def overlap_of_kinds(chosen: Chosen) -> Overlap:
    """
    Count incidents by the kinds of source that report them, followed to the origin.

    Every kind has a row, also one that tells of nothing.
    """
    told = links(chosen)
    labels = {
        code: label
        for code, label in chosen.dataset.categories("sources", "kind").items()
        if code not in chosen.dataset.missing or code in set(told["kind"])
    }
    return overlap(
        chosen,
        told.assign(code=told["kind"]),
        dimension="kind of source",
        labels=labels,
    )


def main_ones(numbers: Mapping[str, int], chosen: Chosen) -> list[str]:
    """
    Name those that are large enough for a row of their own, without parting equals.
    """
    least = max(LEAST, -(-len(chosen.incidents) // ONE_IN))
    large = [key for key, n in numbers.items() if n >= least]
    if len(large) > MOST_SETS:
        edge = sorted((numbers[key] for key in large), reverse=True)[MOST_SETS]
        large = [key for key in large if numbers[key] > edge]
    return sorted(large, key=lambda key: (-numbers[key], key))
