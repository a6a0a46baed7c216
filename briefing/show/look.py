"""A look at the incidents: searched and sorted in JupyterLab, a plain table on
paper.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from briefing.measure import Chosen
from briefing.measure.register import people, states, when
from briefing.measure.rows import state_label
from briefing.show import cut
from briefing.show.escape import html, tag
from briefing.show.exhibit import Exhibit
from briefing.show.prose import prose
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.views import FACE, TITLE
from briefing.show.words import counted

# The environment of a kernel in which a run makes a briefing: there nobody clicks.
UNSEEN = "BRIEFING_KERNEL"
KEEP = ["incident_id", "date", "executing_state", "requesting_state", "type", "finding"]
HINT = "Type to search, click on a heading to sort. On paper it is the table below."
COLUMNS = {
    "incident_id": "Case",
    "date": "When",
    "title": "What happened",
    "states": "States",  # on paper, where there is no room for two columns
    "executing": "Acted",
    "requesting": "Asked or received",
    "type": "Type of act",
    "people": "People",
    "finding": "Known as",
}
PRINTED = tuple(key for key in COLUMNS if key not in ("executing", "requesting"))


def look(chosen: Chosen) -> Exhibit:
    """List the incidents of a selection in order of time, a line each.

    In JupyterLab the list can be searched and sorted, where itables is installed.
    """
    every = chosen.incidents.sort_values(["first_day", "last_day", "incident_id"])
    if every.empty:
        return prose("No incident meets this selection.")
    printed, notes = cut.lines(every)
    lines = [_line(chosen, row) for row in printed.to_dict("records")]
    shown = exhibit(
        chosen,
        key="incidents_listed",
        title="Incidents of this selection",
        subtitle=place(chosen, "Incidents in order of time"),
        unit="incidents",
        alt=f"{counted(len(lines), 'incidents')}, each with its date, its title, the "
        "states, the type of act, the people and how it is known.",
        columns=[column(key, COLUMNS[key], text=True) for key in PRINTED],
        rows=[[line[key] for key in PRINTED] for line in lines],
        data=data_of(cut.data(every[KEEP])[0]),
        notes=[*chosen.notes("documented"), *notes, *cut.data(every)[1]],
    )
    live = interactive(chosen, every)
    return replace(shown, html=f"{live}{shown.html}") if live else shown


def interactive(chosen: Chosen, every: pd.DataFrame) -> str:
    """Make the list that can be searched; nothing without itables, or where nobody
    looks.
    """
    if UNSEEN in os.environ:
        return ""
    try:
        from itables import options
        from itables.javascript import (
            generate_init_offline_itables_html,
            to_html_datatable,
        )
    except ImportError:
        return ""
    rows, _ = cut.data(every)
    lines = [_line(chosen, row, sortable=True) for row in rows.to_dict("records")]
    frame = pd.DataFrame(lines).drop(columns="states").rename(columns=COLUMNS)
    found = to_html_datatable(
        frame,
        connected=False,  # nothing is fetched from anywhere
        display_logo_when_loading=False,
        maxBytes=0,
        showIndex=False,
        classes="display compact",
        style="table-layout:auto;width:100%;margin:0",
        pageLength=10,
        columnDefs=[
            {"targets": "_all", "className": "dt-left"},
            {"targets": [0], "className": "dt-left dt-nowrap"},
        ],
        css=".dt-nowrap{white-space:nowrap} .dt-container td{vertical-align:top}",
    )
    code = generate_init_offline_itables_html(options.dt_bundle)
    code, _, _ = code.partition("<div")  # after its script: a logo, for nobody
    head = tag("div", html(f"Look through {counted(len(every), 'incidents')}"), TITLE)
    return tag("div", head + tag("div", html(HINT)) + code + found, FACE)


def _line(
    chosen: Chosen, row: Mapping[Any, Any], *, sortable: bool = False
) -> dict[str, str]:
    """Word one incident; a date that is to be sorted begins with its year."""
    verified = "date" not in str(row["unverified_cells"]).split(";")
    date = when(dict(row), verified=verified)
    if sortable and verified:
        date = str(row["date"])
    return {
        "incident_id": row["incident_id"],
        "date": date,
        "title": row["title"],
        "states": states(chosen, dict(row)),
        "executing": state_label(chosen, "executing", row["executing_state"]),
        "requesting": state_label(chosen, "requesting", row["requesting_state"]),
        "type": chosen.dataset.label("incidents", "type", row["type"]),
        "people": _number(people(dict(row))),
        "finding": row["finding"].capitalize(),
    }


def _number(words: str) -> str:
    """Say how many, under a heading that says of what: 5 to 6, or not known."""
    for suffix in (" person", " people"):
        words = words.removesuffix(suffix)
    return words.removeprefix("number of people ")
