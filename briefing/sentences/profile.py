"""One state in sentences."""

from __future__ import annotations

from briefing.counts.roles import as_executing, as_requesting, as_responsible, subject
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import printed_name, prose
from briefing.exhibits.titles import violation_words
from briefing.selection.select import Chosen
from briefing.text.formats import day_in_words, people
from briefing.text.messages import message

EXAMPLE = (
    "This selection holds {states, select, all {all states} other {several states}}, "
    "and a profile is about one. As an example it shows **{state}**, which comes first "
    "by name among those on record. The parameter *states* chooses another."
)

STANDING = {
    "member": "{state} has been a member of the SCO since {day}.",
    "observer": "{state} has been an observer since {day}.",
    "dialogue_partner": "{state} has been a dialogue partner since {day}.",
    "partner": "{state} has been an SCO partner since {day}.",
}

CARRIED_OUT = (
    "{state} is on record as the state that carried out **{n, plural, one {# incident} "
    "other {# incidents}}**{n, plural, =0 {} other {, in which {people} {acted, "
    "plural, one {was} other {were}} acted on}}."
)

ASKED = (
    "{n, plural, =0 {No source names it as a state that asked or received.} one {In "
    "**# incident** it asked for the act or received the people.} other {In **# "
    "incidents** it asked for the act or received the people.}}"
)

RESPONSIBLE = (
    "{n, plural, =0 {No violation is laid to it.} other {It is named responsible for "
    "**{violations}**.}}"
)


def state(chosen: Chosen) -> Exhibit:
    """Return the state of a profile, its standing in the SCO, and its three numbers."""
    name = printed_name(chosen.dataset.state_name(subject(chosen)))
    codes = chosen.selection.codes("states")
    example = ""
    if codes is None or len(codes) > 1:
        asked = "all" if codes is None else "several"
        example = message(EXAMPLE, states=asked, state=name)
    found = f"{_standing(chosen, name)} {_numbers(chosen, name)}"
    return prose(example, found.strip())


def _standing(chosen: Chosen, name: str) -> str:
    """Return since when the state has been a member, or what else it is."""
    rows = chosen.dataset.memberships
    unseen = rows["unverified_cells"].astype(str).str.split(";").map(set) >= {"from"}
    rows = rows[(rows["state"] == subject(chosen)) & rows["to"].isna() & ~unseen]
    if rows.empty or rows["status"].iloc[0] not in STANDING:
        return ""
    text, day = STANDING[rows["status"].iloc[0]], rows["from"].iloc[0]
    return message(text, state=name, day=day_in_words(day))


def _numbers(chosen: Chosen, name: str) -> str:
    """Return what the state carried out, what was done for it, what it answers for."""
    acted, answers = as_executing(chosen), as_responsible(chosen)
    least, most = acted.persons()
    found = int((answers.violations["finding"] == "adjudicated").sum())
    total = len(answers.violation_at)
    return " ".join(
        [
            message(
                CARRIED_OUT,
                state=name,
                n=len(acted.incident_at),
                people=people(least, most),
                acted=1 if least == most == 1 else 2,
            ),
            message(ASKED, n=len(as_requesting(chosen).incident_at)),
            message(RESPONSIBLE, n=total, violations=violation_words(found, total)),
        ]
    )
