"""
What is wrong in single cells, and in the keys that they form.
"""

from collections.abc import Iterator, Mapping

import pandas as pd
from pandera.errors import SchemaErrors

from briefing.dataset.descriptor import Column, ForeignKey
from briefing.dataset.finding import Finding, did_you_mean, shown
from briefing.dataset.schema import first_broken, rules_of, schema_of, strange
from briefing.dataset.sheet import Sheet

GUESSES = 20  # misspelt keys of one table for which the nearest is looked up
EXPECTED = {
    "empty-cell": "a value, or the code for why there is none",
    "control-character": "text without control characters",
    "required": "a value: this field is never left open",
    "date-turned-number": "the value as typed, such as 2011-05-30 or 1100",
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
    """
    Find the cells that break the rules of their field, one finding a cell.
    """
    try:
        schema_of(sheet).validate(sheet.frame, lazy=True)
    except SchemaErrors as error:
        fields = {field.name: field for field in sheet.resource.table.fields}
        for case in error.failure_cases.itertuples():
            field, text = fields[case.column], str(case.failure_case)
            code = first_broken(rules_of(field, sheet.missing), text) or ""
            yield sheet.finding(
                int(case.index),
                field.name,
                code=code,
                what=shown(text),
                expected=expectation(code, field, text),
            )


def expectation(code: str, field: Column, text: str) -> str:
    """
    Say what a cell should hold instead.
    """
    bounds = field.constraints
    if code == "unknown-code":
        return did_you_mean(strange(field, text)[0], list(field.codes))
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
    """
    Find keys that stand twice, and references to what is not there.
    """
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
    """
    Find rows whose key an earlier row has.
    """
    firsts: dict[str, int] = {}
    for row, value in zip(sheet.frame.index, joined(sheet.frame, key), strict=True):
        first = firsts.setdefault(value, row)
        if first != row:
            yield sheet.finding(
                row,
                key[0] if len(key) == 1 else None,
                code="duplicate-key",
                what=f"{shown(value)} stands on row {first} already",
                expected="each key once",
            )


def dangling(sheet: Sheet, target: Sheet, key: ForeignKey) -> Iterator[Finding]:
    """
    Find rows that refer to a row that *target* has not.
    """
    there = dict.fromkeys(joined(target.frame, key.reference.fields))
    guesses: dict[str, str] = {}
    known = pd.concat([sheet.known(field) for field in key.fields], axis=1).all(axis=1)
    for row, value in zip(
        sheet.frame.index[known], joined(sheet.frame[known], key.fields), strict=True
    ):
        if value in there:
            continue
        # A guess takes long among many keys, and a file cut short would need many.
        if value not in guesses:
            near = len(guesses) < GUESSES
            other = f"a key of {target.resource.path}"
            guesses[value] = did_you_mean(value, list(there)) if near else other
        yield sheet.finding(
            int(row),
            key.fields[0],
            code="broken-reference",
            what=f"{shown(value)} is not in {target.resource.path}",
            expected=guesses[value],
        )


def joined(frame: pd.DataFrame, fields: tuple[str, ...]) -> Iterator[str]:
    """
    Give the key of each row as one text, its parts joined with '|'.
    """
    # A '|' inside a part is doubled, so that no two keys look the same.
    parts = (frame[field].str.replace("|", "||") for field in fields)
    return map("|".join, zip(*parts, strict=True))
