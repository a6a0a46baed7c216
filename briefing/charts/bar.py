"""Ranked, stacked, range and ordered bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory
from pandas.api.types import is_numeric_dtype

from briefing.charts.axes import (
    BAR,
    GAP,
    ROW,
    Column,
    Rows,
    Sheet,
    chart,
    column_width,
    in_points,
    key,
    number_columns,
    rows_axes,
)
from briefing.counts.count import Count
from briefing.exhibits import fonts, style
from briefing.exhibits.alt_text import alt
from briefing.exhibits.exhibit import Exhibit, of_all
from briefing.exhibits.figure import UnfitFigure, figure
from briefing.exhibits.prose import prose, values_in_words
from briefing.exhibits.style import Fill
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import (
    CAUTION,
    FEW,
    Entry,
    entries,
    few,
    selection_subtitle,
    subtitle,
    wholes,
)
from briefing.exhibits.titles import title as title_of
from briefing.law.in_force import by_treaty
from briefing.selection.select import Chosen
from briefing.tables.law import (
    LEFT_OPEN,
    MEASURE,
    OPEN_NOTE,
    OUTSIDE,
    PARTS,
    law_table,
    law_title,
    treaties_in_words,
)
from briefing.tables.table import data_of, overlap, parts_of
from briefing.text.formats import listing, number, plain, sentence_case, span
from briefing.text.labels import FATES

APART = 7.0  # before rows that name nothing

HEAD = 12.0  # the line that names a step

BETWEEN = 4.0

RAIL = 12.0  # the pole that joins the rows of a step, and the room to its right

TOP = 18.0  # heads of columns, or a key

FINDINGS = {style.FINDING_LABELS[key]: fill for key, fill in style.FINDINGS.items()}

RANGES = {
    "At least": style.SINGLE,
    "and up to, where sources differ or give a range": style.SPREAD,
}


def ranked(numbers: pd.Series[int], gaps: Sequence[float] = ()) -> Figure:
    """Bars of one measure, each with its number at its end."""
    with rc_context(style.STYLE):
        largest = int(numbers.max())
        right = measure(number(largest), style.TEXT, strong=True) + 2 * GAP
        labels = [str(label) for label in numbers.index]
        rows = rows_axes(labels, gaps=gaps, right=right)
        bars = draw_parts(rows, numbers.to_frame("n"), {"n": style.SINGLE})
        texts = [number(n) for n in numbers]
        bar_labels(rows.ax, bars, texts)
    return rows.fig


def stacked(
    numbers: pd.DataFrame,
    parts: Mapping[str, Fill],
    gaps: Sequence[float] = (),
    steps: Sequence[tuple[str, int]] = (),
) -> Figure:
    """Bars in parts, a column of *numbers* each; the numbers stand in columns.

    *steps* are names and how many rows each has: its name stands above its rows, and a
    rail joins them.
    """
    columns = [
        *(Column(part, parts[part], [*map(number, numbers[part])]) for part in parts),
        Column("Total", None, [*map(number, numbers[[*parts]].sum(axis="columns"))]),
    ]
    if steps:
        heads = [
            [HEAD * bool(name) + BETWEEN * bool(i), *[0.0] * (n - 1)]
            for i, (name, n) in enumerate(steps)
        ]
        gaps = [gap for step in heads for gap in step]
    with rc_context(style.STYLE):
        rows = rows_axes(
            [str(label) for label in numbers.index],
            gaps=gaps,
            indent=RAIL if steps else 0.0,
            top=TOP,
            right=sum(map(column_width, columns)) + GAP,
        )
        draw_parts(rows, numbers, parts)
        number_columns(rows.ax, rows.y, columns)
        _rails(rows, steps)
    return rows.fig


def _rails(rows: Rows, steps: Sequence[tuple[str, int]]) -> None:
    ax, first = rows.ax, 0
    across = blended_transform_factory(in_points(rows.fig), ax.transData)
    ax.spines["left"].set_visible(not steps)
    for name, n in steps:
        last = first + n - 1
        top = float(rows.y[first] - rows.tall[first] / 2)
        bottom = float(rows.y[last] + rows.tall[last] / 2)
        ax.vlines(0, top, bottom, color=style.RULE, linewidth=0.7)
        if name:
            top -= HEAD / ROW
            middle = top + HEAD / ROW / 2
            label = ax.text(RAIL, middle, name, transform=across, size=style.SMALL)
            label.set(weight=fonts.STRONG_WEIGHT, va="center")
        box = (1, top + 2 / ROW), 3, bottom - top - 4 / ROW
        rail = Rectangle(*box, transform=across, clip_on=False, **style.SINGLE.patch)
        ax.add_artist(rail)
        first += n


def ranges(
    lowest: pd.Series[int], highest: pd.Series[int], gaps: Sequence[float] = ()
) -> Figure:
    """Bars that are solid to the lowest number and hatched on to the highest."""
    with rc_context(style.STYLE):
        texts = [span(*ends) for ends in zip(lowest, highest, strict=True)]
        right = max(measure(one, style.TEXT, strong=True) for one in texts) + 2 * GAP
        labels = [str(label) for label in lowest.index]
        rows = rows_axes(labels, gaps=gaps, top=TOP, right=right)
        ends = [lowest, highest - lowest]
        frame = pd.concat(ends, axis="columns", keys=[*RANGES])
        bars = draw_parts(rows, frame, RANGES)
        bar_labels(rows.ax, bars, texts)
        key(rows.ax, RANGES, left=rows.ax.get_position().x0 * style.WIDTH)
    return rows.fig


def draw_parts(
    rows: Rows, numbers: pd.DataFrame, parts: Mapping[str, Fill]
) -> BarContainer:
    """Stack the columns of *numbers* beside each other; return the last of them."""
    ax, y = rows.ax, rows.y
    ax.set_xlim(0, max(int(numbers.sum(axis="columns").max()), 1))
    start = np.zeros(len(numbers))
    for part, fill in parts.items():
        wide = numbers[part].to_numpy()
        bars = ax.barh(y, wide, left=start, height=BAR / ROW, label=part, **fill.patch)
        for patch in bars.patches:
            patch.set_visible(patch.get_width() > 0)  # its outline would be a line
        start = start + wide
    return bars


def bar_labels(ax: Axes, bars: BarContainer, texts: Sequence[str]) -> None:
    """Print a number at the end of each bar."""
    ax.bar_label(bars, texts, padding=GAP / 2, fontweight=fonts.STRONG_WEIGHT)


MOST_ROWS = 28  # more would not fit on the page with title and notes

ORDER = "Rows stand by their {by}; where ranges overlap, that is no ranking."

# Dimensions whose rows stand in named steps; the rows of others follow each other.
STEPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"fate": FATES}

CAPTIONS = {
    "fate": "Incidents by the last reported fate of the people",
    "age": "People named in public by age at the first act here",
}

NOTES = {"fate": ("fate",), "age": ("named",)}


def bar(
    data: Count | pd.DataFrame | pd.Series[int],
    *,
    parts: Literal["finding"] | None = None,
    ordered: bool = False,
    title: str | None = None,
    unit: str | None = None,
) -> Exhibit:
    """Bars of a count, most first, each with its number.

    With *parts* each bar is split by finding. *ordered* keeps the rows in an order of
    their own, in steps where these have names. People are ranges. A count of three
    values or fewer is a sentence. A frame, one row a bar and one column a part, needs
    *title* and *unit*.
    """
    if isinstance(data, pd.DataFrame | pd.Series):
        frame = data.to_frame("n") if isinstance(data, pd.Series) else data
        return figure(_bars_of(frame), data, title=title, unit=unit)
    if few(data) or (parts and data.dimension == "finding"):
        return values_in_words(data)
    if ordered:
        return _in_order(data)
    rows, notes = _shown(entries(data))
    gaps = [
        APART * (not row.named and i > 0 and rows[i - 1].named)
        for i, row in enumerate(rows)
    ]
    form, caption = "Bar chart", data.title
    if data.unit == "persons":
        by = "year" if data.dimension == "year" else "lowest number"
        form, caption = "Bar chart of ranges", f"{caption}, lowest to highest number"
        notes = (ORDER.format(by=by), *notes)
        fig = ranges(_series(rows, "low"), _series(rows, "high"), gaps)
    elif parts:
        form, caption = "Bar chart in parts", f"{caption}, and how each is known"
        fig = stacked(_parts(rows), FINDINGS, gaps)
    else:
        fig = ranked(_series(rows, "low"), gaps)
    return count_chart(data, fig, form, caption, notes)


def count_chart(
    count: Count,
    fig: Figure | Sheet,
    form: str,
    caption: str,
    notes: Sequence[str] = (),
) -> Exhibit:
    """Exhibit of a count that is drawn on *fig*."""
    return chart(
        fig,
        key=count.key,
        title=title_of(count),
        subtitle=subtitle(count),
        unit=count.unit,
        caption=f"{caption}. {CAUTION}",
        alt=alt(count, form),
        source=count.chosen.source,
        table=parts_of(count),
        notes=[*overlap(count), *notes],
        whole=wholes(count),
    )


def _series(rows: Sequence[Entry], end: str) -> pd.Series[int]:
    return pd.Series([getattr(row, end) for row in rows], [row.label for row in rows])


def _parts(rows: Sequence[Entry]) -> pd.DataFrame:
    numbers = [[part[0] for part in row.parts] for row in rows]
    return pd.DataFrame(numbers, [row.label for row in rows], [*FINDINGS])


def _bars_of(frame: pd.DataFrame) -> Figure:
    """Bars of a frame of numbers: ranked if it has one column, else in parts."""
    frame = frame.rename(index=plain, columns=plain)
    texts = [f"'{name}'" for name in frame if not is_numeric_dtype(frame[name])]
    if texts:
        message = (
            f"this chart: {listing(texts)} of its frame holds no numbers, and bars are "
            "drawn of numbers only. Name the rows by frame.set_index(…), and take the "
            "columns of numbers: frame[[…]]."
        )
        raise UnfitFigure(message)
    if len(frame.columns) == 1:
        return ranked(frame.iloc[:, 0])
    known = {**style.FINDINGS, **FINDINGS}
    others = cycle([*style.FINDINGS.values(), style.SPREAD, style.APART])
    parts = map(str, frame.columns)
    return stacked(frame, {part: known.get(part, next(others)) for part in parts})


def _shown(rows: Sequence[Entry]) -> tuple[list[Entry], tuple[str, ...]]:
    """Keep as many rows as fit on a page, and say what the table has beyond them."""
    if len(rows) <= MOST_ROWS:
        return list(rows), ()
    kept = [row for row in rows if not row.empty][:MOST_ROWS]
    left = (
        f"{number(len(rows) - len(kept))} rows with none or few are in the table only."
    )
    return kept, (left,)


def _in_order(count: Count) -> Exhibit:
    found = steps(count)
    rows = [row for _, of in found for row in of]
    fig = stacked(_parts(rows), FINDINGS, steps=[(name, len(of)) for name, of in found])
    caption = CAPTIONS.get(count.dimension, count.title)
    notes = count.chosen.notes(*NOTES.get(count.dimension, ()))
    return count_chart(count, fig, "Ladder of bars", caption, notes)


def steps(count: Count) -> list[tuple[str, list[Entry]]]:
    """Rows in their steps; those of no step follow, what is not known apart."""
    rows = {row.code: row for row in entries(count)}
    found: list[tuple[str, list[Entry]]] = []
    for name, codes in STEPS.get(count.dimension, {}).items():
        here = [rows.pop(code) for code in codes if code in rows]
        if here:
            # A step of one row needs no name besides that of the row.
            found.append((name if here[1:] else "", here))
    for named in (True, False):
        rest = [row for row in rows.values() if row.named is named]
        if rest:
            found.append(("", rest))
    return found


def law_bars(chosen: Chosen) -> Exhibit:
    """Draw for each treaty in how many violations it bound the responsible state."""
    frame = by_treaty(chosen)
    if (frame["n"] > 0).sum() <= FEW:
        return prose(sentence_case(treaties_in_words(chosen)))
    rows = frame.set_index("label")
    parts = pd.DataFrame(
        {
            "Bound": rows["bound"],
            "Not known": rows[[*LEFT_OPEN]].sum(axis="columns"),
            "Not bound": rows[[*OUTSIDE]].sum(axis="columns"),
        }
    )
    return chart(
        stacked(parts, PARTS),
        key="violations_by_treaty",
        title=law_title(chosen),
        subtitle=selection_subtitle(chosen, MEASURE),
        unit="violations",
        caption=f"{MEASURE}. {CAUTION}",
        alt=f"Bar chart in parts: {treaties_in_words(chosen)}",
        source=chosen.source,
        table={**law_table(chosen).payload, "data": data_of(frame)},
        behind=of_all(chosen),
        notes=[OPEN_NOTE, *chosen.notes("treaty_overlap")],
        whole=[len(chosen.violation_at)],
    )


def ranked_bars(count: Count) -> Exhibit:
    """Bars of one measure."""
    return bar(count)


def stacked_bars(count: Count) -> Exhibit:
    """Bars split by finding."""
    return bar(count, parts="finding")


def people_bars(count: Count) -> Exhibit:
    """Bars of ranges."""
    return bar(count)


def ladder(count: Count) -> Exhibit:
    """Bars in their own order."""
    return bar(count, parts="finding", ordered=True)
