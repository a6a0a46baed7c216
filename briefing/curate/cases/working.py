"""What a record takes from the claims on it where nobody wrote it down: date and
people.
"""

import pandas as pd

from briefing.curate.change import Change
from briefing.dataset.claims import PEOPLE
from briefing.dataset.dated import date_claims
from briefing.dataset.dates import Span, span
from briefing.dataset.sheet import Sheet
from briefing.dataset.working import DateClaim, deciding, follows


def working_date(change: Change, incident: str) -> str | None:
    """Give the date that follows from the claims on an incident by the named rule.

    The most precise date that none of the deciding claims contradicts; where they
    contradict each other, the interval that spans them.
    """
    rows = [row for row in change.rows("claims") if row["incident_id"] == incident]
    dated = [row for row in rows if row["field"] == "date" and span(row["value"])]
    if not dated:
        return None
    resource = change.package.tables["sources"]
    sources = pd.DataFrame(change.rows("sources"), dtype="str")
    frame = pd.DataFrame(dated, dtype="str")
    said = date_claims(frame, Sheet(resource, sources)).get(incident, [])
    if not said:
        return None
    texts = [row["value"] for row in dated]
    return following(said, texts)


def following(said: list[DateClaim], texts: list[str]) -> str:
    """Choose among the dates that sources give."""
    spans = deciding(said)
    fitting = [
        text
        for text in texts
        if (one := span(text)) and all(other.holds(one) for other in spans)
    ]
    if fitting:
        return min(fitting, key=lambda text: (length(text), texts.index(text)))
    both = [text for text in texts if span(text) in spans]
    first = min(both, key=lambda text: days(text).first).partition("/")[0]
    last = max(both, key=lambda text: days(text).last).rpartition("/")[2]
    whole = f"{first}/{last}"
    found = span(whole)
    assert found is not None and follows(found, said, inferred=False)
    return whole


def length(text: str) -> int:
    """Count the days that a date may mean."""
    return (days(text).last - days(text).first).days


def days(text: str) -> Span:
    """Read a date that is known to be one."""
    found = span(text)
    assert found is not None
    return found


def working_people(change: Change, incident: str) -> tuple[str, str] | None:
    """Give the smallest and the largest number of people that the claims speak of."""
    numbers: list[int] = []
    for row in change.rows("claims"):
        ours = row["incident_id"] == incident and row["field"] == "persons"
        if ours and (match := PEOPLE.fullmatch(row["value"])):
            numbers += [int(match[1]), int(match[2] or match[1])]
    return (str(min(numbers)), str(max(numbers))) if numbers else None
