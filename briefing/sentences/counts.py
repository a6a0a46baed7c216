"""What a count says, in sentences."""

from __future__ import annotations

from briefing.counts import persons
from briefing.counts.count import Count
from briefing.counts.headline import totals
from briefing.counts.organisation import NOBODY, incidents_by_chair
from briefing.exhibits import html
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import (
    empty_rows,
    printed_name,
    prose,
    strong,
    value,
    values_in_words,
    whole,
)
from briefing.exhibits.titles import (
    EVEN,
    GATHERED,
    UNCERTAIN,
    Entry,
    bounds,
    entries,
    label,
    leaders,
    noun,
    part,
    verb,
    wholes,
)
from briefing.selection.select import Chosen
from briefing.text.formats import (
    SMALLEST_BASE,
    counted,
    listing,
    number,
    people,
    percent,
    plain,
    sentence_case,
    share,
    some,
)

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


FOLLOWERS = 3


def leads(count: Count) -> Exhibit:
    """Say who or what stands first, who follows, and where nothing is documented."""
    rows = entries(count)
    if count.unit == "persons":
        return _people(count, rows)
    first = leaders(rows)
    if not first or count.dimension in EVEN:
        return values_in_words(count)
    total = bounds(count)[1]
    n = first[0].low
    lead = _lead(count, first, n, total)
    text = f"{lead}{_followers(count, first)}."
    return prose(" ".join(filter(None, [text, _unnamed(count), _empty(count)])))


def _lead(count: Count, first: list[Entry], n: int, total: int) -> str:
    """Say the first, or all that share its place."""
    share_of = part(n, total, noun(count, total))
    if 0 < n < total and total >= SMALLEST_BASE:
        share_of += f" ({percent(n, total)})"
    names = sentence_case(listing([printed_name(label(count, row)) for row in first]))
    did = verb(count.dimension, len(first))
    return f"{names} {did} {strong(share_of)}"


def _followers(count: Count, first: list[Entry]) -> str:
    """Name those that come next, with their numbers, ties included."""
    rows = [row for row in entries(count) if row.named and not row.empty]
    rest = sorted((row for row in rows if row not in first), key=lambda row: -row.low)
    if len(rest) > FOLLOWERS:
        least = rest[FOLLOWERS - 1].low
        next_ones = [row for row in rest if row.low >= least]
        rest = next_ones if len(next_ones) <= 2 * FOLLOWERS else []
    said = [value(count, row) for row in rest]
    return f", followed by {listing(said)}" if said else ""


def _unnamed(count: Count) -> str:
    """Say what stands under no name."""
    apart = [row for row in entries(count) if not row.named and not row.empty]
    said = [value(count, row) for row in apart]
    return f"Apart from them: {listing(said)}." if said else ""


def _empty(count: Count) -> str:
    """Say where nothing is documented, which is not where nothing happened."""
    empty = empty_rows(count)
    return f"None is documented for {empty}." if empty else ""


def _people(count: Count, rows: list[Entry]) -> Exhibit:
    """Say how many people were acted on; name a first only where no range reaches
    it.
    """
    filled = [row for row in rows if row.named and not row.empty]
    low, high = bounds(count)
    verb = "was" if low == high == 1 else "were"
    text = f"{strong(whole(count))} {verb} acted on in all."
    first = leaders(rows)
    if len(first) == 1 and len(filled) > 1:
        most = strong(people(first[0].low, first[0].high))
        text += f" Most stand under {printed_name(label(count, first[0]))}: {most}."
    elif len(filled) > 1:
        text += " The ranges overlap at the top, so no row is called the first."
    return prose(text)


def years(count: Count) -> Exhibit:
    """Say between which numbers the years lie, and how many dates are not certain."""
    rows = entries(count)
    certain = [row for row in rows if row.named]
    unsure = sum(row.low for row in rows if row.code == UNCERTAIN)
    dated = sum(row.low for row in certain)
    total = bounds(count)[1]
    if not dated:
        return prose(f"None of {whole(count)} can be placed in one year.")
    high = max(row.low for row in certain)
    top = [row.label for row in certain if row.low == high]
    none = sum(row.empty for row in certain)
    most = (
        f"Most are dated to {some(top, 4)} ({number(high)}"
        f"{' each' if len(top) > 1 else ''})."
        if high > 1
        else "No year has more than one."
    )
    text = (
        f"{strong(sentence_case(share(dated, total, 'incidents')))} can be placed in "
        f"one year. {most} {_gaps(none, len(certain))}"
    )
    if unsure:
        verb = "has a date" if unsure == 1 else "have dates"
        stand = "stands" if unsure == 1 else "stand"
        text += f" {sentence_case(counted(unsure, 'incidents'))} {verb} that may lie"
        text += f" in more than one year and {stand} apart."
    return prose(text)


def _gaps(none: int, years: int) -> str:
    """Say for how many years nothing is documented."""
    if not none:
        return "Every year of the period has at least one."
    of = f"{number(none)} of the {counted(years, 'years')}"
    return f"For {of} of the period none is documented."


MOST = 3  # rows that may stand in several places are said as far as these


def together(count: Count) -> Exhibit:
    """Say what the rows worth gathering hold together, the rows, and what is not
    known.
    """
    total = bounds(count)[1]
    if not total:
        return prose(f"This selection holds no {noun(count)} to show here.")
    n = wholes(count)[-1]
    share = part(n, total, noun(count, total))
    if 0 < n < total and total >= SMALLEST_BASE:
        share += f" ({percent(n, total)})"
    said = [f"{GATHERED[count.dimension].words}: {strong(share)}."]
    filled = [row for row in entries(count) if row.named and not row.empty]
    often = "Most often: " if count.overlapping and len(filled) > MOST else ""
    if filled:
        listed = [value(count, row) for row in filled[: MOST if often else None]]
        said.append(
            f"{often}{listing(listed)}."
            if often
            else f"{sentence_case(listing(listed))}."
        )
    gaps = [row for row in entries(count) if not row.named and not row.empty]
    if gaps:
        said.append(f"Apart from them: {listing([value(count, r) for r in gaps])}.")
    empty = "" if count.overlapping else empty_rows(count)
    if empty:
        said.append(f"None is documented for {empty}.")
    if count.overlapping:
        said.append("One incident may stand in several rows.")
    return prose(" ".join(said))


def chair(chosen: Chosen) -> Exhibit:
    """Say for how many incidents the state in the chair is certain, and which it
    was.
    """
    count = incidents_by_chair(chosen)
    rows = [row for row in entries(count) if row.named]
    other = {row.code: row.low for row in entries(count) if not row.named}
    total = bounds(count)[1]
    certain = sum(row.low for row in rows)
    filled = [value(count, row) for row in rows if not row.empty]
    share = strong(part(certain, total, noun(count, total)))
    text = f"For {share} the date leaves one state in the chair"
    text += f": {listing(filled)}." if filled else "."
    gaps = []
    if other.get(UNCERTAIN):
        gaps.append(f"for {number(other[UNCERTAIN])} it allows more than one")
    if other.get(NOBODY):
        gaps.append(f"for {number(other[NOBODY])} no chair is on record")
    text += f" {sentence_case(listing(gaps))}." if gaps else ""
    return prose(f"{text} The chair did not do these things; the executing state did.")


def named(chosen: Chosen) -> Exhibit:
    """Say how many people are named in public, beside how many were acted on."""
    n = len(persons.people_named(chosen))
    if not n:
        return prose("Nobody in this selection is named in public.")
    found = totals(chosen)
    acted = people(found.persons_min, found.persons_max)
    stand = "stands" if n == 1 else "stand"
    return prose(
        f"{strong(counted(n, 'persons named'))} {stand} in these incidents. Sources "
        f"tell of {acted} acted on, and whoever was acted on twice counts twice there; "
        f"the two numbers must not be subtracted."
    )
