"""Counts made up for tests of the show room: invented states, with the pocket's
context.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import pandas as pd

from briefing.counts.count import Count, CrossCount
from briefing.dataset.load import load
from briefing.selection.select import Chosen, select
from briefing.selection.selection import Selection
from helpers.paths import TEST_DATA

POCKET = TEST_DATA / "pocket"
NAMES = (
    "Northmark",
    "Eastvale",
    "Saltmere",
    "United Isles of Norrland",
    "Westerfold",
    "Greyhaven",
    "Federation of Oster",
    "Karrowstan",
    "Lower Brennmark",
    "Thornwick",
    "Vale of Ashmoor",
    "Zemblin",
)
HOSTILE = (
    '#read("/etc/passwd")',
    "```{=typst} $x$",
    "@a *b* _c_ <script>alert(1)</script>",
    '=HYPERLINK("x")',
    "Ершидин",
    "ئەرشىدىن",
    "维吾尔",
)


@cache
def chosen(**parameters: str) -> Chosen:
    """Select from the pocket package."""
    return select(load(POCKET), Selection(**parameters))


def count(
    numbers: Sequence[tuple[int, int, int]],
    *,
    labels: Sequence[str] = NAMES,
    dimension: str = "executing state",
    unit: str = "incidents",
    overlapping: bool = False,
) -> Count:
    """Make a count of adjudicated, corroborated and reported *numbers*, one row a
    label.
    """
    rows = [
        {
            "code": code_of(labels[i], i, dimension),
            "label": labels[i],
            "adjudicated": one[0],
            "corroborated": one[1],
            "reported": one[2],
            "n": sum(one),
        }
        for i, one in enumerate(numbers)
    ]
    whole = sum(map(sum, numbers))
    return tally(rows, whole, dimension=dimension, unit=unit, overlapping=overlapping)


def code_of(label: str, place: int, dimension: str) -> str:
    """Make a code: years are their own, and one row is for years that are not
    certain.
    """
    if dimension == "year":
        return label if label.isdigit() else "uncertain"
    return f"X{place:02d}"


def people(ranges: Sequence[tuple[int, int]]) -> Count:
    """Make a count of people, all of it corroborated."""
    rows = [
        {
            "code": f"X{i:02d}",
            "label": NAMES[i],
            "n_min": low,
            "n_max": high,
            "adjudicated_min": 0,
            "adjudicated_max": 0,
            "corroborated_min": low,
            "corroborated_max": high,
            "reported_min": 0,
            "reported_max": 0,
        }
        for i, (low, high) in enumerate(ranges)
    ]
    whole = (sum(low for low, _ in ranges), sum(high for _, high in ranges))
    return tally(rows, whole, dimension="executing state", unit="persons")


def tally(
    rows: Iterable[dict[str, object]],
    total: int | tuple[int, int],
    *,
    dimension: str,
    unit: str,
    overlapping: bool = False,
) -> Count:
    """Put rows into a count."""
    what = "People" if unit == "persons" else unit.capitalize()
    return Count(
        key=f"{unit}_by_{dimension}".replace(" ", "_"),
        title=f"{what} by {dimension}",
        unit=unit,
        dimension=dimension,
        frame=pd.DataFrame(rows),
        total=total,
        overlapping=overlapping,
        notes=("documented",),
        incident_ids={},
        chosen=chosen(),
    )


def cross(
    grid: Sequence[Sequence[int]],
    *,
    rows: Sequence[str] = NAMES,
    columns: Sequence[str] = NAMES,
    dimensions: tuple[str, str] = ("executing state", "requesting state"),
    unit: str = "incidents",
) -> CrossCount:
    """Make a cross of two dimensions, all of it reported by one source."""
    cells = [
        {
            "row_code": f"X{i:02d}",
            "row_label": rows[i],
            "col_code": f"X{j:02d}",
            "col_label": columns[j],
            "adjudicated": 0,
            "corroborated": 0,
            "reported": n,
            "n": n,
        }
        for i, line in enumerate(grid)
        for j, n in enumerate(line)
    ]
    return CrossCount(
        key="_by_".join(one.replace(" ", "_") for one in dimensions),
        title=f"{unit.capitalize()} by {dimensions[0]} and {dimensions[1]}",
        unit=unit,
        row_dimension=dimensions[0],
        col_dimension=dimensions[1],
        frame=pd.DataFrame(cells),
        total=sum(map(sum, grid)),
        notes=("documented",),
        incident_ids={},
        chosen=chosen(),
    )


def payload_texts(payload: object) -> list[str]:
    """List every text in a payload, however deep."""
    if isinstance(payload, str):
        return [payload]
    if isinstance(payload, dict):
        payload = list(payload.values())
    if isinstance(payload, list):
        return [text for one in payload for text in payload_texts(one)]
    return []
