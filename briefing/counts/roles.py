"""A selection seen from one state: as executing, requesting or responsible."""

from briefing.counts import dimensions
from briefing.counts.count import CrossCount, cross
from briefing.selection.parameters import EVERYTHING
from briefing.selection.select import Chosen, narrow


def subject(chosen: Chosen) -> str:
    """Return the state that a profile is about: the one chosen.

    Where several were chosen, or all, it is the first of them by name that any counted
    incident names; members of the SCO come before others.
    """
    codes = chosen.selection.codes("states")
    if codes is not None and len(codes) == 1:
        return codes[0]
    members = dimensions.members(chosen)
    named = dimensions.named_states(chosen, "executing")
    named |= dimensions.named_states(chosen, "requesting")
    asked = named & set(codes or named) - set(chosen.dataset.missing)
    possible = sorted(asked or codes or members, key=chosen.dataset.state_name)
    return next((code for code in possible if code in members), possible[0])


def as_executing(chosen: Chosen) -> Chosen:
    """Selection of what the state of a profile carried out; that may be nothing."""
    return in_role(chosen, "executing")


def as_requesting(chosen: Chosen) -> Chosen:
    """Selection of what others did at the request of the state of a profile."""
    return in_role(chosen, "requesting")


def as_responsible(chosen: Chosen) -> Chosen:
    """Selection of the violations that the state of a profile answers for."""
    return in_role(chosen, "responsible")


def as_either(chosen: Chosen) -> Chosen:
    """Selection of what a state carried out, and of what was done for it."""
    return in_role(chosen, "either")


def in_role(chosen: Chosen, role: str) -> Chosen:
    """Selection of one state in one role; all other parameters stay."""
    asked = {"states": subject(chosen), "role": role}
    return narrow(chosen.dataset, chosen.selection.model_copy(update=asked))


def region(chosen: Chosen) -> Chosen:
    """Selection of all states; all other parameters stay."""
    asked = {"states": EVERYTHING, "role": "executing"}
    return narrow(chosen.dataset, chosen.selection.model_copy(update=asked))


def years_by_executing_state(chosen: Chosen) -> CrossCount:
    """Incidents by executing state and year; years that are not certain have a
    column.
    """
    return cross(chosen, "executing_state", "year", key="years_by_executing_state")
