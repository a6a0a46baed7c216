"""The rows of each dimension: codes, labels, order."""

import numpy as np
import pandas as pd

from briefing.dataset.coded_columns import column, counted, incident_of, once
from briefing.dataset.dataset import Dataset
from briefing.selection import description
from briefing.selection.select import Chosen

Rows = dict[str, str]

UNCERTAIN = "uncertain"

FINDING_LABELS = {
    "adjudicated": "Adjudicated (a court or treaty body found it)",
    "corroborated": "Corroborated (two or more independent sources)",
    "reported": "Reported (one source)",
}

COOPERATION_LABELS = {
    "requested": "A request or a receiving state is stated",
    "context": "No request stated",
}

MEMBERSHIP_LABELS = {
    "member": "Among SCO members on the day",
    "before": "Before a state named was a member",
    "unclear": "Membership not certain on the day",
    "not_applicable": "No state named",
}

# A missing code says something else in each role, so each has words of its own.
NO_STATE = {
    ("executing", "not_applicable"): "An organ of the SCO",
    ("executing", "unknown"): "Executing state not known",
    ("executing", "not_reported"): "Executing state not stated",
    ("requesting", "not_reported"): "No request stated",
    ("requesting", "not_applicable"): "No request in an act of this kind",
    ("requesting", "unknown"): "Requesting state not known",
}


def state_rows(chosen: Chosen, role: str) -> Rows:
    """List the states of a role: members, and all that the data name in that role.

    Where the reader chose states in that very role, only those are listed.
    """
    codes = chosen.selection.codes("states")
    if codes is not None and chosen.selection.role == role:
        return {code: chosen.dataset.state_name(code) for code in codes}
    found = seen(chosen, role) | members(chosen)
    return {code: state_label(chosen, role, code) for code in sorted(found)}


def seen(chosen: Chosen, role: str) -> set[str]:
    """List the codes that counted incidents, chosen or not, name in a role."""
    return set(_seen(chosen.dataset, role))


@once
def _seen(dataset: Dataset, role: str) -> frozenset[str]:
    """List the codes of a role once for every dataset."""
    of, table = counted(dataset), "incidents"
    if role == "responsible":
        of, table = of[incident_of(dataset, "violations")], "violations"
    states = column(dataset, table, f"{role}_state").at(of)
    return frozenset(states.values[place] for place in np.unique(states.places))


def members(chosen: Chosen) -> set[str]:
    """List the states that are or were members of the SCO."""
    memberships = chosen.dataset.memberships
    return set(memberships.loc[memberships["status"] == "member", "state"])


def state_label(chosen: Chosen, role: str, code: str) -> str:
    """Name a state, or say what it means that none is named."""
    if code in chosen.dataset.missing:
        return NO_STATE.get((role, code), chosen.dataset.missing[code])
    return chosen.dataset.state_name(code)


def type_rows(chosen: Chosen) -> Rows:
    """List the types of act, or those that the reader chose."""
    codes = chosen.selection.codes("types")
    labels = description.vocabulary(chosen.dataset, "types")
    return labels if codes is None else {code: labels[code] for code in codes}


def right_rows(chosen: Chosen, *, short: bool = False) -> Rows:
    """List the rights, or those that the reader chose."""
    codes = chosen.selection.codes("rights") or chosen.dataset.rights["right"]
    return {code: chosen.dataset.right_label(code, short=short) for code in codes}


def year_rows(chosen: Chosen) -> Rows:
    """List every year of the period, then the row for years that are not certain."""
    years = {str(year): str(year) for year in chosen.years}
    return years | {UNCERTAIN: "Year not certain"}


def finding_rows(chosen: Chosen) -> Rows:
    """List the findings that the selection accepts, strongest first."""
    return {code: FINDING_LABELS[code] for code in chosen.selection.findings}


def ranked(frame: pd.DataFrame, missing: dict[str, str], by: str) -> pd.DataFrame:
    """Put the largest first and equals by label; rows that name no state stand last."""
    keys = frame.assign(missing=frame["code"].isin(missing))
    order = keys.sort_values(
        ["missing", by, "label"], ascending=[True, False, True], kind="stable"
    )
    return frame.loc[order.index].reset_index(drop=True)
