"""The rules for single cells: a pandera schema, generated from the descriptor.

Each rule is named after the finding that it leads to.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pandera.pandas as pa

from briefing.dataset.addresses import is_address
from briefing.dataset.characters import normal, unseen
from briefing.dataset.columns import is_one_of
from briefing.dataset.dates import damaged, off_calendar, runs_backwards, span
from briefing.dataset.descriptor import Column, Constraints
from briefing.dataset.plain import doubtful
from briefing.dataset.sheet import Sheet

Cell = Callable[[str], bool]
Rules = list[tuple[str, Cell]]

INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
FORMULA = ("=", "+", "@", "-", "\t")


def schema_of(sheet: Sheet) -> pa.DataFrameSchema:
    """Generate the schema of a table whose cells are still text."""
    columns = {}
    for field in sheet.resource.table.fields:
        # No type to check: before it is judged, every cell is text.
        columns[field.name] = pa.Column(checks=pa.Check(keeping(field, sheet.missing)))
    return pa.DataFrameSchema(columns)


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
