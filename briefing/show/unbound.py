"""
Violations that no treaty is known to have bound, and the treaties of each state.
"""

from __future__ import annotations

from briefing.measure import Chosen, rows
from briefing.measure.law import (
    KEY,
    by_state_and_treaty,
    by_treaty,
    law_of_violations,
    obligations,
)
from briefing.measure.treaties import STANDINGS
from briefing.show.exhibit import Exhibit
from briefing.show.law import LEFT_OPEN
from briefing.show.prose import prose
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import listing

NONE = "–"


def unbound_table(chosen: Chosen) -> Exhibit:
    """
    Print the violations that no treaty is known to have bound, and why none did.

    Those of one state and right, in the same position, stand in one row.
    """
    frame = law_of_violations(chosen)
    frame = frame[frame["law"].isin(["unbound", *LEFT_OPEN])]
    if frame.empty:
        return prose("There is no violation of this kind to list.")
    cases = chosen.incidents.set_index("incident_id").to_dict("index")
    listed: dict[tuple[str, str, str], list[str]] = {}
    for row in frame.sort_values(["responsible_state", "right"]).to_dict("records"):
        case = cases[row["incident_id"]]
        years = sorted({case["first_day"].year, case["last_day"].year})
        alike = (
            chosen.dataset.state_name(row["responsible_state"]),
            chosen.dataset.right_label(row["right"], short=True),
            positions(chosen, tuple(row[key] for key in KEY)),
        )
        said = f"{row['incident_id']} ({' or '.join(map(str, years))})"
        listed.setdefault(alike, []).append(said)
    return exhibit(
        chosen,
        key="violations_without_treaty",
        title="Violations that no treaty in the tables is known to have bound",
        subtitle=place(chosen, "Violations"),
        unit="violations",
        alt=f"{len(frame)} violations that no treaty is known to have bound.",
        columns=[
            column("state", "State", wide=1.1, text=True),
            column("right", "Right", wide=1.4, text=True),
            column("n", "Violations", wide=0.9),
            column("cases", "Cases", wide=2.2, text=True),
            column("positions", "Position of the state then", wide=5.0, text=True),
        ],
        rows=[
            [state, right, str(len(ids)), "; ".join(ids), then]
            for (state, right, then), ids in listed.items()
        ],
        data=data_of(frame[[*KEY, "law"]]),
    )


def positions(chosen: Chosen, key: tuple[str, ...]) -> str:
    """
    Say how the state of one violation stood to each treaty.
    """
    frame = obligations(chosen)
    for name, value in zip(KEY, key, strict=True):
        frame = frame[frame[name] == value]
    short = chosen.dataset.treaties.set_index("treaty")["short_title"]
    said = [
        f"{label}: {', '.join(short[code] for code in treaties)}"
        for standing, label in STANDINGS.items()
        if len(treaties := frame.loc[frame["standing"] == standing, "treaty"])
    ]
    return "; ".join(said) or "No treaty in the tables lays down this right"


def law_by_state_table(chosen: Chosen) -> Exhibit:
    """
    Print for each treaty and state in how many violations the treaty bound it.
    """
    frame = by_state_and_treaty(chosen)
    cells = frame.set_index(["treaty", "responsible_state"])[["bound", "n"]]
    pairs = {key: f"{row.bound}/{row.n}" for key, row in cells.iterrows()}
    names = rows.state_rows(chosen, "responsible")
    states = sorted(names, key=lambda code: names[code])
    treaties = by_treaty(chosen)
    printed = [
        [
            str(row["label"]),
            *(pairs.get((row["treaty"], state), NONE) for state in states),
        ]
        for row in treaties[treaties["n"] > 0].to_dict("records")
    ]
    if not printed:
        return prose("No treaty in the tables lays down a right of this selection.")
    note = f"{NONE}: no violation of a right that the treaty lays down."
    heads = listing([f"{state} {names[state]}" for state in states])
    return exhibit(
        chosen,
        key="violations_by_treaty_and_state",
        title="Treaties that bound each state",
        subtitle=place(chosen, "Violations: treaty in force / right laid down in it"),
        unit="violations",
        alt=f"Table of {len(printed)} treaties by {len(states)} responsible states.",
        columns=[
            column("label", "Treaty", wide=3.2, text=True),
            *(column(state, state) for state in states),
        ],
        rows=printed,
        data=data_of(frame),
        notes=[f"{heads}. {note}"],
    )
