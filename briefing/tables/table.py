"""A printed table: columns, rows, notes, and what is too long cut by a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from briefing.counts.count import Count
from briefing.errors import BriefingError
from briefing.exhibits import checks, html
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import (
    Behind,
    Column,
    Exhibit,
    lists_incidents,
    of_all,
    of_count,
)
from briefing.exhibits.frame import (
    alt_of,
    frame_of,
    key_of,
    measure_of,
    printed_frame,
    refuse_unworded,
)
from briefing.exhibits.style import FINDING_LABELS
from briefing.exhibits.titles import bounds, ends, selection_subtitle, subtitle
from briefing.selection.select import Chosen, Marks, latest
from briefing.text.formats import number, plain, sentence_case, span

MOST_CASES = 300  # in a register

MOST_LINES = 250  # in a table of records

MOST_NAMED = 60  # in a list within a cell

MOST_DATA = 5_000  # rows in the file behind a table

MOST_VIOLATIONS = 1_000  # each with several rows in the file behind a table

FILE = "data/incidents.csv"

# No file of an edition holds the records that are not counted.
UNCOUNTED = "incidents.csv of the data package from which this edition was made"

REST = {
    "incidents": f"are part of every number that they were part of, and all stand in "
    f"the file {FILE} of this edition.",
    "records": f"are part of no number, as none of these is; all stand in {UNCOUNTED}.",
}


def newest(chosen: Chosen, most: int) -> Marks:
    """Mark the *most* recent incidents: by last possible day, then first, then id."""
    n = len(chosen.incident_at)
    marks = np.ones(n, dtype=bool)
    if n > most:
        days = chosen.dataset.incidents[["last_day", "first_day"]]
        days = days.iloc[chosen.incident_at].reset_index(drop=True)
        order = days.sort_values(["last_day", "first_day"], kind="stable").index
        marks[order[:-most]] = False
    return marks


def register_note(total: int, shown: int, what: str) -> str:
    """The note on which cases of a register are printed; empty if all are."""
    if shown == total:
        return ""
    return (
        f"Printed are the {number(shown)} most recent of {number(total)} {what}, by "
        f"the last day on which each may have happened. The other "
        f"{number(total - shown)} {REST[what]}"
    )


def in_print(frame: pd.DataFrame, file: str = FILE) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a table that are printed, and the note if these are not all."""
    if len(frame) <= MOST_LINES:
        return frame, []
    note = (
        f"Printed are the first {number(MOST_LINES)} of {number(len(frame))} rows in "
        f"this order; counts are of all, and all rest on the file {file}."
    )
    return frame.iloc[:MOST_LINES], [note]


def in_file(frame: pd.DataFrame, file: str = FILE) -> tuple[pd.DataFrame, list[str]]:
    """The rows that the file behind a table holds, and a note if not all."""
    if len(frame) <= MOST_DATA:
        return frame, []
    return frame.iloc[:MOST_DATA], [kept_note(MOST_DATA, len(frame), "rows", file)]


def kept_note(kept: int, total: int, what: str, file: str) -> str:
    """The note on how many rows the file behind a table holds."""
    return (
        f"The file of this table has the first {number(kept)} of {number(total)} "
        f"{what}; all rest on the file {file}."
    )


def shortened(words: Sequence[str]) -> list[str]:
    """As many words of a list as a cell can hold, and how many there are besides."""
    if len(words) <= MOST_NAMED:
        return list(words)
    return [*words[:MOST_NAMED], f"and {number(len(words) - MOST_NAMED)} others"]


def column(key: str, label: str, *, wide: float = 1.0, text: bool = False) -> Column:
    """Column of a printed table: text stands left, numbers stand right."""
    return {
        "key": key,
        "label": label,
        "align": "left" if text else "right",
        "width": wide,
    }


def texts(heads: Mapping[str, tuple[str, float]]) -> list[Column]:
    """Columns of text by their key, each with its label and width."""
    return [
        column(key, label, wide=wide, text=True) for key, (label, wide) in heads.items()
    ]


# How firmly each is known, and in all: the columns of most counts.
SPLIT = [*(column(key, label) for key, label in FINDING_LABELS.items())]
SPLIT.append(column("n", "Total"))

Printed = dict[str, Any]


def printed(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    data: pd.DataFrame | None = None,
    *,
    total: bool = False,
) -> Printed:
    """Columns, rows and data of a payload: the *columns* of *frame* as they are
    printed, and *data*, or else the same, for the file behind the table.

    A whole number is printed with separators, a pair of them as a range. *total* adds
    a row with the sums.
    """
    shown = frame[[one["key"] for one in columns]]
    rows = [[printed_cell(cell) for cell in row] for row in tuples(shown)]
    if total:
        rows.append(["Total", *(sum_of(shown, one) for one in columns[1:])])
    return {
        "columns": list(columns),
        "rows": rows,
        "data": data_of(shown if data is None else data),
    }


def tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame."""
    return frame.itertuples(index=False, name=None)


def printed_cell(cell: object) -> str:
    """A cell as it is printed: 1,234, or 5 to 6, or its text."""
    if isinstance(cell, tuple):
        return span(*cell)
    return number(cell) if isinstance(cell, int) else str(cell)


def sum_of(frame: pd.DataFrame, of: Column) -> str:
    """The sum of a column of numbers or of ranges, as it is printed."""
    if of["align"] == "left":
        return ""
    cells = frame[of["key"]]
    if isinstance(next(iter(cells), 0), tuple):
        return span(*(sum(ends) for ends in zip(*cells, strict=True)))
    return number(int(cells.sum()))


def data_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns and rows of a frame for a CSV file."""
    rows = [[data_cell(cell) for cell in row] for row in tuples(frame)]
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


def data_cell(cell: object) -> str | int | None:
    """A cell as JSON can carry it; the words of a list are joined by semicolons."""
    if isinstance(cell, tuple):
        return ";".join(str(one) for one in cell)
    if isinstance(cell, int | str):
        return cell
    return None if pd.isna(cell) else str(cell)  # type: ignore[call-overload] # a scalar


def exhibit(
    chosen: Chosen,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    title: str,
    unit: str,
    alt: str,
    measure: str = "",
    subtitle: str = "",
    data: pd.DataFrame | None = None,
    notes: Sequence[str] = (),
    total: bool = False,
    behind: Behind | None = None,
) -> Exhibit:
    """Exhibit of any table of *frame* (see `printed`), which rests on the whole
    selection unless *behind* says on what.

    The subtitle is the *measure* and what was selected.
    """
    parts = printed(frame, columns, data, total=total)
    payload = {
        "kind": "table",
        "key": key,
        "title": plain(title),
        "subtitle": plain(subtitle or selection_subtitle(chosen, measure)),
        "unit": unit,
        "caption": plain(title),
        "alt": plain(alt),
        "source": plain(chosen.source),
        "notes": [plain(note) for note in notes],
        "columns": parts["columns"],
        "rows": [[plain(cell) for cell in row] for row in parts["rows"]],
        "emphasis": "last" if total else "none",
        "data": parts["data"],
    }
    if behind is None and not lists_incidents(columns):
        behind = of_all(chosen)
    return Exhibit(payload, html.table(payload, behind), html.columns_of_text(payload))


def record_exhibit(
    chosen: Chosen,
    frame: pd.DataFrame,
    cells: Callable[[dict[Any, Any]], Sequence[object]],
    columns: Sequence[Column],
    *,
    file: str = FILE,
    keep: Sequence[str] | None = None,
    notes: Sequence[str] = (),
    **words: str,
) -> Exhibit:
    """Exhibit of a list of records, *cells* of each; what is too much for print, or for
    the file behind the table (the columns *keep*), is cut with a note that says so.
    """
    some, cut = in_print(frame, file)
    kept, rest = in_file(frame, file)
    rows = [list(cells(row)) for row in some.to_dict("records")]
    return exhibit(
        chosen,
        pd.DataFrame(rows, columns=[one["key"] for one in columns], dtype=object),
        columns,
        data=kept if keep is None else kept[list(keep)],
        notes=[*notes, *cut, *rest],
        **words,  # type: ignore[arg-type]  # key, title, unit, alt and measure
    )


class UnfitTable(BriefingError):
    """A table of an analyst's own that lacks words, or says what it does not hold."""

    code = "figure"


def frame_table(
    data: object,
    *,
    title: str | None = None,
    unit: str | None = None,
    note: str | None = None,
    alt: str | None = None,
    key: str | None = None,
    chosen: Chosen | None = None,
) -> Exhibit:
    """Print a frame of an analyst's own; see `briefing.tables.counts.table`."""
    refusal = partial(_unfit, plain(title or ""))
    refuse_unworded(title, unit, refusal)
    assert title and unit
    chosen = chosen or latest()
    if chosen is None:
        cure = "Select first: chosen = select(load(), Selection()), or give chosen=…"
        what = "nothing was selected that it could be about"
        raise refusal(what, cure)
    frame = frame_of(data, refusal)
    measure = measure_of(unit, data)
    some, cut = in_print(frame)
    kept, rest = in_file(frame)
    parts = printed_frame(some)
    payload = {
        "kind": "table",
        "key": key or key_of(measure),
        "title": plain(title),
        "subtitle": plain(selection_subtitle(chosen, measure)),
        "unit": unit,
        "caption": plain(title),
        "alt": plain(alt or alt_of("Table", plain(title), measure, parts)),
        "source": plain(chosen.source),
        "notes": [*([plain(note)] if note else []), *cut, *rest],
        "columns": parts["columns"],
        "rows": parts["rows"],
        "emphasis": "none",
        "data": printed_frame(kept)["data"] if cut else parts["data"],
    }
    found = [*checks.trend_faults(payload), *checks.unknown_faults(payload)]
    if found:
        cure = "Compute the number, and let the frame hold it; say what is documented"
        raise refusal("; ".join(found), cure)
    behind = None if lists_incidents(parts["columns"]) else of_all(chosen)
    return Exhibit(payload, html.table(payload, behind), html.columns_of_text(payload))


def _unfit(title: str, what: str, cure: str) -> UnfitTable:
    where = f'Table "{title}"' if title else "This table"
    expected = "A table has a title, a unit, a frame, and says no number besides"
    return UnfitTable(f"{where} cannot be printed: {what}. {expected}. {cure}.")


def printed_count(count: Count) -> pd.DataFrame:
    """The rows of a count with their numbers; of people, with the two ends of each."""
    if count.unit != "persons":
        return count.frame
    frame = count.frame[["code", "label"]].copy(deep=False)
    for key in (*FINDING_LABELS, "n"):
        ends = count.frame[f"{key}_min"], count.frame[f"{key}_max"]
        frame[key] = list(zip(*ends, strict=True))
    return frame


def count_columns(count: Count) -> list[Column]:
    """The columns of a count: what it is by, how firmly each is known, and in all."""
    by = column("label", sentence_case(count.dimension), wide=3.0, text=True)
    total = column("n", "People" if count.unit == "persons" else "Total")
    # A count by finding is split by itself.
    split = [] if count.dimension == "finding" else SPLIT[:-1]
    return [by, *split, total]


def parts_of(count: Count) -> Printed:
    """Columns, rows and data of a count, for the figure that it is drawn in, and the
    incidents behind them.
    """
    parts = printed(printed_count(count), count_columns(count), count.frame)
    return parts | {"behind": of_count(count)}


def count_table(count: Count) -> Exhibit:
    """Print a count; a total row only where each incident stands in one row."""
    return exhibit(
        count.chosen,
        printed_count(count),
        count_columns(count),
        key=count.key,
        title=count.title,
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        data=count.frame,
        notes=[*overlap(count), *count.chosen.notes(*count.notes)],
        total=not count.overlapping,
        behind=of_count(count),
    )


def overlap(count: Count) -> list[str]:
    """Say what rows that overlap add up to, and how many there are in all."""
    if not count.overlapping:
        return []
    low, high = map(sum, ends(count))
    what = "people" if count.unit == "persons" else "incidents"
    whole = f"{span(*bounds(count))} {what}"
    return [f"The rows add up to {span(low, high)}; in all there are {whole}."]
