"""What a new chapter begins with: a count, and the sentence and the chart that suit
it.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.errors import BriefingError
from briefing.measure.refusals import listed, near_miss

DEFAULT = "incidents_by_type"
WORDS = {
    "incidents": (
        "An incident is one act by one executing state, and counts once in its row. "
        "Where the rows overlap, a note under the table says so.",
        ("finding",),
    ),
    "persons": (
        "People are counted as ranges, from the lowest to the highest number that the "
        "sources give. Where two ranges overlap, neither row can be called the larger.",
        ("finding", "persons_range", "persons_repeat"),
    ),
    "violations": (
        "A violation is one right in one incident, for which one state answers. It is "
        "an allegation unless a court or a treaty body found it.",
        ("finding", "alleged", "responsible"),
    ),
}


@dataclass(frozen=True)
class Recipe:
    """A count by its name, with what says it and what draws it."""

    count: str
    say: str = "leads"
    chart: str = "stacked_bars"

    @property
    def unit(self) -> str:
        """Name what is counted."""
        return self.count.partition("_")[0]

    @property
    def by(self) -> str:
        """Name what it is counted by, in words."""
        return self.count.partition("_by_")[2].replace("_", " ")


RECIPES = {
    one.count: one
    for one in (
        Recipe(DEFAULT),
        Recipe("incidents_by_accusation", say="together"),
        Recipe("incidents_by_executing_state"),
        Recipe("incidents_by_fate", say="together", chart="ladder"),
        Recipe("incidents_by_protection", say="together"),
        Recipe("incidents_by_requesting_state"),
        Recipe("incidents_by_right"),
        Recipe("incidents_by_target_group"),
        Recipe("incidents_by_year", say="years", chart="year_bars"),
        Recipe("persons_by_executing_state", chart="people_bars"),
        Recipe("persons_by_requesting_state", chart="people_bars"),
        Recipe("persons_by_right", chart="people_bars"),
        Recipe("persons_by_type", chart="people_bars"),
        Recipe("violations_by_responsible_state"),
        Recipe("violations_by_right"),
    )
}


def recipe(count: str) -> Recipe:
    """Find the recipe of a count, or name those that there are."""
    if count not in RECIPES:
        near = near_miss(count, RECIPES) or f"There are {listed(RECIPES)}."
        message = f"A new chapter cannot begin with the count '{count}'. {near}"
        raise BriefingError(message)
    return RECIPES[count]
