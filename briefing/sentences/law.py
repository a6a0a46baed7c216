"""Treaties in sentences."""

from __future__ import annotations

from briefing.counts.dimensions import state_label
from briefing.exhibits import wording
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import printed_name, prose
from briefing.exhibits.titles import entries, values
from briefing.law.in_force import violations_by_law_in_force
from briefing.law.noncompliance import KINDS, REMOVALS, under_measures
from briefing.law.noncompliance import ignored as ignored_rulings
from briefing.law.remedies import ASKED, Mechanism
from briefing.law.remedies import doors as mechanism_status
from briefing.law.treaties import Terms, terms_of
from briefing.selection.select import Chosen
from briefing.text.formats import listing, lower_first, number, span
from briefing.text.messages import message

NO_VIOLATION = "This selection holds no violation to hold against a treaty."

BOUND = wording.whole(
    "In <bold part>, at least one treaty that protects everybody bound the responsible "
    "state on the day of the act. {found, plural, =0 {None of them is adjudicated.} "
    "one {Of these, # is adjudicated.} other {Of these, # are adjudicated.}}"
)

OTHERS = {
    "partly": "In **{n, number}**, only treaties for some people or cases bound it.",
    "uncertain": "In **{n, number}**, it is not certain that one did on that day.",
    "not_known": "In **{n, number}**, the tables do not tell.",
    "unbound": "In **{n, number}**, none of the treaties in the tables bound it. {n, "
    "plural, one {It is} other {They are}} counted all the same: rights are counted, "
    "not treaties.",
}


def law(chosen: Chosen) -> Exhibit:
    """Return in how many violations a treaty bound the state, and in how many none."""
    count = violations_by_law_in_force(chosen)
    rows = {row.code: row for row in entries(count)}
    total = sum(row.low for row in rows.values())
    if not total:
        return prose(NO_VIOLATION)
    bound = rows["bound"]
    first = message(BOUND, **values(count, bound.low, total), found=bound.parts[0][0])
    rest = [
        message(text, n=rows[code].low)
        for code, text in OTHERS.items()
        if rows[code].low
    ]
    return prose(first, " ".join(rest))


MECHANISM = "**{mechanism}**: {states}."

STATUS = {
    "open": "open against {states}",
    "urgent": "open for urgent requests against {states}",
    "closed": "closed against {states}",
    "later": "closed for later acts against {states}",
    "not_open": "not open against {states}",
    "not_verified": "acceptance not verified for {states}",
    "last_not": "not accepted, when last looked up, by {states}",
    "not_known": "not in the tables for {states}",
}


def doors(chosen: Chosen) -> Exhibit:
    """Return where each mechanism that needs acceptance is open."""
    known, asked = terms_of(chosen.dataset), {one.code: one for one in ASKED}
    states: dict[tuple[str, str], list[str]] = {}
    for row in mechanism_status(chosen).itertuples():
        if one := asked.get(str(row.mechanism)):
            status = _status(one, known.get((one.door, str(row.state))), str(row.door))
            name = printed_name(chosen.dataset.state_name(str(row.state)))
            states.setdefault((one.code, status), []).append(name)
    return prose(
        *(
            message(
                MECHANISM,
                mechanism=printed_name(one.name),
                states="; ".join(
                    message(text, states=listing(sorted(states[one.code, status])))
                    for status, text in STATUS.items()
                    if (one.code, status) in states
                ),
            )
            for one in ASKED
        )
    )


def _status(one: Mechanism, known: Terms | None, door: str) -> str:
    """Return the status of a mechanism as sentences tell it apart."""
    special = {("CED", "open"): "urgent", ("ECTHR", "closed"): "later"}
    if door == "not_known" and known is not None:
        return "last_not"
    return special.get((one.code, door), door)


NONE_IGNORED = "No ruling or interim measure is reported as ignored here."

IGNORED = (
    "**{n, plural, one {# incident} other {# incidents}}** stand here: {kinds}.",
    "The states that acted: {states}. From the oldest act ({oldest}) to the release of "
    "the data {longest} days went by; from the most recent ({newest}) {shortest}.",
)

NO_MEASURE = "No incident of this selection has an interim measure on record."

MEASURES = (
    "An interim measure of the European Court or a UN committee is on record in **{n, "
    "plural, one {# incident} other {# incidents}}**, of which {removed, plural, =0 "
    "{none} other {#}} ended in a removal.{others, select, none {} other { The others "
    "are of these types: {others}.}}"
)


def ignored(chosen: Chosen) -> Exhibit:
    """Return how often a ruling was ignored, of what kind, and how long ago."""
    frame = ignored_rulings(chosen)
    measures = _measures(chosen)
    if frame.empty:
        return prose(NONE_IGNORED, measures)
    sizes = frame["kind"].astype(str).value_counts()
    states = frame.groupby(frame["executing_state"].astype(str)).size()
    states = states.sort_values(ascending=False, kind="stable")
    oldest = frame.sort_values("days_max").iloc[-1]
    newest = frame.sort_values("days_min").iloc[0]
    return prose(
        *(
            message(
                text,
                n=len(frame),
                kinds=listing(
                    f"{lower_first(label)} ({number(int(sizes.get(code, 0)))})"
                    for code, label in KINDS.items()
                ),
                states=listing(
                    _counted(state_label(chosen, "executing", str(code)), n)
                    for code, n in states.items()
                ),
                oldest=oldest["incident_id"],
                longest=span(oldest["days_min"], oldest["days_max"]),
                newest=newest["incident_id"],
                shortest=span(newest["days_min"], newest["days_max"]),
            )
            for text in IGNORED
        ),
        measures,
    )


def _measures(chosen: Chosen) -> str:
    """Return how many interim measures there are, and how many ended in a removal."""
    held = under_measures(chosen)
    if held.empty:
        return NO_MEASURE
    types = held["type"].astype(str)
    removed = types.isin(REMOVALS)
    labels = chosen.dataset.categories("incidents", "type")
    others = [
        _counted(lower_first(labels[str(code)]), n)
        for code, n in types[~removed].value_counts().items()
    ]
    return message(
        MEASURES,
        n=len(held),
        removed=int(removed.sum()),
        others=listing(others) or "none",
    )


def _counted(label: str, n: int) -> str:
    return f"{printed_name(label)} ({number(int(n))})"
