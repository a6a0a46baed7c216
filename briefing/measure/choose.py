"""Which incidents and violations meet a selection."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import partial

import numpy as np

from briefing.dataset import Dataset
from briefing.measure import period, scope
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Marks, Places
from briefing.measure.columns import column, counted, days, incident_of
from briefing.measure.parameters import PARAMETERS
from briefing.measure.period import number
from briefing.measure.refusals import EmptySelection, UnknownCode
from briefing.measure.selection import Selection
from briefing.measure.withheld import without_names

ROLE_COLUMNS = {
    "executing": ["executing_state"],
    "requesting": ["requesting_state"],
    "either": ["executing_state", "requesting_state"],
}


def select(dataset: Dataset, selection: Selection) -> Chosen:
    """Keep the incidents and violations that meet every part of *selection*.

    Only acts are counted; totals, lists and patterns that meet it are kept apart. An
    incident lies in the period only if all of its possible days do.
    """
    refuse_unknown_codes(dataset, selection)
    if selection.names == "withheld":
        dataset = without_names(dataset)
    chosen = narrow(dataset, selection)
    if not len(chosen.incident_at):
        raise EmptySelection.of(chosen.scope, chosen.period, len(chosen.doubtful))
    return chosen


def narrow(dataset: Dataset, selection: Selection) -> Chosen:
    """Keep what meets *selection*, which may be nothing."""
    violations = asked_violations(dataset, selection)
    asked = asked_incidents(dataset, violations, selection)
    certain, possible = in_period(dataset, selection)
    acts, of = counted(dataset), incident_of(dataset, "violations")
    kept, doubtful = asked & certain & acts, asked & possible & ~certain & acts
    return Chosen(
        dataset=dataset,
        selection=selection,
        incident_at=np.flatnonzero(kept),
        violation_at=np.flatnonzero(violations & kept[of]),
        apart_at=np.flatnonzero(asked & possible & ~acts),
        doubtful=tuple(dataset.incidents["incident_id"].array[doubtful].tolist()),
    )


def whole(chosen: Chosen, rows: Places) -> Chosen:
    """Take other incidents, by their rows in the data, with every violation in them."""
    there = np.zeros(len(counted(chosen.dataset)), dtype=bool)
    there[rows] = True
    violations = np.flatnonzero(there[incident_of(chosen.dataset, "violations")])
    return replace(chosen, incident_at=rows, violation_at=violations)


def refuse_unknown_codes(dataset: Dataset, selection: Selection) -> None:
    """Refuse a code that the data do not know, naming the near miss."""
    for name in (one.name for one in PARAMETERS if one.vocabulary):
        labels = scope.vocabulary(dataset, name)
        for code in selection.codes(name) or ():
            if code not in labels:
                raise UnknownCode.of(name, code, labels)


def asked_violations(dataset: Dataset, selection: Selection) -> Marks:
    """Mark violations of the rights, findings and, in that role, states asked for."""
    keep = among(dataset, "violations", "finding", selection.findings)
    rights, states = selection.codes("rights"), selection.codes("states")
    if rights is not None:
        keep &= among(dataset, "violations", "right", rights)
    if states is not None and selection.role == "responsible":
        keep &= among(dataset, "violations", "responsible_state", states)
    return keep


def asked_incidents(dataset: Dataset, violations: Marks, selection: Selection) -> Marks:
    """Mark incidents that meet the selection at any time.

    A selection by right or by responsible state keeps incidents with a violation left.
    """
    acts = partial(among, dataset, "incidents")
    keep = acts("finding", selection.findings)
    states, types = selection.codes("states"), selection.codes("types")
    groups = selection.codes("groups")
    if states is not None and selection.role in ROLE_COLUMNS:
        roles = [acts(column, states) for column in ROLE_COLUMNS[selection.role]]
        keep &= np.logical_or.reduce(roles)
    responsible = states is not None and selection.role == "responsible"
    if selection.codes("rights") is not None or responsible:
        left = np.zeros(len(keep), dtype=bool)
        left[incident_of(dataset, "violations")[violations]] = True
        keep &= left
    if types is not None:
        keep &= acts("type", types)
    if groups is not None:
        lists = column(dataset, "incidents", "groups").values
        keep &= acts("groups", [of for of in lists if set(of) & set(groups)])
    if selection.membership == "members_only":
        keep &= acts("membership", ["member"])
    if selection.cooperation == "requested":
        keep &= acts("cooperation", ["requested"])
    return keep


def among(dataset: Dataset, table: str, name: str, codes: Iterable[Hashable]) -> Marks:
    """Mark the rows of a table that have one of some values."""
    marks: Marks = column(dataset, table, name).among(codes) >= 0
    return marks


def in_period(dataset: Dataset, selection: Selection) -> tuple[Marks, Marks]:
    """Tell which incidents certainly lie in the period, and which possibly do."""
    first, last = days(dataset, "first_day"), days(dataset, "last_day")
    certain = np.ones(len(first), dtype=bool)
    possible = certain.copy()
    start = period.first_day(selection.date_from)
    end = period.last_day(selection.date_to)
    if start:
        certain &= first >= number(start)
        possible &= last >= number(start)
    if end:
        certain &= last <= number(end)
        possible &= first <= number(end)
    return certain, possible
