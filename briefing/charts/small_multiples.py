"""A panel for each state, and headline numbers in panels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from briefing.charts.axes import Sheet, chart, wrap
from briefing.charts.timeline import unfinished
from briefing.counts.count import CrossCount
from briefing.counts.headline import sensitivity
from briefing.counts.incidents import incidents_by_year
from briefing.exhibits import style, wording
from briefing.exhibits.exhibit import Exhibit, of_all, of_cross
from briefing.exhibits.prose import printed_name, prose
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

LEADING = 9.6


def draw_band(
    levels: Sequence[tuple[str, Mapping[str, Range]]], panels: Mapping[str, str]
) -> Sheet:
    """Draw a row for each level and a column for each headline, numbers over their
    bars.
    """
    sheet = Sheet(BAND_HEAD + ROW * len(levels) + 3)
    wide = (style.WIDTH - 2 - NAMES - BETWEEN * (len(panels) - 1)) / len(panels)
    for j, (key, head) in enumerate(panels.items()):
        x = NAMES + (wide + BETWEEN) * j
        sheet.text(x, 6, head, size=style.SMALL, strong=True)
        scale = wide / max(1, *(of[key][1] for _, of in levels))
        for i, (_, of) in enumerate(levels):
            y = BAND_HEAD + ROW * i
            low, high = of[key]
            sheet.text(x + 3, y + 6, span(low, high), strong=True)
            sheet.box(x, y + 13, low * scale, BAR, style.SINGLE)
            sheet.box(x + low * scale, y + 13, (high - low) * scale, BAR, style.SPREAD)
        sheet.line(x, BAND_HEAD, x, BAND_HEAD + ROW * len(levels) - 5)
    for i, (name, _) in enumerate(levels):
        lines = wrap(name, NAMES - 8, size=style.SMALL)
        for k, line in enumerate(lines):
            y = BAND_HEAD + ROW * i + 14 + LEADING * (k - (len(lines) - 1) / 2)
            sheet.text(NAMES - 8, y, line, size=style.SMALL, align="right")
    return sheet


def sensitivity_band(chosen: Chosen) -> Exhibit:
    """Draw the headline numbers under each standard of evidence, each on its own
    scale.
    """
    levels = sensitivity(chosen)
    if len(levels) == 1:
        return prose(ONLY)
    panels = dict(HEADS[:4])
    return chart(
        draw_band([(level.label, ranges(level)) for level in levels], panels),
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

PANEL_HEAD = 12.0

CHART = 30.0

FOOT = 12.0

BELOW = 3.0

WIDE = (style.WIDTH - GUTTER * (ACROSS - 1)) / ACROSS


@dataclass(frozen=True)
class Panel:
    """One state: its name, a number for every year, and how many are sure of no
    year.
    """

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
) -> Sheet:
    """Draw the panels in reading order; nothing joins the years."""
    tall = PANEL_HEAD + CHART + FOOT + BELOW
    deep = -(-len(panels) // ACROSS)
    dashed = [year for year in years if year in unfinished]
    top = 16.0 if dashed else 0.0
    sheet = Sheet(top + tall * deep)
    if dashed:
        sheet.box(0.5, 3.5, 7, 7, style.UNFINISHED)
        words = f"{listing(dashed)}, not covered to the end"
        sheet.text(11, 7, words, size=style.SMALL)
    largest = max((n for panel in panels for n in panel.years), default=0)
    scale = (CHART - 10) / max(largest, 1)
    for i, panel in enumerate(panels):
        x = (i % ACROSS) * (WIDE + GUTTER)
        y = top + (i // ACROSS) * tall
        _heading(sheet, panel, x, y)
        _bars(sheet, panel, years, x, y + PANEL_HEAD + CHART, scale, dashed)
        _axis(sheet, years, x, y + PANEL_HEAD + CHART)
    return sheet


def _heading(sheet: Sheet, panel: Panel, x: float, y: float) -> None:
    """Name the state on the left and say its sum on the right."""
    sheet.text(x, y + 7, panel.name, strong=True)
    said = panel.said
    sheet.text(x + WIDE, y + 7, said, size=style.SMALL, align="right")


def _bars(
    sheet: Sheet,
    panel: Panel,
    years: Sequence[str],
    x: float,
    baseline: float,
    scale: float,
    dashed: Collection[str],
) -> None:
    """Draw the bars of a panel, each with its number where it has the room."""
    slot = WIDE / len(years)
    thick = min(slot * 0.72, 16.0)
    widest = max(sheet.width_of(number(n), size=style.SMALL) for n in panel.years)
    first = panel.years.index(max(panel.years))
    for i, n in enumerate(panel.years):
        if not n:
            continue
        middle, high = x + slot * (i + 0.5), n * scale
        fill = style.UNFINISHED if years[i] in dashed else style.SINGLE
        sheet.box(middle - thick / 2, baseline - high, thick, high, fill)
        if widest + 0.6 <= slot or i == first:
            y = baseline - high - 5
            sheet.text(middle, y, number(n), size=style.SMALL, align="center")


def _axis(sheet: Sheet, years: Sequence[str], x: float, baseline: float) -> None:
    """Draw the line that the bars stand on, and name its ends and the decades
    between.
    """
    sheet.line(x, baseline, x + WIDE, baseline)
    slot = WIDE / len(years)
    wide = sheet.width_of("0000", size=style.SMALL)
    middles = [x + slot * (i + 0.5) for i in range(len(years))]
    ends = {0, len(years) - 1}
    marks = {i for i, year in enumerate(years) if year.endswith("0")}
    near = {i for i in marks for end in ends if abs(i - end) * slot < wide * 1.5}
    for i in sorted(ends | (marks - near)):
        at = min(max(middles[i], x + wide / 2), x + WIDE - wide / 2)
        sheet.text(at, baseline + 8, years[i], size=style.SMALL, align="center")


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
