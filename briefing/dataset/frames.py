"""
Cells of text become typed columns, as the descriptor says.
"""

import pandas as pd

from briefing.dataset.descriptor import Column
from briefing.dataset.sheet import Sheet


def typed(sheet: Sheet) -> pd.DataFrame:
    """
    Give the table with its types, ordered by its primary key.

    Text and codes keep the codes for not-knowing as their value; numbers and days
    have none there, and a list holds the one code.
    """
    shape = sheet.resource.table
    columns = {f.name: column(sheet.frame[f.name], f, sheet) for f in shape.fields}
    frame = pd.DataFrame(columns)
    return frame.sort_values([*shape.primary_key], kind="stable", ignore_index=True)


def column(texts: pd.Series, field: Column, sheet: Sheet) -> pd.Series:
    """
    Give one column its type.
    """
    if field.type == "list":
        lists = [tuple(text.split(field.delimiter)) for text in texts]
        return pd.Series(lists, index=texts.index, dtype="object")
    if field.type == "string":
        return texts
    known = texts.where(sheet.known(field.name))
    if field.type == "integer":
        return pd.to_numeric(known).astype("Int64")
    if field.type == "date":
        return pd.to_datetime(known, format="%Y-%m-%d").astype("datetime64[s]")
    truth = known.map({"true": True, "false": False})
    return truth.astype("boolean" if truth.isna().any() else "bool")
