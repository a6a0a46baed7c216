"""A selection seen from one state: as executing, requesting or responsible."""

from briefing.counts import dimensions
from briefing.counts.count import CrossCount, cross
from briefing.counts.incidents import by, by_year, executing, years
from briefing.selection.parameters import EVERYTHING
from briefing.selection.select import Chosen, narrow


def subject(chosen: Chosen) -> str:
    """Name the state that a profile is about: the one chosen.

    Where several were chosen, or all, it is the first of them by name that any counted
    incident names; members of the SCO come before others.
    """
    codes = chosen.selection.codes("states")
    if codes is not None and len(codes) == 1:
        return codes[0]
    members = dimensions.members(chosen)
    named = dimensions.seen(chosen, "executing") | dimensions.seen(chosen, "requesting")
    asked = named & set(codes or named) - set(chosen.dataset.missing)
    possible = sorted(asked or codes or members, key=chosen.dataset.state_name)
    return next((code for code in possible if code in members), possible[0])


def as_executing(chosen: Chosen) -> Chosen:
    """Keep what the state of a profile carried out; that may be nothing."""
    return in_role(chosen, "executing")


def as_requesting(chosen: Chosen) -> Chosen:
    """Keep what others did at the request of the state of a profile, or for it."""
    return in_role(chosen, "requesting")


def as_responsible(chosen: Chosen) -> Chosen:
    """Keep the violations that the state of a profile is named responsible for."""
    return in_role(chosen, "responsible")


def as_either(chosen: Chosen) -> Chosen:
    """Keep the cases of a state: what it carried out, and what was done for it."""
    return in_role(chosen, "either")


def in_role(chosen: Chosen, role: str) -> Chosen:
    """Ask again for one state in one role; all other parameters stay."""
    asked = {"states": subject(chosen), "role": role}
    return narrow(chosen.dataset, chosen.selection.model_copy(update=asked))


def region(chosen: Chosen) -> Chosen:
    """Ask again for all states; all other parameters stay."""
    asked = {"states": EVERYTHING, "role": "executing"}
    return narrow(chosen.dataset, chosen.selection.model_copy(update=asked))


def years_by_executing_state(chosen: Chosen) -> CrossCount:
    """Count incidents for every executing state and year; unsure years have a
    column.
    """
    return cross(
        chosen,
        "incidents",
        key="years_by_executing_state",
        rows=executing(chosen),
        cols=years(chosen),
        entries=(by(chosen, "executing_state"), by_year(chosen).under),
    )
