"""What a count says, and what a selection holds, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.counts.count import Count, CrossCount
from briefing.counts.disagreements import disagreements
from briefing.counts.headline import totals
from briefing.counts.organisation import NOBODY, incidents_by_chair
from briefing.counts.persons import people_named
from briefing.exhibits import html, wording
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import (
    counted_pair,
    empty_rows,
    pair_in_words,
    printed_name,
    prose,
    said,
    total_values,
    value,
    values_in_words,
)
from briefing.exhibits.titles import (
    UNCERTAIN,
    Entry,
    bounds,
    dimensions,
    entries,
    kind,
    label,
    leaders,
    names,
    of_dimension,
    pairs,
    part_of,
    values,
    violation_words,
    wholes,
)
from briefing.selection.select import Chosen
from briefing.text.formats import listing, number, people, plain, some
from briefing.text.messages import message

ALWAYS = ("documented", "inclusion")


def limits(chosen: Chosen, *keys: str) -> Exhibit:
    """Show the notes *keys* after those that hold for every chapter.

    What was left out of this very selection is said without being asked for.
    """
    wanted = [*ALWAYS, *keys]
    if len(chosen.doubtful):
        wanted.append("doubtful")
    if chosen.selection.names == "withheld":
        wanted.append("withheld")
    lines = [plain(note) for note in chosen.notes(*dict.fromkeys(wanted))]
    title = "What these numbers cannot say"
    payload = {"kind": "notes", "title": title, "notes": lines}
    text = "\n".join([title, *(f"- {line}" for line in lines)])
    return Exhibit(payload, html.notes(title, lines), text)


# Dimensions of which all values are said: every row is a part of one answer.
WHOLE = ("finding", "co-operation", "membership", "sex", "source language")

FOLLOWERS = 3  # rows, or pairs, that are named after the first


def sentence(count: Count | CrossCount) -> Exhibit:
    """Return what a count says: the form of the sentence goes by its dimension."""
    if isinstance(count, CrossCount):
        return cells(count)
    if count.unit == "persons":
        return _people(count)
    if count.dimension in WHOLE:
        return values_in_words(count)
    if count.dimension == "year":
        return _years(count)
    if count.dimension in wording.GATHERED:
        return _gathered(count)
    return _first(count)


def _first(count: Count) -> Exhibit:
    """Return which rows stand first, who follows, and where nothing is documented."""
    rows = entries(count)
    first = leaders(rows)
    if not first:
        return values_in_words(count)
    followers = [value(count, row) for row in _followers(rows, first)]
    lead = message(
        of_dimension(wording.FIRST_SENTENCE, count.dimension),
        **values(count, first[0].low, bounds(count)[1]),
        rows=len(first),
        names=listing([printed_name(label(count, row)) for row in first]),
        followers=listing(followers) or "none",
    )
    empty = empty_rows(count)
    return said(
        lead,
        _apart(count, rows),
        message(wording.NONE_FOR, values=empty) if empty else "",
    )


def _followers(rows: Sequence[Entry], first: list[Entry]) -> list[Entry]:
    """Return the rows that come next, ties included; none where they are too many."""
    filled = [row for row in rows if row.named and not row.empty and row not in first]
    rest = sorted(filled, key=lambda row: -row.low)
    if len(rest) > FOLLOWERS:
        least = rest[FOLLOWERS - 1].low
        tied = [row for row in rest if row.low >= least]
        rest = tied if len(tied) <= 2 * FOLLOWERS else []
    return rest


def _apart(count: Count, rows: Sequence[Entry]) -> str:
    apart = [value(count, row) for row in rows if not row.named and not row.empty]
    return message(wording.APART, values=listing(apart)) if apart else ""


def _people(count: Count) -> Exhibit:
    """Return how many people were acted on, and a first only if no range reaches it."""
    rows = entries(count)
    filled = [row for row in rows if row.named and not row.empty]
    first = leaders(rows)
    most = ""
    if len(first) == 1 and len(filled) > 1:
        name = printed_name(label(count, first[0]))
        acted = people(first[0].low, first[0].high)
        most = message(wording.PEOPLE_MOST, names=name, range=acted)
    elif len(filled) > 1:
        most = wording.NO_FIRST
    low, high = bounds(count)
    whole = people(low, high)
    were = 1 if low == high == 1 else 2
    return said(message(wording.PEOPLE_IN_ALL, people=whole, high=were), most)


def _years(count: Count) -> Exhibit:
    """Return between which numbers the years lie, and how many are not certain."""
    rows = entries(count)
    certain = [row for row in rows if row.named]
    unsure = sum(row.low for row in rows if row.code == UNCERTAIN)
    dated = sum(row.low for row in certain)
    total = bounds(count)[1]
    if not dated:
        return said(message(wording.IN_NO_YEAR, **total_values(count)))
    high = max(row.low for row in certain)
    top = [row.label for row in certain if row.low == high]
    none = sum(row.empty for row in certain)
    most = message(wording.MOST_IN, values=some(top, 4), n=high, rows=len(top))
    gaps = message(wording.EMPTY_YEARS, n=none, total=len(certain))
    return said(
        message(wording.IN_A_YEAR, **values(count, dated, total)),
        most if high > 1 else wording.ONE_A_YEAR,
        gaps if none else wording.NO_EMPTY_YEAR,
        message(wording.NOT_CERTAIN, n=unsure) if unsure else "",
    )


MOST = 3  # rows that may stand in several places are named as far as these


def _gathered(count: Count) -> Exhibit:
    """Return what the rows worth gathering hold together, the rows, and the gaps."""
    total = bounds(count)[1]
    if not total:
        return said(message(wording.NOTHING, kind=kind(count), total=0))
    rows = entries(count)
    text = wording.GATHERED[count.dimension].sentence
    filled = [value(count, row) for row in rows if row.named and not row.empty]
    often = count.overlapping and len(filled) > MOST
    form = wording.MOST_OFTEN if often else wording.EACH_VALUE
    each = listing(filled[:MOST] if often else filled)
    empty = "" if count.overlapping else empty_rows(count)
    return said(
        message(text, **values(count, wholes(count)[-1], total)),
        message(form, values=each) if filled else "",
        _apart(count, rows),
        message(wording.NONE_FOR, values=empty) if empty else "",
        wording.SEVERAL_ROWS if count.overlapping else "",
    )


def cells(cross: CrossCount) -> Exhibit:
    """Return which pairs hold the largest numbers, and how many pairs hold any."""
    filled = [pair for pair in pairs(cross) if pair.named]
    if not filled:
        text = of_dimension(wording.NO_PAIR, dimensions(cross))
        return said(message(text, **names(cross)))
    first = [pair for pair in filled if pair.n == filled[0].n]
    text = of_dimension(wording.PAIRS_FIRST, dimensions(cross))
    lead = message(
        wording.ONLY_PAIR if len(filled) == 1 else text,
        kind=kind(cross),
        total=filled[0].n,
        pairs=len(first),
        names=some([pair_in_words(cross, pair) for pair in first]),
    )
    if len(filled) == 1:
        return said(lead)
    rest = filled[len(first) : len(first) + FOLLOWERS]
    following = "; ".join(counted_pair(cross, pair) for pair in rest if pair.n > 1)
    return said(
        lead,
        message(wording.PAIRS_NEXT, values=following) if following else "",
        message(wording.PAIRS_IN_ALL, n=len(filled)),
    )


HEADLINE = (
    "This selection holds **{incidents, plural, one {# incident} other {# "
    "incidents}}**: {findings}. In {incidents, plural, one {it} other {them}} "
    "**{people}** {acted, plural, one {was} other {were}} acted on, and "
    "**{violations}** of rights {total, plural, one {is} other {are}} on record."
)

FOUND = (
    "{n, plural, =0 {{total, plural, one {None was found by a court or treaty body: it "
    "is alleged.} other {None was found by a court or treaty body: all are alleged.}}} "
    "other {{rest, plural, =0 {All of that was found by a court or treaty body.} =1 "
    "{Of the violations, {n, plural, one {# was} other {# were}} found by a court or "
    "treaty body; the other one is alleged.} other {Of the violations, {n, plural, one "
    "{# was} other {# were}} found by a court or treaty body; the other {rest, number} "
    "are alleged.}}}}"
)

RESTS_ON = "The record rests on {n, plural, one {# source} other {# sources}}."


def headline(chosen: Chosen) -> Exhibit:
    """Return the three headline numbers, each with its unit; they are never added."""
    found = totals(chosen)
    known = found.incidents_by_finding.items()
    n, total = found.violations_by_finding["adjudicated"], found.violations
    first = message(
        HEADLINE,
        incidents=found.incidents,
        findings=listing([f"{number(n)} {of}" for of, n in known if n]),
        people=people(found.persons_min, found.persons_max),
        acted=1 if found.persons_min == found.persons_max == 1 else 2,
        violations=violation_words(n, total),
        total=total,
    )
    second = message(FOUND, n=n, total=total, rest=total - n)
    return prose(first, f"{second} {message(RESTS_ON, n=found.sources)}")


CHAIR = wording.whole(
    "For **<part>** the date leaves one state in the chair{values, select, none {} "
    "other {: {values}}}."
)

CHAIR_OPEN = (
    "{n, plural, =0 {For {none, number} no chair is on record.} other {{none, plural, "
    "=0 {For {n, number} it allows more than one.} other {For {n, number} it allows "
    "more than one and for {none, number} no chair is on record.}}}}"
)

CHAIR_NOT = "The chair did not do these things; the executing state did."


def chair(chosen: Chosen) -> Exhibit:
    """Return for how many incidents the state in the chair is certain, and which."""
    count = incidents_by_chair(chosen)
    rows = [row for row in entries(count) if row.named]
    other = {row.code: row.low for row in entries(count) if not row.named}
    total = bounds(count)[1]
    certain = sum(row.low for row in rows)
    filled = [value(count, row) for row in rows if not row.empty]
    several, none = other.get(UNCERTAIN, 0), other.get(NOBODY, 0)
    found = values(count, certain, total) | {"values": listing(filled) or "none"}
    return said(
        message(CHAIR, **found),
        message(CHAIR_OPEN, n=several, none=none) if several or none else "",
        CHAIR_NOT,
    )


NAMED = (
    "**{n, plural, one {# person named in public} other {# people named in public}}** "
    "{n, plural, one {stands} other {stand}} in these incidents. Sources tell of "
    "{people} acted on, and whoever was acted on twice counts twice there; the two "
    "numbers must not be subtracted."
)

NOBODY_NAMED = "Nobody in this selection is named in public."


def named(chosen: Chosen) -> Exhibit:
    """Return how many people are named in public, beside how many were acted on."""
    n = len(people_named(chosen))
    found = totals(chosen)
    acted = people(found.persons_min, found.persons_max)
    return said(message(NAMED, n=n, people=acted) if n else NOBODY_NAMED)


DIFFERING = (
    "In **{rest, plural, =0 {{total, plural, =1 {the only} =2 {both} other {all #}} "
    "{total, plural, one {incident} other {incidents}}} other {{n, number} of {total, "
    "plural, one {# incident} other {# incidents}}{share, select, none {} other "
    "{ ({share})}}}}** the sources do not say the same."
)

NONE_DIFFER = "Nowhere in this selection do sources contradict each other."


def differences(chosen: Chosen) -> Exhibit:
    """Return in how many incidents the sources contradict each other."""
    n = disagreements(chosen)["incident_id"].nunique()
    total = len(chosen.incident_at)
    return said(message(DIFFERING, **part_of(n, total)) if n else NONE_DIFFER)
