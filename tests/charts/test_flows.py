"""Flows and tile maps: the pairs that hold most, and lines that touch nothing else."""

import itertools
import re

import pytest

from briefing.charts.axes import Canvas, within
from briefing.charts.sankey import MOST_RIBBONS, TALLEST, Flow, draw_flows, flow
from briefing.charts.small_multiples import Panel, draw_panels, small_multiples
from briefing.charts.tile_map import (
    LIES,
    MOST_ARROWS,
    TILE,
    Tile,
    places,
    route,
    tile_map,
)
from briefing.exhibits import style
from briefing.exhibits.prose import half_of, largest, most
from briefing.exhibits.titles import Pair
from helpers.made_counts import HOSTILE, NAMES, cross, payload_texts

HEADS = ("State that acted", "State that asked or received")
SPREAD = [[0, 9, 4], [1, 0, 0], [2, 0, 0]]
WIDE = [[(i * 5 + j * 3) % 7 for j in range(9)] for i in range(9)]
YEARS = [str(year) for year in range(1999, 2026)]
DRAWN = {
    "flow": lambda: flow(cross(SPREAD)),
    "wide flow": lambda: flow(cross(WIDE)),
    "tiles": lambda: tile_map(cross(SPREAD)),
    "wide tiles": lambda: tile_map(cross(WIDE)),
    "hostile flow": lambda: flow(
        cross(WIDE[:7], rows=HOSTILE, columns=(*HOSTILE, *NAMES))
    ),
    "panels": lambda: small_multiples(
        cross([[i % 4, 12, 0, i] for i in range(5)], columns=YEARS,
              dimensions=("executing state", "year"))
    ),
}  # fmt: skip


def pairs(*numbers: int) -> list[Pair]:
    """Make pairs of given numbers."""
    return [Pair("A", f"B{i}", n, named=True) for i, n in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((5, 3, 2), 1), ((4, 3, 3), 3), ((3, 3, 3, 1), 3), ((9, 1, 1, 1), 1), ((1,), 1)],
)
def test_the_fewest_pairs_that_hold_half(numbers, expected):
    """Counted by pencil; pairs equal to the last one belong to them."""
    assert expected == len(half_of(pairs(*numbers)))


def test_of_equal_pairs_all_are_drawn_or_none():
    """No pair is left out for its place in the alphabet, unless all are equal."""
    assert 2 == len(largest(pairs(9, 5, 1, 1, 1), 4))
    assert 3 == len(largest(pairs(9, 5, 1), 4))
    assert 4 == len(largest(pairs(1, 1, 1, 1, 1), 4))


def test_most_names_the_pairs_and_their_sum():
    """The sentence gives part and whole."""
    said = str(most(cross(SPREAD)))

    assert "Northmark acting for Eastvale (9). It holds 9 of 16 documented" in said
    assert "spread over 3 pairs" in said


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_of_pairs_is_a_whole_figure(name):
    """Every rule of a figure is met, and the same numbers give the same bytes."""
    one, other = DRAWN[name](), DRAWN[name]()

    assert "figure" == one.kind
    assert one.payload["svg"] == other.payload["svg"]
    assert len(one.payload["title"].split()) <= 15
    assert {"-0"} >= set(re.findall(r"rotate\((\S+) ", one.payload["svg"]))


def test_names_are_printed_as_they_are():
    """Data stays data in a drawing."""
    shown = DRAWN["hostile flow"]().payload

    assert set(HOSTILE) <= set(payload_texts(dict(shown)))
    assert "<script" not in shown["svg"]


def test_what_is_not_drawn_is_said():
    """The note counts the pairs that have no ribbon or no arrow."""
    for figure, limit in ((flow, MOST_RIBBONS), (tile_map, MOST_ARROWS)):
        shown = figure(cross(WIDE)).payload
        (note,) = [one for one in shown["notes"] if "the table has them all" in one]
        left = int(note.split()[0])
        cells = [(i, j) for i, j in itertools.product(range(9), repeat=2) if WIDE[i][j]]
        drawn = [c for c in cells if figure is flow or c[0] != c[1]]
        assert len(drawn) - limit <= left < len(drawn)


def test_two_or_three_pairs_are_a_sentence():
    """A figure of three ribbons says less than a line of words."""
    assert "prose" == flow(cross([[0, 3], [1, 0]])).kind
    assert "prose" == tile_map(cross([[4, 3, 1], [1, 0, 0]])).kind


def test_a_ribbon_is_as_thick_as_its_number(monkeypatch):
    """Twice the incidents, twice the thickness; nothing is scaled by eye."""
    seen = {}
    drawn = Canvas.ribbon

    def note(self, start, end, thick, fill):
        seen[round(start[1], 3), round(end[1], 3)] = thick
        drawn(self, start, end, thick, fill)

    monkeypatch.setattr(Canvas, "ribbon", note)
    flows = [Flow("A", "B", 40), Flow("A", "C", 20), Flow("D", "B", 4)]
    draw_flows(flows, HEADS)
    thick = sorted(seen.values(), reverse=True)

    assert [2.0, 5.0] == pytest.approx([thick[0] / thick[1], thick[1] / thick[2]])


@pytest.mark.parametrize("n", [9, 900, 90_000])
def test_very_many_incidents_make_no_taller_figure(n):
    """Twenty-two ribbons leave the page its caption, however much each of them
    holds.
    """
    flows = [Flow(f"A{i % 2}", f"B{i // 2}", n) for i in range(MOST_RIBBONS)]

    assert TALLEST == pytest.approx(draw_flows(flows, HEADS).height, abs=45)


@pytest.mark.parametrize("back", [False, True])
def test_no_arrow_between_members_passes_another_tile(back):
    """Whoever acts for whomever, the line goes around the states between."""
    at = places([Tile(code, code, ()) for code in LIES])
    height = max(y for _, y in at.values()) + TILE[1] / 2 + 20
    passed = [
        (one, other, third)
        for one, other in itertools.permutations(at, 2)
        for third in set(at) - {one, other}
        if any(
            within(p, at[third], TILE, 0)
            for p in route(Flow(one, other, 1), at, height, back=back)
        )
    ]

    assert [] == passed


def test_every_state_has_a_tile_of_its_own():
    """Tiles never cover each other, also those of states without a place on the map."""
    at = places([Tile(code, code, ()) for code in (*LIES, *"ABCDEFG")])

    assert not [
        pair
        for pair in itertools.combinations(at.values(), 2)
        if within(pair[0], pair[1], (2 * TILE[0], 2 * TILE[1]), 0)
    ]
    assert all(TILE[0] / 2 <= x <= style.WIDTH - TILE[0] / 2 for x, _ in at.values())


def test_the_map_says_that_it_shows_no_borders():
    """A neutral note stands below every tile map."""
    notes = " ".join(tile_map(cross(SPREAD)).payload["notes"])

    assert "Nothing here is a statement on any border" in notes


def test_neighbours_hold_their_contrast():
    """Ribbons and tiles stand out from each other and from paper by three to one."""
    neighbours = [
        (style.SINGLE.face, style.LIGHT),
        (style.SINGLE.face, style.PAPER),
        (style.DARK, style.LIGHT),
        (style.DARK, style.PAPER),
    ]

    assert [] == [pair for pair in neighbours if style.contrast(*pair) < 3]


def test_panels_share_one_scale():
    """A bar of six is half as high as one of twelve, in whichever panel it stands."""
    empty = (0,) * (len(YEARS) - 1)
    shown = draw_panels(
        YEARS, [Panel(NAMES[0], (12, *empty)), Panel(NAMES[1], (6, *empty))]
    )
    twelve, six = (ax.patches[0].get_window_extent().height for ax in shown.axes[:2])

    assert twelve == pytest.approx(2 * six, abs=0.01)


def test_a_state_with_nothing_keeps_its_panel():
    """Absent is zero, and shown."""
    shown = small_multiples(
        cross([[3, 1, 0, 2], [0] * 4, [1] * 4], columns=YEARS,
              dimensions=("executing state", "year"))
    )  # fmt: skip

    assert "Eastvale none documented" in shown.payload["alt"]
    assert "none documented" in shown.payload["svg"]
