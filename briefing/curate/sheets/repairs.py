"""What an office program made of a cell, and what stood or was meant there.

Every cell of the workbook is text when it leaves us. One that comes back as a number,
a day or a truth was turned into it by a program, on typing, pasting or opening.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from briefing.dataset.dates import span
from briefing.dataset.descriptor import Column

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)
PAIR = re.compile(r"(\d{1,2})[-/.](\d{1,2})", re.ASCII)
YEARS = range(1000, 3000)  # numbers that in a column of dates are years
SERIALS = range(10_000, 100_000)  # and those that are days, counted from 1900
EXACT = 2**53  # above it a spreadsheet has lost digits


@dataclass(frozen=True)
class Given:
    """What a cell of a workbook holds: its value, and how it is shown."""

    value: object
    form: str = "General"
    kind: str = "s"  # as the file says: s text, n number, d day, b truth, f formula, e
    day: dt.date | None = None  # the day that the number would be


@dataclass(frozen=True)
class Reading:
    """The text that a cell is read as; what was repaired, or why it cannot be read."""

    text: str
    repaired: str = ""
    refused: str = ""


def read(given: Given, field: Column, was: str | None) -> Reading:
    """Read a cell as text; *was* is what stood there when the workbook was made."""
    value = given.value
    if value is None:
        return Reading("")
    if isinstance(value, str) and given.kind not in ("f", "e"):
        return text_of(value)
    shown = str(value)
    if was is not None and came_of(was, given):
        return Reading(was, f"{shown} is what a program made of it; put back")
    if given.kind == "f":
        return Reading("", refused=f"{shown} is a formula")
    if given.kind == "e":
        return Reading("", refused=f"{shown} is the error of a formula")
    if isinstance(value, bool):
        return Reading(shown.lower(), f"the truth {shown.upper()} was read as a word")
    if isinstance(value, dt.date):
        return of_day(given, field, value)
    if isinstance(value, int | float):
        return of_number(given, field, value)
    return Reading("", refused=f"{shown} is a time or a duration")


def text_of(value: str) -> Reading:
    """Read a text; the ends of its lines are ours, whoever broke them."""
    text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return Reading(text, "" if text == value else "its line breaks were made ours")


def came_of(was: str, given: Given) -> bool:
    """Tell whether an office program makes what is given of the text that was there."""
    value = given.value
    if isinstance(value, bool) or given.kind in ("f", "e"):
        return was.casefold() == str(value).casefold()
    if isinstance(value, dt.date):
        return value in days_of(was, value)
    if not isinstance(value, int | float):
        return False
    if NUMBER.fullmatch(was):
        percent = was.endswith("%")
        number = float(was.rstrip("%")) / (100 if percent else 1)
        return math.isclose(number, value, rel_tol=1e-14)
    day = given.day
    return day is not None and plain_day(day) in map(plain_day, days_of(was, day))


def days_of(text: str, like: dt.date) -> list[dt.date]:
    """List the days that a program may take a text for, as the kind that *like* is."""
    found = []
    known = span(text)
    if known is not None and "/" not in text and len(text) > 4:
        found.append(known.first)
    if match := PAIR.fullmatch(text):
        one, other = int(match[1]), int(match[2])
        for month, day in ((one, other), (other, one)):
            if 1 <= month <= 12 and 1 <= day <= 28:
                found.append(dt.date(like.year, month, day))
    if isinstance(like, dt.datetime):
        return [dt.datetime.combine(day, dt.time()) for day in found]
    return found


def plain_day(day: dt.date) -> dt.date:
    """Give a day without its time."""
    return day.date() if isinstance(day, dt.datetime) else day


def of_day(given: Given, field: Column, value: dt.date) -> Reading:
    """Read a day as far as its form shows it, where the column holds dates."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return Reading("", refused=f"{value} has a time of day")
    day = plain_day(value)
    if not field.holds_dates:
        why = f"a program made the day {day.isoformat()} of what was typed"
        return Reading("", refused=why)
    text = as_shown(day, given.form)
    return Reading(text, f"the day that a program made of it was read as {text}")


def as_shown(day: dt.date, form: str) -> str:
    """Give of a day as much as the form of its cell shows: the day, the month or the
    year.
    """
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form.lower())
    text = plain_day(day).isoformat()
    # General is what a cell has that nobody gave a form: it hides nothing.
    if "d" in plain or plain in ("general", "@"):
        return text
    return text[:7] if "m" in plain else text[:4]


def of_number(given: Given, field: Column, value: float) -> Reading:
    """Read a number: as a count, a year or a day in its column, else as its digits."""
    if "%" in given.form or not math.isfinite(value) or abs(value) > EXACT:
        return Reading("", refused=f"the number {value} does not tell what was typed")
    if not float(value).is_integer():
        if field.holds_words:
            return Reading(repr(float(value)), "a number was read as text")
        return Reading("", refused=f"{value} is a fraction")
    whole = int(value)
    if not field.holds_dates or whole in YEARS:
        return Reading(str(whole), "a number was read as text")
    if whole in SERIALS and given.day is not None:
        text = plain_day(given.day).isoformat()
        return Reading(text, f"the serial number {whole} of a day was read as {text}")
    return Reading("", refused=f"{whole} is no date")
