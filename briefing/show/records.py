"""Tables whose rows are records and not counts: what is kept apart, and what is
disputed.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from briefing.measure import Chosen, disagreements, totals
from briefing.measure.claims import claim_texts
from briefing.measure.coded import rows_of
from briefing.measure.entered import ids, strength
from briefing.measure.entered import people as people_of_incidents
from briefing.measure.register import people, states, when
from briefing.show import cut
from briefing.show.exhibit import Exhibit
from briefing.show.prose import prose
from briefing.show.tables import column, exhibit
from briefing.show.tidy import FINDINGS
from briefing.show.words import number, sentence_case, span

CLAIMS = "data/claims.csv"


def place(chosen: Chosen, measure: str) -> str:
    """Write the subtitle of a table of records."""
    parts = (measure, chosen.scope, chosen.period, chosen.limits)
    return " · ".join(sentence_case(one) for one in parts if one)


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
        subtitle=place(chosen, "Incidents, people and violations, each by itself"),
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
    printed, notes = cut.lines(records, cut.UNCOUNTED)
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
        subtitle=place(chosen, "Records"),
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
        data=data_of(cut.data(records[keep])[0]),
        notes=[*chosen.notes("apart"), *notes, *cut.data(records, cut.UNCOUNTED)[1]],
    )


def differences_table(chosen: Chosen) -> Exhibit:
    """Print what the sources of an incident say where they contradict each other."""
    frame = disagreements(chosen)
    if frame.empty:
        return prose("There is no disagreement to list.")
    printed, notes = cut.lines(frame, CLAIMS)
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
        subtitle=place(chosen, "What each source says"),
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
        data=data_of(cut.data(frame)[0]),
        notes=[*notes, *cut.data(frame, CLAIMS)[1]],
    )
