"""
Counts by right violated, and by the state that answers for it.
"""

import pandas as pd

from briefing.measure import rows
from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count, Cross
from briefing.measure.tally import PEOPLE, Dimension, count, cross


def violations_by_right(chosen: Chosen) -> Count:
    """
    Count violations under each right, most first.

    One right of one incident counts once for each state that answers for it.
    """
    return count(chosen, "violations", rights(chosen), by(chosen, "right"))


def violations_by_responsible_state(chosen: Chosen) -> Count:
    """
    Count violations under the state that answers for them, most first.
    """
    entries = by(chosen, "responsible_state")
    return count(chosen, "violations", responsible(chosen), entries)


def violations_by_finding(chosen: Chosen) -> Count:
    """
    Count violations by finding; only adjudicated ones were found by a court or body.
    """
    dimension = Dimension(
        "finding", rows.finding_rows(chosen), ranked=False, notes=("finding",)
    )
    return count(chosen, "violations", dimension, by(chosen, "finding"))


def incidents_by_right(chosen: Chosen) -> Count:
    """
    Count each incident once under every right violated in it, most first.

    It stands under a right with the strongest finding for that right.
    """
    return count(chosen, "incidents", rights(chosen), incidents_of_rights(chosen))


def persons_by_right(chosen: Chosen) -> Count:
    """
    Sum the people acted on in the incidents under every right, each incident once.
    """
    return count(chosen, "persons", rights(chosen), incidents_of_rights(chosen))


def rights_by_responsible_state(chosen: Chosen) -> Cross:
    """
    Count violations for every responsible state and right.
    """
    entries = chosen.violations.assign(
        row_code=lambda row: row["responsible_state"],
        col_code=lambda row: row["right"],
    )
    return cross(
        chosen,
        "violations",
        key="rights_by_responsible_state",
        rows=responsible(chosen),
        cols=rights(chosen),
        entries=entries,
    )


def by(chosen: Chosen, column: str) -> pd.DataFrame:
    """
    Enter each violation once, under its value of *column*.
    """
    violations = chosen.violations.assign(code=lambda row: row[column].astype("str"))
    return violations[["code", "incident_id", "finding"]]


def incidents_of_rights(chosen: Chosen) -> pd.DataFrame:
    """
    Enter each incident once under every right, with its strongest finding for it.
    """
    pairs = (
        chosen.violations.groupby(["right", "incident_id"], observed=True)["finding"]
        .agg(rows.strongest)
        .reset_index()
        .rename(columns={"right": "code"})
    )
    people = chosen.incidents[["incident_id", *PEOPLE]]
    entries = pairs.merge(people, on="incident_id", validate="many_to_one")
    return entries.astype({"code": "str"})


def rights(chosen: Chosen) -> Dimension:
    """
    Describe the dimension of rights, under which an incident may stand more than once.
    """
    return Dimension("right", rows.right_rows(chosen, short=True), overlapping=True)


def responsible(chosen: Chosen) -> Dimension:
    """
    Describe the dimension of responsible states.
    """
    return Dimension(
        "responsible state",
        rows.state_rows(chosen, "responsible"),
        notes=("responsible",),
    )
