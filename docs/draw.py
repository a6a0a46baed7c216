"""Draw docs/charts.md: every kind of chart once, from the invented pocket package.

`python docs/draw.py` writes the page and its pictures again; a test holds them in step.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import briefing
from briefing import load, select
from briefing.exhibits.exhibit import Exhibit
from briefing.selection.select import Chosen
from briefing.selection.selection import Selection

DOCS = Path(__file__).resolve().parent
POCKET = DOCS.parent / "tests" / "data" / "pocket"
TOP = """\
# The charts

A small vocabulary, in `briefing/charts/`. Each function takes what was counted and
gives a figure with title, unit, source line, caption, alt text and table; what breaks a
rule (`briefing/exhibits/checks.py`) cannot be made. Three values or fewer become
a sentence.

The pictures are drawn by `docs/draw.py` from a package of invented states
(`tests/data/pocket/`): nothing here is a claim about a real place.
"""

Draw = Callable[[Chosen], Exhibit]
KINDS: dict[str, tuple[str, Draw]] = {
    "ranked_bars": (
        "Ranked bars: one measure, most first, every number printed.",
        lambda c: briefing.ranked_bars(briefing.incidents_by_type(c)),
    ),
    "stacked_bars": (
        "Stacked bars: how each is known, in numbers beside the bars.",
        lambda c: briefing.stacked_bars(briefing.violations_by_right(c)),
    ),
    "people_bars": (
        "Bars of people: the lowest and the highest number; overlaps are no ranking.",
        lambda c: briefing.people_bars(briefing.persons_by_type(c)),
    ),
    "year_bars": (
        "Years: nothing joins them; years cut short and unsure dates stand apart.",
        lambda c: briefing.year_bars(briefing.incidents_by_year(c)),
    ),
    "heat_map": (
        "Heat map: the shade only repeats the number in the cell.",
        lambda c: briefing.heat_map(briefing.rights_by_responsible_state(c)),
    ),
    "matrix": (
        "Matrix: who acted for whom.",
        lambda c: briefing.matrix(briefing.executing_by_requesting(c)),
    ),
    "flow": (
        "Flow: the same pairs as bands, as thick as their numbers.",
        lambda c: briefing.flow(briefing.executing_by_requesting(c)),
    ),
    "tile_map": (
        "Tile map: one tile a state, no borders, arrows for who acted for whom.",
        lambda c: briefing.tile_map(briefing.executing_by_requesting(c)),
    ),
    "timeline": (
        "Timeline: years with the events of `events.csv` as marks.",
        lambda c: briefing.timeline(briefing.incidents_by_year(c)),
    ),
    "small_multiples": (
        "Small multiples: one panel a state, all to one scale.",
        lambda c: briefing.small_multiples(briefing.years_by_executing_state(c)),
    ),
    "ladder": (
        "Ladder: steps in their own order; not known is a step too.",
        lambda c: briefing.ladder(briefing.incidents_by_fate(c)),
    ),
    "upset": (
        "UpSet: which kinds of source tell of the same incidents.",
        lambda c: briefing.upset(briefing.overlap_of_kinds(c)),
    ),
    "sensitivity_band": (
        "Sensitivity band: each headline under any source, two sources, a court only.",
        lambda c: briefing.sensitivity_band(c),
    ),
}


def alone(drawing: str) -> str:
    """Give a drawing the letters that it needs where no font of ours is installed."""
    from briefing.exhibits.fonts import with_fonts

    return with_fonts(drawing)


def page() -> dict[str, str]:
    """Make every file of the page: its words and its pictures."""
    chosen = select(load(POCKET), Selection())
    files, words = {}, [TOP]
    for name, (what, draw) in KINDS.items():
        payload = draw(chosen).payload
        files[f"charts/{name}.svg"] = alone(payload["svg"])
        words.append(
            f"## `{name}`\n{what}\n\n"
            f"**{payload['title']}**<br>{payload['subtitle']}\n\n"
            f"![{payload['alt']}](charts/{name}.svg)\n"
        )
    return {"charts.md": "\n".join(words), **files}


def main() -> None:
    """Write the page and its pictures."""
    (DOCS / "charts").mkdir(exist_ok=True)
    for name, text in page().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
