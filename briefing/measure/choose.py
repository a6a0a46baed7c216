"""
Which incidents and violations meet a selection.
"""

import pandas as pd

from briefing.dataset import Dataset
from briefing.measure import period, scope
from briefing.measure.chosen import Chosen
from briefing.measure.parameters import PARAMETERS
from briefing.measure.refusals import EmptySelection, UnknownCode
from briefing.measure.selection import Selection
from briefing.measure.withheld import without_names

ROLE_COLUMNS = {
    "executing": ["executing_state"],
    "requesting": ["requesting_state"],
    "either": ["executing_state", "requesting_state"],
}


def select(dataset: Dataset, selection: Selection) -> Chosen:
    """
    Keep the incidents and violations that meet every part of *selection*.

    Only acts are counted; totals, lists and patterns that meet it are kept apart. An
    incident lies in the period only if all of its possible days do.
    """
    refuse_unknown_codes(dataset, selection)
    if selection.names == "withheld":
        dataset = without_names(dataset)
    chosen = narrow(dataset, selection)
    if chosen.incident_rows.empty:
        raise EmptySelection.of(chosen.scope, chosen.period, len(chosen.doubtful))
    return chosen


def narrow(dataset: Dataset, selection: Selection) -> Chosen:
    """
    Keep what meets *selection*, which may be nothing.
    """
    violations = asked_violations(dataset.violations, selection)
    incidents = asked_incidents(dataset.incidents, violations, selection)
    certain, possible = in_period(incidents, selection)
    kept = incidents[certain & incidents["counted"]]
    doubtful = incidents[possible & ~certain & incidents["counted"]]
    return Chosen(
        dataset=dataset,
        selection=selection,
        incident_rows=kept.reset_index(drop=True),
        violation_rows=within(violations, kept),
        apart_rows=incidents[possible & ~incidents["counted"]].reset_index(drop=True),
        doubtful=tuple(doubtful["incident_id"]),
    )


def refuse_unknown_codes(dataset: Dataset, selection: Selection) -> None:
    """
    Refuse a code that the data do not know, naming the near miss.
    """
    for name in (one.name for one in PARAMETERS if one.vocabulary):
        labels = scope.vocabulary(dataset, name)
        for code in selection.codes(name) or ():
            if code not in labels:
                raise UnknownCode.of(name, code, labels)


def asked_violations(violations: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """
    Keep violations of the rights, findings and, in that role, states asked for.
    """
    keep = violations["finding"].isin(selection.findings)
    rights, states = selection.codes("rights"), selection.codes("states")
    if rights is not None:
        keep &= violations["right"].isin(rights)
    if states is not None and selection.role == "responsible":
        keep &= violations["responsible_state"].isin(states)
    return violations[keep]


def asked_incidents(
    incidents: pd.DataFrame, violations: pd.DataFrame, selection: Selection
) -> pd.DataFrame:
    """
    Keep incidents that meet the selection at any time.

    A selection by right or by responsible state keeps incidents with a violation left.
    """
    keep = incidents["finding"].isin(selection.findings)
    states, types = selection.codes("states"), selection.codes("types")
    groups = selection.codes("groups")
    if states is not None and selection.role in ROLE_COLUMNS:
        columns = incidents[ROLE_COLUMNS[selection.role]]
        keep &= columns.isin(states).any(axis="columns")
    responsible = states is not None and selection.role == "responsible"
    if selection.codes("rights") is not None or responsible:
        keep &= incidents["incident_id"].isin(violations["incident_id"])
    if types is not None:
        keep &= incidents["type"].isin(types)
    if groups is not None:
        keep &= incidents["groups"].map(lambda of: bool(set(of) & set(groups)))
    if selection.membership == "members_only":
        keep &= incidents["membership"] == "member"
    if selection.cooperation == "requested":
        keep &= incidents["cooperation"] == "requested"
    return incidents[keep]


def in_period(
    incidents: pd.DataFrame, selection: Selection
) -> tuple["pd.Series[bool]", "pd.Series[bool]"]:
    """
    Tell which incidents certainly lie in the period, and which possibly do.
    """
    certain = pd.Series(data=True, index=incidents.index)
    possible = certain.copy()
    start = period.first_day(selection.date_from)
    end = period.last_day(selection.date_to)
    if start:
        certain &= incidents["first_day"] >= pd.Timestamp(start)
        possible &= incidents["last_day"] >= pd.Timestamp(start)
    if end:
        certain &= incidents["last_day"] <= pd.Timestamp(end)
        possible &= incidents["first_day"] <= pd.Timestamp(end)
    return certain, possible


def within(violations: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the violations that belong to *incidents*.
    """
    belongs = violations["incident_id"].isin(incidents["incident_id"])
    return violations[belongs].reset_index(drop=True)
