"""Dates as precise as they are known: `2011`, `2011-05`, `2011-05-30`, `a/b`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ONE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

# What spreadsheets make of dates, of ranges such as 5-6, of long numbers, of formulas
# and of characters that they cannot store. Python and Arrow read these alike.
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"

# Not #N/A, which people write as well.
ERROR = (
    r"(?s:(?:.*; *)?(?:#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|FIELD!|"
    r"BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!|PYTHON!|GETTING_DATA)|#{3,}|"
    r"Err:5[0-9][0-9])(?: *;.*)?)"
)

DAMAGE = (
    rf"(?i:[0-9]{{1,2}}[- ]{MONTH}(?:[- ][0-9]{{2,4}})?|{MONTH}-[0-9]{{2}})",
    r"(?i:[0-9](?:\.[0-9]+)?E[+-]?[0-9]+)",
    ERROR,
    r"(?s:.*_x00[01][0-9A-F]_.*)",
)

# Elsewhere a number of five digits or 3/4/2011 may be just that.
DAMAGED_DATES = (
    r"[0-9]{1,4}[/.][0-9]{1,2}[/.][0-9]{2,4}(?: .*)?",
    r"[0-9]{5}(?:[.][0-9]+)?",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:.*",
)


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


def damage(*, dated: bool) -> str:
    """Regular expression for what spreadsheets make of dates and numbers.

    For a column of dates (*dated*) more is damage than elsewhere.
    """
    forms = (*DAMAGE, *DAMAGED_DATES) if dated else DAMAGE
    return f"(?:{'|'.join(forms)})"


def damaged(text: str, *, dated: bool = False) -> bool:
    """Whether *text* looks like what a spreadsheet makes of a date or a number."""
    return re.fullmatch(damage(dated=dated), text) is not None
