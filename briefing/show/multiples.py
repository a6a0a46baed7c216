"""Small multiples as an exhibit: one panel of years for each state."""

from __future__ import annotations

from briefing.measure import Cross, incidents_by_year
from briefing.show.behind import of_cross
from briefing.show.chart import chart
from briefing.show.crosses import cross_table
from briefing.show.escape import plain
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION, unfinished
from briefing.show.leads import fitting, noun, part, subtitle
from briefing.show.panels import Panel, draw_panels
from briefing.show.prose import name, prose, strong
from briefing.show.tidy import FEW, UNCERTAIN, Pair, pairs
from briefing.show.words import listing, lower_first, number

MOST_PANELS = 16
SCALE = "All panels have one scale. A year without a bar has none documented."


def small_multiples(cross: Cross) -> Exhibit:
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


def _in_words(cross: Cross, cells: list[Pair]) -> Exhibit:
    """Say every state and year that holds any, where a chart would say too little."""
    whole = strong(f"{number(cross.total)} {noun(cross, cross.total)}")
    said = [
        f"{name(cell.row)} {lower_first(cell.column)} ({number(cell.n)})"
        for cell in cells
    ]
    if not said:
        return prose(f"This selection holds no {noun(cross)} to show here.")
    return prose(f"{whole} by {cross.row_dimension} and year: {listing(said)}.")


def _panels(cross: Cross) -> tuple[list[str], list[Panel], list[str]]:
    """Make the panels; where there are too many, those of none are named instead."""
    cells = cross.cells
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


def _title(cross: Cross, cells: list[Pair]) -> str:
    """Say which state and year hold the most."""
    what = noun(cross, cross.total)
    dated = [cell for cell in cells if cell.column.isdigit()]
    if not dated:
        return f"{number(cross.total)} {what}, none in a certain year"
    most = [cell for cell in dated if cell.n == dated[0].n]
    share = part(most[0].n, cross.total, what)
    years = listing(sorted(cell.column for cell in most))
    one_state = len({cell.row for cell in most}) == 1
    each = "each " if len(most) > 1 else ""
    general = f"The most of one state in one year: {share}"
    if not one_state:
        return general
    named = f"{most[0].row} in {years}: {each}{share}"
    return fitting([f"{named}, the most in one year", named, general])


def _alt(cross: Cross, cells: list[Pair], years: list[str], panels: list[Panel]) -> str:
    """Describe the panels: the finding, then the sum and the fullest year of each
    state.
    """
    said = []
    for panel in panels:
        most = max(panel.years)
        words = f"{panel.name} {panel.said}"
        if most:
            when = f"in {years[panel.years.index(most)]}"
            when = when if panel.years.count(most) == 1 else "in a year"
            words += f" (at most {number(most)} {when})"
        said.append(words)
    return (
        f"Small bar charts by year, one for each {cross.row_dimension}, from "
        f"{years[0]} to {years[-1]}. {_title(cross, cells)}. {'; '.join(said)}."
    )
