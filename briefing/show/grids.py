"""Crosses as exhibits: grids of printed numbers with everything that must stand
around.
"""

from __future__ import annotations

from briefing.measure import Cross
from briefing.show.alt import cross_alt
from briefing.show.behind import of_cross
from briefing.show.chart import chart
from briefing.show.crosses import cross_table
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION
from briefing.show.grid import Grid, draw_grid
from briefing.show.leads import cross_title, subtitle
from briefing.show.prose import cells_in_words
from briefing.show.tidy import FEW, pairs
from briefing.show.words import sentence_case


def heat_map(cross: Cross) -> Exhibit:
    """Draw a grid of rights by responsible state, every number printed."""
    return _grid(cross, turned=True)


def matrix(cross: Cross) -> Exhibit:
    """Draw a grid of executing by requesting state, every number printed."""
    return _grid(cross, turned=False)


def _grid(cross: Cross, *, turned: bool) -> Exhibit:
    """Draw the cells of a cross; *turned* makes rows of its columns."""
    if len(pairs(cross)) <= FEW:
        return cells_in_words(cross)
    spread = cross.grid()
    spread = spread.T if turned else spread
    names = (cross.row_dimension, cross.col_dimension)
    down, across = reversed(names) if turned else names
    whole = Grid(
        tuple(str(name) for name in spread.index),
        tuple(str(name) for name in spread.columns),
        tuple(tuple(int(n) for n in row) for row in spread.to_numpy()),
        sentence_case(down),
        sentence_case(across),
    )
    shown = whole.trimmed()
    note = "Rows and columns without any are left out."
    for heads, what in ((shown.columns, "columns"), (shown.rows, "rows")):
        if heads[-1].endswith(" others"):
            note += f" The smallest {what} are joined here; the data has each."
    return chart(
        draw_grid(shown),
        key=cross.key,
        title=cross_title(cross),
        subtitle=subtitle(cross),
        unit=cross.unit,
        caption=f"{cross.title}. {CAUTION}",
        alt=cross_alt(cross, "Grid of numbers"),
        source=cross.chosen.source,
        table=cross_table(cross).payload,
        behind=of_cross(cross),
        notes=[note],
        whole=[cross.total],
    )
