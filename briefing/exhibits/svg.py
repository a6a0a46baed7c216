"""A figure of matplotlib as SVG: its labels as text, the same bytes each time."""

from __future__ import annotations

import io
import re

from matplotlib import rc_context
from matplotlib.figure import Figure

from briefing.exhibits import fonts, style

_ARABIC = re.compile(r"([\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+)")

_DEVANAGARI = re.compile(r"([\u0900-\u097f\ua8e0-\ua8ff]+)")

_HAN = re.compile(
    r"([\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+)"
)

_LABEL = re.compile(r"(<text[^>]*>)([^<]*)(</text>)")

_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def svg_of(fig: Figure) -> str:
    """Return a figure as SVG, whatever matplotlib is set to."""
    buffer = io.StringIO()
    with rc_context(style.STYLE):
        fig.savefig(buffer, format="svg", metadata=_METADATA)
    whole = buffer.getvalue().replace(f"'{fonts.HAN}'", f"'{fonts.HAN}', sans-serif")
    return _LABEL.sub(_with_fonts, whole)


def _with_fonts(label: re.Match[str]) -> str:
    """Name the font of Arabic, Hindi or Chinese: in an SVG nothing falls back."""
    start, words, end = label.groups()
    words = _ARABIC.sub(rf'<tspan font-family="{fonts.ARABIC}">\1</tspan>', words)
    words = _DEVANAGARI.sub(
        rf'<tspan font-family="{fonts.DEVANAGARI}">\1</tspan>', words
    )
    words = _HAN.sub(rf'<tspan font-family="{fonts.HAN}">\1</tspan>', words)
    return start + words + end
