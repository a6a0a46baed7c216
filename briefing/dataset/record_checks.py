"""The rules across cells and tables: keys, references, claims, dates."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from briefing.dataset.characters import is_number
from briefing.dataset.date_columns import days
from briefing.dataset.dates import damaged, off_calendar, runs_backwards, span
from briefing.dataset.derive import DateClaim, circles, follows, parents_of, voices
from briefing.dataset.findings import Finding, shown
from briefing.dataset.schema import ForeignKey
from briefing.dataset.table import (
    Sheet,
    Truths,
    among,
    first_places,
    is_one_of,
    places,
    row_keys,
)
from briefing.suggest import one_of

GUESSES = 20  # misspelt keys of one table for which the nearest is looked up

MANY = 20_000  # keys of a table above which none is guessed at


def wrong_keys(sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Find keys that stand twice, and references to what is not there."""
    for sheet in sheets.values():
        shape = sheet.resource.table
        unique = [(f.name,) for f in shape.fields if f.constraints.unique]
        # Most tables declare their one key column unique as well: look once.
        for key in dict.fromkeys([shape.primary_key, *unique]):
            yield from repeated(sheet, key)
        for reference in shape.foreign_keys:
            target = sheets.get(reference.reference.resource or sheet.resource.name)
            # A table that could not be read would make every reference to it look bad.
            if target is not None:
                yield from dangling(sheet, target, reference)


def repeated(sheet: Sheet, key: tuple[str, ...]) -> Iterator[Finding]:
    """Find rows whose key an earlier row has."""
    lines = sheet.frame.index
    first = first_places([sheet.frame[field] for field in key])
    again = np.flatnonzero(first != np.arange(len(first))).tolist()
    values = row_keys(sheet.frame.iloc[again], key)
    for place, value in zip(again, values, strict=True):
        earlier = sheet.told(int(lines[first[place]]))
        yield sheet.finding(
            int(lines[place]),
            key[0] if len(key) == 1 else None,
            code="duplicate-key",
            what=f"{shown(value)} stands on {earlier} already",
            expected="each key once",
        )


def dangling(sheet: Sheet, target: Sheet, key: ForeignKey) -> Iterator[Finding]:
    """Find rows that refer to a row that *target* has not."""
    known = pd.concat([sheet.known(field) for field in key.fields], axis=1).all(axis=1)
    there = key_of(target.frame, key.reference.fields)
    astray = ~among(key_of(sheet.frame, key.fields), there) & known.to_numpy()
    frame = sheet.frame[astray]
    guesses: dict[str, str] = {}
    for row, value in zip(frame.index, row_keys(frame, key.fields), strict=True):
        # A guess takes long among many keys, and a file cut short would need many.
        if value not in guesses:
            near = len(guesses) < GUESSES and len(there) <= MANY
            other = f"a key of {target.resource.path}"
            words = list(dict.fromkeys(there)) if near else []
            guesses[value] = one_of(value, words) if near else other
        yield sheet.finding(
            int(row),
            key.fields[0],
            code="broken-reference",
            what=f"{shown(value)} is not in {target.resource.path}",
            expected=guesses[value],
        )


def key_of(frame: pd.DataFrame, fields: tuple[str, ...]) -> "pd.Series[str]":
    """Give the key of each row as a column of its own."""
    if len(fields) == 1:
        return frame[fields[0]]
    return pd.Series(list(row_keys(frame, fields)), index=frame.index, dtype="str")


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


PEOPLE = re.compile(r"(\d{1,15})(?:/(\d{1,15}))?", re.ASCII)

ACT = ("reported", "denied", "context")  # context: tells of what led to the act


def wrong_values(claims: Sheet, incidents: Sheet, states: Sheet) -> Iterator[Finding]:
    """Find claims whose value is not of the kind that the claimed field holds."""
    fields = {field.name: field for field in incidents.resource.table.fields}
    known = {
        "act": list(ACT),
        "type": list(fields["type"].codes),
        "fate": list(fields["fate"].codes),
        "executing_state": list(states.frame["state"]),
    }
    for field, words in known.items():
        code = "broken-reference" if field == "executing_state" else "unknown-code"
        values = claims.frame["value"][claims.frame["field"] == field]
        for row, text in values[~is_one_of(values, words)].items():
            expected = one_of(text, words)
            yield wrong(claims, row, text, (code, expected))
    for field in ("date", "persons"):
        values = claims.frame["value"][claims.frame["field"] == field]
        faults = {text: wrong_value(field, text) for text in values.unique()}
        bad = [text for text, fault in faults.items() if fault]
        for row, text in values[is_one_of(values, bad)].items():
            yield wrong(claims, row, text, faults[text] or ("", ""))


def wrong(claims: Sheet, row: object, text: str, fault: tuple[str, str]) -> Finding:
    """Say what is wrong with a claimed value."""
    code, expected = fault
    return claims.finding(
        int(str(row)), "value", code=code, what=shown(text), expected=expected
    )


def wrong_value(field: str, text: str) -> tuple[str, str] | None:
    """Say what is wrong with a claimed date or number of people."""
    if field == "date" and span(text) is not None:
        return None
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
    return "wrong-type", expected


def outside_range(claims: Sheet, incidents: Sheet) -> Iterator[Finding]:
    """Find claims about the number of people that the record's range leaves out."""
    people = claims.frame[claims.frame["field"] == "persons"]
    at = places(people["incident_id"], incidents.frame["incident_id"])
    people, at = people[at >= 0], at[at >= 0]
    record = incidents.frame[["persons_min", "persons_max"]].iloc[at]
    asked = pd.DataFrame(
        {
            "value": people["value"].to_numpy(),
            "low": record["persons_min"].to_numpy(),
            "high": record["persons_max"].to_numpy(),
        }
    )
    # The same few numbers come again and again: each combination is judged once.
    codes = asked.groupby([*asked.columns], sort=False).ngroup().to_numpy()
    distinct = asked.drop_duplicates().itertuples(index=False)
    out = np.array([left_out(*one) for one in distinct], dtype=bool)
    for place in map(int, np.flatnonzero(out[codes])):
        text, low, high = asked.iloc[place]
        incident = people["incident_id"].iloc[place]
        yield claims.finding(
            int(people.index[place]),
            "value",
            code="claim-outside-range",
            what=f"{shown(text)}, while {incident} has {low} to {high}",
            expected="persons_min and persons_max to span every claim",
        )


def left_out(text: str, low: str, high: str) -> bool:
    """Tell whether a claimed number of people is outside the range of the record."""
    match = PEOPLE.fullmatch(text)
    if match is None:
        return False
    if not (is_number(low) and is_number(high)):
        return True
    return int(match[1]) < int(low) or int(match[2] or match[1]) > int(high)


def dates_not_derived(
    incidents: Sheet, claims: Sheet, sources: Sheet, corrections: Sheet
) -> Iterator[Finding]:
    """Find working dates that do not follow from the claims by the named rule.

    Where no source claims a date there is nothing to follow from. A correction that
    gives the working date explains it.
    """
    dated = claims.frame[(claims.frame["field"] == "date").to_numpy()]
    doubted = incidents.frame[in_doubt(incidents, dated)]
    dated = dated[among(dated["incident_id"], doubted["incident_id"])]
    said = date_claims(dated, sources)
    done = corrections.frame
    done = done[(done["table"] == "incidents") & (done["field"] == "date")]
    explained = set(zip(done["key"], done["now"], strict=True))
    columns = ["incident_id", "date", "unverified_cells"]
    for row, incident, text, unverified in doubted[columns].itertuples():
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


def in_doubt(incidents: Sheet, dated: pd.DataFrame) -> Truths:
    """Tell of which incidents a source claims a date that is not, word for word,
    theirs.
    """
    at = places(dated["incident_id"], incidents.frame["incident_id"])
    dated, at = dated[at >= 0], at[at >= 0]
    record = incidents.frame["date"].iloc[at]
    other = record.to_numpy() != dated["value"].to_numpy()
    doubted = np.zeros(len(incidents.frame), bool)
    doubted[at[other]] = True
    return doubted


def date_claims(dated: pd.DataFrame, sources: Sheet) -> dict[str, list[DateClaim]]:
    """Gather what the sources say of the date of each incident."""
    said: dict[str, list[DateClaim]] = {}
    if dated.empty:
        return said
    kinds = dict(zip(sources.frame["source_id"], sources.frame["kind"], strict=True))
    heard = voices(sources.frame, sources.missing)
    voice = dict(zip(sources.frame["source_id"], heard, strict=True))
    columns = ["incident_id", "source_id", "value"]
    for _, incident, source, text in dated[columns].itertuples():
        claimed = span(text)
        if claimed is not None and source in kinds:
            claim = DateClaim(claimed, kinds[source], voice[source])
            said.setdefault(incident, []).append(claim)
    return said
