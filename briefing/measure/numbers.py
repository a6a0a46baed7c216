"""Whole numbers in print: one rule for text, tables, charts, PDF, page and workbook."""

import re

SPREADSHEET = "#,##0"  # the same rule, as a spreadsheet writes it
PRINTED = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)


def number(n: int) -> str:
    """Return *n* with a comma between thousands: 999, 1,000, 12,345."""
    return f"{n:,}"


def whole(text: str) -> int | None:
    """Return the whole number that *text* is, with or without separators, else None."""
    return int(text.replace(",", "")) if PRINTED.fullmatch(text) else None
