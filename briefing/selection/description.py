"""A selection in words, and the labels of its codes."""

from briefing.dataset.coded_columns import counted, once
from briefing.dataset.dataset import Dataset
from briefing.selection.selection import Selection
from briefing.text.formats import day_in_words, listing

ROLES = {
    "executing": ("as executing state", "as executing states"),
    "requesting": ("as requesting state", "as requesting states"),
    "either": (
        "as executing or requesting state",
        "as executing or requesting states",
    ),
    "responsible": ("as responsible state", "as responsible states"),
}

FINDINGS = {
    "corroborated": "corroborated or adjudicated only",
    "adjudicated": "adjudicated only",
}


def phrase(dataset: Dataset, selection: Selection) -> str:
    """Say which states in which role; all states need no role."""
    states = selection.codes("states")
    if states is None:
        return "All states"
    names = sorted(dataset.state_name(code) for code in states)
    one, many = ROLES[selection.role]
    return f"{listing(names)} {one if len(names) == 1 else many}"


def limits(dataset: Dataset, selection: Selection) -> str:
    """Say what narrows the selection besides states and period; empty where nothing
    does.
    """
    said = []
    for name in ("rights", "types", "groups"):
        codes = selection.codes(name)
        if codes is not None:
            labels = vocabulary(dataset, name)
            said.append(f"{name}: {listing([labels[code] for code in codes])}")
    if selection.finding in FINDINGS:
        said.append(FINDINGS[selection.finding])
    if selection.membership == "members_only":
        said.append("members of the SCO on the day only")
    if selection.cooperation == "requested":
        said.append("with a stated request only")
    return "; ".join(said)


@once
def reach(dataset: Dataset) -> tuple[int, int]:
    """Find the first and the last year in which a counted incident may have
    happened.
    """
    acts = dataset.incidents.loc[counted(dataset), ["first_day", "last_day"]]
    return int(acts["first_day"].min().year), int(acts["last_day"].max().year)


def period_phrase(dataset: Dataset, selection: Selection) -> str:
    """Say which period; an open end reads as the year that the data reach."""
    first, last = reach(dataset)
    start, end = selection.first_day, selection.last_day
    opening = day_in_words(start) if start else f"{first}"
    closing = day_in_words(end) if end else f"{last}"
    return opening if opening == closing else f"{opening} to {closing}"


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
