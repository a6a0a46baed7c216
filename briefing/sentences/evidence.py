"""What the sources say and how far, in sentences."""

from __future__ import annotations

from typing import Any

from briefing.counts.evidence import Evidence, evidence
from briefing.counts.headline import Level, sensitivity
from briefing.counts.overlaps import OTHERS, Overlap
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import printed_name, prose, strong
from briefing.exhibits.titles import combination_label
from briefing.selection.select import Chosen
from briefing.tables.counts import ONLY
from briefing.text.formats import (
    counted,
    every,
    listing,
    number,
    people,
    sentence_case,
    share,
)

FIRST = 3

STANDARDS = {
    "reported": "Accepting any source gives",
    "corroborated": "Asking for two independent sources, or a court, leaves",
    "adjudicated": "Counting only what a court or treaty body found leaves",
}


def standards(chosen: Chosen) -> Exhibit:
    """Say how many incidents and people are left under each standard of evidence."""
    levels = sensitivity(chosen)
    if len(levels) == 1:
        return prose(ONLY)
    said = [f"{STANDARDS[level.finding]} {_left(level)}." for level in levels]
    last, whole = levels[-1].totals, levels[0].totals.executing_states
    if last.incidents:
        left = every(whole, "executing state", "executing states")
        if last.executing_states < whole:
            left = (
                f"{number(last.executing_states)} of {number(whole)} executing states"
            )
        said.append(
            f"The strictest standard keeps {left}: it tells where a court could be "
            "reached, and not where acts were done."
        )
    return prose(" ".join(said))


def _left(level: Level) -> str:
    """Say the incidents and people of a level."""
    found = level.totals
    if not found.incidents:
        return strong("none")
    acted = people(found.persons_min, found.persons_max)
    return f"{strong(counted(found.incidents, 'incidents'))} ({acted})"


def documented(overlap: Overlap) -> Exhibit:
    """Say who reports most incidents, and how many nobody else reports."""
    rows = [row for row in overlap.sets.to_dict("records") if row["code"] != OTHERS]
    if not rows:
        return prose("No publisher reports enough of them for a row of its own.")
    alone = sum(int(row["alone"]) for row in rows)
    only = f"one {overlap.dimension} only"
    if overlap.joined:
        only = "one of these publishers and from nobody else"
    whole = share(alone, overlap.total, "incidents") if alone else "None"
    said = [
        _most(overlap, rows),
        f"{strong(sentence_case(whole))} {'is' if alone <= 1 else 'are'} known from "
        f"{only}.",
    ]
    if overlap.joined:
        n = overlap.joined
        said.append(
            f"The last row joins {number(n)} further publisher{'s' if n > 1 else ''} "
            "with few incidents each."
        )
    return prose(" ".join(filter(None, said)))


def _most(overlap: Overlap, rows: list[dict[Any, Any]]) -> str:
    """Name the rows with most incidents, at most three; equals are not parted."""
    filled = [row for row in rows if row["n"]]
    edge = filled[FIRST]["n"] if len(filled) > FIRST else 0
    first = [row for row in filled[:FIRST] if row["n"] > edge]
    if not first or overlap.total == 1:
        return ""
    said = [
        f"{printed_name(combination_label(overlap, row))} ({number(row['n'])})"
        for row in first
    ]
    return f"By {overlap.dimension}, most incidents stand under {listing(said)}."


def independence(chosen: Chosen) -> Exhibit:
    """Say how many links are left where everything with one origin counts once."""
    found = evidence(chosen)
    text = (
        f"The record rests on {strong(counted(found.sources, 'sources'))} of "
        f"{_several(found.publishers, 'publisher')}, and on "
        f"{_several(found.links, 'link')} of an incident and a source that reports it."
    )
    if not found.fallen:
        return prose(f"{text} None of these falls away: no source repeats another.")
    fall = "falls" if found.fallen == 1 else "fall"
    return prose(
        f"{text} Of these, {strong(number(found.fallen))} {fall} away because "
        f"{_reasons(found)}; {_several(found.voices, 'independent voice')} "
        f"{'is' if found.voices == 1 else 'are'} left."
    )


def _several(n: int, what: str) -> str:
    """Count something that is named in the singular."""
    return f"{number(n)} {what}{'' if n == 1 else 's'}"


def _reasons(found: Evidence) -> str:
    """Say why links fall away."""
    reasons = []
    if found.repeating_links:
        reasons.append(f"a source repeats another ({number(found.repeating_links)})")
    if found.second:
        reasons.append(f"a publisher speaks a second time ({number(found.second)})")
    return listing(reasons, "or")


def weakness(chosen: Chosen) -> Exhibit:
    """Say how many incidents rest on a cell that nobody saw, and where sources
    differ.
    """
    found = evidence(chosen)
    said = ["Every cell of every incident was seen in a source."]
    if found.unverified:
        unseen = strong(share(found.unverified, found.incidents, "incidents"))
        said = [f"In {unseen} at least one cell was not seen in a source."]
    if found.differing:
        differ = strong(share(found.differing, found.incidents, "incidents"))
        said.append(f"In {differ} sources contradict each other.")
    else:
        said.append("Nowhere do sources contradict each other.")
    if found.copies:
        copies = sentence_case(share(found.copies, found.sources, "sources"))
        were = "was" if found.copies == 1 else "were"
        said.append(f"{copies} {were} read at the address of a copy.")
    return prose(" ".join(said))
