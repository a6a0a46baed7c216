"""Colours, hatches, contrasts and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cycler import cycler
from matplotlib import rcParams

from briefing.exhibits import fonts

MM = 72 / 25.4

WIDTH_MM = 170.0  # A4 less margins of 20 mm

WIDTH = WIDTH_MM * MM

TALLEST = 200 * MM

TEXT = 8.5

SMALL = 7.5  # nothing is smaller; 7 pt is the floor

PAPER = "#ffffff"

INK = "#1a1a1a"

MUTED = "#595959"

RULE = "#8a8a8a"


@dataclass(frozen=True)
class Fill:
    """How an area looks: its colour, its pattern in print, and its outline."""

    face: str
    edge: str
    hatch: str = ""
    dashed: bool = False

    @property
    def patch(self) -> dict[str, Any]:
        """Return it as matplotlib's properties of a patch."""
        return {
            "facecolor": self.face,
            "edgecolor": self.edge,
            "hatch": self.hatch or None,
            "hatchcolor": LIGHT if self.hatch and self.face == MIDDLE else self.edge,
            "linestyle": (0, (2.5, 1.5)) if self.dashed else "solid",
            "linewidth": 0.7,
        }


DARK = "#12263f"

MIDDLE = "#4780b0"

LIGHT = "#dce8f2"

FINDINGS = {
    "adjudicated": Fill(DARK, DARK),
    "corroborated": Fill(MIDDLE, DARK, "/////"),
    "reported": Fill(LIGHT, DARK),
}

FINDING_LABELS = {
    "adjudicated": "Adjudicated",
    "corroborated": "Corroborated",
    "reported": "Reported",
}

SINGLE = Fill("#1f4e79", "#1f4e79")

SPREAD = Fill(PAPER, "#1f4e79", "/////")  # between the lowest and the highest number

UNFINISHED = Fill(PAPER, "#1f4e79", dashed=True)

APART = Fill(LIGHT, DARK, "xxxx")

SHADES = ("#eef4f9", "#d3e3f0", "#a9c8e0", "#6ea0c8", "#2f6fa5", "#12365e")

STYLE: Any = {  # matplotlib lists every key it knows in the type that it accepts
    "font.family": fonts.FAMILIES,
    "font.weight": fonts.TEXT_WEIGHT,
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in a label is a dollar
    "text.usetex": False,
    "axes.prop_cycle": cycler(color=[DARK, MIDDLE, "#a9c8e0", MUTED, "#8c4a2f", LIGHT]),
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.labelcolor": INK,
    "axes.labelsize": SMALL,
    "axes.labelweight": fonts.TEXT_WEIGHT,
    "axes.titlesize": TEXT,
    "axes.titleweight": fonts.STRONG_WEIGHT,
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "yaxis.labellocation": "top",
    "xtick.color": RULE,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "xtick.major.width": 0.7,
    "ytick.alignment": "center",
    "ytick.color": RULE,
    "ytick.labelcolor": INK,
    "ytick.labelsize": TEXT,
    "ytick.major.width": 0.7,
    "legend.fontsize": SMALL,
    "legend.title_fontsize": SMALL,
    "legend.frameon": False,
    "grid.color": LIGHT,
    "svg.fonttype": "none",
    "svg.hashsalt": "sco-briefing",
    "svg.image_inline": True,
    "hatch.linewidth": 0.6,
    "figure.dpi": 72,
    "figure.facecolor": PAPER,
    "savefig.bbox": None,  # all that is drawn fits, or is refused
    "savefig.dpi": 72,
    "savefig.facecolor": PAPER,
    "path.simplify": False,
}


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour by the formula of WCAG."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours by the formula of WCAG, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Choose the text colour that reads best on *colour*."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def shade(n: int, largest: int) -> str:
    """Choose the shade of a cell: paper for none, darker for more."""
    if n == 0:
        return PAPER
    step = (n - 1) * len(SHADES) // max(largest, len(SHADES))
    return SHADES[min(step, len(SHADES) - 1)]


@contextmanager
def styled() -> Iterator[None]:
    """Let matplotlib draw in the style of the house, and give it back its own.

    Matplotlib's `rc_context` would copy and restore all its 300 settings at each of the
    thousand marks of a briefing, a tenth of the time that its charts take.
    """
    before = {key: rcParams[key] for key in STYLE}
    rcParams.update(STYLE)
    try:
        yield
    finally:
        rcParams.update(before)
