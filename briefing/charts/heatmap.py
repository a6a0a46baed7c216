"""Numbers in shaded cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from briefing.charts.axes import GAP, blank, chart, wrap
from briefing.counts.count import CrossCount
from briefing.exhibits import fonts, style
from briefing.exhibits.alt_text import cross_alt
from briefing.exhibits.exhibit import Exhibit, of_cross
from briefing.exhibits.figure import figure
from briefing.exhibits.prose import cells_in_words
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import CAUTION, FEW, cross_title, pairs, subtitle
from briefing.tables.counts import cross_table
from briefing.text.formats import number, plain, sentence_case

CELL = 19.0

WIDEST = 60.0  # of a cell

TOTALS = 28.0

HEAD = 28.2  # three lines of a head

TOP = 22.0 + HEAD

SMALLEST = 7.0  # the floor, for the heads of narrow columns

MOST_COLUMNS = 10  # more would not leave a name its place

MOST_ROWS = 26  # more would not leave the page its notes

NAMES = 150.0  # the most that names may take of the width

OTHERS = " others"


def trimmed(cells: pd.DataFrame) -> pd.DataFrame:
    """Leave out empty rows and columns, and join the smallest of too many.

    The table beside the chart has every cell.
    """
    wide = _width_of(cells)
    room = style.WIDTH - NAMES - GAP - 2 - max(TOTALS, wide + GAP)
    across = _largest(cells, min(MOST_COLUMNS, int(room / (wide + 4))))
    return _largest(across.T, MOST_ROWS).T


def _width_of(cells: pd.DataFrame) -> float:
    """Width of the largest number, which is the total."""
    return measure(number(int(cells.to_numpy().sum())), style.TEXT, strong=True)


def _largest(cells: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep the filled columns, the largest *most* of them; join the others."""
    cells = cells.loc[cells.any(axis="columns"), cells.any()]
    if len(cells.columns) <= most:
        return cells
    order = np.argsort(-cells.sum().to_numpy(), kind="stable")
    kept, rest = np.sort(order[: most - 1]), order[most - 1 :]
    joined = cells.iloc[:, rest].sum(axis="columns")
    found = cells.iloc[:, kept].copy()
    found[f"{number(len(rest))}{OTHERS}"] = joined
    found.columns.name = cells.columns.name
    return found


def shaded(cells: pd.DataFrame) -> Figure:
    """Print every number in its cell, zero too; the shade only repeats it.

    The names of index and columns say what rows and columns are.
    """
    rows, columns = cells.shape
    names = 84.0 if columns > 7 else NAMES
    labels = [wrap(str(name), names, size=style.SMALL) for name in cells.index]
    down, across = str(cells.index.name or ""), str(cells.columns.name or "")
    printed = [down, "Total", *(line for label in labels for line in label)]
    left = max(measure(line, style.SMALL) for line in printed) + GAP + 2
    totals = max(TOTALS, _width_of(cells) + GAP)
    wide = min((style.WIDTH - left - totals) / columns, WIDEST)
    with rc_context(style.STYLE):
        fig, ax = blank(
            TOP + CELL * (rows + 1) + 4,
            left=left,
            right=style.WIDTH - left - wide * columns,
            top=TOP,
            bottom=CELL + 4,
        )
        _cells(ax, cells.to_numpy())
        ax.set_yticks(np.arange(rows) + 0.5, ["\n".join(label) for label in labels])
        heads = [wrap(str(name), wide - 1, size=SMALLEST, most=3) for name in cells]
        ax.xaxis.tick_top()
        ax.set_xticks(np.arange(columns) + 0.5, ["\n".join(head) for head in heads])
        ax.tick_params(axis="y", labelsize=style.SMALL, pad=GAP)
        ax.tick_params(axis="x", labelsize=SMALLEST, pad=3)
        strong: dict[str, Any] = {"weight": fonts.STRONG_WEIGHT, "va": "center"}
        small: dict[str, Any] = {**strong, "size": style.SMALL}
        over = 1 + (TOP - 6) / (CELL * rows)
        beside, end = -GAP / (wide * columns), 1 + totals / (wide * columns)
        line = 1 + 8 / (CELL * rows)
        ax.text(0, over, across, transform=ax.transAxes, **small)
        ax.text(beside, line, down, ha="right", transform=ax.transAxes, **small)
        ax.text(end, line, "Total", ha="right", transform=ax.transAxes, **small)
        by_row = ax.get_yaxis_transform()
        for i, n in enumerate(cells.sum(axis="columns")):
            ax.text(end, i + 0.5, number(n), ha="right", transform=by_row, **strong)
        ax.text(beside, rows + 0.5, "Total", ha="right", transform=by_row, **small)
        for j, n in enumerate(cells.sum()):
            ax.text(j + 0.5, rows + 0.5, number(n), ha="center", **strong)
        whole = number(int(cells.to_numpy().sum()))
        ax.text(end, rows + 0.5, whole, ha="right", transform=by_row, **strong)
    return fig


def _cells(ax: Axes, numbers: npt.NDArray[np.int64]) -> None:
    largest = max(int(numbers.max()), len(style.SHADES))
    steps = np.ceil(1 + np.arange(len(style.SHADES) + 1) * largest / len(style.SHADES))
    norm = BoundaryNorm([-0.5, *(steps - 0.5)], len(style.SHADES) + 1)
    colours = ListedColormap([style.PAPER, *style.SHADES])
    mesh = ax.pcolormesh(numbers, cmap=colours, norm=norm, edgecolors=style.RULE)
    mesh.set(linewidth=0.7, clip_on=False)
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    for (i, j), n in np.ndenumerate(numbers):
        ax.text(
            j + 0.5,
            i + 0.5,
            number(int(n)),
            ha="center",
            va="center",
            weight=fonts.STRONG_WEIGHT if n else fonts.TEXT_WEIGHT,
            color=style.ink_on(style.shade(int(n), largest)) if n else style.MUTED,
        )


def heatmap(
    data: CrossCount | pd.DataFrame,
    *,
    transpose: bool = False,
    title: str | None = None,
    unit: str | None = None,
) -> Exhibit:
    """Grid of a count by two dimensions, every number printed.

    *transpose* makes rows of the second dimension. A frame of numbers needs *title* and
    *unit*.
    """
    if isinstance(data, pd.DataFrame):
        cells = data.T if transpose else data
        cells = cells.rename(index=plain, columns=plain)
        return figure(shaded(trimmed(cells)), data, title=title, unit=unit)
    if len(pairs(data)) <= FEW:
        return cells_in_words(data)
    cells = data.grid().T if transpose else data.grid()
    down, across = (sentence_case(str(one.name)) for one in cells.axes)
    cells = trimmed(cells.rename_axis(index=down, columns=across))
    note = "Rows and columns without any are left out."
    for heads, what in ((cells.columns, "columns"), (cells.index, "rows")):
        if str(heads[-1]).endswith(OTHERS):
            note += f" The smallest {what} are joined here; the data has each."
    return chart(
        shaded(cells),
        key=data.key,
        title=cross_title(data),
        subtitle=subtitle(data),
        unit=data.unit,
        caption=f"{data.title}. {CAUTION}",
        alt=cross_alt(data, "Grid of numbers"),
        source=data.chosen.source,
        table=cross_table(data).payload,
        behind=of_cross(data),
        notes=[note],
        whole=[data.total],
    )


def heat_map(cross: CrossCount) -> Exhibit:
    """Grid of rights by responsible state."""
    return heatmap(cross, transpose=True)


def matrix(cross: CrossCount) -> Exhibit:
    """Grid of executing by requesting state."""
    return heatmap(cross)
