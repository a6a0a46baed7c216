"""The tile map: states as equal tiles, roughly where they lie, with arrows between
them.

No shape and no border is drawn. An arrow takes the first bend on which it passes no
other tile, and its number the first place where it covers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.canvas import Canvas, Point, curve, within
from briefing.show.house import Fill
from briefing.show.labels import wrap
from briefing.show.ribbons import Flow
from briefing.show.words import number

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
FACE = Fill(house.LIGHT, house.DARK)


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
        out = sum(not (4 < x < house.WIDTH - 4 and 4 < y < height - 4) for x, y in way)
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
    names = wrap(tile.name, wide - 6, size=house.TEXT, most=2)
    lines = [(line, house.TEXT, True) for line in names]
    lines += [(line, house.SMALL, False) for line in tile.lines][: 4 - len(names)]
    for i, (line, size, strong) in enumerate(lines):
        at = y + 10.6 * (i - (len(lines) - 1) / 2)
        sheet.text(x, at, line, size=size, strong=strong, align="center")
