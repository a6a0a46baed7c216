"""Complaint bodies, and whether they are open for an act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from briefing.counts import dimensions
from briefing.counts.count import violated, violation_values
from briefing.counts.dates import asked, spans
from briefing.dataset.coded_columns import Places, once
from briefing.dataset.dates import Span
from briefing.law.in_force import KEY, numbers
from briefing.law.treaties import Terms, standing, terms_of, turning
from briefing.selection.select import Chosen


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

ASKED = [one for one in MECHANISMS if one.door]  # those that a state must accept

DOORS = {
    "open": "Open",
    "limited": "Time limit",
    "closed": "Closed",
    "not_open": "Not open",
    "not_verified": "Not verified",
    "not_known": "Not known",
}

CODES = tuple(DOORS)


def doors(chosen: Chosen) -> pd.DataFrame:
    """Say for every state and mechanism whether it is open for an act of the release
    day.
    """
    known = terms_of(chosen.dataset)
    today = Span(chosen.dataset.released, chosen.dataset.released)
    states = [
        code
        for code in dimensions.state_rows(chosen, "responsible")
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
    then, now = standing(known, act), standing(known, today)
    if then == "uncertain" and known is not None and not known.verified:
        return "not_verified"
    if then in ("uncertain", "not_known"):
        return "not_known"
    if then == "bound" and now == "withdrawn":
        return "limited" if one.code == "ECTHR" else "closed"
    return {"bound": "open", "withdrawn": "closed"}.get(then, "not_open")


def covered(chosen: Chosen, of: Places | None = None) -> pd.DataFrame:
    """Set every violation against each mechanism that deals with the right.

    *of* names the rows of the violations that are wanted, where not all are.
    """
    dealt, found = rights_of(chosen), door_places(chosen)
    days = spans(chosen).of[violated(chosen)]
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    violations = chosen.dataset.violations.iloc[chosen.violation_at[rows]]
    said = [
        {
            **{key: row[key] for key in KEY},
            "finding": row["finding"],
            "mechanism": one.code,
            "door": CODES[found[one.code, row["responsible_state"]][days[at]]],
        }
        for at, row in zip(rows, violations.to_dict("records"), strict=True)
        for one in MECHANISMS
        if row["right"] in dealt[one.code]
    ]
    return pd.DataFrame(said, columns=[*KEY, "finding", "mechanism", "door"])


@once
def door_places(chosen: Chosen) -> dict[tuple[str, str], Places]:
    """Find for every mechanism and state on which spans of days which door is open."""
    known, days = terms_of(chosen.dataset), spans(chosen)
    today = Span(chosen.dataset.released, chosen.dataset.released)
    found = {}
    for one in MECHANISMS:
        for state in violation_values(chosen, "responsible_state").values:
            terms = known.get((one.door, state))
            rule = partial(door_on, one, terms, today)
            places, said = asked(rule, turning(terms), days)
            turned = np.array([CODES.index(code) for code in said], dtype=np.int64)
            found[one.code, state] = turned[places]
    return found


def door_on(one: Mechanism, known: Terms | None, today: Span, act: Span) -> str:
    """Say whether a mechanism is open for an act."""
    return door(one, known, act, today)


@once
def rights_of(chosen: Chosen) -> dict[str, set[str]]:
    """List the rights that each mechanism deals with."""
    laid = chosen.dataset.right_articles
    every = set(chosen.dataset.rights["right"])
    return {
        one.code: set(laid.loc[laid["treaty"].isin(one.treaties), "right"])
        if one.door
        else set(one.rights) or every
        for one in MECHANISMS
    }


def by_mechanism(chosen: Chosen) -> pd.DataFrame:
    """Count violations under each mechanism, by whether it is open for that act.

    A violation stands under every mechanism that deals with the right.
    """
    n, dealt, found = numbers(chosen), rights_of(chosen), door_places(chosen)
    states = violation_values(chosen, "responsible_state").values
    rights = violation_values(chosen, "right").values
    table = np.zeros((len(MECHANISMS), len(CODES)), dtype=np.int64)
    for k, one in enumerate(MECHANISMS):
        mine = [j for j, right in enumerate(rights) if right in dealt[one.code]]
        for i, state in enumerate(states):
            doors_of, acts = found[one.code, state], n[i, mine].sum(axis=0)
            table[k] += np.bincount(doors_of, acts, len(CODES)).astype(np.int64)
    codes = [one.code for one in MECHANISMS]
    split = pd.DataFrame(table, index=codes, columns=list(CODES))
    split["n"] = split.sum(axis="columns")
    split.insert(0, "label", [one.name for one in MECHANISMS])
    return split.rename_axis(index="mechanism", columns=None).reset_index()
