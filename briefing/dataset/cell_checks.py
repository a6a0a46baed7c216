"""The rules of single cells: type, form, category, range.

Each rule is written once, as a test of the distinct texts of a column. A single cell is
a column of one.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.dataset.characters import (
    SOUND,
    USUAL,
    is_address,
    normal,
    told_apart,
    unseen,
    unseen_words,
)
from briefing.dataset.dates import damage, off_calendar, runs_backwards, span
from briefing.dataset.findings import Finding, shown
from briefing.dataset.schema import Column
from briefing.dataset.table import Sheet, Truths, arrow, is_one_of, matches
from briefing.suggest import one_of

Texts = Any  # an Arrow array of texts

Test = Callable[[Texts], Truths]

BLANK = r"^[\s\x0b\x1c-\x1f\x{85}\pZ]*$"

FORMULA = r"^[=+@\-\t]"

NEVER = r"[^\s\S]"

EXPECTED = {
    "empty-cell": "a value, or the code for why there is none",
    "required": "a value: this field is never left open",
    "date-turned-number": "the value as typed, such as 2011-05-30 or 1100, not what a "
    "spreadsheet made of it",
    "not-an-address": "an address with https:// or http:// and a host",
    "formula": "text that does not start with = + - @ or a tab",
    "impossible-date": "a day that is on the calendar, such as 2011-05-30",
    "end-before-start": "a/b with a before b",
}

TYPES = {
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a day as 2011-05-30",
}


# Patterns that Arrow's engine and Python's read alike. Classes of what is not there,
# extensions and the like reach further in one of them.
ALIKE = re.compile(
    r"(?:[\w /:;,#@!%&=<>~'\"-]|[^\x00-\x7f]|\\[dws.\\/()\[\]{}|*+?^$-]|\((?!\?)"
    r"|[)|^$.]"
    r"|[?*+](?![?*+{])|(?<=[^{}?*+|(^$])\{[0-9]+(?:,[0-9]*)?\}(?![?*+{])"
    r"|\[(?:[^\[\]\\^\n&~|-]|\\[dws.\\/()\[\]{}|*+?^$-]|(?<=[\w])-(?=[\w]))+\])*",
    re.ASCII,
)


def wrong_cells(sheet: Sheet) -> Iterator[Finding]:
    """Find the cells that break the rules of their field, one finding a cell."""
    for field in sheet.resource.table.fields:
        column = sheet.frame[field.name]
        texts = pc.unique(arrow(column)).cast(pa.string())
        broken = broken_rules(field, texts, sheet.missing)
        expected = {one: expectation(broken[one], field, one) for one in broken}
        bad = column[is_one_of(column, broken)] if broken else column[:0]
        for row, text in bad.items():
            yield sheet.finding(
                int(str(row)),
                field.name,
                code=broken[text],
                what=shown(text),
                expected=expected[text],
            )


def cell_fault(
    field: Column, text: str, missing: Collection[str]
) -> tuple[str, str] | None:
    """Code of the first rule that a cell breaks and what is expected, or None."""
    broken = broken_rules(field, pa.array([text], pa.string()), missing)
    return (broken[text], expectation(broken[text], field, text)) if broken else None


def broken_rules(
    field: Column, texts: Texts, missing: Collection[str]
) -> dict[str, str]:
    """Those of distinct *texts* that break a rule, with the code of the first one.

    A missing code says why there is no value: the rules of values are not about it.
    """
    found: dict[str, str] = {}
    for rules in (cell_rules(field, missing), value_rules(field)):
        for code, test in rules:
            good = test(texts)
            if not good.all():
                bad = texts.filter(pa.array(~good)).to_pylist()
                found |= dict.fromkeys(bad, code)
                texts = texts.filter(pa.array(good))
        texts = texts.filter(pa.array(~among(texts, missing)))
    return found


def cell_rules(field: Column, missing: Collection[str]) -> Iterator[tuple[str, Test]]:
    """Rules of every cell, by the code of the finding; later ones count on earlier."""
    yield "empty-cell", lambda texts: ~matches(texts, BLANK)
    yield "control-character", usually(SOUND, lambda text: not any(unseen(text)))
    if field.constraints.required:
        yield "required", lambda texts: ~among(texts, missing)


def value_rules(field: Column) -> Iterator[tuple[str, Test]]:
    """Rules of cells that hold a value, by the code of the finding."""
    bounds = field.constraints
    damages = f"^{damage(dated=field.holds_dates)}$"
    yield "date-turned-number", lambda texts: ~matches(texts, damages)
    if field.holds_words:
        yield "formula", lambda texts: ~matches(texts, FORMULA)
    if field.holds_dates:
        yield "impossible-date", each(lambda text: not off_calendar(text))
        yield "end-before-start", each(lambda text: not runs_backwards(text))
    if field.type == "date":
        yield "wrong-type", each(lambda text: len(text) == 10 and span(text))
    if field.type == "boolean":
        yield "wrong-type", lambda texts: among(texts, ("true", "false"))
    if field.type == "integer":
        low, high = bounds.minimum, bounds.maximum
        yield "wrong-type", lambda texts: matches(texts, "^-?[0-9]{1,15}$")
        yield "out-of-range", each(lambda text: between(int(text), low, high))
    if field.type == "string":
        low, high = bounds.min_length, bounds.max_length
        yield "out-of-range", lambda texts: between(lengths(texts), low, high)
    if field.codes:
        items = each(lambda text: not unknown_codes(field, text))
        plain = lambda texts: among(texts, field.codes)  # noqa: E731
        yield "unknown-code", items if field.type == "list" else plain
    if bounds.pattern is not None:
        alike = ALIKE.fullmatch(bounds.pattern)
        yield "pattern", usually(bounds.pattern if alike else NEVER, field.takes)
    if field.format == "uri":
        yield "not-an-address", usually(USUAL, is_address)
    # Whatever else is wrong with a text is said first.
    yield "normal-form", usually(SOUND, lambda text: normal(text) == text)


def among(texts: Texts, words: Collection[str]) -> Truths:
    """Whether each text is one of *words*."""
    return np.asarray(pc.is_in(texts, value_set=pa.array([*words], pa.string())))


def lengths(texts: Texts) -> Any:  # noqa: ANN401 - an array of whole numbers
    """Number of characters of each text."""
    return np.asarray(pc.utf8_length(texts))


def between(n: Any, low: int | None, high: int | None) -> Any:  # noqa: ANN401
    """Whether a number, or each of an array, keeps to its bounds."""
    return (n >= (-np.inf if low is None else low)) & (
        n <= (np.inf if high is None else high)
    )


def each(keeps: Callable[[str], object]) -> Test:
    """Test of texts one by one, for fields with few distinct ones."""
    return lambda texts: np.array([bool(keeps(one)) for one in texts.to_pylist()], bool)


def usually(pattern: str, keeps: Callable[[str], object]) -> Test:
    """Test that texts of the usual form pass, so that only others are looked at."""

    def test(texts: Texts) -> Truths:
        good = matches(texts, pattern).copy()
        good[~good] = each(keeps)(texts.filter(pa.array(~good)))
        return good

    return test


def unknown_codes(field: Column, text: str) -> list[str]:
    """Codes in a cell that the field does not know."""
    items = text.split(field.delimiter) if field.type == "list" else [text]
    return [item for item in items if item not in field.codes]


def expectation(code: str, field: Column, text: str) -> str:
    """What a cell should hold instead."""
    bounds = field.constraints
    if code == "control-character":
        return f"text without {unseen_words(text)}"
    if code == "normal-form":
        return f"its normal form, {shown(normal(text))}, {told_apart(text)}"
    if code == "unknown-code":
        return one_of(unknown_codes(field, text)[0], list(field.codes))
    if code == "pattern" and field.holds_dates:
        either = ", or a/b for some time between" if field.takes("2011/2012") else ""
        return f"2011, 2011-05 or 2011-05-30 in the digits 0 to 9{either}"
    if code == "pattern":
        return f"the form {bounds.pattern}"
    if code == "wrong-type":
        return TYPES[field.type]
    if code == "out-of-range":
        low, high = bounds.minimum, bounds.maximum
        if field.type == "string":
            low, high = bounds.min_length, bounds.max_length
        limits = [f"at least {low}"] * (low is not None)
        limits += [f"at most {high}"] * (high is not None)
        unit = " characters" * (field.type == "string")
        return " and ".join(limits) + unit
    return EXPECTED[code]
