"""Violations that no treaty is known to have bound, and the treaties of each state."""

from __future__ import annotations

import numpy as np
import pandas as pd

from briefing.measure import Chosen
from briefing.measure import rows as named_rows
from briefing.measure.bearing import CODES, bearing
from briefing.measure.coded import Places, joined
from briefing.measure.entered import violated, violation_values
from briefing.measure.law import (
    KEY,
    by_state_and_treaty,
    by_treaty,
    law_of_violations,
    law_places,
)
from briefing.measure.spans import spans
from briefing.measure.treaties import STANDINGS
from briefing.show import cut
from briefing.show.exhibit import Exhibit
from briefing.show.law import LEFT_OPEN
from briefing.show.prose import prose
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import listing, number

NONE = "–"


def unbound_table(chosen: Chosen) -> Exhibit:
    """Print the violations that no treaty is known to have bound, and why none did.

    Those of one state and right, in the same position, stand in one row.
    """
    found = law_places(chosen)
    rows = np.flatnonzero(found.among(["unbound", *LEFT_OPEN]) >= 0)
    if not len(rows):
        return prose("There is no violation of this kind to list.")
    alike = groups(chosen, rows)
    frame = law_of_violations(chosen, rows[: cut.MOST_DATA])
    notes = cut.data(pd.DataFrame(index=rows), "data/violations.csv")[1]
    return exhibit(
        chosen,
        key="violations_without_treaty",
        title="Violations that no treaty in the tables is known to have bound",
        subtitle=place(chosen, "Violations"),
        unit="violations",
        alt=f"{number(len(rows))} violations that no treaty is known to have bound.",
        columns=[
            column("state", "State", wide=1.1, text=True),
            column("right", "Right", wide=1.4, text=True),
            column("n", "Violations", wide=0.9),
            column("cases", "Cases", wide=2.2, text=True),
            column("positions", "Position of the state then", wide=5.0, text=True),
        ],
        rows=[
            [*of[:2], str(len(at)), "; ".join(cases(chosen, at)), of[2]]
            for of, at in alike.items()
        ],
        data=data_of(frame[[*KEY, "law"]]),
        notes=notes,
    )


def groups(chosen: Chosen, rows: Places) -> dict[tuple[str, str, str], Places]:
    """Put violations of one state and right, in the same position, together.

    They stand in the order of the codes of states and rights.
    """
    states = violation_values(chosen, "responsible_state").at(rows)
    rights = violation_values(chosen, "right").at(rows)
    days = spans(chosen).of[violated(chosen)[rows]]
    listed: dict[tuple[str, str, str], Places] = {}
    for state in sorted(states.values):
        for right in sorted(rights.values):
            mine = (states.among([state]) == 0) & (rights.among([right]) == 0)
            if not mine.any():
                continue
            of, said = positions(chosen, state, right)
            name = chosen.dataset.state_name(state)
            label = chosen.dataset.right_label(right, short=True)
            stood = of[days[mine]]
            for alike in pd.unique(stood):
                key = (name, label, said[alike])
                listed[key] = rows[mine][stood == alike]
    return listed


def cases(chosen: Chosen, rows: Places) -> list[str]:
    """Name the incidents of some violations with their years."""
    at = chosen.incident_at[violated(chosen)[rows[: cut.MOST_NAMED]]]
    found = chosen.dataset.incidents[["incident_id", "first_day", "last_day"]].iloc[at]
    said = []
    for row in found.to_dict("records"):
        years = sorted({row["first_day"].year, row["last_day"].year})
        said.append(f"{row['incident_id']} ({' or '.join(map(str, years))})")
    return cut.named([*said, *[""] * (len(rows) - len(said))])


def positions(chosen: Chosen, state: str, right: str) -> tuple[Places, list[str]]:
    """Say how a state stood to each treaty that lays down a right, on every span of
    days.
    """
    known = bearing(chosen)
    treaties = sorted(known.treaties(right))
    if not treaties:
        none = np.zeros(len(spans(chosen).first), dtype=np.int64)
        return none, ["No treaty in the tables lays down this right"]
    stood = [known.standings[state, treaty].astype(np.int64) for treaty in treaties]
    _, some, of = np.unique(
        joined(*stood, width=len(STANDINGS)), return_index=True, return_inverse=True
    )
    short = chosen.dataset.treaties.set_index("treaty")["short_title"]
    said = []
    for at in some:
        then = {
            treaty: CODES[on[at]] for treaty, on in zip(treaties, stood, strict=True)
        }
        parts = [
            f"{label}: {', '.join(short[one] for one in treaties if then[one] == code)}"
            for code, label in STANDINGS.items()
            if code in then.values()
        ]
        said.append("; ".join(parts))
    return of, said


def law_by_state_table(chosen: Chosen) -> Exhibit:
    """Print for each treaty and state in how many violations the treaty bound it."""
    frame = by_state_and_treaty(chosen)
    cells = frame.set_index(["treaty", "responsible_state"])[["bound", "n"]]
    pairs = {
        key: f"{number(row.bound)}/{number(row.n)}" for key, row in cells.iterrows()
    }
    names = named_rows.state_rows(chosen, "responsible")
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
