"""What a browser shows of an SVG drawing and the typesetter cannot draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

# Without one of these signs a drawing is drawn as it is.
SIGN = re.compile(
    r"foreignObject|textPath|<(\w+:)?(script|animate|set)|@keyframes|@import"
    r"|xml-stylesheet|\bon\w+\s*=|href\s*=\s*[\"'](?!#|data:)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"@import\s+(?:url\()?[\"']?([^\"')\s;]+)")
SHEET = re.compile(r"<\?xml-stylesheet[^>]*href=[\"']([^\"']+)")
MOVING = {"animate", "animatetransform", "animatemotion", "set", "animatecolor"}
AS_PICTURE = "export it as PNG"
MOST_WORDS = 20  # of a message


class Loss(NamedTuple):
    """Something that a drawing loses on paper, the cure, and the words in it."""

    what: str
    cure: str
    words: str = ""


def losses(svg: str) -> list[Loss]:
    """List what would be missing of a drawing on paper."""
    if not SIGN.search(svg):
        return []
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(svg, "xml")
    return [*_words(soup), *_elsewhere(svg, soup), *_alive(svg, soup)]


def _named(soup: Any, *names: str) -> list[Any]:  # noqa: ANN401  # of BeautifulSoup
    """Find elements by their names in small letters, whatever their prefix."""
    return [one for one in soup.find_all() if _name(one) in names]


def _name(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its prefix."""
    return str(element.name).rpartition(":")[2].lower()


def _words(soup: Any) -> Iterator[Loss]:  # noqa: ANN401
    """Find words of HTML within a drawing, and words along a path that is not there."""
    inner = _named(soup, "foreignobject")
    drawn = " ".join(
        text.get_text(" ")
        for text in _named(soup, "text")
        if not text.find_parent(lambda one: _name(one) == "foreignobject")
    )
    known, said = (
        set(drawn.split()),
        " ".join(" ".join(one.get_text(" ") for one in inner).split()),
    )
    if set(said.split()) - known:
        few = " ".join(said.split()[:MOST_WORDS])
        what = f"words of a picture cannot be drawn (foreignObject): {few}"
        yield Loss(what, AS_PICTURE, said)
    elif any(one.find(lambda it: _name(it) in {"img", "math"}) for one in inner):
        what = "a part of a picture cannot be drawn (foreignObject)"
        yield Loss(what, AS_PICTURE)
    for along in _named(soup, "textpath"):
        target = _target(along)
        path = soup.find(id=target[1:]) if target.startswith("#") else None
        if path is None and along.get_text(strip=True) and not along.get("path"):
            said = " ".join(along.get_text(" ").split())
            what = f"words of a picture follow a path that is not there: {said}"
            yield Loss(what, AS_PICTURE, said)


def _target(element: Any) -> str:  # noqa: ANN401
    """Return what an element refers to."""
    return str(element.get("href") or element.get("xlink:href") or "").strip()


def _elsewhere(svg: str, soup: Any) -> Iterator[Loss]:  # noqa: ANN401
    """Find parts of a drawing that stand in other files: none is fetched."""
    found = [_target(one) for one in _named(soup, "image", "use", "feimage")]
    found = [one for one in found if one and not one.startswith(("#", "data:"))]
    for address in dict.fromkeys(found + ADDRESS.findall(svg) + SHEET.findall(svg)):
        what = f"a part of a picture stands elsewhere and is not shown: {address[:80]}"
        yield Loss(what, f"{AS_PICTURE}, or put that part into the drawing")


def _alive(svg: str, soup: Any) -> Iterator[Loss]:  # noqa: ANN401
    """Find what a drawing does in a browser only."""
    if _named(soup, "script") or re.search(r"<[^>]*\son\w+\s*=", svg):
        yield Loss("a script in a picture does nothing on paper", AS_PICTURE)
    if _named(soup, *MOVING) or "@keyframes" in svg:
        what = "a picture moves in a browser and stands still on paper"
        yield Loss(what, f"{AS_PICTURE} as it shall be seen")
