"""Treaties in sentences."""

from __future__ import annotations

from briefing.counts.count import Count
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import prose, strong
from briefing.exhibits.titles import entries, noun
from briefing.law.in_force import violations_by_law_in_force
from briefing.selection.select import Chosen
from briefing.text.formats import SMALLEST_BASE, every, number, percent, sentence_case

OTHERS = {
    "partly": "In {n}, only treaties for some people or cases bound it.",
    "uncertain": "In {n}, it is not certain that one did on that day.",
    "not_known": "In {n}, the tables do not tell.",
    "unbound": "In {n}, none of the treaties in the tables bound it.",
}


def law(chosen: Chosen) -> Exhibit:
    """Say in how many violations a treaty bound the state, and in how many none did."""
    count = violations_by_law_in_force(chosen)
    rows = {row.code: row.low for row in entries(count)}
    total = sum(rows.values())
    if not total:
        return prose("This selection holds no violation to hold against a treaty.")
    what = noun(count, total)
    bound = rows["bound"]
    share = f"{number(bound)} of {number(total)} {what}"
    if bound == total:
        share = every(total, what, what)
    elif bound and total >= SMALLEST_BASE:
        share += f" ({percent(bound, total)})"
    first = (
        f"In {strong(share)}, at least one treaty that protects everybody bound the "
        f"responsible state on the day of the act. {_found(count)}"
    )
    rest = [
        text.format(n=strong(number(rows[code])))
        for code, text in OTHERS.items()
        if rows[code]
    ]
    if rows["unbound"]:
        they = "It is" if rows["unbound"] == 1 else "They are"
        rest.append(f"{they} counted all the same: rights are counted, not treaties.")
    return prose(sentence_case(first), " ".join(rest))


def _found(count: Count) -> str:
    """Say how many of the violations under a treaty a court or treaty body has
    found.
    """
    row = next(row for row in entries(count) if row.code == "bound")
    n = row.parts[0][0]
    if not n:
        return "None of them is adjudicated."
    verb = "is" if n == 1 else "are"
    return f"Of these, {number(n)} {verb} adjudicated."
