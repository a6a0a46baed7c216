"""What is wrong with a file as a whole: one cause, said before what follows from it."""

import csv
from collections.abc import Collection, Iterable, Sequence

# What other kinds of files begin with.
OTHERS = (
    (b"PK\x03\x04", "a workbook, or another kind of ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
)

MARKED = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# What programs write that do not write UTF-8, by the letters that they are for.
OLD = ("cp1251", "cp1252", "cp1256", "gb18030")

DELIMITERS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "upright bars"}

FEW = 20  # lines in which a header is looked for

LOOKED_AT = 4096  # bytes that tell what a file is


def other_kind(raw: bytes) -> str:
    """Name the kind of a file that is no text, or nothing."""
    start = raw[:LOOKED_AT].lstrip().lower()
    return next((kind for sign, kind in OTHERS if start.startswith(sign.lower())), "")


def sixteen_bits(raw: bytes) -> str:
    """Name the encoding of a text whose characters take two or four bytes, or
    nothing.
    """
    for mark, encoding in MARKED:
        if raw.startswith(mark):
            return encoding
    start = raw[:LOOKED_AT]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    # Of letters that have codes below 256, every second byte is zero.
    if max(even, odd) * 3 > len(start) and min(even, odd) * 10 < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def readings(raw: bytes, start: int) -> str:
    """Say how the word around a byte reads in each encoding that it may be in."""
    line = raw[raw.rfind(b"\n", 0, start) + 1 :].split(b"\n", 1)[0].rstrip(b"\r")
    found: dict[str, str] = {}
    for encoding in OLD:
        try:
            letters = line.decode(encoding)
        except UnicodeDecodeError:
            continue
        word = next(
            (w for w in letters.replace(",", " ").split() if not w.isascii()), ""
        )
        if word and word.isprintable():
            found.setdefault(word[:FEW], encoding)
    return ", ".join(f"as {name} it reads '{word}'" for word, name in found.items())


def cells_of(line: str, delimiter: str) -> list[str]:
    """Part one line as a file of this delimiter would be."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def other_delimiter(line: str, used: str, names: Collection[str]) -> str:
    """Give the delimiter that finds names of columns in a header, or nothing."""
    found = {one: len({*names} & {*cells_of(line, one)}) for one in DELIMITERS}
    best = max(found, key=lambda one: found[one])
    here = len({*names} & {*cells_of(line, used)})
    return best if best != used and found[best] > here and found[best] > 1 else ""


def header_in(rows: Iterable[Sequence[str]], names: Collection[str]) -> int:
    """Give the place from 0 of the row that names most of the columns, or -1."""
    known = [len({*names} & {cell.strip() for cell in row}) for row in rows]
    most = max(known, default=0)
    return known.index(most) if most * 2 > len(names) else -1


def quotes(error: object) -> str:
    """Say in our words what keeps a row from being read as CSV."""
    said = str(error)
    if "unexpected end of data" in said:
        return "a quotation mark is opened here and never closed"
    if "expected after" in said:
        return "a quotation mark is opened here and closed within a text"
    return said
