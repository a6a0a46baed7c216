"""The rules of single cells: type, form, category, range."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaErrors

from briefing.dataset.characters import (
    SOUND,
    USUAL,
    is_address,
    normal,
    told_apart,
    unseen,
    unseen_words,
)
from briefing.dataset.date_columns import spans
from briefing.dataset.dates import damaged, damaging, off_calendar, runs_backwards, span
from briefing.dataset.findings import Finding, shown
from briefing.dataset.schema import Column, Constraints, ForeignKey
from briefing.dataset.table import (
    Sheet,
    Truths,
    among,
    arrow,
    first_places,
    is_one_of,
    joined,
    matches,
)
from briefing.suggest import one_of

FORMULA_PATTERN = r"^[=+@\-\t]"

# Expressions that Arrow's engine and Python's read alike: classes of what is not there,
# extensions and the like reach further in one of them.
ALIKE = re.compile(
    r"(?:[\w /:;,#@!%&=<>~'\"-]|[^\x00-\x7f]|\\[dws.\\/()\[\]{}|*+?^$-]|\((?!\?)"
    r"|[)|^$.]"
    r"|[?*+](?![?*+{])|(?<=[^{}?*+|(^$])\{[0-9]+(?:,[0-9]*)?\}(?![?*+{])"
    r"|\[(?:[^\[\]\\^\n&~|-]|\\[dws.\\/()\[\]{}|*+?^$-]|(?<=[\w])-(?=[\w]))+\])*",
    re.ASCII,
)


def doubtful(
    column: "pd.Series[str]", field: Column, missing: frozenset[str]
) -> list[str]:
    """List the distinct texts of a column that are not plainly right."""
    texts = pc.unique(arrow(column)).cast(pa.string())
    codes = pa.array([*missing], pa.string())
    # Whether a code for not-knowing may stand here, the rules tell.
    plain = ~np.asarray(pc.is_in(texts, value_set=codes))
    for truths in signs(texts, field):
        plain &= truths
    doubted: list[str] = texts.filter(pa.array(~plain)).to_pylist()
    return doubted


def signs(texts: Any, field: Column) -> Iterator[Truths]:  # noqa: ANN401 - untyped
    """Tell by one sign after the other whether texts are right."""
    bounds = field.constraints
    if field.type in ("integer", "boolean", "list"):
        # Few values come again and again, and each is easily read.
        yield np.zeros(len(texts), bool)
        return
    yield matches(texts, SOUND)
    yield ~matches(texts, damaging(dated=field.holds_dates))
    if field.holds_words:
        yield ~matches(texts, FORMULA_PATTERN)
    if field.codes:
        codes = pa.array([*field.codes], pa.string())
        yield np.asarray(pc.is_in(texts, value_set=codes))
    if field.holds_dates:
        yield ~np.isnat(spans(texts)[0])
    if field.type == "date":
        yield np.asarray(pc.equal(pc.utf8_length(texts), 10))
    if bounds.min_length is not None or bounds.max_length is not None:
        length = np.asarray(pc.utf8_length(texts))
        yield length >= (bounds.min_length or 0)
        yield length <= (np.inf if bounds.max_length is None else bounds.max_length)
    if bounds.pattern is not None:
        yield formed(texts, bounds.pattern)
    if field.format == "uri":
        yield matches(texts, USUAL)


def formed(texts: Any, pattern: str) -> Truths:  # noqa: ANN401 - untyped
    """Tell of which texts it is certain that they have a form."""
    if not ALIKE.fullmatch(pattern):
        return np.zeros(len(texts), bool)
    try:
        return matches(texts, pattern)
    except pa.ArrowInvalid:
        return np.zeros(len(texts), bool)


Cell = Callable[[str], bool]

Rules = list[tuple[str, Cell]]

INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)

FORMULA = ("=", "+", "@", "-", "\t")


def schema_of(sheet: Sheet) -> pandera.DataFrameSchema:
    """Generate the schema of a table whose cells are still text."""
    columns = {}
    for field in sheet.resource.table.fields:
        # No type to check: before it is judged, every cell is text.
        columns[field.name] = pandera.Column(
            checks=pandera.Check(keeping(field, sheet.missing))
        )
    return pandera.DataFrameSchema(columns)


def keeping(
    field: Column, missing: frozenset[str]
) -> Callable[["pd.Series[str]"], "pd.Series[bool]"]:
    """Make a test of a whole column, which looks once at each distinct value."""
    rules = rules_of(field, missing)

    def kept(column: "pd.Series[str]") -> "pd.Series[bool]":
        # Most values are plainly right; only the others are looked at one by one.
        doubted = doubtful(column, field, missing)
        bad = [text for text in doubted if first_broken(rules, text)]
        good = ~is_one_of(column, bad) if bad else np.ones(len(column), bool)
        return pd.Series(good, index=column.index)

    return kept


def first_broken(rules: Rules, text: str) -> str | None:
    """Name the first rule that a cell breaks; later ones may count on earlier ones."""
    return next((code for code, keeps in rules if not keeps(text)), None)


def rules_of(field: Column, missing: frozenset[str]) -> Rules:
    """List, by finding, what a cell of the field keeps to, first things first."""
    rules: Rules = [
        ("empty-cell", lambda text: text.strip() != ""),
        ("control-character", lambda text: not any(unseen(text))),
    ]
    if field.constraints.required:
        rules.append(("required", lambda text: text not in missing))
    # A missing code says why there is no value: the other rules are about values.
    rules += [(code, spared(keeps, missing)) for code, keeps in of_value(field)]
    # Whatever else is wrong with a text is said first.
    return [*rules, ("normal-form", lambda text: normal(text) == text)]


def spared(keeps: Cell, missing: frozenset[str]) -> Cell:
    """Spare the missing codes a rule that is about values."""
    return lambda text: text in missing or keeps(text)


def of_value(field: Column) -> Iterator[tuple[str, Cell]]:
    """List, by finding, what a value of the field keeps to."""
    dated, bounds = field.holds_dates, field.constraints
    yield "date-turned-number", lambda text: not damaged(text, dated=dated)
    if field.holds_words:
        yield "formula", lambda text: not text.startswith(FORMULA)
    if dated:
        yield "impossible-date", lambda text: not off_calendar(text)
        yield "end-before-start", lambda text: not runs_backwards(text)
    if field.type == "date":
        yield "wrong-type", lambda text: len(text) == 10 and span(text) is not None
    if field.type == "boolean":
        yield "wrong-type", lambda text: text in ("true", "false")
    if field.type == "integer":
        yield "wrong-type", lambda text: INTEGER.fullmatch(text) is not None
        yield "out-of-range", lambda text: within(int(text), bounds)
    if field.type == "string":
        yield "out-of-range", lambda text: long_enough(len(text), bounds)
    if field.codes:
        yield "unknown-code", lambda text: not strange(field, text)
    if bounds.pattern is not None:
        yield "pattern", field.takes
    if field.format == "uri":
        yield "not-an-address", is_address


def within(value: int, bounds: Constraints) -> bool:
    """Tell whether a number keeps to its minimum and maximum."""
    low, high = bounds.minimum, bounds.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def long_enough(length: int, bounds: Constraints) -> bool:
    """Tell whether a text keeps to its shortest and greatest length."""
    low, high = bounds.min_length, bounds.max_length
    return (low is None or length >= low) and (high is None or length <= high)


def strange(field: Column, text: str) -> list[str]:
    """List the codes in a cell that the field does not know."""
    items = text.split(field.delimiter) if field.type == "list" else [text]
    return [item for item in items if item not in field.codes]


GUESSES = 20  # misspelt keys of one table for which the nearest is looked up

MANY = 20_000  # keys of a table above which none is guessed at

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


def wrong_cells(sheet: Sheet) -> Iterator[Finding]:
    """Find the cells that break the rules of their field, one finding a cell."""
    try:
        schema_of(sheet).validate(sheet.frame, lazy=True)
    except SchemaErrors as error:
        fields = {field.name: field for field in sheet.resource.table.fields}
        faults = Faults(sheet.missing)
        for case in error.failure_cases.itertuples():
            text = str(case.failure_case)
            code, expected = faults.of(fields[case.column], text)
            yield sheet.finding(
                int(case.index),
                case.column,
                code=code,
                what=shown(text),
                expected=expected,
            )


@dataclass
class Faults:
    """What is wrong with cells, looked for once for each distinct one."""

    missing: frozenset[str]
    known: dict[tuple[str, str], tuple[str, str]] = dataclass_field(
        default_factory=dict
    )

    def of(self, field: Column, text: str) -> tuple[str, str]:
        """Give the code of what is wrong with a cell, and what it should hold
        instead.
        """
        place = (field.name, text)
        if place not in self.known:
            code = first_broken(rules_of(field, self.missing), text) or ""
            self.known[place] = (code, expectation(code, field, text))
        return self.known[place]


def expectation(code: str, field: Column, text: str) -> str:
    """Say what a cell should hold instead."""
    bounds = field.constraints
    if code == "control-character":
        return f"text without {unseen_words(text)}"
    if code == "normal-form":
        return f"its normal form, {shown(normal(text))}, {told_apart(text)}"
    if code == "unknown-code":
        return one_of(strange(field, text)[0], list(field.codes))
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


def wrong_keys(sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Find keys that stand twice, and references to what is not there."""
    for sheet in sheets.values():
        shape = sheet.resource.table
        unique = [(f.name,) for f in shape.fields if f.constraints.unique]
        # Most tables declare their one key column unique as well: look once.
        for key in dict.fromkeys([shape.primary_key, *unique]):
            yield from repeated(sheet, key)
        for reference in shape.foreign_keys:
            target = sheets.get(reference.reference.resource or sheet.resource.name)
            # A table that could not be read would make every reference to it look bad.
            if target is not None:
                yield from dangling(sheet, target, reference)


def repeated(sheet: Sheet, key: tuple[str, ...]) -> Iterator[Finding]:
    """Find rows whose key an earlier row has."""
    lines = sheet.frame.index
    first = first_places([sheet.frame[field] for field in key])
    again = np.flatnonzero(first != np.arange(len(first))).tolist()
    values = joined(sheet.frame.iloc[again], key)
    for place, value in zip(again, values, strict=True):
        earlier = sheet.told(int(lines[first[place]]))
        yield sheet.finding(
            int(lines[place]),
            key[0] if len(key) == 1 else None,
            code="duplicate-key",
            what=f"{shown(value)} stands on {earlier} already",
            expected="each key once",
        )


def dangling(sheet: Sheet, target: Sheet, key: ForeignKey) -> Iterator[Finding]:
    """Find rows that refer to a row that *target* has not."""
    known = pd.concat([sheet.known(field) for field in key.fields], axis=1).all(axis=1)
    there = key_of(target.frame, key.reference.fields)
    astray = ~among(key_of(sheet.frame, key.fields), there) & known.to_numpy()
    frame = sheet.frame[astray]
    guesses: dict[str, str] = {}
    for row, value in zip(frame.index, joined(frame, key.fields), strict=True):
        # A guess takes long among many keys, and a file cut short would need many.
        if value not in guesses:
            near = len(guesses) < GUESSES and len(there) <= MANY
            other = f"a key of {target.resource.path}"
            words = list(dict.fromkeys(there)) if near else []
            guesses[value] = one_of(value, words) if near else other
        yield sheet.finding(
            int(row),
            key.fields[0],
            code="broken-reference",
            what=f"{shown(value)} is not in {target.resource.path}",
            expected=guesses[value],
        )


def key_of(frame: pd.DataFrame, fields: tuple[str, ...]) -> "pd.Series[str]":
    """Give the key of each row as a column of its own."""
    if len(fields) == 1:
        return frame[fields[0]]
    return pd.Series(list(joined(frame, fields)), index=frame.index, dtype="str")
