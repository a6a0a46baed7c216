"""Combinations of sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing.charts.axes import GAP, blank, chart, wrap
from briefing.counts.overlaps import Overlap
from briefing.exhibits import fonts, style
from briefing.exhibits.alt_text import overlap_alt
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import overlap_in_words
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import (
    CAUTION,
    FEW,
    overlap_title,
    selection_subtitle,
)
from briefing.tables.counts import combination_table
from briefing.text.formats import number
from briefing.text.messages import message

NAMES = 128.0  # the most that names may take of the width

LEADING = 9.6

MARK = 7.0

ROW = 14.0

TALLEST = 60.0  # the longest bar

REST = 62.0  # the place of the last column, whose name is words

HEAD = 12.0

EDGE = 3.0  # a screen may set letters wider than print does

BAR = 0.62  # of the width of a column

WIDEST = 34.0  # of a column


def draw_upset(
    sets: pd.Series[int],
    combinations: Sequence[tuple[Sequence[int], int]],
    rest: tuple[str, int] | None = None,
) -> Figure:
    """Bars of combinations over the rows that belong to them.

    *sets* are the rows with all their incidents, *combinations* the places of rows and
    the incidents of each, *rest* names what is joined in a last column. The axes below
    share their x with the bars: combinations stand at 0, 1, 2, …
    """
    names = [wrap(str(name), NAMES, size=style.SMALL) for name in sets.index]
    left = _left(sets)
    room = style.WIDTH - left - (REST if rest else 0.0)
    wide = min(room / max(1, len(combinations)), WIDEST)
    tall = np.array([max(ROW, LEADING * len(of) + 5) for of in names])
    y = np.cumsum(tall) - tall / 2
    numbers = [n for _, n in combinations] + ([rest[1]] if rest else [])
    x = np.arange(len(numbers), dtype=float)
    if rest:
        x[-1] = (style.WIDTH - REST / 2 - left) / wide - 0.5
    below = 5 + float(tall.sum()) + 3
    with rc_context(style.STYLE):
        fig, ax = blank(HEAD + TALLEST + below, left=left, top=HEAD, bottom=below)
        ax.set_xlim(-0.5, (style.WIDTH - left) / wide - 0.5)
        ax.set_ylim(0, max(1, *numbers) * TALLEST / (TALLEST - 4))
        thick = min(wide * BAR, 16.0) / wide
        bars = ax.bar(x, numbers, thick, **style.SINGLE.patch)
        if rest:
            bars.patches[-1].set(**style.APART.patch)
        for patch, n in zip(bars.patches, numbers, strict=True):
            patch.set_visible(n > 0)
        words = [number(n) for n in numbers]
        ax.bar_label(bars, words, padding=0, fontweight=fonts.STRONG_WEIGHT)
        ax.yaxis.set_visible(False)
        ax.spines["left"].set_visible(False)
        ax.tick_params(labelbottom=False, length=0)
        high = HEAD + TALLEST + below
        place = (
            left / style.WIDTH,
            3 / high,
            1 - left / style.WIDTH,
            (below - 8) / high,
        )
        marks = fig.add_axes(place, sharex=ax)
        marks.set_ylim(float(tall.sum()), 0)
        _marks(marks, y, [rows for rows, _ in combinations])
        _names(marks, y, names, sets)
        if rest:
            lines = wrap(rest[0], REST - 4, size=style.SMALL, most=4)
            over = y[0] - LEADING / 2
            marks.text(
                x[-1], over, "\n".join(lines), size=style.SMALL, ha="center", va="top"
            )
    return fig


def _left(sets: pd.Series[int]) -> float:
    """Width of the names and the numbers of the rows."""
    lines = [
        one for name in sets.index for one in wrap(str(name), NAMES, size=style.SMALL)
    ]
    widest = max(measure(line, style.SMALL) for line in lines)
    return EDGE + widest + GAP + _numbers(sets) + GAP


def _numbers(sets: pd.Series[int]) -> float:
    numbers = max(measure(number(n), style.TEXT, strong=True) for n in sets)
    return max(numbers, measure("Incidents", style.SMALL))


def room_for(sets: pd.Series[int], numbers: Sequence[int], most: int) -> int:
    """Return how many of the largest have room for their numbers; up to 999, all."""
    largest = max(numbers, default=0)
    if largest < 1000:
        return most
    wide = measure(number(largest), style.TEXT, strong=True) + EDGE
    return min(most, int((style.WIDTH - REST - _left(sets)) / wide))


def _marks(
    ax: Axes, y: npt.NDArray[np.float64], combinations: Sequence[Sequence[int]]
) -> None:
    """Fill the rows of each combination, joined by a line; others are empty."""
    for x, rows in enumerate(combinations):
        own = y[list(rows)]
        ax.vlines(x, own.min(), own.max(), color=style.SINGLE.face, linewidth=2)
        others = np.delete(y, list(rows))
        look: dict[str, Any] = {"linestyle": "none", "marker": "s", "markersize": MARK}
        ax.plot([x] * len(own), own, color=style.SINGLE.face, **look)
        empty: dict[str, Any] = {
            "markerfacecolor": style.PAPER,
            "markeredgecolor": style.RULE,
        }
        ax.plot([x] * len(others), others, **look, **empty, markeredgewidth=0.7)
    ax.spines[:].set_visible(False)
    ax.tick_params(labelbottom=False, length=0)


def _names(
    ax: Axes,
    y: npt.NDArray[np.float64],
    names: Sequence[Sequence[str]],
    sets: pd.Series[int],
) -> None:
    """Name the rows, each with the number of all its incidents."""
    ax.set_yticks(y, ["\n".join(lines) for lines in names], ma="right")
    ax.tick_params(axis="y", labelsize=style.SMALL, pad=2 * GAP + _numbers(sets))
    wide = ax.get_position().width * style.WIDTH
    beside = -GAP / wide
    for place, n in zip(y, sets, strict=True):
        label = ax.text(beside, place, number(n), transform=ax.get_yaxis_transform())
        label.set(ha="right", va="center", weight=fonts.STRONG_WEIGHT)
    over = ax.text(beside, -10, "Incidents", transform=ax.get_yaxis_transform())
    over.set(ha="right", va="center", size=style.SMALL)


MOST_COLUMNS = 16  # combinations; more would not leave each its place

LEAST = 2  # where there are more, those of one incident are joined


OTHERS = "in {n, plural, one {# other combination} other {# other combinations}}"

LAST_BAR = (
    " The last bar: {n, plural, one {# incident} other {# incidents}} in {others, "
    "plural, one {# other combination} other {# other combinations}}."
)


def upset(overlap: Overlap) -> Exhibit:
    """Draw which publishers or kinds of source report the same incidents.

    A combination has a column of its own if it is among the sixteen largest (fewer
    where their numbers are long); where there are more than sixteen, those that hold a
    single incident are joined as well.
    """
    rows = overlap.combinations.to_dict("records")
    if len(rows) <= FEW:
        return overlap_in_words(overlap)
    sets = overlap.sets
    places = {code: i for i, code in enumerate(sets["code"])}
    kept = [row for row in rows if len(rows) <= MOST_COLUMNS or row["n"] >= LEAST]
    totals = pd.Series(sets["n"].to_numpy(), sets["label"].astype("str"))
    kept = kept[: room_for(totals, [row["n"] for row in kept], MOST_COLUMNS)]
    left = len(rows) - len(kept)
    rest = sum(row["n"] for row in rows[len(kept) :])
    words = message(OTHERS, n=left)
    fig = draw_upset(
        totals,
        [([places[code] for code in row["codes"]], int(row["n"])) for row in kept],
        (words, rest) if left else None,
    )
    note = "Filled marks: who reports the incidents of the bar above."
    joined = message(LAST_BAR, n=rest, others=left)
    return chart(
        fig,
        key=overlap.key,
        title=overlap_title(overlap),
        subtitle=selection_subtitle(
            overlap.chosen, f"{overlap.title}, each combination once"
        ),
        unit=overlap.unit,
        caption=f"{overlap.title}. {CAUTION}",
        alt=overlap_alt(overlap),
        source=overlap.chosen.source,
        table=combination_table(overlap),
        notes=(f"{note}{joined if left else ''}",),
        whole=[overlap.total, *map(int, sets["n"]), *map(int, sets["alone"])],
    )
