"""The sensitivity of the headline numbers: what is left where a reader accepts less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.measure import Chosen, Level, sensitivity
from briefing.show.band import Range, draw_band
from briefing.show.behind import of_all
from briefing.show.chart import chart
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION
from briefing.show.prose import prose
from briefing.show.records import place
from briefing.show.tables import column, exhibit
from briefing.show.words import number, people, sentence_case, span

UNIT = "incidents, persons, violations, states"
ONLY = (
    "This selection accepts nothing but what a court or treaty body found, so there is "
    "no weaker standard to hold it against."
)
HEADS = (
    ("incidents", "Incidents"),
    ("people", "People acted on"),
    ("violations", "Violations"),
    ("executing", "Executing states"),
    ("requesting", "Requesting states"),
    ("responsible", "Responsible states"),
)


def sensitivity_band(chosen: Chosen) -> Exhibit:
    """Draw the headline numbers under each standard of evidence, each on its own
    scale.
    """
    levels = sensitivity(chosen)
    if len(levels) == 1:
        return prose(ONLY)
    panels = dict(HEADS[:4])
    return chart(
        draw_band([(level.label, ranges(level)) for level in levels], panels),
        key="sensitivity",
        title=title(levels),
        subtitle=place(chosen, "Headline numbers by the least evidence accepted"),
        unit=UNIT,
        caption=f"Headline numbers by the least evidence accepted. {CAUTION}",
        alt=alt(levels),
        source=chosen.source,
        table=table_of(levels),
        behind=of_all(chosen),
        notes=(
            "Each column has a scale of its own, as its unit is another. The hatched "
            "part lies between the lowest and the highest number of people.",
        ),
    )


def sensitivity_table(chosen: Chosen) -> Exhibit:
    """Print the headline numbers under each standard of evidence, weakest first."""
    levels = sensitivity(chosen)
    return exhibit(
        chosen,
        key="sensitivity",
        title="Headline numbers by the least evidence accepted",
        subtitle=place(chosen, "Each line is selected anew"),
        unit=UNIT,
        alt=alt(levels),
        notes=chosen.notes("levels"),
        **table_of(levels),
    )


def ranges(level: Level) -> dict[str, Range]:
    """Give the headline numbers of a level, each as two ends."""
    found = level.totals
    return {
        "incidents": (found.incidents, found.incidents),
        "people": (found.persons_min, found.persons_max),
        "violations": (found.violations, found.violations),
        "executing": (found.executing_states, found.executing_states),
        "requesting": (found.requesting_states, found.requesting_states),
        "responsible": (found.responsible_states, found.responsible_states),
    }


def table_of(levels: Sequence[Level]) -> dict[str, Any]:
    """Give columns, rows and data of the levels."""
    numbers = [ranges(level) for level in levels]
    heads = ["finding", "incidents", "persons_min", "persons_max", "violations"]
    heads += ["executing_states", "requesting_states", "responsible_states"]
    return {
        "columns": [
            column("label", "Least accepted", wide=2.6, text=True),
            *(column(key, head) for key, head in HEADS),
        ],
        "rows": [
            [level.label, *(span(*of[key]) for key, _ in HEADS)]
            for level, of in zip(levels, numbers, strict=True)
        ],
        "data": {
            "columns": heads,
            "rows": [
                [level.finding, *(getattr(level.totals, key) for key in heads[1:])]
                for level in levels
            ],
        },
    }


def title(levels: Sequence[Level]) -> str:
    """Say how many incidents stand under the stricter standards."""
    n = {level.finding: level.totals.incidents for level in levels}
    court = number(n["adjudicated"]) if n["adjudicated"] else "none"
    if len(levels) == 1:
        return f"All {court} incidents rest on the finding of a court or treaty body"
    if len(levels) == 2:
        whole = number(n["corroborated"])
        found = sentence_case(f"{court} of {whole} incidents")
        return f"{found} rest on the finding of a court or treaty body"
    firm = f"{number(n['corroborated'])} of {number(n['reported'])} incidents"
    return f"{firm} have a court or two independent sources, {court} a court's finding"


def alt(levels: Sequence[Level]) -> str:
    """Describe the levels: every headline number of each."""
    said = []
    for level in levels:
        of = ranges(level)
        said.append(
            f"{level.label}: incidents {span(*of['incidents'])}, "
            f"{people(*of['people'])}, violations {span(*of['violations'])}, "
            f"executing states {span(*of['executing'])}"
        )
    form = "Bars of headline numbers by the least evidence accepted"
    return f"{form}. {title(levels)}. {'. '.join(said)}."
