"""
The days that a date may mean, and the words for a period.
"""

import re
from calendar import monthrange
from datetime import date

FORM = re.compile(r"(\d{4})(?:-(?!00)(\d{2})(?:-(?!00)(\d{2}))?)?", re.ASCII)


def bounds(text: str) -> tuple[date, date]:
    """
    Find the first and the last day that 2012, 2012-05 or 2012-05-31 may mean.

    A date that no calendar has raises ValueError.
    """
    parts = FORM.fullmatch(text)
    if parts is None:
        message = f"'{text}' is not written as a date"
        raise ValueError(message)
    year, month, day = (int(part or 0) for part in parts.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        first = date(year, month, 1)
        return first, first.replace(day=monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def possible_days(text: str) -> tuple[date, date]:
    """
    Find the first and the last day of a date or of an interval a/b.
    """
    ends = [bounds(part) for part in text.split("/")]
    return ends[0][0], ends[-1][1]


def first_day(text: str) -> date | None:
    """
    Find the first day of a period's opening date; nothing where it is open.
    """
    return bounds(text)[0] if text else None


def last_day(text: str) -> date | None:
    """
    Find the last day of a period's closing date; nothing where it is open.
    """
    return bounds(text)[1] if text else None


def in_words(day: date) -> str:
    """
    Write a day as a reader says it: 1 January 2005.
    """
    return f"{day.day} {day:%B} {day.year}"


def date_in_words(text: str) -> str:
    """
    Write a date as precisely as it is known, and no more precisely.
    """
    ends = text.split("/")
    if len(ends) > 1:
        return f"between {date_in_words(ends[0])} and {date_in_words(ends[1])}"
    day = bounds(text)[0]
    return {4: f"{day.year}", 7: f"{day:%B} {day.year}"}.get(len(text), in_words(day))


def phrase(
    date_from: str, date_to: str, *, first_year: int | None, last_year: int | None
) -> str:
    """
    Write a period, filling an open end with the year that the data reach.
    """
    if not (date_from or date_to or first_year):
        return "any date"
    start = in_words(bounds(date_from)[0]) if date_from else f"{first_year}"
    end = in_words(bounds(date_to)[1]) if date_to else f"{last_year}"
    return start if start == end else f"{start} to {end}"
