"""The last look: every word is in print, and nothing leaves the margins."""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from briefing.render.document import Block, Document
from briefing.render.errors import TypesettingError
from briefing.render.pdf_text import MILLIMETRE, Margins, Page, pages
from briefing.render.source_words import (
    Piece,
    definitions_of_links,
    unshown,
    words_of_author,
    words_of_html,
    words_of_markdown,
)
from briefing.render.source_words import pieces as pieces_of

# Scripts without blanks are held word by word, which is letter by letter; a long word
# in pieces, because it may be broken at the end of a line, a column or a page.
TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]|"
    "[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff]{1,24}"
)

# Their letters are drawn in pieces, or in another order than they are written in.
JOINED = re.compile("[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufeff]")

# As in templates/style.typ and briefing.typ; the cover has the same on all sides.
SIDE, TOP, BOTTOM = (size * MILLIMETRE for size in (20, 28, 25))

# The names of calls, which are no words of the text.
CALLS = re.compile(r"#[\w.-]+|\b[a-z][\w-]*(?=\()")

SHOWS = re.compile(r'<img\b[^>]*?\bsrc="([^"]*\.svg)"')

MOST_NAMED = 12  # words that a message names

LONG = 8  # letters of a word that no other one holds by chance


def tokens(text: str) -> list[str]:
    """Cut a text into words, without anything by which one writing differs from
    another: case, ligatures, accents, signs, blanks.
    """
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


class Shown:
    """The letters of what was made, each of which stands for one that was written."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take in the words of all pages, in order."""
        self.letters = bytearray("".join(words).encode())
        self.cursor = 0
        self._edges = bytearray(len(self.letters) + 1)
        self._places: dict[str, list[int]] = {}
        place = 0
        for word in words:
            self._edges[place] = 1
            self._places.setdefault(word, []).append(place)
            place += len(word.encode())
        self._edges[place] = 1

    def take(self, words: Sequence[str]) -> bool:
        """Find some words in a row and take them away, nearest after the last ones.

        They are looked for where the rarest of them stands.
        """
        places = [self._places.get(word, ()) for word in words]
        rarest = min(range(len(words)), key=lambda n: len(places[n]))
        before = len("".join(words[:rarest]).encode())
        wanted = "".join(words).encode()
        near = bisect_left(places[rarest], self.cursor + before)
        for place in (*places[rarest][near:], *places[rarest][:near]):
            start, end = place - before, place - before + len(wanted)
            if start >= 0 and self.letters[start:end] == wanted:
                if not (self._edges[start] and self._edges[end]):
                    continue
                self._blank(start, len(wanted))
                self.cursor = end
                return True
        return False

    def take_part(self, word: str, *, whole: bool = False) -> bool:
        """Take a word that is broken at the end of a line, or which, where it need not
        be *whole*, has something of ours right beside it.
        """
        wanted = word.encode()
        place = self.letters.find(wanted)
        while whole and place >= 0:
            if self._edges[place] and self._edges[place + len(wanted)]:
                break
            place = self.letters.find(wanted, place + 1)
        if place < 0:
            return False
        self._blank(place, len(wanted))
        return True

    def take_letters(self, word: str) -> bool:
        """Take the letters of a word wherever they stand, for scripts that join."""
        if not JOINED.search(word):
            return False
        left = Counter(JOINED.findall(self.letters.replace(b"\0", b"").decode()))
        if Counter(word) - left:
            return False
        for letter in word:
            self._blank(self.letters.find(letter.encode()), len(letter.encode()))
        return True

    def _blank(self, place: int, length: int) -> None:
        """Take letters away."""
        self.letters[place : place + length] = bytes(length)


def _align(
    shown: Shown, given: Sequence[tuple[Piece, Sequence[str]]], chosen: set[int]
) -> dict[int, list[int]]:
    """Take the chosen pieces away from what is shown, the longest rows of words first;
    return the places of the words that were not found.
    """
    heap = [
        (-sum(map(len, given[n][1])), n, 0, len(given[n][1]))
        for n in sorted(chosen)
        if given[n][1]
    ]
    heapq.heapify(heap)
    lost: dict[int, list[int]] = {}
    while heap:
        _, number, start, end = heapq.heappop(heap)
        words = given[number][1]
        if shown.take(words[start:end]):
            continue
        if end - start > 1:
            middle = (start + end) // 2
            for part in ((start, middle), (middle, end)):
                length = sum(map(len, words[slice(*part)]))
                heapq.heappush(heap, (-length, number, *part))
        elif not shown.take_part(words[start], whole=len(words[start]) < LONG):
            lost.setdefault(number, []).append(start)
    return lost


def missing(pieces: Iterable[Piece], texts: Iterable[str]) -> Iterator[Piece]:
    """Yield what of *pieces* is not in *texts*, as often as it was written.

    Most words are only counted. Those of which too few are found may be broken: all
    pieces that hold them are looked for, long rows of words first, and what is not
    found in halves. So each finds its own place, wherever a page breaks or a note
    stands in between.
    """
    read = [token for text in texts for token in tokens(text)]
    given = [(piece, tokens(piece.text)) for piece in pieces]
    few = Counter(chain.from_iterable(words for _, words in given)) - Counter(read)
    if not few:
        return
    shown = Shown(read)
    rare = {n for n, (_, words) in enumerate(given) if not few.keys().isdisjoint(words)}
    lost = _align(shown, given, rare)
    if any(given[n][1][at] in few for n, places in lost.items() for at in places):
        # Letters that belong to other pieces are no parts of what is missing.
        lost |= _align(shown, given, set(range(len(given))) - rare)
    for number, places in sorted(lost.items()):
        piece, words = given[number]
        gone = [
            words[n]
            for n in sorted(places)
            if words[n] in few
            and not shown.take_part(words[n])
            and not shown.take_letters(words[n])
        ]
        if gone:
            yield Piece(piece.place, " ".join(gone))


def check_reading(document: Document) -> None:
    """Hold what authors wrote against the HTML that our reader of Markdown made of it.

    A word that it lost is said with its cell, or in a chapter of ours refused, unless a
    message names it already.
    """
    notebooks: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.kind == "author":
            name = document.notebook(int(block.attributes["cell"]))
            notebooks.setdefault(name, []).append(block)
    for blocks in notebooks.values():
        for cell, words in _unread(document, blocks):
            where = f"cell {cell}" if cell else document.place(cell)
            document.warn(
                f"{where}: these words were not understood, and would not be printed: "
                f"{_named(' '.join(words))}; write them in another way"
            )


def _unread(
    document: Document, blocks: Sequence[Block]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of one notebook that its HTML lacks, by cell."""
    links: dict[str, Any] = {}
    for block in blocks:
        for label, target in definitions_of_links(block.source).items():
            links.setdefault(label, target)
    written = [
        tokens(words_of_markdown(block.source, ours=_is_ours(block), links=links))
        for block in blocks
    ]
    read = [tokens(words_of_author(block.text)) for block in blocks]
    if not _beyond(chain.from_iterable(written), chain.from_iterable(read)):
        return
    read = [
        [*words, *tokens(_drawn(document, block))]
        for words, block in zip(read, blocks, strict=True)
    ]
    more = "".join(_beyond(chain.from_iterable(read), chain.from_iterable(written)))
    few = Counter(chain.from_iterable(written)) - Counter(chain.from_iterable(read))
    owed = []
    for block, had, has in zip(blocks, written, read, strict=True):
        opening = f"{document.place(int(block.attributes['cell']))}:"
        said = [one for one in document.warnings if one.startswith(opening)]
        lacking = _beyond(had, has)
        told = tokens("\n".join([unshown(block.source, ours=_is_ours(block)), *said]))
        owed.append(_beyond(lacking, told))
        few -= Counter(lacking) - Counter(owed[-1])
        more += "".join(_beyond(told, lacking))
    for block, lacking in zip(blocks, owed, strict=True):
        # Where two readers end a word in two places, its letters are there.
        words = [word for word in lacking if few[word] and word not in more]
        few -= Counter(words)
        if words:
            yield int(block.attributes["cell"]), words


def _beyond(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """List the words that are not among others, as often as they are not."""
    left = Counter(others)
    beyond = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            beyond.append(word)
    return beyond


def _is_ours(block: Block) -> bool:
    """Whether an author of ours wrote it, who cites sources."""
    return block.attributes.get("form") == "ours"


def _drawn(document: Document, block: Block) -> str:
    """Return the words of the drawings in a text."""
    names = SHOWS.findall(block.text)
    shown = (document.pictures.get(name, b"").decode() for name in names)
    return words_of_html("\n".join(shown))


def check_pdf(document: Document, body: str, pdf: bytes, name: str) -> None:
    """Hold a finished PDF against what it was made from, or refuse it.

    *body* is what the typesetter was given. A word that is missing there was not read
    from its cell: that is said of somebody else's notebook, and stops one of ours. What
    was read has to be printed, between the margins.
    """
    ours = document.front.ours
    usual = Margins(SIDE, TOP, BOTTOM)
    cover = Margins(SIDE, SIDE, SIDE) if ours and not document.front.compact else usual
    read = pages(pdf, usual, cover)
    lost = list(missing(pieces_of(document), (page.body for page in read)))
    by = "" if ours else f"{name}, "  # the chapters of ours are named in their places
    if lost and not ours:
        given = missing(pieces_of(document), [CALLS.sub(" ", body)])
        printed_badly = list(_without(lost, list(given)))
        for piece in _without(lost, printed_badly):
            document.warn(
                f"{piece.place}: these words were not understood, and are not in the "
                f"PDF: {_named(piece.text)}"
            )
        lost = printed_badly
    outside = [(page.number, page.outside) for page in read if page.outside]
    if lost:
        raise TypesettingError(_lost(by, lost, "PDF", outside))
    if outside:
        raise TypesettingError(_left(by, outside, read))


def _without(lost: Sequence[Piece], others: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what is lost beyond what others say."""
    said = Counter(
        (piece.place, word) for piece in others for word in piece.text.split()
    )
    for piece in lost:
        words = []
        for word in piece.text.split():
            if said[piece.place, word]:
                said[piece.place, word] -= 1
            else:
                words.append(word)
        if words:
            yield Piece(piece.place, " ".join(words))


def check_page(document: Document, page: str) -> None:
    """Hold a finished page for a browser against what it was made from, or refuse
    it.
    """
    lost = list(missing(pieces_of(document, page=True), [words_of_html(page)]))
    if lost:
        raise TypesettingError(_lost("", lost, "page for a browser", []))


def _lost(
    by: str,
    lost: Sequence[Piece],
    where: str,
    outside: Sequence[tuple[int, Sequence[str]]],
) -> str:
    """Name the first place of which words are missing, and how many others there
    are.
    """
    first = lost[0]
    others = len({piece.place for piece in lost} - {first.place})
    also = f", and words of {others} other places" if others else ""
    beyond = "".join(f" On page {n} there is {kinds[0]}." for n, kinds in outside[:1])
    return (
        f"{by}{first.place}: these words are not in the {where}: "
        f"{_named(first.text)}{also}.{beyond} Every word has to be printed, between "
        f"the margins, so nothing was made. Make that text shorter, or give it a place "
        f"of its own, and run again."
    )


def _left(
    by: str, outside: Sequence[tuple[int, Sequence[str]]], read: Sequence[Page]
) -> str:
    """Name the first page on which something left the margins."""
    number, kinds = outside[0]
    words = " ".join(read[number - 1].body.split()[:MOST_NAMED])
    others = f" (and on {len(outside) - 1} other pages)" if len(outside) > 1 else ""
    return (
        f"{by}page {number} of the PDF, where it says “{words}”: there is "
        f"{', '.join(kinds[:3])}{others}. Everything has to be printed between the "
        f"margins, so nothing was made. Make that table, picture or formula narrower "
        f"or lower, and run again."
    )


def _named(words: str) -> str:
    """Return the first of some words."""
    each = words.split()
    more = f" … ({len(each)} words)" if len(each) > MOST_NAMED else ""
    return " ".join(each[:MOST_NAMED]) + more
