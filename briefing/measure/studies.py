"""The cases to be told at length: which they are, by a rule, and what followed them."""

import numpy as np
import pandas as pd

from briefing.measure.chosen import Chosen
from briefing.measure.coded import rows_of, tallied
from briefing.measure.entered import ids, strength
from briefing.measure.links import links
from briefing.measure.refusals import listed
from briefing.measure.register import Row, register, when
from briefing.measure.told import told

MOST = 10
KIND_WORDS = {
    "court": "court",
    "treaty_body": "UN body",
    "igo": "intergovernmental organisation",
    "government": "government",
    "ngo": "non-governmental organisation",
    "press": "press",
    "academic": "academic",
}


def studies(chosen: Chosen) -> pd.DataFrame:
    """List the cases that a reader should know first, as the register words them.

    They are the best documented ones by the order of `best_documented`: first one for
    each executing state, then the next in that order, at most ten. They stand in order
    of time. `fate`, `heard`, `links` and `later` are words and numbers beyond those of
    the register.
    """
    kept = set(taken(best_documented(chosen)))
    if not kept:
        return pd.DataFrame({"id": []})
    marks = rows_of(ids(chosen), pd.Series(sorted(kept), dtype="str")) >= 0
    cases = register(chosen, marks)
    rows = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    known = rows.set_index("incident_id").to_dict("index")
    linked = links(chosen, marks)
    named = [str(one) for one in cases["id"]]
    voices = [linked[linked["incident_id"] == one] for one in named]
    return cases.assign(
        fate=[fate(chosen, known[one]) for one in named],
        heard=[heard(of) for of in voices],
        links=[len(of) for of in voices],
        later=pd.Series([later(chosen, one) for one in named], index=cases.index),
    ).reset_index(drop=True)


def best_documented(chosen: Chosen) -> pd.DataFrame:
    """Order the incidents that two or more independent sources report, the firmest
    first.

    What a court or treaty body found goes before what others report; then the larger
    number of independent sources, then of all sources, then the earlier act. An
    incident with a cell that was not seen in a source is not eligible.
    """
    incidents = chosen.dataset.incidents[["independent_sources", "verified"]]
    incidents = incidents.iloc[chosen.incident_at]
    firm = (incidents["independent_sources"] >= 2) & incidents["verified"]
    rows = np.flatnonzero(firm.to_numpy(dtype=bool))
    n = tallied(told(chosen).incident, len(chosen.incident_at))
    eligible: pd.DataFrame = chosen.dataset.incidents.iloc[chosen.incident_at[rows]]
    order = eligible.assign(strength=strength(chosen)[rows], links=n[rows])
    return order.sort_values(
        ["strength", "independent_sources", "links", "first_day", "incident_id"],
        ascending=[True, False, False, True, True],
        ignore_index=True,
    )


def taken(ordered: pd.DataFrame) -> list[str]:
    """Take the first of each executing state, then the next, as many as there is room
    for.
    """
    first = ordered.drop_duplicates("executing_state")
    rest = ordered[~ordered["incident_id"].isin(first["incident_id"])]
    return list(pd.concat([first, rest])["incident_id"][:MOST])


def fate(chosen: Chosen, known: Row) -> str:
    """Say what was last reported of the people, as far as a source was seen to state
    it.
    """
    unverified = str(known["unverified_cells"]).split(";")
    if known["fate"] in chosen.dataset.missing or "fate" in unverified:
        return ""
    return chosen.dataset.label("incidents", "fate", known["fate"])


def heard(told: pd.DataFrame) -> str:
    """Name the independent voices that report an incident, with what kind each is."""
    once = told.drop_duplicates("voice").sort_values("publisher")
    pairs = zip(once["publisher"], once["kind"], strict=True)
    return listed(
        f"{one} ({KIND_WORDS.get(kind, 'kind not known')})" for one, kind in pairs
    )


def later(chosen: Chosen, incident: str) -> tuple[str, ...]:
    """List other incidents of the selection in which the same people were acted on."""
    appearances = chosen.dataset.appearances
    people = appearances.loc[appearances["incident_id"] == incident, "person_id"]
    same = appearances.loc[
        appearances["person_id"].isin(people.tolist()), "incident_id"
    ]
    wanted = pd.Series(sorted(set(same) - {incident}), dtype="str")
    rows = rows_of(wanted, ids(chosen))
    others = chosen.dataset.incidents.iloc[chosen.incident_at[rows[rows >= 0]]]
    others = others.sort_values(["first_day", "incident_id"])
    return tuple(
        f"{row['incident_id']}, {when(row, verified=dated(row))}: {row['title']}"
        for row in others.to_dict("records")
    )


def dated(row: Row) -> bool:
    """Tell whether a source was seen to state the date."""
    return "date" not in str(row["unverified_cells"]).split(";")
