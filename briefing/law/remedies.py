"""Complaint bodies, and whether they are open for an act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from briefing.counts import dimensions
from briefing.counts.dates import date_ranges, evaluate
from briefing.dataset.dates import Span
from briefing.dataset.memoize import memoize
from briefing.law.in_force import KEY, by_state_and_range, position_rows
from briefing.law.treaties import Terms, terms_of, treaty_status, turning
from briefing.selection.select import Chosen, Rows
from briefing.text import labels


@dataclass(frozen=True)
class Mechanism:
    """A body to which somebody may turn, and what it may deal with.

    `treaties` are those whose articles it applies, `door` is the treaty or declaration
    by which a state accepts it. Without a door it is open against every member of the
    United Nations, for `rights` (all where there are none).
    """

    code: str
    name: str
    treaties: tuple[str, ...] = ()
    door: str = ""
    rights: tuple[str, ...] = ()


MECHANISMS = (
    Mechanism("HRC", "Human Rights Committee", ("ICCPR", "ICCPR-OP2"), "ICCPR-OP1"),
    Mechanism("CAT", "Committee against Torture", ("CAT",), "CAT-22"),
    Mechanism("CED", "Committee on Enforced Disappearances", ("ICPPED",), "ICPPED"),
    Mechanism(
        "ECTHR",
        "European Court of Human Rights",
        ("ECHR", "ECHR-P4", "ECHR-P7"),
        "ECHR",
    ),
    Mechanism("WGAD", "Working Group on Arbitrary Detention", rights=("LIBERTY",)),
    Mechanism(
        "WGEID",
        "Working Group on Enforced or Involuntary Disappearances",
        rights=("DISAPPEARANCE",),
    ),
    Mechanism("SPECIAL", "UN special rapporteurs"),
)

BY_CODE = {one.code: one for one in MECHANISMS}

ASKED = [one for one in MECHANISMS if one.door]  # those that a state must accept

CODES = tuple(labels.ACCESS)


def doors(chosen: Chosen) -> pd.DataFrame:
    """Say for every state and mechanism whether it is open for an act of the release
    day.
    """
    known = terms_of(chosen.dataset)
    today = Span(chosen.dataset.released, chosen.dataset.released)
    states = [
        code
        for code in dimensions.state_labels(chosen, "responsible")
        if code not in chosen.dataset.missing
    ]
    said = [
        {
            "state": state,
            "mechanism": one.code,
            "door": door(one, known.get((one.door, state)), today, today),
        }
        for state in states
        for one in MECHANISMS
    ]
    return pd.DataFrame(said, columns=["state", "mechanism", "door"])


def door(one: Mechanism, known: Terms | None, act: Span, today: Span) -> str:
    """Say whether a mechanism is open, on *today*, for an act of that day.

    It must have been accepted when the act was done, and still be. The European Court
    goes on with acts of before the withdrawal, within its time limit.
    """
    if not one.door:
        return "open"
    if known is not None and not known.status:
        return "not_verified"
    then, now = treaty_status(known, act), treaty_status(known, today)
    if then == "uncertain" and known is not None and not known.verified:
        return "not_verified"
    if then in ("uncertain", "not_known"):
        return "not_known"
    if then == "bound" and now == "withdrawn":
        return "limited" if one.code == "ECTHR" else "closed"
    return {"bound": "open", "withdrawn": "closed"}.get(then, "not_open")


def covered(chosen: Chosen, of: Rows | None = None) -> pd.DataFrame:
    """Every violation under each mechanism that deals with the right.

    Columns: incident_id, right, responsible_state, finding, mechanism, door. *of* are
    the violations that are wanted, where not all are.
    """
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    dealt, found = rights_of(chosen), doors_of_acts(chosen)
    violations = chosen.dataset.violations[[*KEY, "finding"]]
    violations = violations.iloc[chosen.violation_at[rows]]
    parts = [
        violations.assign(
            at=rows,
            mechanism=one.code,
            door=found[one.code].iloc[position_rows(chosen)[rows]].astype("str").array,
        )[violations["right"].isin(dealt[one.code])]
        for one in MECHANISMS
    ]
    frame = pd.concat(parts).sort_values("at", kind="stable").drop(columns="at")
    return frame.reset_index(drop=True)


@memoize
def doors_of_acts(chosen: Chosen) -> pd.DataFrame:
    """Which mechanism is open for acts of every responsible state and range of days.

    Index: responsible_state and range, as in `positions`. A column for each mechanism.
    """
    known, ranges = terms_of(chosen.dataset), date_ranges(chosen)
    today = Span(chosen.dataset.released, chosen.dataset.released)

    def open_to(state: str, code: str) -> pd.Categorical[str]:
        one = BY_CODE[code]
        terms = known.get((one.door, state))
        rule = partial(door_on, one, terms, today)
        return evaluate(rule, turning(terms), ranges)

    return by_state_and_range(chosen, BY_CODE, CODES, open_to)


def door_on(one: Mechanism, known: Terms | None, today: Span, act: Span) -> str:
    """Say whether a mechanism is open for an act."""
    return door(one, known, act, today)


@memoize
def rights_of(chosen: Chosen) -> dict[str, set[str]]:
    """Return the rights that each mechanism deals with."""
    laid = chosen.dataset.right_articles
    every = set(chosen.dataset.rights["right"])
    return {
        one.code: set(laid.loc[laid["treaty"].isin(one.treaties), "right"])
        if one.door
        else set(one.rights) or every
        for one in MECHANISMS
    }


def by_mechanism(chosen: Chosen) -> pd.DataFrame:
    """Violations under each mechanism that deals with the right, by whether it is open.

    Columns: mechanism, label, one for each code of text.labels.ACCESS, n.
    """
    dealt, found = rights_of(chosen), doors_of_acts(chosen)
    rights = chosen.dataset.violations["right"].iloc[chosen.violation_at]
    rows = position_rows(chosen)
    numbers = {
        one.code: found[one.code]
        .iloc[rows[rights.isin(dealt[one.code])]]
        .value_counts()
        for one in MECHANISMS
    }
    split = pd.DataFrame(numbers, index=[*CODES]).T.fillna(0).astype("int64")
    split["n"] = split.sum(axis="columns")
    split.insert(0, "label", [one.name for one in MECHANISMS])
    return split.rename_axis(index="mechanism", columns=None).reset_index()
