"""Who acted for whom, as a flow figure and as a tile map, with all that stands
around.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.measure import Cross
from briefing.measure.rows import members
from briefing.show.behind import of_cross
from briefing.show.canvas import Canvas
from briefing.show.chart import chart
from briefing.show.crosses import cross_table
from briefing.show.escape import plain
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION
from briefing.show.leads import fitting, subtitle
from briefing.show.most import (
    STATED,
    half_of,
    largest,
    rest,
    said,
    title_of,
    unnamed,
    whole_of,
)
from briefing.show.prose import cells_in_words
from briefing.show.ribbons import Flow, draw_flows
from briefing.show.tidy import FEW, Pair, pairs
from briefing.show.tiles import Tile, draw_tiles
from briefing.show.words import number

MOST_RIBBONS = 22
MOST_ARROWS = 14
HEADS = ("State that acted", "State that asked or received")
NUMBERS = (
    "Acted: incidents that the state carried out. Requested: incidents that it asked "
    "for, or in which it received the people. The thicker an arrow, the more."
)
BORDERS = (
    "Tiles are of equal size and stand roughly where the states lie. Nothing here is a "
    "statement on any border or on the status of any territory."
)


def flow(cross: Cross) -> Exhibit:
    """Draw a ribbon from each executing to each requesting state, as thick as its
    number.
    """
    named = [pair for pair in pairs(cross) if pair.named]
    if len(named) <= FEW:
        return cells_in_words(cross)
    drawn = largest(named, MOST_RIBBONS)
    half = half_of(named)
    flows = [
        Flow(plain(pair.row), plain(pair.column), pair.n, most=pair in half)
        for pair in drawn
    ]
    apart = [pair for pair in pairs(cross) if not pair.named]
    return _around(
        cross,
        "flow",
        title_of(half, named),
        draw_flows(flows, HEADS),
        notes=[*rest(named, drawn, "ribbon"), *unnamed(cross)],
        alt=f"Flow figure, from who acted to who asked or received: {said(drawn)}",
        shown=[half, named, apart],
    )


def tile_map(cross: Cross) -> Exhibit:
    """Draw the states as equal tiles, and an arrow from who acted to who asked."""
    named = [pair for pair in pairs(cross) if pair.named and pair.row != pair.column]
    if len(named) <= FEW:
        return cells_in_words(cross)
    drawn = largest(named, MOST_ARROWS)
    codes = _codes(cross)
    flows = [Flow(codes[pair.row], codes[pair.column], pair.n) for pair in drawn]
    held, whole = number(whole_of(drawn)), number(whole_of(named))
    title = f"{number(len(drawn))} arrows hold {held} of {whole} {STATED}"
    if drawn[0].n > drawn[1].n:
        first = f"{drawn[0].row} for {drawn[0].column}: {number(drawn[0].n)}"
        title = fitting([f"{first} of {whole} {STATED}", title])
    apart = [pair for pair in pairs(cross) if not pair.named]
    return _around(
        cross,
        "tile_map",
        title,
        draw_tiles(_tiles(cross, codes), flows),
        notes=[NUMBERS, BORDERS, *rest(named, drawn, "arrow"), *unnamed(cross)],
        alt=f"Tile map of states with arrows from who acted to who asked: "
        f"{said(drawn)}",
        shown=[drawn, named, apart],
    )


def _codes(cross: Cross) -> dict[str, str]:
    """Map the names of states to their codes."""
    cells = cross.cells
    rows = zip(cells["row_label"], cells["row_code"], strict=True)
    return {
        **dict(rows),
        **dict(zip(cells["col_label"], cells["col_code"], strict=True)),
    }


def _tiles(cross: Cross, codes: dict[str, str]) -> list[Tile]:
    """Make a tile for every member, and for every other state in a pair."""
    acted = cross.cells.groupby("row_code")["n"].sum()
    asked = cross.cells.groupby("col_code")["n"].sum()
    seen = {*acted[acted > 0].index, *asked[asked > 0].index}
    shown = (seen | members(cross.chosen)) - set(cross.chosen.dataset.missing)
    names = {code: label for label, code in codes.items()}
    return [
        Tile(
            code,
            plain(names.get(code) or cross.chosen.dataset.state_name(code)),
            (
                f"acted {number(int(acted.get(code, 0)))}",
                f"requested {number(int(asked.get(code, 0)))}",
            ),
        )
        for code in sorted(shown)
    ]


def _around(
    cross: Cross,
    key: str,
    title: str,
    sheet: Canvas,
    *,
    notes: Sequence[str],
    alt: str,
    shown: Sequence[list[Pair]],
) -> Exhibit:
    """Put around a drawing of pairs all that must stand there; *shown* are its sums."""
    return chart(
        sheet,
        key=f"{cross.key}_{key}",
        title=title,
        subtitle=subtitle(cross),
        unit=cross.unit,
        caption=f"{cross.title}. {CAUTION}",
        alt=f"{alt}. {title}. {' '.join(notes)}",
        source=cross.chosen.source,
        table=cross_table(cross).payload,
        behind=of_cross(cross),
        notes=notes,
        whole=[whole_of(pairs) for pairs in shown],
    )
