"""Pictures found, decoded and converted."""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

import typst
from PIL import Image

from briefing.render.document import Document
from briefing.render.notebook import as_text

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


def _element_named(soup: Any, *names: str) -> list[Any]:  # noqa: ANN401  # of BeautifulSoup
    """Find elements by their names in small letters, whatever their prefix."""
    return [one for one in soup.find_all() if _name(one) in names]


def _name(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its prefix."""
    return str(element.name).rpartition(":")[2].lower()


def _words(soup: Any) -> Iterator[Loss]:  # noqa: ANN401
    """Find words of HTML within a drawing, and words along a path that is not there."""
    inner = _element_named(soup, "foreignobject")
    drawn = " ".join(
        text.get_text(" ")
        for text in _element_named(soup, "text")
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
    for along in _element_named(soup, "textpath"):
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
    found = [_target(one) for one in _element_named(soup, "image", "use", "feimage")]
    found = [one for one in found if one and not one.startswith(("#", "data:"))]
    for address in dict.fromkeys(found + ADDRESS.findall(svg) + SHEET.findall(svg)):
        what = f"a part of a picture stands elsewhere and is not shown: {address[:80]}"
        yield Loss(what, f"{AS_PICTURE}, or put that part into the drawing")


def _alive(svg: str, soup: Any) -> Iterator[Loss]:  # noqa: ANN401
    """Find what a drawing does in a browser only."""
    if _element_named(soup, "script") or re.search(r"<[^>]*\son\w+\s*=", svg):
        yield Loss("a script in a picture does nothing on paper", AS_PICTURE)
    if _element_named(soup, *MOVING) or "@keyframes" in svg:
        what = "a picture moves in a browser and stands still on paper"
        yield Loss(what, f"{AS_PICTURE} as it shall be seen")


# What the typesetter prints as it is; anything else becomes PNG.
PRINTED_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}

PRINTED_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}

MENTIONED = re.compile(
    r"""<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""",
    re.IGNORECASE,
)

ELSEWHERE = re.compile(
    rb"<(?:\w+:)?image\b[^>]*?href\s*=\s*[\"'](?!#|data:)[^>]*?"
    rb"(?:/>|>\s*</(?:\w+:)?image\s*>)",
    re.IGNORECASE,
)

DRAWN = re.compile(r"<svg\b.*?</svg>", re.IGNORECASE | re.DOTALL)

Picture = tuple[str, bytes]


def decoded(content: object) -> bytes:
    """Decode the base64 of a notebook; what is not base64 is no picture."""
    try:
        return base64.b64decode("".join(as_text(content).split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def attached(cell: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pictures that a Markdown cell carries, by name."""
    return {
        name: decoded(next(iter(bundle.values()), ""))
        for name, bundle in cell.get("attachments", {}).items()
    }


def is_drawing(content: bytes) -> bool:
    """Whether a picture begins as SVG does."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<?xml", b"<svg", b"<!doctype svg", b"<!--"))


def usable(content: bytes) -> Picture | None:
    """Return the picture in a form that can be printed, with its suffix, or None."""
    if is_drawing(content):
        return next((("svg", one) for one in _alone(content) if _is_svg(one)), None)
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            suffix = PRINTED_FORMATS.get(image.format or "")
            if suffix and image.mode in PRINTED_MODES:
                return suffix, content
            png = io.BytesIO()
            mode = "RGBA" if "A" in image.getbands() else "RGB"
            image.convert(mode).save(png, format="PNG")
            return "png", png.getvalue()
    # Pillow raises whatever its decoders raise, and SyntaxError for broken PNG.
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def _alone(content: bytes) -> Iterator[bytes]:
    """A drawing as it is, and without the pictures in other files: the typesetter
    draws nothing of one that mentions a file that it cannot read.
    """
    yield content
    bare = ELSEWHERE.sub(b"", content)
    if bare != content:
        yield bare


def _is_svg(content: bytes) -> bool:
    """Ask the typesetter whether it can draw this."""
    quoted = content.decode("utf-8", "replace")
    quoted = quoted.replace("\\", "\\\\").replace('"', '\\"')
    try:
        typst.compile(
            f'#image(bytes("{quoted}"), format: "svg")'.encode(),
            format="svg",
            ignore_system_fonts=True,
        )
    except typst.TypstError:
        return False
    return True


def place_pictures(
    document: Document, html: str, cell: int, held: Mapping[str, bytes]
) -> list[str]:
    """Find the pictures that *html* mentions.

    Returned are the words of drawings that cannot be drawn, to be printed below.
    """
    lost: list[str] = []
    for match in MENTIONED.finditer(html):
        source = unescape(match[match.lastindex or 1])
        name, words = find_picture(document, source, cell, held)
        lost += words
        if name:
            document.places[f"{cell} {source}"] = name
            # Pandoc writes a blank in an address so.
            document.places[f"{cell} {source.replace(' ', '%20')}"] = name
    return lost


def find_picture(
    document: Document, source: str, cell: int, held: Mapping[str, bytes]
) -> tuple[str, list[str]]:
    """Keep the picture at *source*: attached, inline, or in the same folder; return
    its name, or nothing if there is none, and its words that cannot be drawn.

    Nothing is fetched from the network, and nothing is read from outside the folder.
    Returned are the words of drawings that cannot be drawn, to be printed below.
    """
    if source.lower().startswith(("http:", "https:", "//", "ftp:")):
        document.warn(f"cell {cell}: a remote picture was not fetched: {source}")
        return "", []
    content = _content(source, held, document.folder)
    lost = warn_of_losses(document, content, cell)
    picture = usable(content)
    if picture is None:
        document.warn(f"cell {cell}: a picture could not be read: {source[:80]}")
        return "", lost
    return document.add_picture(picture), lost


def warn_of_losses(document: Document, content: bytes, cell: int) -> list[str]:
    """Say what of a drawing cannot be drawn, and return the words among it."""
    if not is_drawing(content):
        return []
    found = losses(content.decode("utf-8", "replace"))
    for loss in found:
        document.warn(f"cell {cell}: {loss.what}; {loss.cure}")
    return [loss.words for loss in found if loss.words]


def add_lost_words(document: Document, lost: Sequence[str]) -> None:
    """Print below a drawing the words that are missing in it."""
    for words in lost:
        document.add("notice", f"Words that the picture above lacks: {words}")


def place_drawings(document: Document, html: str, cell: int) -> tuple[str, list[str]]:
    """Take the drawings out of *html*, which then mentions them as pictures.

    Returned with it are the words that cannot be drawn.
    """
    html, held = drawings(html)
    return html, place_pictures(document, html, cell, held)


def drawings(html: str) -> tuple[str, dict[str, bytes]]:
    """Put mentions in the place of drawings, and return these by name."""
    held: dict[str, bytes] = {}
    for match in DRAWN.finditer(html):
        name = f"drawing-{len(held) + 1}"
        held[name] = _named(match.group()).encode("utf-8", "replace")
        html = html.replace(match.group(), f'<img src="attachment:{name}">', 1)
    return html, held


def _named(drawing: str) -> str:
    """Say that a drawing is SVG, which in HTML goes without saying."""
    if "xmlns=" in drawing.split(">", 1)[0]:
        return drawing
    return drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def _content(source: str, held: Mapping[str, bytes], folder: Path) -> bytes:
    """Return the bytes of one picture, or none."""
    if source.startswith("attachment:"):
        name = source.removeprefix("attachment:")
        return next((held[one] for one in _spellings(name) if one in held), b"")
    if source.startswith("data:"):
        head, _, body = source.partition(",")
        return decoded(unquote(body)) if "base64" in head else unquote_to_bytes(body)
    return next(filter(None, (_file(one, folder) for one in _spellings(source))), b"")


def _spellings(source: str) -> Iterator[str]:
    """Yield the names that an address may mean: decoded first, as a browser asks,
    else as it is written, else without what follows the name of the file.
    """
    bare = re.split(r"[?#]", source)[0]
    for one in (unquote(source), source, unquote(bare)):
        for path in (one, one.replace("\\", "/")):
            yield from (unicodedata.normalize("NFC", path), path)
            yield unicodedata.normalize("NFD", path)


def _file(name: str, folder: Path) -> bytes:
    """Return what is in a file of the folder, or nothing."""
    try:
        home = folder.resolve()
        path = (home / name).resolve()
        inside = path.is_relative_to(home) and path.is_file()
        return path.read_bytes() if inside else b""
    except (OSError, ValueError):
        # No file can have such a name.
        return b""
