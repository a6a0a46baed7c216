"""The days of a period, and dates in words."""

from datetime import date

from briefing.dataset.dates import Span, point, span

# English on every machine: strftime follows the locale that a library may have set.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def ends(text: str) -> Span:
    """Find the first and the last day that 2012, 2012-05 or 2012-05-31 may mean.

    A date that no calendar has raises ValueError.
    """
    found = None if "-00" in text else point(text)
    if found is None:
        message = f"'{text}' is not a date"
        raise ValueError(message)
    return found


def first_day(text: str) -> date | None:
    """Find the first day of a period's opening date; nothing where it is open."""
    return ends(text).first if text else None


def last_day(text: str) -> date | None:
    """Find the last day of a period's closing date; nothing where it is open."""
    return ends(text).last if text else None


def day_number(of: date) -> int:
    """Count the days from 1970 to a day."""
    return of.toordinal() - date(1970, 1, 1).toordinal()


def compatible(one: str, two: str) -> bool:
    """Tell whether two dates or intervals can mean the same day."""
    this, other = span(one), span(two)
    if this is None or other is None:
        return one == two
    return this.first <= other.last and other.first <= this.last


def in_words(day: date) -> str:
    """Write a day as a reader says it: 1 January 2005."""
    return f"{day.day} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """Return the month of a day in words: January 2005."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_in_words(text: str) -> str:
    """Write a date as precisely as it is known, and no more precisely."""
    parts = text.split("/")
    if len(parts) > 1:
        return f"between {date_in_words(parts[0])} and {date_in_words(parts[1])}"
    day = ends(text).first
    return {4: f"{day.year}", 7: month_in_words(day)}.get(len(text), in_words(day))


def phrase(date_from: str, date_to: str, *, reach: tuple[int, int]) -> str:
    """Write a period, filling an open end with the year that the data reach."""
    start = in_words(ends(date_from).first) if date_from else f"{reach[0]}"
    end = in_words(ends(date_to).last) if date_to else f"{reach[1]}"
    return start if start == end else f"{start} to {end}"
