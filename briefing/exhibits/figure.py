"""An analyst's own picture, by matplotlib or seaborn, as a figure of the briefing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import weight_dict
from matplotlib.text import Text

from briefing.errors import BriefingError
from briefing.exhibits import checks, fonts, html, style
from briefing.exhibits.exhibit import Behind, Column, Exhibit, Payload, of_all
from briefing.exhibits.svg import svg_of
from briefing.exhibits.titles import CAUTION, selection_subtitle
from briefing.selection.select import Chosen, latest
from briefing.text.formats import UNITS, listing, number, plain, sentence_case

MOST_ROWS = 5_000  # in the file behind a figure

MOST_SAID = 12  # values that an alt text says one by one

# What to do about each fault, by words of it.
CURES = {
    "is smaller than": f"Print at least 7 pt at {style.WIDTH_MM:g} mm: draw on "
    "axes(rows=…), or set fontsize=8",
    "is clipped": "Make room for it: axes(labels=frame.index), or a shorter label",
    "is turned": "Set rotation=0, or draw bars across: barh",
    "runs into": "Make room: axes(height=…) in mm, fewer ticks, or another place",
    "does not hold": "Compute the number, and give a frame that holds it as data=…",
    "claims a trend": "Say the numbers, which are of what is documented",
    "its title": "Write a finding of at most 15 words with a number or a comparison, "
    "without a full stop",
    "are not ranked": "Give note=… that says that the ranges are no ranking",
    "is too tall": "Draw fewer rows, or take a smaller height",
    "in a sentence": "Write a sentence: say(…)",
}

_styles = ExitStack()  # the style of `axes`, until `figure` gives matplotlib's own back


def begin_style() -> None:
    """Draw in the style of the briefing from here on, until `end_style`."""
    end_style()
    fonts.register()
    _styles.enter_context(rc_context(style.STYLE))


def end_style() -> None:
    """Set matplotlib's settings back to what they were before `begin_style`."""
    _styles.close()


class UnfitFigure(BriefingError):
    """A picture that lacks words or numbers, or says what its table does not hold."""


class IllegibleFigure(BriefingError):
    """A picture of which some letters cannot be read in print."""


@dataclass(frozen=True, repr=False)
class Chart(Exhibit):
    """A figure with what matplotlib drew: `fig`, and its axes `ax`.

    A line of matplotlib changes it, and it is drawn and checked anew when it is shown.
    """

    fig: Figure = field(kw_only=True, compare=False)
    behind: Behind | None = field(kw_only=True, compare=False, default=None)

    @classmethod
    def of(cls, payload: Payload, fig: Figure, behind: Behind | None = None) -> Chart:
        """Draw *fig* and check it; *payload* is all but the drawing."""
        drawn = {**payload, "svg": svg_of(fig)}
        fig.stale = False
        text = f"{drawn['title']}\n{drawn['alt']}"
        return cls(drawn, html.figure(drawn, behind), text, fig=fig, behind=behind)

    @property
    def ax(self) -> Axes:
        """Return the axes, the first if there are several."""
        return self.fig.axes[0]

    def _repr_mimebundle_(
        self,
        include: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Return every view, drawn anew if a line of matplotlib changed it."""
        if self.fig.stale:
            return Chart.of(self.payload, self.fig, self.behind)._repr_mimebundle_()
        return super()._repr_mimebundle_(include, exclude)


def figure(
    fig: Any,  # noqa: ANN401 # a Figure, or what has one: axes, or a grid of seaborn
    data: Any = None,  # noqa: ANN401 # a frame, a series, or a count
    *,
    title: str | None = None,
    unit: str | None = None,
    alt: str | None = None,
    note: str | None = None,
    key: str | None = None,
    chosen: Chosen | None = None,
) -> Chart:
    """Exhibit of a matplotlib or seaborn figure, which is closed.

    *data* are the numbers that are drawn: they become the table beside the figure, the
    alt text is drafted of them, and each number that title, alt text and picture print
    must stand in them. *unit* is what is counted (a key of `UNITS`), *key* the name by
    which a sentence refers to the figure, *chosen* the selection that was counted: the
    one that was selected last, if it is left out.

    Raises UnfitFigure and IllegibleFigure.
    """
    import matplotlib.pyplot as plt

    drawn = getattr(fig, "figure", None)
    try:
        if not isinstance(drawn, Figure):
            what = f"it is {type(fig).__name__}, and no figure of matplotlib"
            cure = "Give the fig of `fig, ax = axes(rows=…)`"
            where = "this figure"
            raise _unfit(where, what, cure)
        return _exhibit(drawn, data, title, unit, alt, note, key, chosen or latest())
    finally:
        if isinstance(drawn, Figure):
            plt.close(drawn)
        end_style()


def _exhibit(
    fig: Figure,
    data: object,
    title: str | None,
    unit: str | None,
    alt: str | None,
    note: str | None,
    key: str | None,
    chosen: Chosen | None,
) -> Chart:
    where = f'figure "{plain(title)}"' if title else "this figure"
    if not title or not plain(title):
        cure = 'Say what it shows: title="Most acts are on record in …"'
        raise _unfit(where, "it has no title", cure)
    if unit not in UNITS:
        what = f"its unit is {unit!r}" if unit else "it has no unit"
        cure = (
            f"Say what is counted: unit={listing([repr(one) for one in UNITS], 'or')}"
        )
        raise _unfit(where, what, cure)
    if chosen is None:
        cure = "Select first: chosen = select(load(), Selection()), or give chosen=…"
        raise _unfit(where, "nothing was selected that it could be about", cure)
    frame = _frame(data, where)
    measure = _measure(unit, data)
    said = alt or _alt(plain(title), measure, frame)
    payload = {
        "kind": "figure",
        "key": key or re.sub(r"\W+", "_", measure.lower()).strip("_"),
        "title": plain(title),
        "subtitle": plain(selection_subtitle(chosen, measure)),
        "unit": unit,
        "caption": plain(f"{measure}. {CAUTION}"),
        "alt": plain(said),
        "source": plain(chosen.source),
        "notes": [plain(note)] if note else [],
        "svg": svg_of(_with_our_fonts(fig)),
        "width_mm": style.WIDTH_MM,
        **_table(frame),
        "whole": [],
        "reason": "",
    }
    faults = [*checks.faults(payload), *_printed_faults(fig, payload)]
    wide, high = fig.get_size_inches()
    if high / wide * style.WIDTH > style.TALLEST:
        faults.append(
            f"it is too tall for a page: {high / wide * style.WIDTH_MM:.0f} mm"
        )
    if faults:
        raise _refusal(where, faults)
    return Chart.of(payload, fig, of_all(chosen))


def _unfit(where: str, what: str, cure: str) -> UnfitFigure:
    expected = "A figure has a title, a unit, and the numbers that it draws as data"
    return UnfitFigure(
        f"{sentence_case(where)} cannot be printed: {what}. {expected}. {cure}."
    )


def _refusal(where: str, faults: list[str]) -> BriefingError:
    cures = [
        cure for words, cure in CURES.items() if any(words in one for one in faults)
    ]
    illegible = ("is smaller than", "is clipped", "is turned", "runs into")
    kind: type[BriefingError] = UnfitFigure
    expected = "What a figure says must stand in its table"
    if any(words in faults[0] for words in illegible):
        kind, expected = IllegibleFigure, "All letters must be readable in print"
    rest = f", and {number(len(faults) - 3)} more" if faults[3:] else ""
    what = f"{'; '.join(faults[:3])}{rest}"
    return kind(
        f"{sentence_case(where)} cannot be printed: {what}. {expected}. "
        f"{'. '.join(cures)}."
    )


def _frame(data: object, where: str) -> pd.DataFrame:
    """Rows and columns that are drawn; what names a row stands in text columns."""
    found = getattr(data, "frame", data)
    if isinstance(found, pd.Series):
        found = found.to_frame(found.name if found.name is not None else "n")
    cure = "Give the frame that is drawn: data=frame"
    if not isinstance(found, pd.DataFrame):
        what = (
            "it has no data" if data is None else f"its data are {type(data).__name__}"
        )
        raise _unfit(where, what, cure)
    if found.empty:
        raise _unfit(where, "its data have no rows or no columns", cure)
    if len(found) > MOST_ROWS:
        what = f"its data have {number(len(found))} rows; {number(MOST_ROWS)} are most"
        raise _unfit(where, what, "Give the counts that are drawn, not the records")
    frame = found.copy(deep=False)
    frame.columns = pd.Index([_head(name) for name in found.columns])
    if not (isinstance(found.index, pd.RangeIndex) and found.index.name is None):
        names = [name or "row" for name in found.index.names]
        for place, name in enumerate(names):
            cells = found.index.get_level_values(place).map(_cell)
            frame.insert(place, _head(name), cells, allow_duplicates=True)
    if not any(_is_number(column) for _, column in frame.items()):
        what = "its data hold text only"
        raise _unfit(where, what, "Count first: frame.groupby(…).size()")
    return frame


def _head(name: object) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    words = " ".join(str(part) for part in parts if str(part))
    return sentence_case(plain(words).replace("_", " "))


def _is_number(column: pd.Series[Any]) -> bool:
    types = pd.api.types
    return types.is_numeric_dtype(column) and not types.is_bool_dtype(column)


def _cell(value: object) -> str:
    return plain(value.date() if isinstance(value, pd.Timestamp) else value)


def _value(value: Any) -> str | int | None:  # noqa: ANN401 # a scalar of pandas
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else f"{float(value):g}"


def _shown(value: str | int | None) -> str:
    return number(value) if isinstance(value, int) else value or ""


def _measure(unit: str, data: object) -> str:
    """What is counted and by what: Incidents by place and finding."""
    found = getattr(data, "frame", data)
    axes = [getattr(found, "index", None), getattr(found, "columns", None)]
    named = [str(n) for axis in axes if axis is not None for n in axis.names if n]
    by = f" by {listing(named)}" if named else ""
    return plain(f"{sentence_case(UNITS[unit][1])}{by}".replace("_", " "))


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns, rows and data of a payload."""
    columns: list[Column] = []
    cells: list[list[str | int | None]] = []
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        numeric = _is_number(column)
        columns.append(
            {
                "key": re.sub(r"\W+", "_", name.lower()).strip("_")
                or f"column_{place}",
                "label": name,
                "align": "right" if numeric else "left",
                "width": 1.0 if numeric else 3.0,
            }
        )
        cells.append([_value(one) if numeric else _cell(one) for one in column])
    rows = [list(row) for row in zip(*cells, strict=True)]
    return {
        "columns": columns,
        "rows": [[_shown(cell) for cell in row] for row in rows],
        "data": {"columns": [column["key"] for column in columns], "rows": rows},
    }


def _alt(title: str, measure: str, frame: pd.DataFrame) -> str:
    """Draft of an alt text: what is drawn, title, and values or extremes."""
    table = _table(frame)
    heads = [str(column["label"]) for column in table["columns"]]
    numeric = [column["align"] == "right" for column in table["columns"]]
    several = sum(numeric) > 1
    values = []
    for cells, row in zip(table["data"]["rows"], table["rows"], strict=True):
        names = [cell for cell, of in zip(row, numeric, strict=True) if not of]
        for head, value, shown, of in zip(heads, cells, row, numeric, strict=True):
            if of and value is not None:
                label = ", ".join([*names, head] if several or not names else names)
                values.append((float(value), f"{label} {shown}"))
    parts = [f"Chart: {measure[:1].lower()}{measure[1:]}", title]
    if len(values) <= MOST_SAID:
        parts.append(listing([words for _, words in values]))
    elif values:
        ranked = sorted(values, key=lambda one: -one[0])
        parts.append(f"The largest: {'; '.join(words for _, words in ranked[:3])}")
        parts.append(f"The smallest: {ranked[-1][1]}")
        parts.append(f"The table has {number(len(frame))} rows")
    return ". ".join(parts) + "."


def _with_our_fonts(fig: Figure) -> Figure:
    """Set the texts of a figure in the fonts that are printed, and level its ticks."""
    fonts.register()
    for label in _tick_labels(fig):
        label.set_rotation(0)
    for text in fig.findobj(Text):
        weight = text.get_fontweight()
        heavy = weight_dict.get(weight, weight) if isinstance(weight, str) else weight
        strong = isinstance(heavy, int | float) and heavy >= 600
        text.set_fontfamily(fonts.FAMILIES)
        text.set_fontweight(fonts.STRONG_WEIGHT if strong else fonts.TEXT_WEIGHT)
    return fig


def _tick_labels(fig: Figure) -> list[Text]:
    axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
    return [
        label
        for axis in axes
        for label in (*axis.get_ticklabels(which="both"), axis.get_offset_text())
    ]


def _printed_faults(fig: Figure, payload: Mapping[str, Any]) -> Iterable[str]:
    """Numbers and trends that a picture prints; the ticks of an axis are a scale."""
    scales = {id(label) for label in _tick_labels(fig)}
    for text in fig.findobj(Text):
        words = plain(text.get_text())
        if id(text) in scales or not text.get_visible() or not words:
            continue
        for n in checks.unknown(words, payload):
            yield f"it prints {n}, which its table does not hold"
        trend = checks.TREND.search(checks.without_data(words, payload))
        if trend:
            yield f"“{trend[0]}” in the picture claims a trend over counts"
