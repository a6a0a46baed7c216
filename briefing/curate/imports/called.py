"""What people call our codes, dates and truths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from briefing.curate.sheets.book import Row
from briefing.dataset.descriptor import Column
from briefing.dataset.package import Package

LABELS = ("name", "iso2", "label", "short_label", "title", "short_title")
TRUTHS = {"yes": "true", "1": "true", "no": "false", "0": "false"}


def truth(text: str) -> str:
    """Read a yes or a no."""
    word = text.casefold()
    return TRUTHS.get(word, word)


def dated(text: str, formats: Sequence[str]) -> str:
    """Read a date in the first of some forms that it has, only as precise as the
    form.
    """
    for form in formats:
        try:
            moment = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        day = any(sign in form for sign in ("%d", "%j", "%x", "%D", "%F"))
        month = any(sign in form for sign in ("%m", "%b", "%B"))
        return moment.date().isoformat()[: 10 if day else 7 if month else 4]
    message = f"no date of the form {' or '.join(formats)} that is on the calendar"
    raise ValueError(message)


def words_for(
    package: Package, tables: Mapping[str, Sequence[Row]], name: str, field: Column
) -> dict[str, str]:
    """Give the codes of a field by what people call them, without regard to
    capitals.
    """
    shape = package.tables[name].table
    words = {label.casefold(): code for code, label in field.codes.items()}
    words |= {code.casefold(): code for code in field.codes}
    for key in shape.foreign_keys:
        target = key.reference.resource
        if key.fields != (field.name,) or target not in tables:
            continue
        for row in tables[target]:
            code = row[key.reference.fields[0]]
            called = [row[label] for label in LABELS if label in row]
            words |= {word.casefold(): code for word in [*called, code]}
    return words
