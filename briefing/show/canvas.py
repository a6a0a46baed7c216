"""A sheet on which curves can be drawn too: ribbons, arrows and numbers upon them."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.sheet import Sheet
from briefing.show.styled import styled

Point = tuple[float, float]
HALO = 2.4
SAMPLES = 60


class Canvas(Sheet):
    """A sheet with areas that bend."""

    def ribbon(self, start: Point, end: Point, thick: float, fill: Fill) -> None:
        """Draw a band from *start* to *end* (its middles), level at both ends."""
        (x, y), (to_x, to_y), half = start, end, thick / 2
        turn = (x + to_x) / 2
        outline = [
            (x, y - half),
            (turn, y - half), (turn, to_y - half), (to_x, to_y - half),
            (to_x, to_y + half),
            (turn, to_y + half), (turn, y + half), (x, y + half),
            (x, y - half),
        ]  # fmt: skip
        curve = [Path.CURVE4] * 3
        codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
        with styled():
            self._ax.add_patch(
                PathPatch(
                    Path(outline, codes),
                    facecolor=fill.face,
                    edgecolor=fill.edge,
                    linewidth=0.5,
                )
            )

    def arrow(self, points: Sequence[Point], thick: float) -> None:
        """Draw a line through *points* with a head, set off from what it crosses."""
        body = cut_back(points, head_of(thick))
        tip, neck = points[-1], body[-1]
        with styled():
            for width, colour in (
                (thick + HALO, house.PAPER),
                (thick, house.SINGLE.face),
            ):
                self._ax.plot(
                    [x for x, _ in body],
                    [y for _, y in body],
                    color=colour,
                    linewidth=width,
                    solid_capstyle="butt",
                )
            across = (thick / 2 + 2.6) / max(distance(neck, tip), 0.01)
            dx, dy = (tip[1] - neck[1]) * across, (neck[0] - tip[0]) * across
            corners = [
                tip, (neck[0] + dx, neck[1] + dy), (neck[0] - dx, neck[1] - dy)
            ]  # fmt: skip
            self._ax.add_patch(
                Polygon(corners, facecolor=house.SINGLE.face, edgecolor=house.PAPER,
                        linewidth=0.5, zorder=3)
            )  # fmt: skip

    def badge(self, middle: Point, words: str) -> None:
        """Print a number on a small white field that keeps it clear of lines."""
        x, y = middle
        wide, high = self.badge_size(words)
        with styled():
            field = Polygon(
                [
                    (x - wide / 2, y - high / 2), (x + wide / 2, y - high / 2),
                    (x + wide / 2, y + high / 2), (x - wide / 2, y + high / 2),
                ],
                facecolor=house.PAPER, edgecolor=house.DARK, linewidth=0.5, zorder=4,
            )  # fmt: skip
            self._ax.add_patch(field)
        label = self.text(x, y, words, size=house.SMALL, strong=True, align="center")
        label.set_zorder(5)

    def badge_size(self, words: str) -> Point:
        """Measure the field of a number."""
        return self.width_of(words, size=house.SMALL, strong=True) + 5, 10.5


def head_of(thick: float) -> float:
    """Give the length of an arrow's head."""
    return thick * 0.8 + 5


def cut_back(points: Sequence[Point], length: float) -> list[Point]:
    """Take *length* off the end of a line."""
    kept = list(points)
    tip = kept[-1]
    while len(kept) > 2 and distance(kept[-1], tip) < length:
        kept.pop()
    return kept


def distance(one: Point, other: Point) -> float:
    """Measure between two points."""
    across, down = one[0] - other[0], one[1] - other[1]
    return float((across * across + down * down) ** 0.5)


def curve(start: Point, end: Point, bend: float) -> list[Point]:
    """Give the points of a curve that bends to the right by a part of its length."""
    (x, y), (to_x, to_y) = start, end
    turn = ((x + to_x) / 2 - (to_y - y) * bend, (y + to_y) / 2 + (to_x - x) * bend)
    steps = (i / SAMPLES for i in range(SAMPLES + 1))
    return [
        (
            (1 - t) ** 2 * x + 2 * t * (1 - t) * turn[0] + t * t * to_x,
            (1 - t) ** 2 * y + 2 * t * (1 - t) * turn[1] + t * t * to_y,
        )
        for t in steps
    ]


def within(point: Point, middle: Point, size: Point, slack: float) -> bool:
    """Tell whether a point lies in a field, or nearer to it than *slack*."""
    return (
        abs(point[0] - middle[0]) < size[0] / 2 + slack
        and abs(point[1] - middle[1]) < size[1] / 2 + slack
    )
