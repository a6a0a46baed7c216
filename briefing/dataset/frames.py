"""Cells of text become typed columns, as the descriptor says."""

import numpy as np
import pandas as pd

from briefing.dataset.columns import in_order
from briefing.dataset.descriptor import Column
from briefing.dataset.sheet import Sheet

TEXT = ("string", "list")  # what a frame holds as it stands in the file


def in_key_order(sheet: Sheet) -> Sheet:
    """Give the table ordered by its primary key."""
    order = in_order([sheet.frame[name] for name in sheet.resource.table.primary_key])
    frame = sheet.frame if order is None else sheet.frame.take(order)
    return Sheet(sheet.resource, frame.reset_index(drop=True))


def typed(sheet: Sheet) -> pd.DataFrame:
    """Give the table with its types.

    Text and codes keep the codes for not-knowing as their value; numbers and days
    have none there, and a list holds the one code.
    """
    fields = [f for f in sheet.resource.table.fields if f.name in sheet.frame]
    return pd.DataFrame({f.name: column(sheet.frame[f.name], f, sheet) for f in fields})


def written(sheet: Sheet) -> pd.DataFrame:
    """Give what stands in the file for numbers, days and truths, each text held once.

    Only there does each keep its own kind of not-knowing.
    """
    fields = [f.name for f in sheet.resource.table.fields if f.type not in TEXT]
    return sheet.frame[fields].astype("category")


def column(texts: "pd.Series[str]", field: Column, sheet: Sheet) -> pd.Series:
    """Give one column its type, reading each distinct text once."""
    if field.type == "string":
        return texts
    codes, distinct = pd.factorize(texts)
    words = pd.Series(distinct, dtype="str")
    if field.type == "list":
        # Equal lists are one tuple, however many rows have it.
        values = np.empty(len(words), object)
        values[:] = [tuple(text.split(field.delimiter)) for text in words]
        return pd.Series(values[codes], index=texts.index, dtype="object")
    known = words.where(~words.isin([*sheet.missing, ""]))
    read = values_of(known, field).take(codes)
    read = read.set_axis(texts.index)
    if field.type == "boolean" and not read.isna().any():
        return read.astype("bool")
    return read


def values_of(texts: "pd.Series[str]", field: Column) -> pd.Series:
    """Read numbers, days and truths; what is not known has none."""
    if field.type == "integer":
        return pd.to_numeric(texts).astype("Int64")
    if field.type == "date":
        return pd.to_datetime(texts, format="%Y-%m-%d").astype("datetime64[s]")
    return texts.map({"true": True, "false": False}).astype("boolean")
