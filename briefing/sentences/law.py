"""Treaties in sentences."""

from __future__ import annotations

from briefing.exhibits import wording
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import prose
from briefing.exhibits.titles import entries, values
from briefing.law.in_force import violations_by_law_in_force
from briefing.selection.select import Chosen
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
