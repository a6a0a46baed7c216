"""A panel for each state, and headline numbers in panels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing.charts.axes import chart, key, wrap
from briefing.charts.timeline import unfinished
from briefing.counts.count import CrossCount
from briefing.counts.headline import sensitivity
from briefing.counts.incidents import incidents_by_year
from briefing.exhibits import fonts, style, wording
from briefing.exhibits.exhibit import Exhibit, of_all, of_cross
from briefing.exhibits.prose import printed_name, prose
from briefing.exhibits.style import Fill
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import (
    CAUTION,
    FEW,
    UNCERTAIN,
    Pair,
    fitting,
    kind,
    pairs,
    selection_subtitle,
    subtitle,
    values,
)
from briefing.selection.select import Chosen
from briefing.tables.counts import (
    HEADS,
    ONLY,
    UNIT,
    Range,
    cross_table,
    ranges,
    sensitivity_alt,
    sensitivity_rows,
    sensitivity_title,
)
from briefing.text.formats import (
    counted,
    listing,
    lower_first,
    number,
    plain,
    span,
)
from briefing.text.messages import message

NAMES = 104.0

ROW = 31.0

BAR = 9.0

BAND_HEAD = 17.0

BETWEEN = 14.0


def band(
    levels: Sequence[tuple[str, Mapping[str, Range]]], panels: Mapping[str, str]
) -> Figure:
    """A row for each level and a column for each headline, each on its own scale.

    Numbers stand over their bars.
    """
    wide = (style.WIDTH - 2 - NAMES - BETWEEN * (len(panels) - 1)) / len(panels)
    high = BAND_HEAD + ROW * len(levels) + 3
    fonts.register()
    with rc_context(style.STYLE):
        fig = Figure(figsize=(style.WIDTH / 72, high / 72))
        axes = fig.subplots(
            1,
            len(panels),
            sharey=True,
            squeeze=False,
            gridspec_kw={
                "left": NAMES / style.WIDTH,
                "right": 1 - 2 / style.WIDTH,
                "top": 1 - BAND_HEAD / high,
                "bottom": 8 / high,
                "wspace": BETWEEN / wide,
            },
        )[0]
        y = np.arange(len(levels), dtype=np.float64)
        labels = [wrap(name, NAMES - 10, size=style.SMALL) for name, _ in levels]
        axes[0].set_yticks(y, ["\n".join(label) for label in labels])
        axes[0].set_ylim((ROW * len(levels) - 5) / ROW - 14 / ROW, -14 / ROW)
        for ax, (name, head) in zip(axes, panels.items(), strict=True):
            lowest, highest = np.array([of[name] for _, of in levels]).T
            ax.set_xlim(0, max(1, int(highest.max())))
            shift = 3.5 / ROW
            draw_bars(ax, y + shift, lowest, 0, style.SINGLE)
            draw_bars(ax, y + shift, highest - lowest, lowest, style.SPREAD)
            for place, low, most in zip(y, lowest, highest, strict=True):
                words, at = span(int(low), int(most)), (0, place - 8 / ROW)
                over = ax.annotate(words, at, (3, 0), textcoords="offset points")
                over.set(weight=fonts.STRONG_WEIGHT, va="center")
            ax.set_title(head, size=style.SMALL, pad=7)
            ax.tick_params(length=0, axis="y", labelsize=style.SMALL, pad=8)
            ax.xaxis.set_visible(False)
            ax.spines["bottom"].set_visible(False)
    return fig


def draw_bars(
    ax: Axes,
    y: npt.NDArray[np.floating],
    numbers: npt.NDArray[np.int64],
    left: npt.NDArray[np.int64] | int,
    fill: Fill,
) -> None:
    """Draw bars across, those of none left out."""
    bars = ax.barh(y, numbers, height=BAR / ROW, left=left, **fill.patch)
    for patch, n in zip(bars.patches, numbers, strict=True):
        patch.set_visible(bool(n))


def sensitivity_band(chosen: Chosen) -> Exhibit:
    """Draw the headline numbers under each standard of evidence, each on its own
    scale.
    """
    levels = sensitivity(chosen)
    if len(levels) == 1:
        return prose(ONLY)
    panels = dict(HEADS[:4])
    return chart(
        band([(level.label, ranges(level)) for level in levels], panels),
        key="sensitivity",
        title=sensitivity_title(levels),
        subtitle=selection_subtitle(
            chosen, "Headline numbers by the least evidence accepted"
        ),
        unit=UNIT,
        caption=f"Headline numbers by the least evidence accepted. {CAUTION}",
        alt=sensitivity_alt(levels),
        source=chosen.source,
        table=sensitivity_rows(levels),
        behind=of_all(chosen),
        notes=(
            "Each column has a scale of its own, as its unit is another. The hatched "
            "part lies between the lowest and the highest number of people.",
        ),
    )


ACROSS = 2

GUTTER = 24.0

EDGE = 6.0  # half of a name of a year, on the left and on the right

PANEL_HEAD = 12.0

CHART = 30.0

FOOT = 15.0

WIDE = (style.WIDTH - 2 * EDGE - GUTTER * (ACROSS - 1)) / ACROSS


@dataclass(frozen=True)
class Panel:
    """One state: its name, a number for every year, and how many are sure of none."""

    name: str
    years: tuple[int, ...]
    unsure: int = 0

    @property
    def said(self) -> str:
        """Say the sum, and what part of it stands in no bar."""
        total = sum(self.years) + self.unsure
        apart = f", {number(self.unsure)} without a certain year" if self.unsure else ""
        return f"{counted(total, 'incidents')}{apart}" if total else "none documented"


def draw_panels(
    years: Sequence[str], panels: Sequence[Panel], *, unfinished: Collection[str] = ()
) -> Figure:
    """Panels in reading order on one scale; nothing joins the years.

    On the x axis a year reaches from its number to the next.
    """
    deep = -(-len(panels) // ACROSS)
    dashed = [year for year in years if year in unfinished]
    top = 16.0 if dashed else 0.0
    tall = PANEL_HEAD + CHART + FOOT
    high = top + tall * deep
    largest = max((n for panel in panels for n in panel.years), default=0)
    fonts.register()
    with rc_context(style.STYLE):
        fig = Figure(figsize=(style.WIDTH / 72, high / 72))
        axes = fig.subplots(
            deep,
            ACROSS,
            sharex=True,
            sharey=True,
            squeeze=False,
            gridspec_kw={
                "left": EDGE / style.WIDTH,
                "right": 1 - EDGE / style.WIDTH,
                "top": 1 - (top + PANEL_HEAD) / high,
                "bottom": FOOT / high,
                "wspace": GUTTER / WIDE,
                "hspace": (PANEL_HEAD + FOOT) / CHART,
            },
        ).flat
        first = _first(years)
        limits = (first, first + len(years))
        axes[0].set(xlim=limits, ylim=(0, max(largest, 1) * CHART / (CHART - 10)))
        named = _named_years(years)
        places = [first + years.index(year) + 0.5 for year in named]
        axes[0].set_xticks(places, named)
        for ax, panel in zip_longest(axes, panels):
            if panel is None:
                ax.set_visible(False)
                continue
            _draw_panel(ax, panel, years, dashed)
        if dashed:
            words = f"{listing(dashed)}, not covered to the end"
            key(axes[0], {words: style.UNFINISHED})
    return fig


def _draw_panel(
    ax: Axes, panel: Panel, years: Sequence[str], dashed: Collection[str]
) -> None:
    slot = WIDE / len(years)
    x = _first(years) + np.arange(len(years)) + 0.5
    thick = min(slot * 0.72, 16.0) / slot
    bars = ax.bar(x, panel.years, thick, **style.SINGLE.patch)
    widest = max(measure(number(n), style.SMALL) for n in panel.years)
    fullest = panel.years.index(max(panel.years))
    for i, (patch, n) in enumerate(zip(bars.patches, panel.years, strict=True)):
        patch.set_visible(bool(n))
        if years[i] in dashed:
            patch.set(**style.UNFINISHED.patch)
        if n and (widest + 0.6 <= slot or i == fullest):
            ax.text(x[i], n, number(n), size=style.SMALL, ha="center", va="bottom")
    ax.set_title(panel.name, loc="left", pad=3)
    said = ax.set_title(panel.said, loc="right", pad=3, size=style.SMALL)
    said.set_fontweight(fonts.TEXT_WEIGHT)
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0, pad=2, labelbottom=True)


def _first(years: Sequence[str]) -> int:
    return int(years[0]) if years[0].isdigit() else 0


def _named_years(years: Sequence[str]) -> list[str]:
    """Choose the years that are printed: both ends, and the decades between."""
    slot = WIDE / len(years)
    wide = measure("0000", style.SMALL)
    ends = {0, len(years) - 1}
    marks = {i for i, year in enumerate(years) if year.endswith("0")}
    near = {i for i in marks for end in ends if abs(i - end) * slot < wide * 1.5}
    return [years[i] for i in sorted(ends | (marks - near))]


MOST_PANELS = 16

SCALE = "All panels have one scale. A year without a bar has none documented."


def small_multiples(cross: CrossCount) -> Exhibit:
    """Draw a panel of years for every row of a cross, all on one scale."""
    cells = pairs(cross)
    years, panels, left = _panels(cross)
    if len(cells) <= FEW or len(years) <= FEW:
        return _in_words(cross, cells)
    cut = unfinished(incidents_by_year(cross.chosen))
    notes = [SCALE]
    if left:
        notes.append(f"None is documented for {listing(left)}.")
    return chart(
        draw_panels(years, panels, unfinished=cut),
        key=cross.key,
        title=_title(cross, cells),
        subtitle=subtitle(cross),
        unit=cross.unit,
        caption=f"{cross.title}. {CAUTION}",
        alt=_alt(cross, cells, years, panels),
        source=cross.chosen.source,
        table=cross_table(cross).payload,
        behind=of_cross(cross),
        notes=notes,
        whole=[cross.total],
    )


def _in_words(cross: CrossCount, cells: list[Pair]) -> Exhibit:
    """Say every state and year that holds any, where a chart would say too little."""
    shown = [
        f"{printed_name(cell.row)} {lower_first(cell.column)} ({number(cell.n)})"
        for cell in cells
    ]
    if not shown:
        return prose(message(wording.NOTHING, kind=kind(cross), total=0))
    found = values(cross, cross.total, cross.total)
    names = {"rows": cross.row_dimension, "columns": "year", "values": listing(shown)}
    return prose(message(wording.CELLS, **found | names))


def _panels(cross: CrossCount) -> tuple[list[str], list[Panel], list[str]]:
    """Make the panels; where there are too many, those of none are named instead."""
    cells = cross.frame
    years = [code for code in dict.fromkeys(cells["col_code"]) if code != UNCERTAIN]
    labels = dict(zip(cells["row_code"], cells["row_label"], strict=True))
    places = zip(cells["row_code"], cells["col_code"], strict=True)
    n = dict(zip(places, map(int, cells["n"]), strict=True))
    panels = [
        Panel(
            plain(label),
            tuple(n[code, year] for year in years),
            n.get((code, UNCERTAIN), 0),
        )
        for code, label in labels.items()
    ]
    missing = cross.chosen.dataset.missing
    of_codes = zip(labels, panels, strict=True)
    named = [one for code, one in of_codes if code not in missing or any(one.years)]
    if len(named) <= MOST_PANELS:
        return years, named, []
    filled = [panel for panel in named if panel.unsure or any(panel.years)]
    empty = [panel.name for panel in named if panel not in filled]
    return years, filled[:MOST_PANELS], empty


TITLES = (
    wording.whole(
        "{state} in {years}: {rows, plural, one {} other {each }}<part>, the most in "
        "one year"
    ),
    wording.whole("{state} in {years}: {rows, plural, one {} other {each }}<part>"),
    wording.whole("The most of one state in one year: <part>"),
)


def _title(cross: CrossCount, cells: list[Pair]) -> str:
    """Say which state and year hold the most."""
    dated = [cell for cell in cells if cell.column.isdigit()]
    if not dated:
        return message(wording.NAMELESS["year"], **values(cross, 0, cross.total))
    most = [cell for cell in dated if cell.n == dated[0].n]
    found = values(cross, most[0].n, cross.total)
    years = listing(sorted(cell.column for cell in most))
    one_state = len({cell.row for cell in most}) == 1
    if not one_state:
        return message(TITLES[-1], **found)
    found |= {"state": most[0].row, "years": years, "rows": len(most)}
    return fitting([message(text, **found) for text in TITLES])


PANEL = (
    "{state} {found}{n, plural, =0 {} other { (at most {n, number} {year, select, none "
    "{in a year} other {in {year}}})}}"
)


def _alt(
    cross: CrossCount, cells: list[Pair], years: list[str], panels: list[Panel]
) -> str:
    """Describe the panels: the finding, then the sum and the fullest year of each
    state.
    """
    said = []
    for panel in panels:
        most = max(panel.years)
        once = panel.years.count(most) == 1
        said.append(
            message(
                PANEL,
                state=panel.name,
                found=panel.said,
                n=most,
                year=years[panel.years.index(most)] if once else "none",
            )
        )
    return (
        f"Small bar charts by year, one for each {cross.row_dimension}, from "
        f"{years[0]} to {years[-1]}. {_title(cross, cells)}. {'; '.join(said)}."
    )
