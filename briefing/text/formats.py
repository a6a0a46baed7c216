"""Numbers, shares, ranges, lists and dates in words; escapes for Markdown and HTML.

Babel writes them by the rules of one `LOCALE`. It is imported when it is first needed:
a command that prints no number starts without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

LOCALE = "en_GB"

SPREADSHEET = "#,##0"  # the same rule, as a spreadsheet writes it

STYLES: Mapping[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}

PRINTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)


@cache
def locale() -> Locale:
    """Return the rules that everything is written by."""
    from babel import Locale

    return Locale.parse(LOCALE)


def number(n: int) -> str:
    """Return *n* with a comma between thousands: 999, 1,000, 12,345."""
    from babel.numbers import format_decimal

    return format_decimal(n, locale=locale())


def decimal(value: float) -> str:
    """Return *value* with two decimals at most: 0.25, 1,234.5."""
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.##", locale=locale())


def whole(text: str) -> int | None:
    """Return the whole number that *text* is, with or without separators, else None."""
    return int(text.replace(",", "")) if PRINTED.fullmatch(text) else None


UNITS = {
    "incidents": ("incident", "incidents"),
    "violations": ("violation", "violations"),
    "persons": ("person", "people"),
    "persons named": ("person named in public", "people named in public"),
    "sources": ("source", "sources"),
    "independent sources": ("independent source", "independent sources"),
    "states": ("state", "states"),
    "rights": ("right", "rights"),
    "records": ("record", "records"),
    "years": ("year", "years"),
    "events": ("event", "events"),
    "pairs": ("pair of states", "pairs of states"),
    "findings": ("finding", "findings"),
    "cells": ("cell", "cells"),
    "rows": ("row", "rows"),
    "files": ("file", "files"),
    "publishers": ("publisher", "publishers"),
    "folders": ("folder", "folders"),
    "changes": ("change", "changes"),
    "briefings": ("briefing", "briefings"),
    "things": ("thing", "things"),
}

PEOPLES = ("Uyghurs",)  # labels that begin with a name

SMALLEST_BASE = 20  # a percentage of fewer says less than the count itself


def counted(n: int, unit: str) -> str:
    """Print a number with its unit: 1 incident, 2 incidents, 0 incidents."""
    one, many = UNITS[unit]
    return f"{number(n)} {one if n == 1 else many}"


def span(lowest: int, highest: int) -> str:
    """Print a range, or one number where both ends agree: 12 to 15."""
    if lowest == highest:
        return number(lowest)
    return f"{number(lowest)} to {number(highest)}"


def people(lowest: int, highest: int) -> str:
    """Print a number of people, which is always a range: 12 to 15 people."""
    noun = "person" if lowest == highest == 1 else "people"
    return f"{span(lowest, highest)} {noun}"


def every(total: int, one: str, many: str) -> str:
    """Name a whole: the only incident, both incidents, all 7 incidents."""
    if total == 1:
        return f"the only {one}"
    return f"both {many}" if total == 2 else f"all {number(total)} {many}"


def share(n: int, total: int, unit: str) -> str:
    """Print a part with its base, and as a percentage where the base bears one."""
    if n == total:
        return every(total, *UNITS[unit])
    part = f"{number(n)} of {counted(total, unit)}"
    return part if total < SMALLEST_BASE else f"{part} ({percent(n, total)})"


def percent(n: int, total: int) -> str:
    """Print a whole percentage that never calls some none, or nearly all all."""
    value = round(100 * n / total)
    if n and value == 0:
        return "less than 1%"
    if n < total and value == 100:
        return "more than 99%"
    return f"{value}%"


def listing(items: Iterable[str], last: Literal["and", "or"] = "and") -> str:
    """Return items as a sentence lists them: one, two and three.

    Items that hold commas are parted by semicolons.
    """
    from babel.lists import format_list

    items = list(items)
    if len(items) > 2 and any("," in item for item in items):
        return f"{'; '.join(items[:-1])}; {last} {items[-1]}"
    return format_list(items, STYLES[last], locale=locale())


def some(items: Sequence[str], most: int = 3, *, of: str = "others") -> str:
    """Name the first items and count the rest: A, B, C and 4 others."""
    rest = len(items) - most
    if rest <= 1:  # one more name is as short as its count
        return listing(items)
    return listing([*items[:most], f"{rest} {of}"])


def day_in_words(day: date) -> str:
    """Return a day as a reader says it: 1 January 2005."""
    return _date(day, "d MMMM y")


def month_in_words(day: date) -> str:
    """Return the month of a day: January 2005."""
    return _date(day, "MMMM y")


def day_and_month(day: date) -> str:
    """Return a day without its year, the month cut short: 1 Jan."""
    return _date(day, "d MMM")


def date_in_words(text: str) -> str:
    """Return a date (2005, 2005-01, 2005-01-31, a/b) as precisely as it is known.

    Raises ValueError for a date that no calendar has.
    """
    first, between, last = text.partition("/")
    if between:
        return f"between {date_in_words(first)} and {date_in_words(last)}"
    day = date.fromisoformat(f"{text}-01-01"[:10])
    return {4: f"{day.year}", 7: month_in_words(day)}.get(len(text), day_in_words(day))


def _date(day: date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=locale())


def language_name(code: str) -> str | None:
    """Return the name of a language by its code of ISO 639: Uyghur for `ug`."""
    return locale().languages.get(code)


def sentence_case(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    if first in PEOPLES or first[1:] != first[1:].lower():
        return text
    return text[:1].lower() + text[1:]


# CommonMark and Pandoc both read a backslash before any of these as the mark itself.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")

_BLANKS = re.compile(r"\s+")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain(text: object) -> str:
    """Bring text into one line without control characters, which no format may
    carry.
    """
    return _BLANKS.sub(" ", _CONTROLS.sub(" ", str(text))).strip()


def markdown(text: object) -> str:
    """Escape text so that JupyterLab and Pandoc print it as the characters it is."""
    return _PUNCTUATION.sub(r"\\\1", plain(text))


def html(text: object) -> str:
    """Escape text for HTML, in content and in attributes."""
    return escape(plain(text), quote=True)


def tag(name: str, inner: str, style: str = "", **attributes: str) -> str:
    """Write an element of HTML; *inner* is HTML already, attributes are text."""
    pairs = ({"style": style} if style else {}) | attributes
    said = "".join(f' {key}="{html(value)}"' for key, value in pairs.items())
    return f"<{name}{said}>{inner}</{name}>"
