"""Size, overlap and clipping of a chart's letters, read from its SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from xml.etree import ElementTree

from briefing.exhibits import fonts
from briefing.exhibits.text_width import measure

FLOOR = 7.0  # points in print

SLACK = 0.6  # the rounding of a pixel

ASCENT, DESCENT = 0.73, 0.22  # the reach of the letters of Source Sans

TEXT = "{http://www.w3.org/2000/svg}text"

TRANSLATE = re.compile(r"translate\(([-.\d]+)[ ,]+([-.\d]+)\)")


@dataclass(frozen=True)
class Printed:
    """One printed text and the box that its letters fill, in points from the top
    left.
    """

    words: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Printed) -> bool:
        """Tell whether two texts run into each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK


def broken(svg: str, width_mm: float) -> list[str]:
    """List what cannot be read on a drawing that is printed *width_mm* wide."""
    root = ElementTree.fromstring(svg)
    _, _, wide, high = (float(n) for n in root.attrib["viewBox"].split())
    scale = width_mm / 25.4 * 72 / wide
    found, texts = [], []
    for element in root.iter(TEXT):
        words = "".join(element.itertext())
        if re.search(r"rotate\((?!-?0[ )])", element.get("transform", "")):
            found.append(f"“{words}” is turned")
        elif words.strip():
            texts.append(box(element, words))
    for text in texts:
        if text.size * scale < FLOOR - 0.01:
            found.append(f"“{text.words}” is smaller than {FLOOR:g} pt")
        if min(text.left, text.top) < -SLACK or (
            text.right > wide + SLACK or text.bottom > high + SLACK
        ):
            found.append(f"“{text.words}” is clipped")
    texts.sort(key=lambda text: text.top)
    for i, one in enumerate(texts):
        below = takewhile(lambda text: text.top < one.bottom, texts[i + 1 :])  # noqa: B023 # used up before the next
        found += [
            f"“{one.words}” runs into “{other.words}”"
            for other in below
            if one.meets(other)
        ]
    return found


def box(element: ElementTree.Element, words: str) -> Printed:
    """Measure one text of a drawing."""
    style = element.get("style", "")
    size = float(_said(style, "font-size", "16"))
    strong = float(_said(style, "font-weight", "400")) >= fonts.STRONG_WEIGHT
    width = measure(words, size, strong=strong)
    x, baseline = float(element.get("x", 0)), float(element.get("y", 0))
    moved = TRANSLATE.search(element.get("transform", ""))  # a line of several
    if moved:
        x, baseline = x + float(moved[1]), baseline + float(moved[2])
    before = {"middle": width / 2, "end": width}.get(
        _said(style, "text-anchor", "start"), 0.0
    )
    left = x - before
    top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
    return Printed(words, size, left, top, left + width, bottom)


def _said(style: str, name: str, default: str) -> str:
    """Read one property of a style, without its unit."""
    found = re.search(rf"(?:^|;\s*){name}:\s*([\w.-]+?)(?:px|pt)?(?:;|$)", style)
    return found[1] if found else default
