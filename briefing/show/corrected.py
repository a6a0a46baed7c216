"""The corrections as a table, beside what the sources say: nothing was changed in
silence.
"""

from __future__ import annotations

from briefing.dataset import Dataset
from briefing.measure import Chosen
from briefing.measure.corrected import corrections, in_words
from briefing.measure.period import date_in_words
from briefing.measure.register import Row
from briefing.show import cut
from briefing.show.exhibit import Exhibit
from briefing.show.prose import prose, strong
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import number

FILE = "data/corrections.csv"


def said_of_corrections(chosen: Chosen) -> Exhibit:
    """Say how many values were corrected, and where an old edition may differ."""
    n = len(corrections(chosen))
    if not n:
        return prose("Nothing in this selection was corrected.")
    many = strong(f"{number(n)} {'value' if n == 1 else 'values'}")
    stand = "was" if n == 1 else "were"
    return prose(
        f"{many} of this selection {stand} corrected. Editions from before the day of "
        "a correction hold what stood there then."
    )


def corrections_table(chosen: Chosen) -> Exhibit:
    """Print what was corrected, what it was and is, why, and on which source."""
    frame = corrections(chosen)
    if frame.empty:
        return prose("There is no correction to list.")
    printed, notes = cut.lines(frame, FILE)
    rows = [row(chosen.dataset, one) for one in printed.to_dict("records")]
    return exhibit(
        chosen,
        key="corrections",
        title="What was corrected",
        subtitle=place(chosen, "Values, the newest correction first"),
        unit="values",
        alt=f"{number(len(rows))} corrected values: what each was, what it is, and "
        "why.",
        columns=[
            column("incident_id", "Record", wide=1.1, text=True),
            column("field", "What", wide=1.1, text=True),
            column("was", "Was", wide=1.6, text=True),
            column("now", "Now", wide=1.6, text=True),
            column("reason", "Why", wide=3.2, text=True),
            column("source", "Source", wide=1.4, text=True),
            column("date", "On", wide=1.2, text=True),
        ],
        rows=rows,
        data=data_of(cut.data(frame)[0]),
        notes=[*notes, *cut.data(frame, FILE)[1]],
    )


def row(dataset: Dataset, one: Row) -> list[str]:
    """Write a correction as the cells of a row."""
    fields = dataset.package.tables[one["table"]].table.fields
    title = next(field.title for field in fields if field.name == one["field"])
    cell = dataset, one["table"], one["field"]
    return [
        one["incident_id"] or one["key"],
        title,
        in_words(*cell, one["was"]),
        in_words(*cell, one["now"]),
        one["reason"],
        source(dataset, one["source_id"]),
        date_in_words(one["date"]),
    ]


def source(dataset: Dataset, key: str) -> str:
    """Name who says so, or why nobody is named."""
    if key in dataset.missing:
        return dataset.missing[key]
    sources = dataset.sources
    return str(sources["publisher"][sources["source_id"] == key].iloc[0])
