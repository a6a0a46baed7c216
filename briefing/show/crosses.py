"""A cross as a printed table: one row for every cell that holds any."""

from __future__ import annotations

from briefing.measure import Count, Cross
from briefing.show.alt import cross_alt
from briefing.show.behind import of_cross
from briefing.show.exhibit import Exhibit
from briefing.show.house import FINDING_LABELS
from briefing.show.leads import subtitle
from briefing.show.tables import column, count_table, exhibit
from briefing.show.tidy import pairs
from briefing.show.words import sentence_case


def table(of: Count | Cross) -> Exhibit:
    """Print a count, or the cells of a cross that hold any, with their notes."""
    return cross_table(of) if isinstance(of, Cross) else count_table(of)


def cross_table(cross: Cross) -> Exhibit:
    """Print the cells of a cross that hold any, most first."""
    cells = pairs(cross)
    columns = [
        column("row_label", sentence_case(cross.row_dimension), wide=2.0, text=True),
        column("col_label", sentence_case(cross.col_dimension), wide=2.0, text=True),
        *(column(key, label) for key, label in FINDING_LABELS.items()),
        column("n", "Total"),
    ]
    rows = [
        [cell.row, cell.column, *(str(part) for part in cell.parts), str(cell.n)]
        for cell in cells
    ]
    sums = [str(sum(cell.parts[i] for cell in cells)) for i in range(3)]
    rows.append(["Total", "", *sums, str(cross.total)])
    empty = len(cross.frame) - len(cells)
    notes = [f"{empty} further pairs hold none and are left out of this table."]
    frame = cross.frame
    data = [
        [cell if isinstance(cell, str) else int(cell) for cell in row]
        for row in frame.itertuples(index=False)
    ]
    return exhibit(
        cross.chosen,
        key=cross.key,
        title=cross.title,
        subtitle=subtitle(cross),
        unit=cross.unit,
        alt=cross_alt(cross, "Table"),
        columns=columns,
        rows=rows,
        data={"columns": [str(name) for name in frame.columns], "rows": data},
        notes=[*(notes if empty else []), *cross.chosen.notes(*cross.notes)],
        total=True,
        behind=of_cross(cross),
    )
