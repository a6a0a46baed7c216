"""States as tiles, with arrows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.charts.axes import Canvas, Point, curve, within, wrap
from briefing.charts.sankey import NUMBERS_NOTE, Flow, flow_codes, flow_exhibit
from briefing.counts.count import CrossCount
from briefing.counts.dimensions import members
from briefing.exhibits import style
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import (
    STATED,
    cells_in_words,
    drawn_pairs,
    largest,
    rest,
    unnamed,
    whole_of,
)
from briefing.exhibits.style import Fill
from briefing.exhibits.titles import FEW, fitting, pairs
from briefing.text.formats import number, plain

TILE = (74.0, 39.0)

STEP = (90.0, 74.0)

EDGE = 20.0  # room for arrows that bend around the outermost tiles

THICKEST = 8.0

BENDS = range(10, 75, 4)  # in hundredths of the way

PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2)

# Where the members lie, in tiles from the top left: a rough order, not a survey.
LIES: Mapping[str, Point] = {
    "BLR": (0.0, 0.0),
    "RUS": (1.8, 0.0),
    "KAZ": (3.3, 1.1),
    "CHN": (4.5, 1.3),
    "UZB": (0.9, 2.3),
    "KGZ": (3.1, 2.25),
    "TJK": (2.1, 3.0),
    "IRN": (0.0, 3.5),
    "PAK": (2.9, 4.0),
    "IND": (4.4, 3.7),
}

FACE = Fill(style.LIGHT, style.DARK)


@dataclass(frozen=True)
class Tile:
    """One state: its code, its name, and what is printed below it."""

    code: str
    name: str
    lines: tuple[str, ...]


def draw_tiles(tiles: Sequence[Tile], flows: Sequence[Flow]) -> Canvas:
    """Draw the tiles, and an arrow for every flow from the state that acted."""
    at = places(tiles)
    sheet = Canvas(max(y for _, y in at.values()) + TILE[1] / 2 + EDGE)
    largest = max((flow.n for flow in flows), default=1)
    ways = {(flow.source, flow.target) for flow in flows}
    routes = {
        flow: route(flow, at, sheet.height, back=(flow.target, flow.source) in ways)
        for flow in flows
    }
    for flow, points in routes.items():
        sheet.arrow(points, max(1.0, THICKEST * flow.n / largest))
    for tile in tiles:
        _tile(sheet, tile, at[tile.code])
    badges: list[tuple[Point, Point]] = []
    for flow, points in routes.items():
        size = sheet.badge_size(number(flow.n))
        others = [p for other in routes if other != flow for p in routes[other]]
        spot = _spot(points, size, at, badges, others)
        badges.append((spot, size))
        sheet.badge(spot, number(flow.n))
    return sheet


def places(tiles: Sequence[Tile]) -> dict[str, Point]:
    """Give every tile its middle; states without a place of their own stand below."""
    known = {tile.code: LIES[tile.code] for tile in tiles if tile.code in LIES}
    below = max((y for _, y in known.values()), default=-1.1) + 1.1
    rest = [tile.code for tile in tiles if tile.code not in LIES]
    cells = dict(known)
    for i, code in enumerate(rest):
        cells[code] = (0.3 + 1.4 * (i % 4), below + 2.0 * (i // 4) + 0.9 * (i % 2))
    left, top = (min(c[k] for c in cells.values()) for k in (0, 1))
    return {
        code: (
            (x - left) * STEP[0] + TILE[0] / 2 + 1,
            (y - top) * STEP[1] + TILE[1] / 2 + EDGE,
        )
        for code, (x, y) in cells.items()
    }


def route(
    flow: Flow, at: Mapping[str, Point], height: float, *, back: bool = False
) -> list[Point]:
    """Bend the way from tile to tile so that it passes no other, if it can.

    Where there is a way *back*, both bend to their own right if they can.
    """
    every = [n * sign / 100 for n in BENDS for sign in (1, -1)]
    bends = sorted(every, key=lambda bend: back and bend < 0)
    start, end = at[flow.source], at[flow.target]
    others = [at[code] for code in at if code not in (flow.source, flow.target)]

    def cost(bend: float) -> int:
        way = curve(start, end, bend)
        out = sum(not (4 < x < style.WIDTH - 4 and 4 < y < height - 4) for x, y in way)
        return out + sum(within(p, other, TILE, 6) for p in way for other in others)

    way = curve(start, end, min(bends, key=cost))
    return [
        p for p in way if not within(p, start, TILE, 1) and not within(p, end, TILE, 2)
    ]


def _spot(
    points: Sequence[Point],
    size: Point,
    at: Mapping[str, Point],
    badges: Sequence[tuple[Point, Point]],
    others: Sequence[Point],
) -> Point:
    """Choose where on its line a number covers no tile, no number and no other line."""

    def cost(place: float) -> float:
        spot = points[int(place * (len(points) - 1))]
        both = [(TILE[0] + size[0], TILE[1] + size[1])] * len(at)
        tiles = sum(
            within(spot, one, wide, 2)
            for one, wide in zip(at.values(), both, strict=True)
        )
        numbers = sum(
            within(spot, one, (wide[0] + size[0], wide[1] + size[1]), 2)
            for one, wide in badges
        )
        lines = sum(within(p, spot, size, 6) for p in others)
        return 100 * (tiles + numbers) + lines

    best = min(PLACES, key=cost)
    return points[int(best * (len(points) - 1))]


def _tile(sheet: Canvas, tile: Tile, middle: Point) -> None:
    """Draw a tile with the name of its state and its numbers."""
    (x, y), (wide, high) = middle, TILE
    sheet.box(x - wide / 2, y - high / 2, wide, high, FACE)
    names = wrap(tile.name, wide - 6, size=style.TEXT, most=2)
    lines = [(line, style.TEXT, True) for line in names]
    lines += [(line, style.SMALL, False) for line in tile.lines][: 4 - len(names)]
    for i, (line, size, strong) in enumerate(lines):
        at = y + 10.6 * (i - (len(lines) - 1) / 2)
        sheet.text(x, at, line, size=size, strong=strong, align="center")


MOST_ARROWS = 14

BORDERS = (
    "Tiles are of equal size and stand roughly where the states lie. Nothing here is a "
    "statement on any border or on the status of any territory."
)


def tile_map(cross: CrossCount) -> Exhibit:
    """Draw the states as equal tiles, and an arrow from who acted to who asked."""
    named = [pair for pair in pairs(cross) if pair.named and pair.row != pair.column]
    if len(named) <= FEW:
        return cells_in_words(cross)
    drawn = largest(named, MOST_ARROWS)
    codes = flow_codes(cross)
    flows = [Flow(codes[pair.row], codes[pair.column], pair.n) for pair in drawn]
    held, whole = number(whole_of(drawn)), number(whole_of(named))
    title = f"{number(len(drawn))} arrows hold {held} of {whole} {STATED}"
    if drawn[0].n > drawn[1].n:
        first = f"{drawn[0].row} for {drawn[0].column}: {number(drawn[0].n)}"
        title = fitting([f"{first} of {whole} {STATED}", title])
    apart = [pair for pair in pairs(cross) if not pair.named]
    return flow_exhibit(
        cross,
        "tile_map",
        title,
        draw_tiles(_tiles(cross, codes), flows),
        notes=[NUMBERS_NOTE, BORDERS, *rest(named, drawn, "arrow"), *unnamed(cross)],
        alt=f"Tile map of states with arrows from who acted to who asked: "
        f"{drawn_pairs(drawn)}",
        shown=[drawn, named, apart],
    )


def _tiles(cross: CrossCount, codes: dict[str, str]) -> list[Tile]:
    """Make a tile for every member, and for every other state in a pair."""
    acted = cross.frame.groupby("row_code")["n"].sum()
    asked = cross.frame.groupby("col_code")["n"].sum()
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
