"""What is wrong between the claims of sources and the record that they speak of."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from briefing.dataset.characters import is_number
from briefing.dataset.columns import is_one_of, places
from briefing.dataset.dates import damaged, off_calendar, runs_backwards, span
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.sheet import Sheet

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
            expected = did_you_mean(text, words)
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
