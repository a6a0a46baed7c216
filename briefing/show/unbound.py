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
from briefing.measure.register import when
from briefing.measure.treaties import STANDINGS
from briefing.show.exhibit import Exhibit
from briefing.show.law import LEFT_OPEN
from briefing.show.prose import prose
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit

NONE = "–"


def unbound_table(chosen: Chosen) -> Exhibit:
    """
    Print the violations that no treaty is known to have bound, and why none did.
    """
    frame = law_of_violations(chosen)
    frame = frame[frame["law"].isin(["unbound", *LEFT_OPEN])]
    if frame.empty:
        return prose("There is no violation of this kind to list.")
    cases = chosen.incidents.set_index("incident_id")
    rows = []
    for row in frame.to_dict("records"):
        case = cases.loc[row["incident_id"]].to_dict()
        verified = "date" not in str(case["unverified_cells"]).split(";")
        rows.append(
            [
                row["incident_id"],
                case["title"],
                when(case, verified=verified),
                chosen.dataset.right_label(row["right"], short=True),
                chosen.dataset.state_name(row["responsible_state"]),
                positions(chosen, row),
            ]
        )
    return exhibit(
        chosen,
        key="violations_without_treaty",
        title="Violations that no treaty in the tables is known to have bound",
        subtitle=place(chosen, "Violations"),
        unit="violations",
        alt=f"{len(rows)} violations that no treaty is known to have bound.",
        columns=[
            column("incident_id", "Case", wide=1.0, text=True),
            column("title", "Incident", wide=2.8, text=True),
            column("date", "When", wide=1.4, text=True),
            column("right", "Right", wide=1.3, text=True),
            column("state", "State", wide=1.1, text=True),
            column("positions", "Its position that day", wide=2.8, text=True),
        ],
        rows=rows,
        data=data_of(frame[["incident_id", "right", "responsible_state", "law"]]),
    )


def positions(chosen: Chosen, row: dict[object, object]) -> str:
    """
    Say how the state of one violation stood to each treaty.
    """
    frame = obligations(chosen)
    for key in KEY:
        frame = frame[frame[key] == row[key]]
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
    return exhibit(
        chosen,
        key="violations_by_treaty_and_state",
        title="Treaties that bound each state",
        subtitle=place(chosen, "Violations: treaty in force / right laid down in it"),
        unit="violations",
        alt=f"Table of {len(printed)} treaties by {len(states)} responsible states.",
        columns=[
            column("label", "Treaty", wide=2.2, text=True),
            *(column(state, names[state]) for state in states),
        ],
        rows=printed,
        data=data_of(frame),
        notes=[note, *chosen.notes("treaty_overlap")],
    )
