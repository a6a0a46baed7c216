"""A finished PDF read back: its texts, and what stands in its margins."""

from __future__ import annotations

import ctypes
import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

# PDFium says this for a hyphen at the end of a line.
LINE_END_HYPHEN = "\ufffe"

# Letters and marks that are written from right to left, without digits and signs.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0610-\u065f\u066e-\u06d3\u06d5-\u06ed\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
)

ISOLATES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# A gap of so much of a letter's height parts two words.
GAP = 0.12

MILLIMETRE = 72 / 25.4

# What a letter may reach below its line, and what a stroke or a letter may stand out.
DESCENT = 2 * MILLIMETRE

ROUNDING = 1 * MILLIMETRE

# What runs along the head and the foot keeps at least so far from the edges.
RUNNING = 8 * MILLIMETRE

KINDS = {
    raw.FPDF_PAGEOBJ_PATH: "a line or an area",
    raw.FPDF_PAGEOBJ_IMAGE: "a picture",
    raw.FPDF_PAGEOBJ_FORM: "a drawing",
}

# PDFium must not be called from two threads at once.
_ONE_AT_A_TIME = threading.Lock()


class _Letter(NamedTuple):
    """A letter, where it stands on its line, and how large it is set."""

    letter: str
    left: float
    right: float
    baseline: float
    height: float

    @property
    def middle(self) -> float:
        """Return the middle between its left and its right end."""
        return (self.left + self.right) / 2


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for one thread at a time."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


class Margins(NamedTuple):
    """How far the text of a page keeps from the edges of the paper, in points."""

    side: float
    top: float
    bottom: float


class Page(NamedTuple):
    """One page that was read back."""

    number: int
    body: str  # its text between the margins
    outside: tuple[str, ...]  # what stands in a margin: what, and how far


def pages(pdf: bytes, margins: Margins, first: Margins) -> list[Page]:
    """Read every page; the *first* has margins of its own.

    What runs along the head and the foot of every page is marked as no part of the
    text, and is left out as long as it stays where it belongs.
    """
    with opened(pdf) as document:
        found = []
        for number, page in enumerate(document, start=1):
            kept = first if number == 1 else margins
            outside = tuple(dict.fromkeys(_outside(page, kept)))
            found.append(Page(number, text_of(page, kept), outside))
            page.close()
        return found


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page, line by line as it stands there.

    What stands beside the paper is in it too. A word that was broken at the end of a
    line is in two pieces. Lines with words that are written from right to left stand
    below all others: first their other words, then these, each in the order of its
    letters.
    """
    with opened(pdf) as document:
        return [text_of(page) for page in document]


def text_of(page: pypdfium2.PdfPage, margins: Margins | None = None) -> str:
    """Return the text of one page of a document that is open, or what of it stands
    between the top and the bottom margin.
    """
    textpage = page.get_textpage()
    height = page.get_height()
    low, high = 0.0, height
    if margins:
        low, high = margins.bottom - DESCENT, height - margins.top + ROUNDING
    try:
        text: str = textpage.get_text_range(errors="replace")
        if margins:
            text = _between(textpage, text, low, high)
        if RIGHT_TO_LEFT.search(text):
            letters = [
                one
                for one in _letters(textpage)
                if not margins or low <= one.baseline <= high
            ]
            text = _with_lines_of_both_directions(letters)
    finally:
        textpage.close()
    return text.replace(LINE_END_HYPHEN, "-").replace("\r\n", "\n")


def _between(
    textpage: pypdfium2.PdfTextPage, text: str, low: float, high: float
) -> str:
    """Return what of a page's text stands between two heights.

    PDFium tells where a line ends only of a whole page, so what runs along its head and
    its foot is taken away from that; anything else above or below is left out as well.
    """
    far = 1e5

    def part(bottom: float, top: float) -> str:
        said: str = textpage.get_text_bounded(-far, bottom, far, top, errors="replace")
        return said.strip()

    above, below, whole = part(high, far), part(-far, low), text.strip()
    if whole.startswith(above) and whole.endswith(below):
        return whole.removeprefix(above).removesuffix(below)
    return part(low, high)


def _letters(textpage: pypdfium2.PdfTextPage) -> Iterator[_Letter]:
    """Yield every letter of a page, and the blanks that PDFium adds."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(textpage, index))
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        size = raw.FPDFText_GetFontSize(textpage, index)
        yield _Letter(letter, box.left, box.right, y.value, size)


def _with_lines_of_both_directions(letters: Sequence[_Letter]) -> str:
    """Write a page of which PDFium puts some lines into an order of its own."""
    turned = [one for one in letters if RIGHT_TO_LEFT.match(one.letter)]
    turned.sort(key=lambda one: -one.baseline)
    heights: list[float] = []
    lines: dict[float, list[_Letter]] = {}
    for one in turned:
        if not heights or heights[-1] - one.baseline > 0.4 * one.height:
            heights.append(one.baseline)
        lines.setdefault(heights[-1], []).append(one)
    others = ""
    beside: dict[float, list[_Letter]] = {}
    for one in letters:
        if RIGHT_TO_LEFT.match(one.letter) or ISOLATES.match(one.letter):
            continue
        line = _line_of(one, heights)
        if line is None or one.letter.isspace():
            others += one.letter
        else:
            beside.setdefault(line, []).append(one)
    for height, line_letters in lines.items():
        around = sorted(beside.get(height, ()), key=lambda one: one.left)
        others += f"\n{_from_left(around)}\n{_from_right(line_letters)}"
    return others


def _line_of(letter: _Letter, heights: Sequence[float]) -> float | None:
    """Find the line with words of the other direction that a letter stands on."""
    place = bisect_left(heights, -letter.baseline, key=lambda height: -height)
    near = heights[max(place - 1, 0) : place + 1]
    reach = 0.4 * max(letter.height, 1)
    return next((one for one in near if abs(one - letter.baseline) < reach), None)


def _from_left(line: Sequence[_Letter]) -> str:
    """Put the letters of a line together, a blank where there is a gap."""
    said = line[0].letter if line else ""
    for before, one in pairwise(line):
        gap = one.left - before.right
        said += f" {one.letter}" if gap > GAP * one.height else one.letter
    return said


def _from_right(line: Sequence[_Letter]) -> str:
    """Put letters together that are read from right to left.

    A letter may be drawn in pieces, such as its dots, each of which says to be that
    letter: it counts once.
    """
    kept: list[_Letter] = []
    for one in sorted(line, key=lambda one: -one.middle):
        same = next((n for n in (-1, -2, -3) if _in_one(kept[n:], one)), None)
        if same is None:
            kept.append(one)
        elif one.right - one.left > kept[same].right - kept[same].left:
            kept[same] = one
    said = kept[0].letter
    for before, one in pairwise(kept):
        gap = before.left - one.right
        said += f" {one.letter}" if gap > GAP * one.height else one.letter
    return said


def _in_one(kept: Sequence[_Letter], other: _Letter) -> bool:
    """Whether the first of some letters is the same, at the same place."""
    if not kept or kept[0].letter != other.letter:
        return False
    one = kept[0]
    narrower = min(one.right - one.left, other.right - other.left)
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared >= 0.5 * narrower


def _outside(page: pypdfium2.PdfPage, margins: Margins) -> Iterator[str]:
    """Yield what of a page stands outside of its margins."""
    width, height = page.get_size()
    least_x, most_x = margins.side - ROUNDING, width - margins.side + ROUNDING
    least_y, most_y = margins.bottom - DESCENT, height - margins.top + ROUNDING
    box = [ctypes.c_float() for _ in range(4)]
    for index in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, index)
        raw.FPDFPageObj_GetBounds(thing, *box)
        left, bottom, right, top = (one.value for one in box)
        beside = left < least_x or right > most_x
        if not beside and bottom >= least_y and top <= most_y:
            continue
        if _is_artifact(thing):
            whole = left <= 1 and right >= width - 1
            if whole or (not beside and RUNNING < bottom <= top < height - RUNNING):
                continue
        beyond = {
            "left": least_x - left,
            "right": right - most_x,
            "bottom": least_y - bottom,
            "top": top - most_y,
        }
        side = max(beyond, key=lambda one: beyond[one])
        kind = KINDS.get(raw.FPDFPageObj_GetType(thing), "text")
        far = max(round(beyond[side] / MILLIMETRE), 1)
        yield f"{kind} {far} mm outside the {side} margin"


def _is_artifact(thing: object) -> bool:
    """Whether an object of a page is marked as no part of the text."""
    name, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    letters = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
    for index in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        raw.FPDFPageObjMark_GetName(mark, letters, len(name), length)
        if name.raw[: length.value].decode("utf-16-le").startswith("Artifact"):
            return True
    return False
