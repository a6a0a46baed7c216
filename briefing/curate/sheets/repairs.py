"""What an office program made of a cell, and what stood or was meant there.

Every cell of the workbook is text when it leaves us. One that comes back as a number,
a day or a truth was turned into it by a program, on typing, pasting or opening.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from urllib.parse import unquote

from briefing.dataset.addresses import is_address
from briefing.dataset.characters import LINES, normal
from briefing.dataset.dates import ERROR, span
from briefing.dataset.descriptor import Column

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)
PAIR = re.compile(r"(\d{1,2})[-/.](\d{1,2})", re.ASCII)
YEARS = range(1000, 3000)  # numbers that in a column of dates are years
SERIALS = range(10_000, 100_000)  # and those that are days, counted from 1900
EXACT = 10**15  # from here on a spreadsheet loses digits
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
# Forms that show a number as its digits, and those that put zeros before it.
PLAIN_FORM = re.compile(r"(general|@|[#,]*0+(\.0+)?(_\))?(;.*)?)", re.IGNORECASE)
ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True)
class Given:
    """What a cell of a workbook holds: its value, and how it is shown."""

    value: object
    form: str = "General"
    kind: str = "s"  # as the file says: s text, n number, d day, b truth, e error
    day: dt.date | None = None  # the day that the number would be
    formula: str = ""  # of which the value is the result
    link: str = ""  # where a click on it leads


@dataclass(frozen=True)
class Reading:
    """The text that a cell is read as; what was repaired, or why it cannot be read."""

    text: str
    repaired: str = ""
    refused: str = ""


def read(given: Given, field: Column, was: str | None) -> Reading:
    """Read a cell as text; *was* is what stood there when the workbook was made."""
    if given.formula:
        if was is not None and was.casefold() == given.formula.casefold():
            return Reading(was, f"{was} is what a program made of it; put back")
        return Reading("", refused=f"{given.formula} is a formula")
    value = given.value
    if was is not None and value == was and given.kind == "s":
        return Reading(was)
    no_text = value is not None and not plain_text(given)
    if was is not None and no_text and came_of(was, given):
        return Reading(was, f"{value} is what a program made of it; put back")
    return in_column(given, field, was)


def in_column(given: Given, field: Column, was: str | None = None) -> Reading:
    """Read what a cell holds as its column asks for it, of a formula the result."""
    if plain_text(given):
        return of_text(given, field, was)
    value = given.value
    reading = told(given)
    if reading.refused or value is None or isinstance(value, bool):
        return reading
    if isinstance(value, dt.date):
        return of_day(reading, field)
    return of_number(given, field, reading)


def told(given: Given) -> Reading:
    """Read what a cell tells by itself, whatever its column is."""
    value, shown = given.value, str(given.value)
    if value is None and given.formula:
        return Reading("", refused=f"{given.formula} is a formula without a result")
    if value is None:
        return Reading("")
    if plain_text(given):
        return Reading(normal(unescaped(shown)))
    if given.kind == "never":
        return Reading(shown, refused=f"{shown} is a day that never was")
    if isinstance(value, str):
        return Reading(shown, refused=f"{shown} is the error of a formula")
    if isinstance(value, bool):
        return Reading(shown.lower(), f"the truth {shown.upper()} was read as a word")
    if isinstance(value, dt.date):
        if isinstance(value, dt.datetime) and value.time() != dt.time():
            return Reading(shown, refused=f"{shown} has a time of day")
        text = as_shown(value, given.form)
        return Reading(text, f"the day that a program made of it was read as {text}")
    if isinstance(value, int | float):
        return digits_of(given, value)
    return Reading(shown, refused=f"{shown} is a time or a duration")


def plain_text(given: Given) -> bool:
    """Tell whether a cell holds a text, and no error of a formula."""
    text = isinstance(given.value, str) and given.kind not in ("e", "never")
    return text and not is_error(str(given.value))


def is_error(text: str) -> bool:
    """Tell whether a text is what a spreadsheet shows where a formula failed."""
    return text == "#N/A" or ERROR.fullmatch(text) is not None


def unescaped(text: str) -> str:
    """Read what the file format writes for characters that it cannot hold."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def of_text(given: Given, field: Column, was: str | None) -> Reading:
    """Read a text in its normal form; of an address, where it leads."""
    plain = unescaped(str(given.value))
    if was is not None and was in (plain, given.value, normal(plain)):
        return Reading(was)
    if field.format == "uri" and given.link and given.link != was:
        return address_of(normal(plain), given.link)
    text = normal(plain)
    if was is not None and normal(was) == text:
        return Reading(was)
    repaired = (
        "" if text == given.value else "its characters were brought into one form"
    )
    if LINES.search(plain):
        repaired = "its line breaks were made ours"
    return Reading(text, repaired)


def address_of(text: str, link: str) -> Reading:
    """Read the address of a cell that is a link: what it shows, or where it leads."""
    if not is_address(link):
        return Reading(text)
    if not is_address(text):
        return Reading(link, f"{link} is where {text} leads")
    if bare(text) == bare(link):
        return Reading(text)
    return Reading(text, refused=f"{text} is shown, and the link leads to {link}")


def bare(address: str) -> str:
    """Give an address without what two ways of writing it differ in."""
    return unquote(address).split("://", 1)[-1].rstrip("/").casefold()


def came_of(was: str, given: Given) -> bool:
    """Tell whether an office program makes what is given of the text that was there."""
    value = given.value
    if isinstance(value, bool | str):
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


def of_day(reading: Reading, field: Column) -> Reading:
    """Read a day as far as its form shows it, where the column holds dates."""
    if field.holds_dates:
        return reading
    why = f"a program made the day {reading.text} of what was typed"
    return Reading(reading.text, refused=why)


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


def digits_of(given: Given, value: float) -> Reading:
    """Read a number as the digits that its cell shows, if they are what was typed."""
    if not math.isfinite(value) or abs(value) >= EXACT:
        why = f"the number {value} does not tell what was typed"
        return Reading(str(value), refused=why)
    if PLAIN_FORM.fullmatch(given.form) is None:
        why = f"the number {value} is shown in the form {given.form}"
        return Reading(str(value), refused=f"{why} and does not tell what was typed")
    if not float(value).is_integer():
        # As many digits as a spreadsheet keeps: the others come of its arithmetic.
        return Reading(f"{value:.15g}", "a number was read as text")
    text = str(int(value))
    if ZEROS.fullmatch(given.form) and value >= 0:
        text = text.zfill(len(given.form))
    return Reading(text, "a number was read as text")


def of_number(given: Given, field: Column, reading: Reading) -> Reading:
    """Read a number: as a count, a year or a day in its column, else as its digits."""
    value = given.value
    assert isinstance(value, int | float)
    if not float(value).is_integer():
        if field.holds_words:
            return reading
        return Reading(reading.text, refused=f"{reading.text} is a fraction")
    whole = int(value)
    if not field.holds_dates or whole in YEARS:
        return Reading(
            str(whole) if field.type == "integer" else reading.text, reading.repaired
        )
    if whole in SERIALS and given.day is not None:
        text = plain_day(given.day).isoformat()
        return Reading(text, f"the serial number {whole} of a day was read as {text}")
    return Reading(reading.text, refused=f"{whole} is no date")
