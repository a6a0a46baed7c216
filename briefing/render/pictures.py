"""Pictures: decode what a notebook holds, and keep only what can be printed."""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import typst
from PIL import Image

from briefing.render.document import Document

# What the typesetter prints as it is; anything else becomes PNG.
PRINTED_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
PRINTED_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
MENTIONED = re.compile(
    r"""<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
DRAWN = re.compile(r"<svg\b.*?</svg>", re.IGNORECASE | re.DOTALL)

Picture = tuple[str, bytes]


def decoded(content: object) -> bytes:
    """Decode the base64 of a notebook; what is not base64 is no picture."""
    text = "".join(content) if isinstance(content, list) else str(content)
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def attached(cell: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pictures that a Markdown cell carries, by name."""
    return {
        name: decoded(next(iter(bundle.values()), ""))
        for name, bundle in cell.get("attachments", {}).items()
    }


def usable(content: bytes) -> Picture | None:
    """Return the picture in a form that can be printed, with its suffix, or None."""
    start = content[:2000].lstrip().lower()
    if start.startswith((b"<?xml", b"<svg", b"<!doctype svg", b"<!--")):
        return ("svg", content) if _is_svg(content) else None
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
) -> None:
    """Find the pictures that *html* mentions."""
    for match in MENTIONED.finditer(html):
        source = unescape(match[match.lastindex or 1])
        if name := find_picture(document, source, cell, held):
            document.places[f"{cell} {source}"] = name
            # Pandoc writes a blank in an address so.
            document.places[f"{cell} {source.replace(' ', '%20')}"] = name


def find_picture(
    document: Document, source: str, cell: int, held: Mapping[str, bytes]
) -> str:
    """Keep the picture at *source*: attached, inline, or in the same folder; return
    its name, or nothing if there is none.

    Nothing is fetched from the network, and nothing is read from outside the folder.
    """
    if source.lower().startswith(("http:", "https:", "//", "ftp:")):
        document.warn(f"cell {cell}: a remote picture was not fetched: {source}")
        return ""
    picture = usable(_content(source, held, document.folder))
    if picture is None:
        document.warn(f"cell {cell}: a picture could not be read: {source[:80]}")
        return ""
    return document.keep(picture)


def place_drawings(document: Document, html: str, cell: int) -> str:
    """Take the drawings out of *html*, which then mentions them as pictures."""
    html, held = drawings(html)
    place_pictures(document, html, cell, held)
    return html


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
