"""A selection in words, and the labels of its codes."""

from briefing.dataset.dataset import Dataset
from briefing.dataset.memoize import memoize
from briefing.selection.selection import Selection
from briefing.text.formats import day_in_words, listing
from briefing.text.messages import message

ALL_STATES = "All states"

STATES = {
    "executing": "{states} as executing {n, plural, one {state} other {states}}",
    "requesting": "{states} as requesting {n, plural, one {state} other {states}}",
    "either": "{states} as executing or requesting {n, plural, one {state} other "
    "{states}}",
    "responsible": "{states} as responsible {n, plural, one {state} other {states}}",
}

PERIOD = "{start} to {end}"

CODES = {
    "rights": "rights: {labels}",
    "types": "types: {labels}",
    "groups": "groups: {labels}",
}

FINDINGS = {
    "corroborated": "corroborated or adjudicated only",
    "adjudicated": "adjudicated only",
}

MEMBERS_ONLY = "members of the SCO on the day only"

REQUESTED_ONLY = "with a stated request only"


def phrase(dataset: Dataset, selection: Selection) -> str:
    """Say which states in which role; all states need no role."""
    states = selection.codes("states")
    if states is None:
        return ALL_STATES
    names = sorted(dataset.state_name(code) for code in states)
    return message(STATES[selection.role], states=listing(names), n=len(names))


def limits(dataset: Dataset, selection: Selection) -> str:
    """Say what narrows the selection besides states and period; empty where nothing
    does.
    """
    said = []
    for name, text in CODES.items():
        codes = selection.codes(name)
        if codes is not None:
            labels = vocabulary(dataset, name)
            named = listing([labels[code] for code in codes])
            said.append(message(text, labels=named))
    if selection.finding in FINDINGS:
        said.append(FINDINGS[selection.finding])
    if selection.membership == "members_only":
        said.append(MEMBERS_ONLY)
    if selection.cooperation == "requested":
        said.append(REQUESTED_ONLY)
    return "; ".join(said)


@memoize
def reach(dataset: Dataset) -> tuple[int, int]:
    """Find the first and the last year in which a counted incident may have
    happened.
    """
    acts = dataset.incidents.query("counted")[["first_day", "last_day"]]
    return int(acts["first_day"].min().year), int(acts["last_day"].max().year)


def period_phrase(dataset: Dataset, selection: Selection) -> str:
    """Say which period; an open end reads as the year that the data reach."""
    first, last = reach(dataset)
    start, end = selection.first_day, selection.last_day
    opening = day_in_words(start) if start else f"{first}"
    closing = day_in_words(end) if end else f"{last}"
    if opening == closing:
        return opening
    return message(PERIOD, start=opening, end=closing)


def vocabulary(dataset: Dataset, name: str) -> dict[str, str]:
    """Map each code that the parameter *name* may hold to its label."""
    if name == "states":
        return {code: dataset.state_name(code) for code in dataset.states["state"]}
    if name == "rights":
        return {code: dataset.right_label(code) for code in dataset.rights["right"]}
    field = {"types": "type", "groups": "groups"}[name]
    categories = dataset.categories("incidents", field)
    return {
        code: categories[code] for code in categories if code not in dataset.missing
    }
