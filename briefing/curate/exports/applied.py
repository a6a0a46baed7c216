"""The tables as text with their corrections applied, and corrections that say so."""

from dataclasses import replace

import pandas as pd

from briefing.dataset import Dataset
from briefing.dataset.columns import joined
from briefing.dataset.corrections import LONE, TABLE

PEOPLE = ("persons", "appearances")
WITHHELD = " In this copy names are withheld, and the tables of people are empty."


def text_of(dataset: Dataset, table: str) -> pd.DataFrame:
    """Give a table as text, as it is counted."""
    frame = dataset.written(table)
    return consistent(dataset, frame) if table == TABLE else frame


def consistent(dataset: Dataset, corrections: pd.DataFrame) -> pd.DataFrame:
    """Give the corrections as they speak of tables to which they were applied.

    A row is named by the key that it has now. Where a cell was withheld whole, nothing
    is said of what it held.
    """
    frame = corrections.sort_values("date", kind="stable")
    frame = frame.assign(key=keys_now(dataset, frame))
    last = frame.drop_duplicates(["table", "key", "field"], keep="last")
    for table, rows in last.groupby("table"):
        held = dataset.written(str(table))
        names = dataset.package.tables[str(table)].table.primary_key
        held.index = pd.Index(list(joined(held, names)))
        for _, key, field, now in rows[["key", "field", "now"]].itertuples():
            if held.at[key, field] != now:
                cell = frame["table"].eq(table) & frame["key"].eq(key)
                frame = frame[~(cell & frame["field"].eq(field))]
    return frame.sort_index()


def keys_now(dataset: Dataset, corrections: pd.DataFrame) -> list[str]:
    """Give the key that the row of each correction has now, which may be corrected
    too.
    """
    parts: dict[tuple[str, str], list[str]] = {}
    columns = ["table", "key", "field", "now"]
    for table, key, field, now in corrections[columns].itertuples(index=False):
        names = dataset.package.tables[table].table.primary_key
        whole = [key] if len(names) == 1 else LONE.split(key)
        found = parts.setdefault((table, key), whole)
        if field in names:
            found[names.index(field)] = now.replace("|", "||")
    rows = zip(corrections["table"], corrections["key"], strict=True)
    return ["|".join(parts[row]) for row in rows]


def without_people(dataset: Dataset) -> Dataset:
    """Empty the tables of people, for a copy in which nobody is to be found by a
    name.
    """
    corrected = dataset.table(TABLE)
    kept = dict.fromkeys(PEOPLE, corrected[:0].index)
    kept[TABLE] = corrected.index[~corrected["table"].isin(PEOPLE)]
    about = dataset.package.description + WITHHELD
    frames, texts = {}, {}
    for name in dataset.package.tables:
        frame, text = dataset.table(name), dataset._texts[name]
        rows = kept.get(name, frame.index)
        frames[name] = frame.loc[rows].reset_index(drop=True)
        texts[name] = text.loc[rows].reset_index(drop=True)
    return replace(
        dataset,
        package=dataset.package.model_copy(update={"description": about}),
        _frames=frames,
        _texts=texts,
        _shelf=None,
    )
