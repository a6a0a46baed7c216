"""From entries under two values each to a cross of two dimensions."""

from itertools import product

import numpy as np
import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.coded import Coded, tallied
from briefing.measure.counts import Cross
from briefing.measure.members import Members
from briefing.measure.rows import ranked
from briefing.measure.tally import Dimension, Entries, by_finding, note_keys


def cross(
    chosen: Chosen,
    unit: str,
    *,
    key: str,
    rows: Dimension,
    cols: Dimension,
    entries: tuple[Entries, Coded],
) -> Cross:
    """Count entries in every cell of two dimensions, split by finding.

    Rows and columns stand in the order of the views by that dimension alone.
    """
    down, across = entries[0], entries[1]
    tall, wide = ordered(chosen, rows, down.under), ordered(chosen, cols, across)
    cells = [*product(tall, wide)]
    row, col = down.under.among(tall), across.among(wide)
    places = np.where((row < 0) | (col < 0), -1, row * len(wide) + col)
    split = by_finding(places, down.strength, len(cells))
    frame = pd.DataFrame(
        {
            "row_code": pd.array([row for row, _ in cells], dtype="str"),
            "row_label": [rows.rows[row] for row, _ in cells],
            "col_code": pd.array([col for _, col in cells], dtype="str"),
            "col_label": [cols.rows[col] for _, col in cells],
            **{of: split[:, i] for i, of in enumerate(FINDINGS)},
            "n": split.sum(axis=1),
        }
    )
    alone = Dimension(rows.name, rows.rows, notes=(*rows.notes, *cols.notes))
    return Cross(
        key=key,
        title=f"{unit.capitalize()} by {rows.name} and {cols.name}",
        unit=unit,
        row_dimension=rows.name,
        col_dimension=cols.name,
        cells=frame,
        total=len(down.ids),
        notes=note_keys(chosen, unit, alone),
        members=Members(cells, places, down.ids, down.of),
        chosen=chosen,
    )


def ordered(chosen: Chosen, by: Dimension, codes: Coded) -> list[str]:
    """Order the codes of a dimension as the count by it alone does."""
    if not by.ranked:
        return list(by.rows)
    frame = pd.DataFrame({"code": list(by.rows), "label": list(by.rows.values())})
    frame["n"] = tallied(codes.among(by.rows), len(by.rows))
    return list(ranked(frame, chosen.dataset.missing, "n")["code"])
