"""The corrections that touch a selection."""

import pandas as pd

from briefing.dataset.dataset import Dataset
from briefing.dataset.schema import Column
from briefing.dataset.table import split_key
from briefing.selection.select import Chosen
from briefing.text.formats import date_in_words

COLUMNS = ["incident_id", "date", "table", "key", "field", "was", "now", "reason"]

PEOPLE = ("persons", "appearances")


def corrections(chosen: Chosen) -> pd.DataFrame:
    """List the corrections of records in a selection, counted or not, the newest first.

    What is corrected in a table of no incident, such as one of treaties, touches every
    selection. Where names are withheld, nothing is said of single people.
    """
    rows = chosen.dataset.corrections
    if chosen.selection.names == "withheld":
        rows = rows[~rows["table"].isin(PEOPLE)]
    known = {*chosen.incidents["incident_id"], *chosen.apart["incident_id"]}
    sources = used(chosen.dataset, "claims", "source_id", known)
    sources |= used(chosen.dataset, "violations", "source_id", known)
    people = used(chosen.dataset, "appearances", "person_id", known)
    asked = {"sources": sources, "persons": people}
    incidents = [incident_of(chosen.dataset, *row) for row in keys(rows)]
    kept = [
        incident in known if incident else key in asked.get(table, {key})
        for incident, (table, key) in zip(incidents, keys(rows), strict=True)
    ]
    rows = rows.assign(incident_id=incidents, date=rows["date"].astype("str"))
    rows = rows.loc[kept]  # by rows, also where there is none
    order = ["date", "table", "key", "field"]
    newest = rows.sort_values(order, ascending=[False, True, True, True])
    return newest[[*COLUMNS, "source_id"]].reset_index(drop=True)


def keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Give table and key of each correction."""
    return list(zip(rows["table"], rows["key"], strict=True))


def used(dataset: Dataset, table: str, name: str, incidents: set[str]) -> set[str]:
    """Give what a column of a table holds for some incidents."""
    frame = dataset.table(table, ["incident_id", name])
    return {*frame[name][frame["incident_id"].isin(incidents)]}


def incident_of(dataset: Dataset, table: str, key: str) -> str:
    """Give the incident that the key of a row names; empty where it names none."""
    names = dataset.package.tables[table].table.primary_key
    if "incident_id" not in names:
        return ""
    return split_key(key, len(names))[names.index("incident_id")]


def in_words(dataset: Dataset, table: str, name: str, text: str) -> str:
    """Write what a cell was or is as a reader says it: codes by labels, days in
    words.
    """
    shape = dataset.package.tables[table].table
    field = next(one for one in shape.fields if one.name == name)
    if text in dataset.missing:
        return dataset.missing[text]
    parts = text.split(field.delimiter) if field.type == "list" else [text]
    return ", ".join(
        word(dataset, target(dataset, table, name), field, p) for p in parts
    )


def target(dataset: Dataset, table: str, name: str) -> str:
    """Name the table that a field refers to; empty where it refers to none."""
    for key in dataset.package.tables[table].table.foreign_keys:
        if key.fields == (name,):
            return key.reference.resource
    return ""


def word(dataset: Dataset, table: str, field: Column, text: str) -> str:
    """Write one value in words."""
    if table == "states":
        return dataset.state_name(text)
    if table == "rights":
        return dataset.right_label(text)
    if field.holds_dates:
        return date_in_words(text)
    return field.codes.get(text, dataset.missing.get(text, text))
