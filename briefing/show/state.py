"""One state beside the region: the same counts, side by side."""

from __future__ import annotations

from briefing.measure import (
    Chosen,
    Count,
    persons_by_executing_state,
    violations_by_finding,
    violations_by_right,
)
from briefing.measure.incidents import incidents_by_finding
from briefing.measure.roles import (
    as_either,
    as_executing,
    as_requesting,
    as_responsible,
    region,
    subject,
)
from briefing.show.behind import of_all
from briefing.show.exhibit import Exhibit
from briefing.show.records import people_of, place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import FINDINGS, bounds, entries
from briefing.show.words import number, span

SIDE_BY_SIDE = (
    "The numbers of the state are part of those of all states. They stand side by "
    "side and are no rates and no ranking."
)


def beside_region(chosen: Chosen) -> Exhibit:
    """Print what a state did, asked for and answers for, beside the same of all
    states.
    """
    acted, asked, answers = (
        as_executing(chosen),
        as_requesting(chosen),
        as_responsible(chosen),
    )
    every = region(chosen)
    stated = every.incidents["cooperation"] == "requested"
    rows = [
        ["Incidents that it carried out", *_split(incidents_by_finding(acted)),
         number(len(every.incident_at))],
        ["Incidents done at its request, or in which it received the people",
         *_split(incidents_by_finding(asked)), number(int(stated.sum()))],
        ["People acted on in what it carried out", *_people(acted),
         span(*every.persons())],
        ["Violations that it is named responsible for",
         *_split(violations_by_finding(answers)), number(len(every.violation_at))],
    ]  # fmt: skip
    name = chosen.dataset.state_name(subject(chosen))
    columns = [
        column("what", "What is counted", wide=3.4, text=True),
        *(column(finding, finding.capitalize()) for finding in FINDINGS),
        column("n", name),
        column("all_states", "All states"),
    ]
    return exhibit(
        chosen,
        key="state_beside_region",
        title=f"{name} in its three roles, and all states",
        subtitle=place(as_either(chosen), "Incidents, people and violations by role"),
        unit="incidents, persons, violations",
        alt=f"{name} and all states: "
        + "; ".join(f"{r[0]} {r[4]}, {r[5]}" for r in rows),
        columns=columns,
        rows=rows,
        data={"columns": [one["key"] for one in columns], "rows": rows},
        notes=[SIDE_BY_SIDE, *chosen.notes("persons_range")],
        behind=of_all(as_either(chosen)),
    )


def _split(count: Count) -> list[str]:
    """Print a count by finding, zero included, and its total."""
    rows = {row.code: row.low for row in entries(count)}
    return [*(number(rows.get(one, 0)) for one in FINDINGS), number(bounds(count)[1])]


def _people(chosen: Chosen) -> list[str]:
    """Print the people acted on by finding, and in all."""
    whole = span(*bounds(persons_by_executing_state(chosen)))
    return [*(people_of(chosen, finding) for finding in FINDINGS), whole]


def rights_beside_region(chosen: Chosen) -> Exhibit:
    """Print the violations of each right that a state answers for, beside all
    states'.
    """
    answers = as_responsible(chosen)
    whole = {row.code: row.low for row in entries(violations_by_right(region(chosen)))}
    counted = entries(violations_by_right(answers))
    rows = [
        [
            row.label,
            *(number(part[0]) for part in row.parts),
            number(row.low),
            number(whole[row.code]),
        ]
        for row in counted
    ]
    name = chosen.dataset.state_name(subject(chosen))
    columns = [
        column("label", "Right", wide=2.6, text=True),
        *(column(finding, finding.capitalize()) for finding in FINDINGS),
        column("n", name),
        column("all_states", "All states"),
    ]
    return exhibit(
        answers,
        key="state_rights_beside_region",
        title=f"Violations of each right: {name} and all states",
        subtitle=place(answers, "Violations by right"),
        unit="violations",
        alt=f"{number(len(rows))} rights with the violations that {name} is named "
        f"responsible for and those of all states.",
        columns=columns,
        rows=rows,
        data={"columns": [one["key"] for one in columns], "rows": rows},
        notes=[SIDE_BY_SIDE, *chosen.notes("alleged", "responsible")],
    )
