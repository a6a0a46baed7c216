"""
Which mechanism is open, against which state and for which right, and for which acts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.dataset.dates import Span
from briefing.measure import rows
from briefing.measure.chosen import Chosen
from briefing.measure.law import KEY, days_of
from briefing.measure.treaties import Terms, standing, terms_of


@dataclass(frozen=True)
class Mechanism:
    """
    A body to which somebody may turn, and what it may deal with.

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
DOORS = {
    "open": "Open",
    "limited": "Time limit",
    "closed": "Closed",
    "not_open": "Not open",
    "not_verified": "Not verified",
    "not_known": "Not known",
}


def doors(chosen: Chosen) -> pd.DataFrame:
    """
    Say for every state and mechanism whether it is open for an act of the release day.
    """
    known = terms_of(chosen.dataset)
    today = Span(chosen.dataset.released, chosen.dataset.released)
    states = [
        code
        for code in rows.state_rows(chosen, "responsible")
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
    """
    Say whether a mechanism is open, on *today*, for an act of that day.

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


def covered(chosen: Chosen) -> pd.DataFrame:
    """
    Set every violation against each mechanism that deals with the right.
    """
    known = terms_of(chosen.dataset)
    released = chosen.dataset.released
    days, dealt = days_of(chosen), rights_of(chosen)
    today = Span(released, released)
    said = [
        {
            **{key: row[key] for key in KEY},
            "finding": row["finding"],
            "mechanism": one.code,
            "door": door(
                one,
                known.get((one.door, row["responsible_state"])),
                days[row["incident_id"]],
                today,
            ),
        }
        for row in chosen.violations.to_dict("records")
        for one in MECHANISMS
        if row["right"] in dealt[one.code]
    ]
    return pd.DataFrame(said, columns=[*KEY, "finding", "mechanism", "door"])


def rights_of(chosen: Chosen) -> dict[str, set[str]]:
    """
    List the rights that each mechanism deals with.
    """
    laid = chosen.dataset.right_articles
    every = set(chosen.dataset.rights["right"])
    return {
        one.code: set(laid.loc[laid["treaty"].isin(one.treaties), "right"])
        if one.door
        else set(one.rights) or every
        for one in MECHANISMS
    }


def by_mechanism(chosen: Chosen) -> pd.DataFrame:
    """
    Count violations under each mechanism, by whether it is open for that act.

    A violation stands under every mechanism that deals with the right.
    """
    frame = covered(chosen)
    split = pd.crosstab(frame["mechanism"], frame["door"])
    codes = [one.code for one in MECHANISMS]
    split = split.reindex(index=codes, columns=list(DOORS), fill_value=0)
    split["n"] = split.sum(axis="columns")
    split.insert(0, "label", [one.name for one in MECHANISMS])
    return split.rename_axis(index="mechanism", columns=None).reset_index()
