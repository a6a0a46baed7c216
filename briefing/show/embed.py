"""The fonts of a chart, packed into its picture: a browser cannot be asked to install
any.

Only what JupyterLab shows carries them. The typesetter has the fonts by path.
"""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import unescape

from briefing.show import fonts
from briefing.show.cuttings import cutting, makers

_LABEL = re.compile(r">([^<>]+)</t")


def with_fonts(svg: str) -> str:
    """Add the letters that the labels of a chart need, in both weights, to its SVG."""
    letters = "".join(sorted(set(unescape("".join(_LABEL.findall(svg))))))
    faces = [
        f"@font-face{{font-family:'{fonts.SANS}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{_letters(letters, weight)})}}"
        for weight in (fonts.TEXT_WEIGHT, fonts.STRONG_WEIGHT)
    ]
    head, opening, rest = svg.partition("<svg ")
    tag, closing, body = rest.partition(">")
    return f"{head}{opening}{tag}{closing}<style>{''.join(faces)}</style>{body}"


@lru_cache(maxsize=64)
def _letters(letters: str, weight: int) -> str:
    """Cut a font down to some letters."""
    made_from = (*makers(), "chart", fonts.SANS, str(weight), letters)
    return base64.b64encode(cutting(made_from, lambda: _cut(letters, weight))).decode()


def _cut(letters: str, weight: int) -> bytes:
    """Cut a font down to some letters, as a file."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.static_font(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(hinting=False))
    cutter.populate(text=letters)
    cutter.subset(font)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
