"""Against whom a mechanism is open on the day of the data release, state by state."""

from __future__ import annotations

from briefing.dataset.dates import Span
from briefing.measure import Chosen
from briefing.measure.mechanisms import MECHANISMS, Mechanism
from briefing.measure.period import in_words, month_in_words
from briefing.measure.remedies import doors
from briefing.measure.treaties import EVER, Terms, terms_of
from briefing.show.exhibit import Exhibit
from briefing.show.prose import name, prose, strong
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import listing

ASKED = [one for one in MECHANISMS if one.door]  # those that a state must accept
FREE = (
    "The working groups and special rapporteurs of the United Nations need no "
    "acceptance and are open against every member state."
)
LAST = {"not_accepted": "Not accepted", "signatory": "Signed only"}
BY_CODE = {one.code: one for one in ASKED}
SAID = {
    "open": "open against",
    "urgent": "open for urgent requests against",
    "closed": "closed against",
    "later": "closed for later acts against",
    "not_open": "not open against",
    "not_verified": "acceptance not verified for",
    "last_not": "not accepted, when last looked up, by",
    "not_known": "not in the tables for",
}


def doors_table(chosen: Chosen) -> Exhibit:
    """Print for every state whether each mechanism is open for an act of the release
    day.
    """
    frame = doors(chosen)
    known = terms_of(chosen.dataset)
    codes = frame.set_index(["state", "mechanism"])["door"]
    states = sorted(set(frame["state"]), key=chosen.dataset.state_name)
    rows = [
        [
            chosen.dataset.state_name(state),
            *(
                words(one, known.get((one.door, state)), codes[state, one.code])
                for one in ASKED
            ),
        ]
        for state in states
    ]
    released = in_words(chosen.dataset.released)
    return exhibit(
        chosen,
        key="mechanisms_by_state",
        title=f"Where complaints can be brought, by state, on {released}",
        subtitle=place(chosen, "Acceptance by the state, as the tables have it"),
        unit="states",
        alt=f"{len(rows)} states by {len(ASKED)} mechanisms that need acceptance.",
        columns=[
            column("state", "State", wide=1.2, text=True),
            *(column(one.code, one.name, wide=1.9, text=True) for one in ASKED),
        ],
        rows=rows,
        data=data_of(frame),
        notes=[FREE, *chosen.notes("doors")],
    )


def words(one: Mechanism, known: Terms | None, door: str) -> str:
    """Say whether a door is open, from when, and up to when the tables know."""
    if known is None:
        return "Not in the tables"
    if door == "open" and known.start is not None:
        doubt = "" if known.verified else " (day not verified)"
        since = f"acts since {days(known.start)}{doubt}"
        if one.code == "CED":
            return f"Urgent requests, {since}; complaints not in the tables"
        return f"Open: {since}"
    if door == "closed" and known.end is not None:
        if one.code == "ECTHR":
            day = days(known.end)
            return f"Closed for acts after {day}; time limit for earlier ones"
        return f"Closed to new complaints since {days(known.end)}"
    if door == "not_verified":
        return "Not verified"
    if door == "not_open":
        return "Not open"
    last = LAST.get(known.status, "Not a party")
    if known.seen is None or known.seen == EVER:
        return f"{last}, by a source without a day"
    return f"{last} as of {days(known.seen)}"


def days(when: Span) -> str:
    """Write days as precisely as they are known: a day, a month, a year, or a
    stretch.
    """
    first, last = when.first, when.last
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first)
    if first.year == last.year:
        return f"{first.year}"
    return f"{first.year} or {last.year}"


def said_of_doors(chosen: Chosen) -> Exhibit:
    """Say for every mechanism that needs acceptance against which states it is open."""
    known = terms_of(chosen.dataset)
    lists: dict[tuple[str, str], list[str]] = {}
    for row in doors(chosen).to_dict("records"):
        one = BY_CODE.get(row["mechanism"])
        if one is not None:
            sense = _sense(one, known.get((one.door, row["state"])), row["door"])
            state = name(chosen.dataset.state_name(row["state"]))
            lists.setdefault((one.code, sense), []).append(state)
    return prose(
        *(
            f"{strong(name(one.name))}: "
            + "; ".join(
                f"{words} {listing(sorted(lists[one.code, sense]))}"
                for sense, words in SAID.items()
                if (one.code, sense) in lists
            )
            + "."
            for one in ASKED
        )
    )


def _sense(one: Mechanism, known: Terms | None, door: str) -> str:
    """Tell apart what one word for a door may mean."""
    special = {("CED", "open"): "urgent", ("ECTHR", "closed"): "later"}
    if door == "not_known" and known is not None:
        return "last_not"
    return special.get((one.code, door), door)
