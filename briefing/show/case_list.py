"""A short list of the cases of one state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.measure import Chosen
from briefing.measure.register import people, when
from briefing.measure.roles import as_either, subject
from briefing.show import cut
from briefing.show.exhibit import Exhibit
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import FINDINGS
from briefing.show.words import number

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
    rows = [_line(row, subject(chosen)) for row in kept.to_dict("records")]
    notes = ["Acted: it carried the act out. Requested: it asked or received."]
    cut_short = len(ranked) > len(kept)
    if cut_short:
        notes.append(
            f"{number(len(kept))} of {number(len(ranked))} cases: adjudicated ones "
            f"first, then those with most independent sources, of equals the latest."
        )
    notes += cut.data(ranked)[1]
    return exhibit(
        cases,
        key="state_cases",
        title=f"{'Best documented cases' if cut_short else 'Cases'} of {name}",
        subtitle=place(cases, "Incidents"),
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
        data=data_of(cut.data(ranked)[0][["incident_id", "date", "executing_state",
                             "requesting_state", "finding"]]),
        notes=notes,
    )  # fmt: skip


def _line(row: Mapping[Any, Any], code: str) -> list[str]:
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
