"""Dates as precise as they are known: `2011`, `2011-05`, `2011-05-30`, `a/b`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ONE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

# What spreadsheets make of dates, of ranges such as 5-6, of long numbers, of formulas
# and of characters that they cannot store.
DAY_AND_NAME = re.compile(
    r"\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([- ]\d{2,4})?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{2}",
    re.ASCII | re.IGNORECASE,
)

EXPONENT = re.compile(r"\d(\.\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)

DAY_AND_NUMBERS = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4}( .*)?", re.ASCII)

SERIAL = re.compile(r"\d{5}([.]\d+)?", re.ASCII)

# Not #N/A, which people write as well.
ERROR = re.compile(
    r"(?:.*; *)?(?:#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|FIELD!|"
    r"BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!|PYTHON!|GETTING_DATA)|#{3,}|"
    r"Err:5[0-9][0-9])(?: *;.*)?",
    re.ASCII | re.DOTALL,
)

ESCAPED = re.compile(r".*_x00[01][0-9A-F]_.*", re.ASCII | re.DOTALL)

MIDNIGHT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:.*", re.ASCII)


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date may mean."""

    first: date
    last: date

    def holds(self, other: "Span") -> bool:
        """Tell whether *other* lies wholly in this span."""
        return self.first <= other.first and other.last <= self.last


def point(text: str) -> Span | None:
    """Read a year, a month or a day."""
    match = ONE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        # A part that is absent is open; one that is written as zero is on no calendar.
        opened = [1 if part is None else part for part in (month, day)]
        first = date(year or 0, *opened)
    except ValueError:
        return None
    if day is not None:
        return Span(first, first)
    end = month or 12
    return Span(first, date(first.year, end, calendar.monthrange(first.year, end)[1]))


def day_number(of: date) -> int:
    """Count the days from 1970 to a day."""
    return of.toordinal() - date(1970, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def span(text: str) -> Span | None:
    """Read a date or an interval; None where it is not on the calendar, or runs
    backwards.
    """
    start, slash, end = text.partition("/")
    first = point(start)
    last = point(end) if slash else first
    if first is None or last is None or last.last < first.first:
        return None
    return Span(first.first, last.last)


def runs_backwards(text: str) -> bool:
    """Tell whether *text* is an interval whose end comes before its beginning."""
    first, last = map(point, text.split("/")) if text.count("/") == 1 else (None, None)
    return first is not None and last is not None and last.last < first.first


def off_calendar(text: str) -> bool:
    """Tell whether *text* looks like a date of ours and names no day there is."""
    parts = text.split("/")
    formed = len(parts) <= 2 and all(ONE.fullmatch(part) for part in parts)
    return formed and any(point(part) is None for part in parts)


def forms(*, dated: bool) -> list[re.Pattern[str]]:
    """List what damage looks like in a column, of dates or of anything else."""
    # Elsewhere a number of five digits or 3/4/2011 may be just that.
    more = [DAY_AND_NUMBERS, SERIAL, MIDNIGHT] if dated else []
    return [DAY_AND_NAME, EXPONENT, ERROR, ESCAPED, *more]


def damaged(text: str, *, dated: bool = False) -> bool:
    """Tell whether *text* looks like what a spreadsheet makes of a date or a number."""
    return any(form.fullmatch(text) for form in forms(dated=dated))


def damaging(*, dated: bool) -> str:
    """Give the same forms as one expression for whole columns."""
    either = "|".join(f"(?:{form.pattern})" for form in forms(dated=dated))
    return f"(?is)^(?:{either})$"
