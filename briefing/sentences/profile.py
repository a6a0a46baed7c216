"""One state in sentences."""

from __future__ import annotations

import pandas as pd

from briefing.counts.roles import as_executing, as_requesting, as_responsible, subject
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import printed_name, prose, strong
from briefing.exhibits.titles import violation_words
from briefing.selection.select import Chosen
from briefing.text.formats import counted, day_in_words, people

STANDINGS = {
    "member": "a member of the SCO",
    "observer": "an observer",
    "dialogue_partner": "a dialogue partner",
    "partner": "an SCO partner",
}


def state(chosen: Chosen) -> Exhibit:
    """Name the state of a profile, its standing in the SCO, and its three numbers."""
    return prose(_which(chosen), f"{_standing(chosen)} {_numbers(chosen)}".strip())


def _which(chosen: Chosen) -> str:
    """Say which state is shown where the selection names none or several."""
    codes = chosen.selection.codes("states")
    if codes is not None and len(codes) == 1:
        return ""
    said = printed_name(chosen.dataset.state_name(subject(chosen)))
    among = "all states" if codes is None else "several states"
    return (
        f"This selection holds {among}, and a profile is about one. As an example it "
        f"shows {strong(said)}, which comes first by name among those on record. The "
        f"parameter *states* chooses another."
    )


def _standing(chosen: Chosen) -> str:
    """Say since when the state has been a member, or what else it is."""
    code = subject(chosen)
    said = printed_name(chosen.dataset.state_name(code))
    rows = [
        row
        for row in chosen.dataset.memberships.to_dict("records")
        if row["state"] == code
        and pd.isna(row["to"])
        and "from" not in str(row["unverified_cells"]).split(";")
    ]
    if not rows:
        return ""
    row = rows[0]
    standing = STANDINGS.get(str(row["status"]), "")
    return (
        f"{said} has been {standing} since {day_in_words(row['from'])}."
        if standing
        else ""
    )


def _numbers(chosen: Chosen) -> str:
    """Say what the state carried out, what was done for it, and what it answers for."""
    acted, asked, answers = (
        as_executing(chosen),
        as_requesting(chosen),
        as_responsible(chosen),
    )
    did, had = len(acted.incident_at), len(asked.incident_at)
    found = int((answers.violations["finding"] == "adjudicated").sum())
    words = violation_words(found, len(answers.violation_at))
    said = printed_name(chosen.dataset.state_name(subject(chosen)))
    first = f"{said} is on record as the state that carried out {_bold(did)}"
    if did:
        least, most = acted.persons()
        verb = "was" if least == most == 1 else "were"
        first += f", in which {people(least, most)} {verb} acted on"
    second = f"In {_bold(had)} it asked for the act or received the people"
    if not had:
        second = "No source names it as a state that asked or received"
    third = f"It is named responsible for {strong(words)}"
    if not len(answers.violation_at):
        third = "No violation is laid to it"
    return f"{first}. {second}. {third}."


def _bold(n: int) -> str:
    """Say a number of incidents in bold."""
    return strong(counted(n, "incidents"))
