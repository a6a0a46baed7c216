"""Lists: disagreements, corrections, incidents, rights."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from briefing.counts.cases import Row, people, states, when
from briefing.counts.corrections import corrections, in_words
from briefing.counts.count import ids, strength
from briefing.counts.count import people as people_of_incidents
from briefing.counts.dimensions import state_label
from briefing.counts.disagreements import claim_texts, disagreements
from briefing.counts.headline import totals
from briefing.counts.roles import as_either, subject
from briefing.counts.violations import violations_by_right
from briefing.dataset.coded_columns import rows_of
from briefing.dataset.dataset import Dataset
from briefing.exhibits.exhibit import NONE, Exhibit
from briefing.exhibits.html import FACE, TITLE
from briefing.exhibits.prose import prose, strong
from briefing.exhibits.titles import FINDINGS, entries, selection_subtitle
from briefing.selection.select import Chosen
from briefing.tables import table as printed_table
from briefing.tables.table import column, exhibit
from briefing.text.formats import counted, date_in_words, html, number, span, tag

CLAIMS = "data/claims.csv"


def data_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Give a frame as columns and rows for a CSV file."""
    rows = [[cell_of(cell) for cell in row] for row in frame.itertuples(index=False)]
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


def cell_of(cell: object) -> str | int | None:
    """Write one cell so that JSON can carry it."""
    if isinstance(cell, tuple):
        return ";".join(str(one) for one in cell)
    if isinstance(cell, int | str):
        return cell
    return None if pd.isna(cell) else str(cell)  # type: ignore[call-overload] # a scalar


def headline(chosen: Chosen) -> Exhibit:
    """Print the three headline numbers with their units, split by finding.

    They stand below each other and have no sum: they count different things.
    """
    found = totals(chosen)
    kinds = ("adjudicated", "corroborated", "reported")
    split = [str(found.incidents_by_finding[kind]) for kind in kinds]
    of_violations = [str(found.violations_by_finding[kind]) for kind in kinds]
    acted_on = span(found.persons_min, found.persons_max)
    by_finding = [people_of(chosen, kind) for kind in kinds]
    rows = [
        ["Incidents", *split, str(found.incidents)],
        ["People acted on", *by_finding, acted_on],
        ["Violations", *of_violations, str(found.violations)],
    ]
    columns = [
        column("what", "What is counted", wide=3.0, text=True),
        *(column(kind, kind.capitalize()) for kind in kinds),
        column("n", "Total"),
    ]
    keys = ["documented", "finding", "persons_range"]
    keys += ["persons_unknown"] if found.persons_unknown else []
    return exhibit(
        chosen,
        key="headline",
        title="Headline numbers",
        subtitle=selection_subtitle(
            chosen, "Incidents, people and violations, each by itself"
        ),
        unit="incidents, persons, violations",
        alt=f"Headline numbers: {number(found.incidents)} incidents, {acted_on} people "
        f"acted on, {number(found.violations)} violations, each split by finding.",
        columns=columns,
        rows=rows,
        data={"columns": [one["key"] for one in columns], "rows": rows},
        notes=chosen.notes(*keys),
    )


def people_of(chosen: Chosen, finding: str) -> str:
    """Sum the people acted on in the incidents of one finding."""
    found = strength(chosen) == FINDINGS.index(finding)
    least, most = (ends[found] for ends in people_of_incidents(chosen))
    return span(int(least.sum()), int(most.sum()))


def apart_table(chosen: Chosen) -> Exhibit:
    """Print the records that are never added to a count: totals, lists and patterns."""
    records = chosen.apart.sort_values(["record_kind", "first_day", "incident_id"])
    if not len(records):
        return prose("No record of this kind meets this selection.")
    rows = []
    printed, notes = printed_table.lines(records, printed_table.UNCOUNTED)
    for row in printed.to_dict("records"):
        kind = chosen.dataset.label("incidents", "record_kind", row["record_kind"])
        verified = "date" not in str(row["unverified_cells"]).split(";")
        rows.append(
            [
                row["incident_id"],
                kind.split(" (")[0],
                row["title"],
                when(row, verified=verified),
                people(row),
            ]
        )
    keep = ["incident_id", "record_kind", "title", "date", "persons_min", "persons_max"]
    return exhibit(
        chosen,
        key="records_apart",
        title="Records that are shown and not counted",
        subtitle=selection_subtitle(chosen, "Records"),
        unit="records",
        alt=f"{number(len(records))} records that are not part of any count.",
        columns=[
            column("incident_id", "Record", wide=0.9, text=True),
            column("record_kind", "Kind", wide=1.8, text=True),
            column("title", "What is reported", wide=3.4, text=True),
            column("date", "When", wide=1.3, text=True),
            column("people", "People", wide=1.3, text=True),
        ],
        rows=rows,
        data=data_of(printed_table.data(records[keep])[0]),
        notes=[
            *chosen.notes("apart"),
            *notes,
            *printed_table.data(records, printed_table.UNCOUNTED)[1],
        ],
    )


def differences_table(chosen: Chosen) -> Exhibit:
    """Print what the sources of an incident say where they contradict each other."""
    frame = disagreements(chosen)
    if frame.empty:
        return prose("There is no disagreement to list.")
    printed, notes = printed_table.lines(frame, CLAIMS)
    wanted = pd.Series(printed["incident_id"].unique(), dtype="str")
    marks = rows_of(ids(chosen), wanted) >= 0
    known = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    cases = known.set_index("incident_id").to_dict("index")
    rows = []
    for incident, said in claim_texts(chosen, marks).items():
        row = cases[incident]
        for text in said:
            about, _, values = text.partition(": ")
            rows.append([incident, row["title"], states(chosen, row), about, values])
    return exhibit(
        chosen,
        key="disagreements",
        title="Where sources disagree",
        subtitle=selection_subtitle(chosen, "What each source says"),
        unit="incidents",
        alt=f"{number(len(rows))} points on which sources of an incident disagree.",
        columns=[
            column("incident_id", "Case", wide=0.9, text=True),
            column("title", "Incident", wide=3.0, text=True),
            column("states", "States", wide=1.6, text=True),
            column("field", "About", wide=1.0, text=True),
            column("value", "What the sources say", wide=3.2, text=True),
        ],
        rows=rows,
        data=data_of(printed_table.data(frame)[0]),
        notes=[*notes, *printed_table.data(frame, CLAIMS)[1]],
    )


FILE = "data/corrections.csv"


def said_of_corrections(chosen: Chosen) -> Exhibit:
    """Say how many values were corrected, and where an old edition may differ."""
    n = len(corrections(chosen))
    if not n:
        return prose("Nothing in this selection was corrected.")
    many = strong(f"{number(n)} {'value' if n == 1 else 'values'}")
    stand = "was" if n == 1 else "were"
    return prose(
        f"{many} of this selection {stand} corrected. Editions from before the day of "
        "a correction hold what stood there then."
    )


def corrections_table(chosen: Chosen) -> Exhibit:
    """Print what was corrected, what it was and is, why, and on which source."""
    frame = corrections(chosen)
    if frame.empty:
        return prose("There is no correction to list.")
    printed, notes = printed_table.lines(frame, FILE)
    rows = [row(chosen.dataset, one) for one in printed.to_dict("records")]
    return exhibit(
        chosen,
        key="corrections",
        title="What was corrected",
        subtitle=selection_subtitle(chosen, "Values, the newest correction first"),
        unit="values",
        alt=f"{number(len(rows))} corrected values: what each was, what it is, and "
        "why.",
        columns=[
            column("incident_id", "Record", wide=1.1, text=True),
            column("field", "What", wide=1.1, text=True),
            column("was", "Was", wide=1.6, text=True),
            column("now", "Now", wide=1.6, text=True),
            column("reason", "Why", wide=3.2, text=True),
            column("source", "Source", wide=1.4, text=True),
            column("date", "On", wide=1.2, text=True),
        ],
        rows=rows,
        data=data_of(printed_table.data(frame)[0]),
        notes=[*notes, *printed_table.data(frame, FILE)[1]],
    )


def row(dataset: Dataset, one: Row) -> list[str]:
    """Write a correction as the cells of a row."""
    fields = dataset.package.tables[one["table"]].table.fields
    title = next(field.title for field in fields if field.name == one["field"])
    cell = dataset, one["table"], one["field"]
    return [
        one["incident_id"] or one["key"],
        title,
        in_words(*cell, one["was"]),
        in_words(*cell, one["now"]),
        one["reason"],
        source(dataset, one["source_id"]),
        date_in_words(one["date"]),
    ]


def source(dataset: Dataset, key: str) -> str:
    """Name who says so, or why nobody is named."""
    if key in dataset.missing:
        return dataset.missing[key]
    sources = dataset.sources
    return str(sources["publisher"][sources["source_id"] == key].iloc[0])


def rights_table(chosen: Chosen) -> Exhibit:
    """Print every right that the selection may count: its definition and its
    articles.
    """
    dataset = chosen.dataset
    rights = dataset.rights.set_index("right")
    rows = [
        [
            dataset.right_label(entry.code),
            entry.label,
            _stated(chosen, str(rights.loc[entry.code, "definition"])),
            articles(chosen, entry.code),
        ]
        for entry in entries(violations_by_right(chosen))
    ]
    codes = [entry.code for entry in entries(violations_by_right(chosen))]
    keep = ["label", "short_label", "definition"]
    return exhibit(
        chosen,
        key="rights",
        title="The rights, and where they are laid down",
        subtitle=selection_subtitle(chosen, "Definitions in plain words"),
        unit="rights",
        alt=f"{len(rows)} rights with definition and treaty articles.",
        columns=[
            column("label", "Right", wide=2.0, text=True),
            column("short_label", "In charts", wide=1.1, text=True),
            column("definition", "What it protects", wide=3.6, text=True),
            column("articles", "Articles", wide=2.2, text=True),
        ],
        rows=rows,
        data=data_of(rights.loc[codes, keep].reset_index()),
        behind=NONE,
    )


def articles(chosen: Chosen, right: str) -> str:
    """List the articles that lay down a right, treaty by treaty."""
    dataset = chosen.dataset
    every = dataset.right_articles.to_dict("records")
    short = dataset.treaties.set_index("treaty")["short_title"].to_dict()
    said = [
        f"{short[row['treaty']]} {row['articles']}"
        for row in every
        if row["right"] == right and row["articles"] not in dataset.missing
    ]
    return "; ".join(said)


def _stated(chosen: Chosen, text: str) -> str:
    """Leave a missing code blank."""
    return "" if text in chosen.dataset.missing else text


MOST_CASES = 15


def case_list(chosen: Chosen) -> Exhibit:
    """Print the best documented cases of a state, a line each, in order of time.

    Adjudicated cases come first, then those with most independent sources; of equals
    the later one. The register has every case.
    """
    cases = as_either(chosen)
    name = chosen.dataset.state_name(subject(chosen))
    strength = {finding: place for place, finding in enumerate(FINDINGS)}
    ranked = cases.incidents.assign(strength=lambda row: row["finding"].map(strength))
    ranked = ranked.sort_values(
        ["strength", "independent_sources", "last_day", "incident_id"],
        ascending=[True, False, False, True],
    )
    kept = ranked.head(MOST_CASES).sort_values(["first_day", "last_day", "incident_id"])
    rows = [_case_row(row, subject(chosen)) for row in kept.to_dict("records")]
    notes = ["Acted: it carried the act out. Requested: it asked or received."]
    cut_short = len(ranked) > len(kept)
    if cut_short:
        notes.append(
            f"{number(len(kept))} of {number(len(ranked))} cases: adjudicated ones "
            f"first, then those with most independent sources, of equals the latest."
        )
    notes += printed_table.data(ranked)[1]
    return exhibit(
        cases,
        key="state_cases",
        title=f"{'Best documented cases' if cut_short else 'Cases'} of {name}",
        subtitle=selection_subtitle(cases, "Incidents"),
        unit="incidents",
        alt=f"{number(len(rows))} cases with date, title, role, people and finding.",
        columns=[
            column("incident_id", "Case", wide=0.9, text=True),
            column("date", "When", wide=1.4, text=True),
            column("title", "What happened", wide=3.6, text=True),
            column("role", f"{name}", wide=1.0, text=True),
            column("people", "People", wide=1.1, text=True),
            column("finding", "Known as", wide=1.1, text=True),
        ],
        rows=rows,
        data=data_of(printed_table.data(ranked)[0][CASE_COLUMNS]),
        notes=notes,
    )  # fmt: skip


def _case_row(row: Mapping[Any, Any], code: str) -> list[str]:
    """Word one case, with what the state did in it."""
    verified = "date" not in str(row["unverified_cells"]).split(";")
    return [
        row["incident_id"],
        when(dict(row), verified=verified),
        row["title"],
        "acted" if row["executing_state"] == code else "requested",
        people(dict(row)),
        row["finding"].capitalize(),
    ]


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

CASE_COLUMNS = ["incident_id", "date", "executing_state", "requesting_state", "finding"]


def look(chosen: Chosen) -> Exhibit:
    """List the incidents of a selection in order of time, a line each.

    In JupyterLab the list can be searched and sorted, where itables is installed.
    """
    every = chosen.incidents.sort_values(["first_day", "last_day", "incident_id"])
    if every.empty:
        return prose("No incident meets this selection.")
    printed, notes = printed_table.lines(every)
    lines = [_look_row(chosen, row) for row in printed.to_dict("records")]
    shown = exhibit(
        chosen,
        key="incidents_listed",
        title="Incidents of this selection",
        subtitle=selection_subtitle(chosen, "Incidents in order of time"),
        unit="incidents",
        alt=f"{counted(len(lines), 'incidents')}, each with its date, its title, the "
        "states, the type of act, the people and how it is known.",
        columns=[column(key, COLUMNS[key], text=True) for key in PRINTED],
        rows=[[line[key] for key in PRINTED] for line in lines],
        data=data_of(printed_table.data(every[KEEP])[0]),
        notes=[*chosen.notes("documented"), *notes, *printed_table.data(every)[1]],
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
    rows, _ = printed_table.data(every)
    lines = [_look_row(chosen, row, sortable=True) for row in rows.to_dict("records")]
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


def _look_row(
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
