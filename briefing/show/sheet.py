"""A sheet as wide as the printed page, on which charts are laid out in points.

Everything is placed at its final size, so a label that fits here fits in print. The
house style is borrowed from matplotlib for as long as a sheet is drawn, and given back.
"""

from __future__ import annotations

import io
import re
from functools import cache, lru_cache
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from briefing.show import fonts, house
from briefing.show.house import Fill
from briefing.show.styled import styled

FINE = 720
FAMILIES = [fonts.SANS, fonts.ARABIC, fonts.DEVANAGARI, fonts.HAN]
Across = Literal["left", "center", "right"]
_ARABIC = re.compile(r"([\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+)")
_DEVANAGARI = re.compile(r"([\u0900-\u097f\ua8e0-\ua8ff]+)")
_HAN = re.compile(
    r"([\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+)"
)
_LABEL = re.compile(r"(<text[^>]*>)([^<]*)(</text>)")
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@cache
def _ruler() -> RendererAgg:
    """Give a small canvas to measure on; whole pixels at 72 dpi would be too coarse."""
    fonts.register()
    return RendererAgg(1, 1, FINE)  # type: ignore[no-untyped-call] # matplotlib leaves it untyped


@lru_cache(maxsize=4096)
def measure(words: str, size: float, *, strong: bool = False) -> float:
    """Give the printed width of *words* in points."""
    letters = _letters(size, strong=strong)
    width, _, _ = _ruler().get_text_width_height_descent(words, letters, ismath=False)  # type: ignore[no-untyped-call] # the same
    return float(width) * 72 / FINE


@cache
def _letters(size: float, *, strong: bool) -> FontProperties:
    """Name the letters to measure with."""
    weight = fonts.STRONG_WEIGHT if strong else fonts.TEXT_WEIGHT
    return FontProperties(family=FAMILIES, weight=weight, size=size)


class Sheet:
    """A drawing *height* points tall; x runs from the left, y from the top."""

    def __init__(self, height: float) -> None:
        """Take an empty sheet of the page's width."""
        fonts.register()
        self.height = height
        with styled():
            self.figure = Figure(figsize=(house.WIDTH / 72, height / 72))
            FigureCanvasAgg(self.figure)
            self._ax = self.figure.add_axes((0, 0, 1, 1))
            self._ax.set_xlim(0, house.WIDTH)
            self._ax.set_ylim(height, 0)
            self._ax.axis("off")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = house.TEXT,
        strong: bool = False,
        colour: str = house.INK,
        align: Across = "left",
    ) -> Text:
        """Print *words* with the middle of their line at *y*."""
        return self._ax.text(
            x,
            y + size * 0.33,  # the middle of a capital letter, whatever the letters
            words,
            family=FAMILIES,
            fontsize=size,
            fontweight=fonts.STRONG_WEIGHT if strong else fonts.TEXT_WEIGHT,
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,  # a dollar in a label is a dollar
            usetex=False,
        )

    def box(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Fill an area; one of no width is not drawn."""
        if width <= 0 or height <= 0:
            return
        with styled():
            area = Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill.face,
                edgecolor=fill.edge,
                linewidth=0.7,
                linestyle=(0, (2.5, 1.5)) if fill.dashed else "solid",
                hatch=fill.hatch or None,
            )
            if fill.hatch and fill.face == house.MIDDLE:
                area.set_hatchcolor(house.LIGHT)
            self._ax.add_patch(area)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a thin rule."""
        with styled():
            self._ax.plot([x, to_x], [y, to_y], color=house.RULE, linewidth=0.7)

    def width_of(
        self, words: str, *, size: float = house.TEXT, strong: bool = False
    ) -> float:
        """Measure *words* in points."""
        return measure(words, size, strong=strong)

    def svg(self) -> str:
        """Give the drawing as SVG, its labels as text; the same drawing, the same
        bytes.
        """
        buffer = io.StringIO()
        with styled():
            self.figure.savefig(buffer, format="svg", metadata=_METADATA)
        whole = buffer.getvalue().replace(
            f"'{fonts.HAN}'", f"'{fonts.HAN}', sans-serif"
        )
        return _LABEL.sub(_with_fonts, whole)

    def png(self, dpi: int = 150) -> bytes:
        """Give the drawing as pixels, for whoever wants to look at it."""
        buffer = io.BytesIO()
        with styled():
            self.figure.savefig(buffer, format="png", dpi=dpi)
        return buffer.getvalue()


def _with_fonts(label: re.Match[str]) -> str:
    """Name the font of Arabic, Hindi or Chinese: in an SVG nothing falls back."""
    start, words, end = label.groups()
    words = _ARABIC.sub(rf'<tspan font-family="{fonts.ARABIC}">\1</tspan>', words)
    words = _DEVANAGARI.sub(
        rf'<tspan font-family="{fonts.DEVANAGARI}">\1</tspan>', words
    )
    words = _HAN.sub(rf'<tspan font-family="{fonts.HAN}">\1</tspan>', words)
    return start + words + end
