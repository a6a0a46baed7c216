"""Counts as printed tables: every row, zero too, with a total where the rows add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.measure import Chosen, Count
from briefing.show import views
from briefing.show.alt import alt
from briefing.show.behind import Behind, lists_incidents, of_all, of_count
from briefing.show.escape import plain
from briefing.show.exhibit import Column, Exhibit
from briefing.show.house import FINDING_LABELS
from briefing.show.leads import subtitle
from briefing.show.tidy import Entry, bounds, entries
from briefing.show.words import number, sentence_case, span


def column(key: str, label: str, *, wide: float = 1.0, text: bool = False) -> Column:
    """Describe a column: text stands left, numbers stand right."""
    return {
        "key": key,
        "label": label,
        "align": "left" if text else "right",
        "width": wide,
    }


def exhibit(
    chosen: Chosen,
    *,
    key: str,
    title: str,
    subtitle: str,
    unit: str,
    alt: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    data: dict[str, Any],
    notes: Sequence[str] = (),
    total: bool = False,
    behind: Behind | None = None,
) -> Exhibit:
    """Make the exhibit of any table; it rests on the whole selection unless told
    else.
    """
    payload = {
        "kind": "table",
        "key": key,
        "title": plain(title),
        "subtitle": plain(subtitle),
        "unit": unit,
        "caption": plain(title),
        "alt": plain(alt),
        "source": plain(chosen.source),
        "notes": [plain(note) for note in notes],
        "columns": list(columns),
        "rows": [[plain(cell) for cell in separated(row, columns)] for row in rows],
        "emphasis": "last" if total else "none",
        "data": data,
    }
    if behind is None and not lists_incidents(columns):
        behind = of_all(chosen)
    return Exhibit(
        payload, views.table(payload, behind), views.columns_of_text(payload)
    )


def separated(row: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Print the numbers of a row with separators, as sentences do."""
    return [
        number(int(cell)) if one["align"] == "right" and cell.isdecimal() else cell
        for cell, one in zip(row, columns, strict=True)
    ]


def parts_of(count: Count) -> dict[str, Any]:
    """Give columns, rows and data of a count, for a table and for the figure beside it,
    and the incidents behind them.
    """
    rows = entries(count)
    whole = count.dimension == "finding"  # which is split by itself
    columns = [column("label", sentence_case(count.dimension), wide=3.0, text=True)]
    if not whole:
        columns += [column(key, label) for key, label in FINDING_LABELS.items()]
    columns.append(column("n", "People" if count.unit == "persons" else "Total"))
    return {
        "columns": columns,
        "rows": [[row.label, *_numbers(row, whole=whole)] for row in rows],
        "data": _data(count),
        "behind": of_count(count),
    }


def _numbers(row: Entry, *, whole: bool) -> list[str]:
    """Print the numbers of a row: split by finding, then whole."""
    split = [] if whole else [span(*part) for part in row.parts]
    return [*split, span(row.low, row.high)]


def _data(count: Count) -> dict[str, Any]:
    """Give the rows as numbers."""
    frame = count.frame
    rows = [
        [cell if isinstance(cell, str) else int(cell) for cell in row]
        for row in frame.itertuples(index=False)
    ]
    return {"columns": [str(name) for name in frame.columns], "rows": rows}


def count_table(count: Count) -> Exhibit:
    """Print a count; a total row only where each incident stands in one row."""
    parts = parts_of(count)
    additive = not count.overlapping
    if additive:
        parts["rows"].append(["Total", *_sums(count)])
    return exhibit(
        count.chosen,
        key=count.key,
        title=count.title,
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        notes=_notes(count),
        total=additive,
        **parts,
    )


def _sums(count: Count) -> list[str]:
    """Add up the columns of a count whose rows do not overlap."""
    rows = entries(count)
    whole = Entry(
        code="",
        label="Total",
        low=sum(row.low for row in rows),
        high=sum(row.high for row in rows),
        parts=tuple(
            (sum(row.parts[i][0] for row in rows), sum(row.parts[i][1] for row in rows))
            for i in range(3)
        ),
        named=False,
    )
    return _numbers(whole, whole=count.dimension == "finding")


def _notes(count: Count) -> list[str]:
    """Word the notes of a count; say the sum where rows overlap."""
    return [*overlap(count), *count.chosen.notes(*count.notes)]


def overlap(count: Count) -> list[str]:
    """Say what rows that overlap add up to, and how many there are in all."""
    if not count.overlapping:
        return []
    low = sum(row.low for row in entries(count))
    high = sum(row.high for row in entries(count))
    what = "people" if count.unit == "persons" else "incidents"
    whole = f"{span(*bounds(count))} {what}"
    return [f"The rows add up to {span(low, high)}; in all there are {whole}."]
