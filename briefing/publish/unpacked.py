"""What stands inside a file: the parts of an archive, the strings and streams of a PDF.

Everything stays bytes, so that a position in a part is a position that can be said.
"""

import base64
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
# A picture that is text, within a page.
WRITTEN = re.compile(
    rb"data:(?:image/svg\+xml|text/\w+|application/\w*(?:json|xml))(?:;[\w=-]+)*;base64,"
    rb"([A-Za-z0-9+/=]+)"
)
ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")
# A cell that points to a shared text, or holds a number, can hold nothing else.
BARE_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^>]*?(?:/>|><v>[\d.E+-]*</v></c>)')
# Within a word of a page or a workbook may stand where its letters change their look.
LOOK = (
    rb"</?(?:a|abbr|b|cite|code|em|i|mark|small|span|strong|sub|sup|tspan|u|wbr"
    rb"|r|t|rPr|sz|color|rFont|family|scheme|charset|vertAlign)(?=[\s/>])[^>]*>"
)
TAG = re.compile(rb"(" + LOOK + rb")|<[^>]*>")
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
    elif content.startswith(b"PAR1"):
        yield name, in_parquet(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(name, inflated(content), depth + 1)
    elif b"\x00" in content:
        # Text of two bytes a letter reads as text once the zeros are out.
        yield name, content.replace(b"\x00", b"")
    else:
        # Fonts and pictures; what a picture says stands in the words of its cell.
        bare = URI.sub(b"data:", content) if b"data:" in content else content
        yield name, bare
        for number, match in enumerate(WRITTEN.finditer(content), start=1):
            inner = base64.b64decode(match[1])
            yield from unpacked(f"{name}, picture {number}", inner, depth + 1)
        if b"\\u" in bare:
            yield f"{name}, its escapes", ESCAPE.sub(letter, bare)
        if name.endswith(MARKED):
            words = html.unescape(TAG.sub(apart, bare).decode("utf-8", "replace"))
            yield f"{name}, its words", words.encode()


def apart(tag: re.Match[bytes]) -> bytes:
    """Leave out a tag within a word; any other ends a line."""
    return b"" if tag[1] else b"\n"


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
    texts = "\n".join(one.decode("utf-16-be", "replace") for one in wide)
    yield f"{name}, wide strings", texts.encode("utf-8", "replace")


def in_parquet(content: bytes) -> bytes:
    """Give every different text of a Parquet file, a line for each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    cells = [one for column in table.columns for one in column.unique().to_pylist()]
    lists = (cell if isinstance(cell, list) else [cell] for cell in cells)
    told = [str(table.schema.metadata or ""), *table.column_names]
    said = (one for found in lists for one in found if isinstance(one, str))
    return "\n".join([*told, *said]).encode()


def letter(escape: re.Match[bytes]) -> bytes:
    """Write the letter that an escape of JSON stands for."""
    return chr(int(escape[1], 16)).encode("utf-8", "replace")


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
