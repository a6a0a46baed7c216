"""What is wrong in single cells, and in the keys that they form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

import numpy as np
import pandas as pd
from pandera.errors import SchemaErrors

from briefing.dataset.characters import normal, told_apart, unseen_words
from briefing.dataset.columns import among, first_places, joined
from briefing.dataset.descriptor import Column, ForeignKey
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.schema import first_broken, rules_of, schema_of, strange
from briefing.dataset.sheet import Sheet

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
        return did_you_mean(strange(field, text)[0], list(field.codes))
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
            guesses[value] = did_you_mean(value, words) if near else other
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
