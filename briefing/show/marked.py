"""The marks over a timeline: in their lanes, in its table, and for those who hear
it.
"""

from __future__ import annotations

from datetime import date

from briefing.measure import Count
from briefing.measure.marks import LANES, Mark
from briefing.show.pins import Lane, Pin
from briefing.show.tables import column, parts_of
from briefing.show.tidy import entries
from briefing.show.uprights import Scale
from briefing.show.words import number


def lanes(marked: list[Mark], scale: Scale) -> list[Lane]:
    """Put each mark into its lane, at its date on the scale of years."""
    first = int(scale.years[0].lines[0]) if scale.years else 0

    def place(day: date) -> float:
        return scale.slot * (day.year - first + (day.timetuple().tm_yday - 1) / 366)

    found: list[Lane] = []
    for name in LANES:
        pins = [
            Pin(
                one.number,
                place(one.first),
                place(one.last) if one.last != one.first else place(one.first),
                f"{one.label}, {one.when}",
                vague=one.first != one.last,
            )
            for one in marked
            if one.lane == name
        ]
        if pins:
            found.append((name, pins))
    return found


def heard(marked: list[Mark]) -> str:
    """Name the marks for whoever cannot see them, year by year."""
    said = "; ".join(f"{year}: {words}" for year, words in by_year(marked).items())
    return f" Marked over the years are {said}." if said else ""


def by_year(marked: list[Mark]) -> dict[str, str]:
    """Join the marks of each year."""
    years: dict[str, list[str]] = {}
    for one in sorted(marked, key=lambda mark: (mark.first, mark.number)):
        words = f"{one.number} {one.label} ({one.when})"
        years.setdefault(f"{one.first.year}", []).append(words)
    return {year: "; ".join(of) for year, of in years.items()}


def table_of(
    count: Count, vague: dict[str, int], marked: list[Mark]
) -> dict[str, object]:
    """Give the numbers behind the figure, with the vague dates and the marks of each
    year.
    """
    table = parts_of(count)
    events = by_year(marked)
    codes = [row.code for row in entries(count)]
    first, *others = table["columns"]
    table["columns"] = [
        first,
        column("marks", "What else happened", wide=4.0, text=True),
        column("only_the_year", "Only the year known"),
        *others,
    ]
    table["rows"] = [
        [label, events.get(code, ""), number(vague.get(code, 0)), *numbers]
        for (label, *numbers), code in zip(table["rows"], codes, strict=True)
    ]
    table["data"] = {
        "columns": [*table["data"]["columns"], "only_the_year", "marks"],
        "rows": [
            [*row, vague.get(code, 0), events.get(code, "")]
            for row, code in zip(table["data"]["rows"], codes, strict=True)
        ],
    }
    return table
