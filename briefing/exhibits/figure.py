"""An analyst's own picture, by matplotlib or seaborn, as a figure of the briefing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import weight_dict
from matplotlib.text import Text

from briefing.errors import BriefingError
from briefing.exhibits import checks, fonts, html, style
from briefing.exhibits.exhibit import Behind, Exhibit, Payload, of_all
from briefing.exhibits.frame import (
    Refusal,
    alt_of,
    frame_of,
    is_number,
    key_of,
    measure_of,
    printed_frame,
    refuse_unworded,
)
from briefing.exhibits.svg import svg_of
from briefing.exhibits.titles import CAUTION, selection_subtitle
from briefing.selection.select import Chosen, latest
from briefing.text.formats import number, plain, sentence_case

MOST_ROWS = 5_000  # in the file behind a figure

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

    code = "figure"


class IllegibleFigure(BriefingError):
    """A picture of which some letters cannot be read in print."""

    code = "illegible"


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
        return cls.drawn({**payload, "svg": svg_of(fig)}, fig, behind)

    @classmethod
    def drawn(cls, payload: Payload, fig: Figure, behind: Behind | None) -> Chart:
        """Check a *payload* that has the drawing of *fig* as it is now."""
        fig.stale = False
        text = f"{payload['title']}\n{payload['alt']}"
        return cls(payload, html.figure(payload, behind), text, fig=fig, behind=behind)

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
    refusal = partial(_unfit, where)
    refuse_unworded(title, unit, refusal)
    assert title and unit
    if chosen is None:
        cure = "Select first: chosen = select(load(), Selection()), or give chosen=…"
        what = "nothing was selected that it could be about"
        raise refusal(what, cure)
    printed = printed_frame(_drawn(data, refusal))
    measure = measure_of(unit, data)
    said = alt or alt_of("Chart", plain(title), measure, printed)
    payload = {
        "kind": "figure",
        "key": key or key_of(measure),
        "title": plain(title),
        "subtitle": plain(selection_subtitle(chosen, measure)),
        "unit": unit,
        "caption": plain(f"{measure}. {CAUTION}"),
        "alt": plain(said),
        "source": plain(chosen.source),
        "notes": [plain(note)] if note else [],
        "svg": svg_of(_with_our_fonts(fig)),
        "width_mm": style.WIDTH_MM,
        **printed,
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
    return Chart.drawn(payload, fig, of_all(chosen))


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


def _drawn(data: object, refusal: Refusal) -> pd.DataFrame:
    """Rows and columns that are drawn: numbers, and no more than a figure shows."""
    frame = frame_of(data, refusal)
    if len(frame) > MOST_ROWS:
        what = f"its data have {number(len(frame))} rows; {number(MOST_ROWS)} are most"
        raise refusal(what, "Give the counts that are drawn, not the records")
    if not any(is_number(column) for _, column in frame.items()):
        cure = "Count first: frame.groupby(…).size()"
        what = "its data hold text only"
        raise refusal(what, cure)
    return frame


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
