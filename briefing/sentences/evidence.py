"""What the sources say and how far, in sentences."""

from __future__ import annotations

from briefing.counts.evidence import Evidence, evidence
from briefing.counts.headline import Level, sensitivity
from briefing.counts.overlaps import OTHERS, Overlap
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import printed_name, prose, said
from briefing.exhibits.titles import combination_label, part_of
from briefing.selection.select import Chosen
from briefing.tables.counts import ONLY
from briefing.text.formats import listing, number, people
from briefing.text.messages import message

STANDARDS = {
    "reported": "Accepting any source gives {n, plural, =0 {**none**} one {**# "
    "incident** ({people})} other {**# incidents** ({people})}}.",
    "corroborated": "Asking for two independent sources, or a court, leaves {n, "
    "plural, =0 {**none**} one {**# incident** ({people})} other {**# incidents** "
    "({people})}}.",
    "adjudicated": "Counting only what a court or treaty body found leaves {n, "
    "plural, =0 {**none**} one {**# incident** ({people})} other {**# incidents** "
    "({people})}}.",
}

STRICTEST = (
    "The strictest standard keeps {rest, plural, =0 {{total, plural, =1 {the only "
    "executing state} =2 {both executing states} other {all # executing states}}} "
    "other {{n, number} of {total, number} executing states}}: it tells where a court "
    "could be reached, and not where acts were done."
)


def standards(chosen: Chosen) -> Exhibit:
    """Return how many incidents and people are left under each standard."""
    levels = sensitivity(chosen)
    if len(levels) == 1:
        return prose(ONLY)
    last, first = levels[-1].totals, levels[0].totals
    states = part_of(last.executing_states, first.executing_states)
    return said(
        *(_standard(level) for level in levels),
        message(STRICTEST, **states) if last.incidents else "",
    )


def _standard(level: Level) -> str:
    found = level.totals
    acted = people(found.persons_min, found.persons_max)
    return message(STANDARDS[level.finding], n=found.incidents, people=acted)


FIRST = 3  # rows that are named at most

NO_ROW = "No publisher reports enough of them for a row of its own."

MOST_UNDER = {
    "publisher": "By publisher, most incidents stand under {values}.",
    "kind of source": "By kind of source, most incidents stand under {values}.",
}

KNOWN_FROM = (
    "{rest, plural, =0 {{total, plural, =1 {**The only incident** is} =2 {**Both "
    "incidents** are} other {**All # incidents** are}}} other {{n, plural, =0 "
    "{**None** is} one {**# of {total, plural, one {# incident} other {# incidents}}"
    "<share>** is} other {**# of {total, plural, one {# incident} other {# incidents}}"
    "<share>** are}}}} known from {only, select, these {one of these publishers and "
    "from nobody else} publisher {one publisher only} other {one kind of source only}}."
).replace("<share>", "{share, select, none {} other { ({share})}}")

LAST_ROW = (
    "The last row joins {n, plural, one {# further publisher} other {# further "
    "publishers}} with few incidents each."
)


def documented(overlap: Overlap) -> Exhibit:
    """Return who reports most incidents, and how many nobody else reports."""
    rows = [row for row in overlap.sets.to_dict("records") if row["code"] != OTHERS]
    if not rows:
        return prose(NO_ROW)
    first = _first(overlap)
    alone = sum(int(row["alone"]) for row in rows)
    only = "these" if overlap.joined else overlap.dimension
    return said(
        message(MOST_UNDER[overlap.dimension], values=listing(first)) if first else "",
        message(KNOWN_FROM, **part_of(alone, overlap.total), only=only),
        message(LAST_ROW, n=overlap.joined) if overlap.joined else "",
    )


def _first(overlap: Overlap) -> list[str]:
    """Name the rows with most incidents, at most three; equals are not parted."""
    rows = overlap.sets.to_dict("records")
    filled = [row for row in rows if row["n"] and row["code"] != OTHERS]
    edge = filled[FIRST]["n"] if len(filled) > FIRST else 0
    first = [row for row in filled[:FIRST] if row["n"] > edge]
    if overlap.total == 1:
        return []
    return [
        f"{printed_name(combination_label(overlap, row))} ({number(row['n'])})"
        for row in first
    ]


RECORD = (
    "The record rests on **{sources, plural, one {# source} other {# sources}}** of "
    "{publishers, plural, one {# publisher} other {# publishers}}, and on {links, "
    "plural, one {# link} other {# links}} of an incident and a source that reports it."
)

NONE_FALLS = "None of these falls away: no source repeats another."

FALLEN = (
    "Of these, **{fallen, number}** {fallen, plural, one {falls} other {fall}} away "
    "because {second, plural, =0 {a source repeats another ({repeating, number})} "
    "other {{repeating, plural, =0 {a publisher speaks a second time ({second, "
    "number})} other {a source repeats another ({repeating, number}) or a publisher "
    "speaks a second time ({second, number})}}}}; {voices, plural, one {# independent "
    "voice is} other {# independent voices are}} left."
)


def independence(chosen: Chosen) -> Exhibit:
    """Return how many links are left where all of one origin counts once."""
    found = evidence(chosen)
    record = message(
        RECORD,
        sources=found.sources,
        publishers=found.publishers,
        links=found.links,
    )
    return said(record, _fallen(found) if found.fallen else NONE_FALLS)


def _fallen(found: Evidence) -> str:
    return message(
        FALLEN,
        fallen=found.fallen,
        repeating=found.repeating_links,
        second=found.second,
        voices=found.voices,
    )


PART = (
    "{rest, plural, =0 {{total, plural, =1 {the only} =2 {both} other {all #}} {total, "
    "plural, one {incident} other {incidents}}} other {{n, number} of {total, plural, "
    "one {# incident} other {# incidents}}{share, select, none {} other { ({share})}}}}"
)

UNSEEN = f"In **{PART}** at least one cell was not seen in a source."

ALL_SEEN = "Every cell of every incident was seen in a source."

DIFFERING = f"In **{PART}** sources contradict each other."

NONE_DIFFER = "Nowhere do sources contradict each other."

COPIES = (
    PART.replace("incident", "source")
    + " {n, plural, one {was} other {were}} read at the address of a copy."
)


def weakness(chosen: Chosen) -> Exhibit:
    """Return how many incidents rest on unseen cells, and where sources differ."""
    found = evidence(chosen)
    total = found.incidents
    unseen = message(UNSEEN, **part_of(found.unverified, total))
    differ = message(DIFFERING, **part_of(found.differing, total))
    copies = message(COPIES, **part_of(found.copies, found.sources))
    return said(
        unseen if found.unverified else ALL_SEEN,
        differ if found.differing else NONE_DIFFER,
        copies if found.copies else "",
    )
