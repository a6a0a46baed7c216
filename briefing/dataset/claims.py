"""
What is wrong between the claims of sources and the record that they speak of.
"""

import re
from collections.abc import Iterator

from briefing.dataset.dates import damaged, off_calendar, runs_backwards, span
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.origins import voices
from briefing.dataset.sheet import Sheet
from briefing.dataset.working import DateClaim, follows

PEOPLE = re.compile(r"(\d{1,15})(?:/(\d{1,15}))?", re.ASCII)
ACT = ("reported", "denied", "context")  # context: tells of what led to the act


def wrong_values(claims: Sheet, incidents: Sheet, states: Sheet) -> Iterator[Finding]:
    """
    Find claims whose value is not of the kind that the claimed field holds.
    """
    fields = {field.name: field for field in incidents.resource.table.fields}
    known = {
        "act": list(ACT),
        "type": list(fields["type"].codes),
        "fate": list(fields["fate"].codes),
        "executing_state": list(states.frame["state"]),
    }
    for row, field, text in claims.frame[["field", "value"]].itertuples():
        if field in known and text not in known[field]:
            code = "broken-reference" if field == "executing_state" else "unknown-code"
            expected = did_you_mean(text, known[field])
        elif field in ("date", "persons") and (fault := wrong_value(field, text)):
            code, expected = fault
        else:
            continue
        yield claims.finding(
            row, "value", code=code, what=shown(text), expected=expected
        )


def wrong_value(field: str, text: str) -> tuple[str, str] | None:
    """
    Say what is wrong with a claimed date or number of people.
    """
    dates, numbers = "2011, 2011-05, 2011-05-30 or a/b", "a number, or a range a/b"
    expected = dates if field == "date" else numbers
    if damaged(text, dated=field == "date"):
        return "date-turned-number", expected
    if field == "persons":
        match = PEOPLE.fullmatch(text)
        if match is None:
            return "wrong-type", expected
        low, high = match[1], match[2] or match[1]
        backwards = int(low) > int(high)
        return ("persons-reversed", "a no greater than b") if backwards else None
    if off_calendar(text):
        return "impossible-date", expected
    if runs_backwards(text):
        return "end-before-start", "a/b with a before b"
    return ("wrong-type", expected) if span(text) is None else None


def outside_range(claims: Sheet, incidents: Sheet) -> Iterator[Finding]:
    """
    Find claims about the number of people that the record's range leaves out.
    """
    columns = ["incident_id", "persons_min", "persons_max"]
    ranges = {
        i: (low, high) for _, i, low, high in incidents.frame[columns].itertuples()
    }
    people = claims.frame[claims.frame["field"] == "persons"]
    for row, incident, text in people[["incident_id", "value"]].itertuples():
        match = PEOPLE.fullmatch(text)
        if match is None or incident not in ranges:
            continue
        low, high = ranges[incident]
        numbers = low.isdecimal() and high.isdecimal()
        claimed = int(match[1]), int(match[2] or match[1])
        if not numbers or claimed[0] < int(low) or claimed[1] > int(high):
            yield claims.finding(
                row,
                "value",
                code="claim-outside-range",
                what=f"{shown(text)}, while {incident} has {low} to {high}",
                expected="persons_min and persons_max to span every claim",
            )


def dates_not_derived(
    incidents: Sheet, claims: Sheet, sources: Sheet, corrections: Sheet
) -> Iterator[Finding]:
    """
    Find working dates that do not follow from the claims by the named rule.

    Where no source claims a date there is nothing to follow from. A correction that
    gives the working date explains it.
    """
    said = date_claims(claims, sources)
    done = corrections.frame
    done = done[(done["table"] == "incidents") & (done["field"] == "date")]
    explained = set(zip(done["key"], done["now"], strict=True))
    columns = ["incident_id", "date", "unverified_cells"]
    for row, incident, text, unverified in incidents.frame[columns].itertuples():
        working, heard = span(text), said.get(incident, [])
        if working is None or not heard or (incident, text) in explained:
            continue
        if not follows(working, heard, inferred="date" in unverified.split(";")):
            yield incidents.finding(
                row,
                "date",
                code="date-not-derived",
                what=f"{shown(text)} does not follow from the claims on {incident}",
                expected="the date of the weightiest claim, or a row in "
                + corrections.resource.path,
            )


def date_claims(claims: Sheet, sources: Sheet) -> dict[str, list[DateClaim]]:
    """
    Gather what the sources say of the date of each incident.
    """
    kinds = dict(zip(sources.frame["source_id"], sources.frame["kind"], strict=True))
    voice = voices(sources.frame, sources.missing)
    said: dict[str, list[DateClaim]] = {}
    rows = claims.frame[claims.frame["field"] == "date"]
    for _, incident, source, text in rows[
        ["incident_id", "source_id", "value"]
    ].itertuples():
        claimed = span(text)
        if claimed is not None and source in kinds:
            claim = DateClaim(claimed, kinds[source], voice[source])
            said.setdefault(incident, []).append(claim)
    return said
