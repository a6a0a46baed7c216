"""Who acted for whom, as flows between two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.charts.axes import Canvas, chart, wrap
from briefing.counts.count import CrossCount
from briefing.exhibits import style
from briefing.exhibits.exhibit import Exhibit, of_cross
from briefing.exhibits.prose import (
    cells_in_words,
    drawn_pairs,
    half_of,
    largest,
    rest,
    title_of,
    unnamed,
    whole_of,
)
from briefing.exhibits.style import Fill
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import CAUTION, FEW, Pair, pairs, subtitle
from briefing.tables.counts import cross_table
from briefing.text.formats import number, plain

NAMES = 104.0

NUMBERS = 20.0

NODE = 5.0

SLOT = 10.5  # the least height of a ribbon's end, so that its number has a line

APART = 7.0

TALLEST = 330.0

THICKEST = 2.2  # points for one incident

LEADING = 10.0

TOP = 34.0

MOST = Fill(style.SINGLE.face, style.PAPER)  # a white edge parts dark neighbours

OTHER = Fill(style.LIGHT, style.DARK)


@dataclass(frozen=True)
class Flow:
    """What one state did for another, and whether it is among the pairs that hold
    most.
    """

    source: str
    target: str
    n: int
    most: bool = False


@dataclass(frozen=True)
class Side:
    """One side of the figure: where each node stands and where each ribbon meets it."""

    nodes: dict[str, tuple[float, float]]
    ends: dict[Flow, float]
    height: float


def draw_flows(flows: Sequence[Flow], heads: tuple[str, str]) -> Canvas:
    """Draw every flow, the largest first, so that thin ribbons lie upon thick ones."""
    lefts = _ordered(flows, "source")
    rights = _ordered(flows, "target")
    scale = _scale(flows)
    one = _side(flows, "source", lefts, rights, scale)
    other = _side(flows, "target", rights, lefts, scale)
    tall = max(one.height, other.height)
    sheet = Canvas(TOP + tall + 4)
    _heads(sheet, heads, NAMES + _numbers(flows) + NODE)
    edge = NAMES + _numbers(flows) + NODE
    left, right = edge, style.WIDTH - edge
    down, over = (TOP + (tall - side.height) / 2 for side in (one, other))
    for flow in sorted(flows, key=lambda flow: -flow.n):
        start = (left, down + one.ends[flow])
        end = (right, over + other.ends[flow])
        fill = MOST if flow.most else OTHER
        sheet.ribbon(start, end, flow.n * scale, fill)
        said = number(flow.n)
        strong = flow.most
        sheet.text(left - NODE - 4, start[1], said, strong=strong, align="right")
        sheet.text(right + NODE + 4, end[1], said, strong=strong)
    _nodes(sheet, one, down, left - NODE, edge=NAMES - 4, align_right=True)
    _nodes(sheet, other, over, right, edge=style.WIDTH - NAMES + 4)
    return sheet


def _ordered(flows: Sequence[Flow], end: str) -> list[str]:
    """Order the states of one side: those with most first, then by name."""
    sums: dict[str, int] = {}
    for flow in flows:
        name = getattr(flow, end)
        sums[name] = sums.get(name, 0) + flow.n
    return sorted(sums, key=lambda name: (-sums[name], name))


def _scale(flows: Sequence[Flow]) -> float:
    """Choose how thick an incident is, so that both sides fit; of very many, a hair
    each.
    """
    nodes = max(len({f.source for f in flows}), len({f.target for f in flows}))
    room = TALLEST - nodes * APART
    scale = THICKEST
    largest = max(flow.n for flow in flows)
    while (scale > 0.05 or largest * scale > SLOT) and sum(
        max(flow.n * scale, SLOT) for flow in flows
    ) > room:
        scale *= 0.95
    return scale


def _side(
    flows: Sequence[Flow],
    end: str,
    order: Sequence[str],
    facing: Sequence[str],
    scale: float,
) -> Side:
    """Stack the nodes of one side, the ribbons of each in the order of the other
    side.
    """
    far = "target" if end == "source" else "source"
    nodes, ends, y = {}, {}, 0.0
    for name in order:
        own = [flow for flow in flows if getattr(flow, end) == name]
        own.sort(key=lambda flow: facing.index(getattr(flow, far)))
        least = LEADING * len(wrap(name, NAMES - 6, size=style.TEXT))
        spare = max(0.0, least - sum(max(flow.n * scale, SLOT) for flow in own)) / 2
        top = y
        y += spare
        for flow in own:
            slot = max(flow.n * scale, SLOT)
            ends[flow] = y + slot / 2
            y += slot
        y += spare
        nodes[name] = (top, y)
        y += APART
    return Side(nodes, ends, y - APART)


def _nodes(
    sheet: Canvas,
    side: Side,
    shift: float,
    x: float,
    *,
    edge: float,
    align_right: bool = False,
) -> None:
    """Draw the nodes of one side and name them."""
    for name, (top, bottom) in side.nodes.items():
        sheet.box(x, shift + top, NODE, bottom - top, Fill(style.DARK, style.DARK))
        lines = wrap(name, NAMES - 6, size=style.TEXT)
        for i, line in enumerate(lines):
            y = shift + (top + bottom) / 2 + LEADING * (i - (len(lines) - 1) / 2)
            sheet.text(edge, y, line, align="right" if align_right else "left")


def _numbers(flows: Sequence[Flow]) -> float:
    """Give the place that the numbers take beside the names; up to 999 it is always
    alike.
    """
    largest = max(flow.n for flow in flows)
    if largest < 1000:
        return NUMBERS
    return max(NUMBERS, measure(number(largest), style.TEXT, strong=True) + 8)


def _heads(sheet: Canvas, heads: tuple[str, str], edge: float) -> None:
    """Say what the two sides are, and what the dark ribbons are."""
    small = style.SMALL
    sheet.text(edge, 7, heads[0], size=small, strong=True, align="right")
    sheet.text(style.WIDTH - edge, 7, heads[1], size=small, strong=True)
    words = "the fewest pairs that together hold at least half"
    wide = sheet.width_of(words, size=small)
    x = (style.WIDTH - wide) / 2
    sheet.box(x - 11, 15.5, 7, 7, style.SINGLE)
    sheet.text(x, 19, words, size=small)


MOST_RIBBONS = 22

HEADS = ("State that acted", "State that asked or received")

NUMBERS_NOTE = (
    "Acted: incidents that the state carried out. Requested: incidents that it asked "
    "for, or in which it received the people. The thicker an arrow, the more."
)


def flow(cross: CrossCount) -> Exhibit:
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
    return flow_exhibit(
        cross,
        "flow",
        title_of(half, named),
        draw_flows(flows, HEADS),
        notes=[*rest(named, drawn, "ribbon"), *unnamed(cross)],
        alt="Flow figure, from who acted to who asked or received: "
        f"{drawn_pairs(drawn)}",
        shown=[half, named, apart],
    )


def flow_codes(cross: CrossCount) -> dict[str, str]:
    """Map the names of states to their codes."""
    cells = cross.frame
    rows = zip(cells["row_label"], cells["row_code"], strict=True)
    return {
        **dict(rows),
        **dict(zip(cells["col_label"], cells["col_code"], strict=True)),
    }


def flow_exhibit(
    cross: CrossCount,
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
