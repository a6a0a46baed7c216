"""Where the record is weak, as a table: what falls away, what is copied, what is
unseen.
"""

from __future__ import annotations

from briefing.measure import Chosen, Evidence, evidence
from briefing.measure.claims import FIELD_LABELS
from briefing.show.exhibit import Exhibit
from briefing.show.records import place
from briefing.show.tables import column, exhibit
from briefing.show.words import lower_first, number

CELLS = {
    "accusations": "accusation",
    "date": "date",
    "date_end": "end of the act",
    "executing_state": "executing state",
    "fate": "fate",
    "outcome": "outcome",
    "persons_max": "highest number of people",
    "persons_min": "lowest number of people",
    "place": "place",
    "requesting_state": "requesting state",
    "type": "type of act",
}
Line = tuple[str, str, int, int]


def evidence_table(chosen: Chosen) -> Exhibit:
    """Print the weak points of the record, each as a number of its own whole.

    An incident may stand in several of the lines that begin with *of which*.
    """
    lines = weak_points(evidence(chosen))
    columns = [
        column("point", "Weak point", wide=4.6, text=True),
        column("unit", "Unit", wide=1.6, text=True),
        column("n", "Number"),
        column("of", "Of"),
    ]
    return exhibit(
        chosen,
        key="evidence",
        title="Where the record is weak",
        subtitle=place(chosen, "Links, sources and incidents, each of its own whole"),
        unit="links, sources, incidents",
        alt=f"{len(lines)} weak points of the record, each with its number and whole.",
        columns=columns,
        rows=[[point, unit, number(n), number(of)] for point, unit, n, of in lines],
        data={"columns": [one["key"] for one in columns], "rows": [*map(list, lines)]},
        notes=("A link is one incident and one source that reports it.",),
    )


def weak_points(found: Evidence) -> list[Line]:
    """Word each weak point, with its unit, its number and its whole; none is said as
    well.
    """
    links, sources, acts = found.links, found.sources, found.incidents
    lines = [
        ("Adds no voice, as it repeats another source", "links", found.repeating_links),
        ("Adds no voice, as its publisher spoke already", "links", found.second),
        ("Repeats another source", "sources", found.repeating),
        ("Read at the address of a copy", "sources", found.copies),
        ("Without a date of publication", "sources", found.without_date),
        ("Without an address", "sources", found.without_address),
        ("With a cell that was not seen in a source", "incidents", found.unverified),
    ]
    lines += [
        (f"of which unseen: {CELLS.get(cell, cell)}", "incidents", n)
        for cell, n in found.unverified_cells.items()
    ]
    lines.append(
        ("On which sources contradict each other", "incidents", found.differing)
    )
    lines += [
        (
            f"of which disputed: {lower_first(FIELD_LABELS.get(field, field))}",
            "incidents",
            n,
        )
        for field, n in found.differing_fields.items()
    ]
    wholes = {"links": links, "sources": sources, "incidents": acts}
    return [(point, unit, n, wholes[unit]) for point, unit, n in lines]
