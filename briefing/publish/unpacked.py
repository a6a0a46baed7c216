"""What stands inside a file: the parts of an archive, the strings and streams of a PDF.

Everything stays bytes, so that a position in a part is a position that can be said.
"""

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

DEEPEST = 4
MARKED = (".html", "sharedStrings.xml")
URI = re.compile(rb"data:[\w/+.-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=\s]+")
# A cell that points to a shared text, or holds a number, can hold nothing else.
BARE_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^>]*?(?:/>|><v>[\d.E+-]*</v></c>)')
# Within a word of a page or a workbook may stand where its letters change their look.
TAG = re.compile(rb"<[^>]*>")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
TOLD = (b"/EmbeddedFile", b"/Metadata", b"/ObjStm")
HEX = re.compile(rb"<FEFF([0-9A-Fa-f]+)>")

Part = tuple[str, bytes]


def unpacked(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Yield the readable parts of a file, each with the words for where it stands."""
    if depth > DEEPEST:
        yield name, content
    elif content.startswith(b"PK\x03\x04"):
        yield from in_archive(name, content, depth)
    elif content.startswith(b"%PDF"):
        yield from in_pdf(name, content, depth)
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(name, inflated(content), depth + 1)
    elif b"\x00" in content:
        # Text of two bytes a letter reads as text once the zeros are out.
        yield name, content.replace(b"\x00", b"")
    else:
        # Fonts and pictures; what a picture says stands in the words of its cell.
        bare = URI.sub(b"data:", content) if b"data:" in content else content
        yield name, bare
        if name.endswith(MARKED):
            words = html.unescape(TAG.sub(b"", bare).decode("utf-8", "replace"))
            yield f"{name}, its words", words.encode()


def in_archive(name: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield the members of a zip archive, which a workbook is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                part = archive.read(member)
                if member.startswith("xl/worksheets/sheet"):
                    part = BARE_CELL.sub(b"", part)
                yield from unpacked(f"{name}, part {member}", part, depth + 1)
            yield f"{name}, names of its parts", "\n".join(archive.namelist()).encode()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        yield name, content


def in_pdf(name: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield the strings of a PDF, its metadata, and the files attached to it.

    Pages are drawn with the numbers of glyphs and cannot be read here; their words
    come from the notebooks.
    """
    for number, match in enumerate(STREAM.finditer(content), start=1):
        head = content[max(0, match.start() - 400) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if any(kind in head for kind in TOLD):
            what = "attachment" if TOLD[0] in head else "metadata"
            body = inflated(match[1]) if b"/FlateDecode" in head else match[1]
            yield from unpacked(f"{name}, {what} in stream {number}", body, depth + 1)
    bare = STREAM.sub(b"\n", content)
    said = b"\n".join(line for line in bare.split(b"\n") if b"(" in line)
    yield f"{name}, strings", said.replace(b"\x00", b"")
    wide = (bytes.fromhex(digits.decode()) for digits in even(HEX.findall(bare)))
    yield f"{name}, wide strings", b"\n".join(wide).replace(b"\x00", b"")


def even(found: list[bytes]) -> Iterator[bytes]:
    """Yield the hexadecimal strings that are whole bytes."""
    yield from (digits for digits in found if len(digits) % 2 == 0)


def inflated(content: bytes) -> bytes:
    """Unpack one compressed stream, or give it back where it is none."""
    try:
        if content.startswith(b"\x1f\x8b"):
            return gzip.decompress(content)
        return zlib.decompressobj().decompress(content)
    except (zlib.error, OSError, EOFError):
        return content
