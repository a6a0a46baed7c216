"""The printed width of words."""

from __future__ import annotations

from functools import cache, lru_cache

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from briefing.exhibits import fonts

FINE = 720


@cache
def _ruler() -> RendererAgg:
    """Give a small canvas to measure on; whole pixels at 72 dpi would be too coarse."""
    fonts.register()
    return RendererAgg(1, 1, FINE)  # type: ignore[no-untyped-call] # matplotlib leaves it untyped


@lru_cache(maxsize=4096)
def measure(words: str, size: float, *, strong: bool = False) -> float:
    """Give the printed width of *words* in points."""
    letters = _font_properties(size, strong=strong)
    width, _, _ = _ruler().get_text_width_height_descent(words, letters, ismath=False)  # type: ignore[no-untyped-call] # the same
    return float(width) * 72 / FINE


@cache
def _font_properties(size: float, *, strong: bool) -> FontProperties:
    """Name the letters to measure with."""
    weight = fonts.STRONG_WEIGHT if strong else fonts.TEXT_WEIGHT
    return FontProperties(family=fonts.FAMILIES, weight=weight, size=size)
