"""Lists: disagreements, corrections, incidents, rights."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from briefing.counts.cases import Row, dated, people, states, when
from briefing.counts.corrections import corrections, in_words
from briefing.counts.count import PEOPLE, incidents
from briefing.counts.dimensions import state_label
from briefing.counts.disagreements import claim_texts, disagreements
from briefing.counts.headline import totals
from briefing.counts.roles import as_either, subject
from briefing.counts.violations import violations_by_right
from briefing.dataset.dataset import Dataset
from briefing.exhibits.exhibit import NONE, Exhibit
from briefing.exhibits.html import FACE, TITLE
from briefing.exhibits.prose import prose
from briefing.exhibits.titles import FINDINGS
from briefing.selection.select import Chosen
from briefing.tables.table import (
    MOST_LINES,
    SPLIT,
    UNCOUNTED,
    exhibit,
    in_file,
    in_print,
    record_exhibit,
    texts,
)
from briefing.text.formats import counted, date_in_words, html, number, span, tag

CLAIMS = "data/claims.csv"


def headline(chosen: Chosen) -> Exhibit:
    """Print the three headline numbers with their units, split by finding.

    They stand below each other and have no sum: they count different things.
    """
    found = totals(chosen)
    by_finding = found.incidents_by_finding, found.violations_by_finding
    split, of_violations = ([of[kind] for kind in FINDINGS] for of in by_finding)
    acted_on = span(found.persons_min, found.persons_max)
    rows = [
        ("Incidents", *split, found.incidents),
        ("People acted on", *(people_of(chosen, of) for of in FINDINGS), acted_on),
        ("Violations", *of_violations, found.violations),
    ]
    columns = [*texts({"what": ("What is counted", 3.0)}), *SPLIT]
    keys = ["documented", "finding", "persons_range"]
    keys += ["persons_unknown"] if found.persons_unknown else []
    return exhibit(
        chosen,
        pd.DataFrame(rows, columns=[one["key"] for one in columns], dtype=object),
        columns,
        key="headline",
        title="Headline numbers",
        measure="Incidents, people and violations, each by itself",
        unit="incidents, persons, violations",
        alt=f"Headline numbers: {number(found.incidents)} incidents, {acted_on} people "
        f"acted on, {number(found.violations)} violations, each split by finding.",
        notes=chosen.notes(*keys),
    )


def people_of(chosen: Chosen, finding: str) -> str:
    """Sum the people acted on in the incidents of one finding."""
    acts = incidents(chosen, *PEOPLE)
    acts = acts[acts["finding"] == finding]
    least, most = acts[PEOPLE].sum()
    return span(int(least), int(most))


def apart_table(chosen: Chosen) -> Exhibit:
    """Print the records that are never added to a count: totals, lists and patterns."""
    records = chosen.apart.astype({"record_kind": "str"})
    records = records.sort_values(["record_kind", "first_day", "incident_id"])
    if not len(records):
        return prose("No record of this kind meets this selection.")
    kinds = chosen.dataset.categories("incidents", "record_kind")
    return record_exhibit(
        chosen,
        records,
        lambda row: [
            row["incident_id"],
            kinds[row["record_kind"]].split(" (")[0],
            row["title"],
            when(row),
            people(row),
        ],
        texts(
            {
                "incident_id": ("Record", 0.9),
                "record_kind": ("Kind", 1.8),
                "title": ("What is reported", 3.4),
                "date": ("When", 1.3),
                "people": ("People", 1.3),
            }
        ),
        key="records_apart",
        title="Records that are shown and not counted",
        measure="Records",
        unit="records",
        alt=f"{number(len(records))} records that are not part of any count.",
        file=UNCOUNTED,
        keep=["incident_id", "record_kind", "title", "date", *PEOPLE],
        notes=chosen.notes("apart"),
    )


def differences_table(chosen: Chosen) -> Exhibit:
    """Print what the sources of an incident say where they contradict each other."""
    frame = disagreements(chosen)
    if frame.empty:
        return prose("There is no disagreement to list.")
    printed, notes = in_print(frame, CLAIMS)
    ids = chosen.dataset.incidents["incident_id"].iloc[chosen.incident_at]
    marks = ids.isin(printed["incident_id"].unique()).to_numpy()
    known = chosen.dataset.incidents.iloc[chosen.incident_at[marks]]
    cases = known.set_index("incident_id").to_dict("index")
    rows = []
    for incident, said in claim_texts(chosen, marks).items():
        row = cases[incident]
        for text in said:
            about, _, values = text.partition(": ")
            rows.append([incident, row["title"], states(chosen, row), about, values])
    columns = texts(
        {
            "incident_id": ("Case", 0.9),
            "title": ("Incident", 3.0),
            "states": ("States", 1.6),
            "field": ("About", 1.0),
            "value": ("What the sources say", 3.2),
        }
    )
    kept, rest = in_file(frame, CLAIMS)
    return exhibit(
        chosen,
        pd.DataFrame(rows, columns=[one["key"] for one in columns]),
        columns,
        key="disagreements",
        title="Where sources disagree",
        measure="What each source says",
        unit="incidents",
        alt=f"{number(len(rows))} points on which sources of an incident disagree.",
        data=kept,
        notes=[*notes, *rest],
    )


FILE = "data/corrections.csv"


def corrections_table(chosen: Chosen) -> Exhibit:
    """Print what was corrected, what it was and is, why, and on which source."""
    frame = corrections(chosen)
    if frame.empty:
        return prose("There is no correction to list.")
    shown = min(len(frame), MOST_LINES)
    return record_exhibit(
        chosen,
        frame,
        lambda one: row(chosen.dataset, one),
        texts(
            {
                "incident_id": ("Record", 1.1),
                "field": ("What", 1.1),
                "was": ("Was", 1.6),
                "now": ("Now", 1.6),
                "reason": ("Why", 3.2),
                "source": ("Source", 1.4),
                "date": ("On", 1.2),
            }
        ),
        key="corrections",
        title="What was corrected",
        measure="Values, the newest correction first",
        unit="values",
        alt=f"{number(shown)} corrected values: what each was, what it is, and why.",
        file=FILE,
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
    codes = list(violations_by_right(chosen).frame["code"])
    rights = dataset.rights.set_index("right").loc[codes]
    definition = rights["definition"]
    frame = pd.DataFrame(
        {
            "label": [dataset.right_label(code) for code in codes],
            "short_label": violations_by_right(chosen).frame["label"].array,
            "definition": definition.mask(definition.isin(dataset.missing), "").array,
            "articles": [articles(chosen, code) for code in codes],
        }
    )
    return exhibit(
        chosen,
        frame,
        texts(
            {
                "label": ("Right", 2.0),
                "short_label": ("In charts", 1.1),
                "definition": ("What it protects", 3.6),
                "articles": ("Articles", 2.2),
            }
        ),
        key="rights",
        title="The rights, and where they are laid down",
        measure="Definitions in plain words",
        unit="rights",
        alt=f"{len(frame)} rights with definition and treaty articles.",
        data=rights[["label", "short_label", "definition"]].reset_index(),
        behind=NONE,
    )


def articles(chosen: Chosen, right: str) -> str:
    """List the articles that lay down a right, treaty by treaty."""
    dataset = chosen.dataset
    laid = dataset.right_articles
    laid = laid[(laid["right"] == right) & ~laid["articles"].isin(dataset.missing)]
    short = laid["treaty"].map(dataset.treaties.set_index("treaty")["short_title"])
    return "; ".join(
        f"{one} {of}" for one, of in zip(short, laid["articles"], strict=True)
    )


MOST_CASES = 15


def case_list(chosen: Chosen) -> Exhibit:
    """Print the best documented cases of a state, a line each, in order of time.

    Adjudicated cases come first, then those with most independent sources; of equals
    the later one. The register has every case.
    """
    cases = as_either(chosen)
    name = chosen.dataset.state_name(subject(chosen))
    ranked = cases.incidents.sort_values(
        ["finding", "independent_sources", "last_day", "incident_id"],
        ascending=[True, False, False, True],
    )
    kept = ranked.head(MOST_CASES).sort_values(["first_day", "last_day", "incident_id"])
    notes = ["Acted: it carried the act out. Requested: it asked or received."]
    cut_short = len(ranked) > len(kept)
    if cut_short:
        notes.append(
            f"{number(len(kept))} of {number(len(ranked))} cases: adjudicated ones "
            f"first, then those with most independent sources, of equals the latest."
        )
    written, rest = in_file(ranked)
    acted = kept["executing_state"] == subject(chosen)
    rows = kept.to_dict("records")
    return exhibit(
        cases,
        kept.assign(
            date=[when(row) for row in rows],
            role=acted.map({True: "acted", False: "requested"}),
            people=[people(row) for row in rows],
            finding=kept["finding"].astype("str").str.capitalize(),
        ),
        texts(
            {
                "incident_id": ("Case", 0.9),
                "date": ("When", 1.4),
                "title": ("What happened", 3.6),
                "role": (name, 1.0),
                "people": ("People", 1.1),
                "finding": ("Known as", 1.1),
            }
        ),
        key="state_cases",
        title=f"{'Best documented cases' if cut_short else 'Cases'} of {name}",
        measure="Incidents",
        unit="incidents",
        alt=f"{number(len(kept))} cases with date, title, role, people and finding.",
        data=written[CASE_COLUMNS],
        notes=[*notes, *rest],
    )


# In the environment of a kernel of a run, where nobody clicks.
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
    shown = min(len(every), MOST_LINES)
    listed = record_exhibit(
        chosen,
        every,
        lambda row: [_look_row(chosen, row)[key] for key in PRINTED],
        texts({key: (COLUMNS[key], 1.0) for key in PRINTED}),
        key="incidents_listed",
        title="Incidents of this selection",
        measure="Incidents in order of time",
        unit="incidents",
        alt=f"{counted(shown, 'incidents')}, each with its date, its title, the "
        "states, the type of act, the people and how it is known.",
        keep=KEEP,
        notes=chosen.notes("documented"),
    )
    live = interactive(chosen, every)
    return replace(listed, html=f"{live}{listed.html}") if live else listed


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
    rows, _ = in_file(every)
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
    date = str(row["date"]) if sortable and dated(dict(row)) else when(dict(row))
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
