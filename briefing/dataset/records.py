"""What is wrong between the cells of a record, and between records."""

from collections.abc import Iterator

import pandas as pd

from briefing.dataset.calendar import days
from briefing.dataset.columns import among
from briefing.dataset.finding import Finding, shown
from briefing.dataset.origins import circles, parents_of
from briefing.dataset.sheet import Sheet

# A table that has both fields of a pair tells a beginning and an end.
PAIRS = (
    ("date", "date_end"),
    ("from", "to"),
    ("summit_date", "summit_date_end"),
    ("bound_from", "bound_to"),
)


def ends_before_start(sheet: Sheet) -> Iterator[Finding]:
    """Find what certainly ended before it began."""
    for start, end in PAIRS:
        if not {start, end} <= set(sheet.resource.table.names):
            continue
        first = days(sheet.frame[start])["first_day"]
        last = days(sheet.frame[end])["last_day"]
        for row in sheet.frame.index[last < first]:
            begun, ended = sheet.cell(row, start), sheet.cell(row, end)
            what, expected = shown(ended), f"no earlier than {start}, {begun}"
            yield sheet.finding(
                row, end, code="end-before-start", what=what, expected=expected
            )


def reversed_persons(incidents: Sheet) -> Iterator[Finding]:
    """Find counts of people whose least is more than their most."""
    persons = incidents.frame[["persons_min", "persons_max"]]
    numbers = persons.apply(pd.to_numeric, errors="coerce")
    for row in numbers.index[numbers["persons_min"] > numbers["persons_max"]]:
        low, high = persons.loc[row]
        yield incidents.finding(
            row,
            "persons_min",
            code="persons-reversed",
            what=f"at least {low}, at most {high}",
            expected="persons_min no greater than persons_max",
        )


def references_of_cases(violations: Sheet) -> Iterator[Finding]:
    """Find adjudicated violations without their case, and cases without
    adjudication.
    """
    adjudicated = violations.frame["basis"] == "adjudicated"
    named = violations.known("authority")
    for row in violations.frame.index[adjudicated & ~named]:
        yield violations.finding(
            row,
            "authority",
            code="adjudicated-without-reference",
            what=shown(violations.cell(row, "authority")),
            expected="the case reference of the court or treaty body that found it",
        )
    alleged = violations.frame["basis"] == "alleged"
    for row in violations.frame.index[alleged & named]:
        yield violations.finding(
            row,
            "authority",
            code="reference-without-adjudication",
            what=shown(violations.cell(row, "authority")),
            expected="not_applicable where the violation is alleged",
        )


def without_source(incidents: Sheet, claims: Sheet) -> Iterator[Finding]:
    """Find incidents that no source reports."""
    rows = claims.frame
    reports = rows[(rows["field"] == "act") & (rows["value"] == "reported")]
    sourced = among(incidents.frame["incident_id"], reports["incident_id"])
    for row in incidents.frame.index[~sourced]:
        yield incidents.finding(
            row,
            "incident_id",
            code="incident-without-source",
            what=f"no source reports {shown(incidents.cell(row, 'incident_id'))}",
            expected=f"a row 'act', 'reported' in {claims.resource.path}",
        )


def without_violation(incidents: Sheet, violations: Sheet) -> Iterator[Finding]:
    """Find acts, which are counted, for which no violation is stated."""
    acts = incidents.frame["record_kind"] == "act"
    keys = violations.frame["incident_id"]
    stated = among(incidents.frame["incident_id"], keys)
    for row in incidents.frame.index[acts & ~stated]:
        yield incidents.finding(
            row,
            "record_kind",
            code="act-without-violation",
            what=f"no violation of {shown(incidents.cell(row, 'incident_id'))}",
            expected=f"a row in {violations.resource.path}, or the kind no_violation",
        )


def derived_in_circle(sources: Sheet) -> Iterator[Finding]:
    """Find sources that in the end repeat themselves."""
    parents = parents_of(sources.frame, sources.missing)
    circled = sources.frame["source_id"].isin(circles(parents))
    for row in sources.frame.index[circled]:
        source = sources.cell(row, "source_id")
        yield sources.finding(
            row,
            "derived_from",
            code="derived-in-circle",
            what=f"{shown(parents[source])} leads back to {shown(source)}",
            expected="a chain that ends at a source of its own",
        )


def overlapping(memberships: Sheet) -> Iterator[Finding]:
    """Find a state that has two statuses on one day."""
    frame = memberships.frame[["state", "from", "to"]].assign(
        lasting=~memberships.known("to")
    )
    for end in ("from", "to"):
        frame[end] = pd.to_datetime(frame[end], format="%Y-%m-%d", errors="coerce")
    frame = frame.dropna(subset=["from"]).sort_values(["state", "from"], kind="stable")
    before = frame.groupby("state")[["lasting", "to"]].shift()
    # The day on which a status ended is not counted; without one it still lasts.
    lasts = (before["lasting"] == 1) | (before["to"] > frame["from"])
    for row in frame.index[lasts]:
        state = memberships.cell(row, "state")
        yield memberships.finding(
            row,
            "from",
            code="overlapping-membership",
            what=f"an earlier status of {state} still lasts",
            expected="each status to end when the next begins",
        )
