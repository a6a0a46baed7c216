"""An analyst's own frame as the columns, rows and data of a payload."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from briefing.errors import BriefingError
from briefing.exhibits.exhibit import Column
from briefing.text.formats import (
    UNITS,
    day_in_words,
    decimal,
    listing,
    number,
    plain,
    sentence_case,
)

MOST_SAID = 12  # values that an alt text says one by one

NOT_REPORTED = "not reported"  # a cell without a value

Refusal = Callable[[str, str], BriefingError]  # of what is wrong, and what to do


def refuse_unworded(title: str | None, unit: str | None, refusal: Refusal) -> None:
    """Refuse what has no title, or a unit that is none of `UNITS`."""
    if not title or not plain(title):
        cure = 'Say what it shows: title="Most acts are on record in …"'
        what = "it has no title"
        raise refusal(what, cure)
    if unit not in UNITS:
        what = f"its unit is {unit!r}" if unit else "it has no unit"
        units = listing([repr(one) for one in UNITS], "or")
        raise refusal(what, f"Say what is counted: unit={units}")


def frame_of(data: object, refusal: Refusal) -> pd.DataFrame:
    """Rows and columns of *data*, a frame, a series or a count; what its index says
    stands in columns of its own, and the levels of a head are one text.
    """
    found = getattr(data, "frame", data)
    if isinstance(found, pd.Series):
        found = found.to_frame(found.name if found.name is not None else "n")
    cure = "Give the frame that is shown: data=frame"
    if not isinstance(found, pd.DataFrame):
        what = f"its data are {type(data).__name__}"
        what = "it has no data" if data is None else what
        raise refusal(what, cure)
    if found.empty:
        what = "its data have no rows or no columns"
        raise refusal(what, cure)
    frame = found.copy(deep=False)
    frame.columns = pd.Index([head(name) for name in found.columns])
    if not (isinstance(found.index, pd.RangeIndex) and found.index.name is None):
        for place, name in enumerate(found.index.names):
            cells = found.index.get_level_values(place).map(label_of)
            words = head("row" if name is None else name)
            frame.insert(place, words, cells, allow_duplicates=True)
    return frame


def label_of(cell: Any) -> str:  # noqa: ANN401 # a scalar of pandas
    """A cell of an index as text: what names a row is no number."""
    return str(cell) if isinstance(cell, int) else printed_value(cell)


def head(name: object) -> str:
    """The head of a column: executing_state is Executing state."""
    parts = name if isinstance(name, tuple) else (name,)
    words = " ".join(str(part) for part in parts if str(part))
    return sentence_case(plain(words).replace("_", " "))


def is_number(column: pd.Series[Any]) -> bool:
    """Return whether a column holds numbers, which stand right."""
    types = pd.api.types
    return types.is_numeric_dtype(column) and not types.is_bool_dtype(column)


def value_of(cell: Any) -> str | int | None:  # noqa: ANN401 # a scalar of pandas
    """A cell as the file behind an exhibit holds it."""
    if isinstance(cell, list | tuple | set | frozenset):
        return "; ".join(map(plain, cell))
    if pd.isna(cell):
        return None
    if isinstance(cell, date):  # pandas' Timestamp is one
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, bool | np.bool):
        return "yes" if cell else "no"
    if isinstance(cell, Real):
        value = float(cell)
        return int(value) if value.is_integer() else f"{value:g}"
    return plain(cell)


def printed_value(cell: Any) -> str:  # noqa: ANN401 # a scalar of pandas
    """A cell as it is printed: 1,234, 0.25, 5 May 2011, not reported."""
    value = value_of(cell)
    if value is None:
        return NOT_REPORTED
    if isinstance(value, int):
        return number(value)
    if isinstance(cell, Real) and not isinstance(cell, bool):
        return decimal(float(cell))
    return day_in_words(cell) if isinstance(cell, date) else value


def measure_of(unit: str, data: object) -> str:
    """What is counted and by what: Incidents by place and finding."""
    found = getattr(data, "frame", data)
    axes = [getattr(found, "index", None), getattr(found, "columns", None)]
    named = [str(n) for axis in axes if axis is not None for n in axis.names if n]
    by = f" by {listing(named)}" if named else ""
    return plain(f"{sentence_case(UNITS[unit][1])}{by}".replace("_", " "))


def key_of(words: str) -> str:
    """A name for an exhibit or a column, made of its words."""
    return re.sub(r"\W+", "_", words.lower()).strip("_")


def printed_frame(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns, rows and data of a payload, of a frame as `frame_of` returns it."""
    columns: list[Column] = []
    keys: list[str] = []
    for place, name in enumerate(frame.columns):
        numeric = is_number(frame.iloc[:, place])
        key = key_of(name) or f"column_{place}"
        keys.append(f"{key}_{place}" if key in keys else key)
        columns.append(
            {
                "key": keys[-1],
                "label": name,
                "align": "right" if numeric else "left",
                "width": 1.0 if numeric else 3.0,
            }
        )
    rows = list(frame.itertuples(index=False, name=None))
    years = [key.endswith("year") for key in keys]
    return {
        "columns": columns,
        "rows": [
            [
                str(cell) if is_year and isinstance(cell, int) else printed_value(cell)
                for is_year, cell in zip(years, row, strict=True)
            ]
            for row in rows
        ],
        "data": {
            "columns": keys,
            "rows": [[value_of(cell) for cell in row] for row in rows],
        },
    }


def alt_of(form: str, title: str, measure: str, printed: dict[str, Any]) -> str:
    """Draft of an alt text: form, what is counted, title, and values or extremes."""
    heads = [str(column["label"]) for column in printed["columns"]]
    numeric = [column["align"] == "right" for column in printed["columns"]]
    several = sum(numeric) > 1
    values = []
    for cells, row in zip(printed["data"]["rows"], printed["rows"], strict=True):
        names = [cell for cell, of in zip(row, numeric, strict=True) if not of]
        for name, value, shown, of in zip(heads, cells, row, numeric, strict=True):
            if of and value is not None:
                label = ", ".join([*names, name] if several or not names else names)
                values.append((float(value), f"{label} {shown}"))
    parts = [f"{form}: {measure[:1].lower()}{measure[1:]}", title]
    if len(values) <= MOST_SAID and values:
        parts.append(listing([words for _, words in values]))
    elif values:
        ranked = sorted(values, key=lambda one: -one[0])
        parts.append(f"The largest: {'; '.join(words for _, words in ranked[:3])}")
        parts.append(f"The smallest: {ranked[-1][1]}")
    if len(values) > MOST_SAID or not values:
        parts.append(f"The table has {number(len(printed['rows']))} rows")
    return ". ".join(parts) + "."
