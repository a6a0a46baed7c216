"""Published names masked in every text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from unicodedata import normalize
from urllib.parse import unquote
from weakref import WeakKeyDictionary

import pandas as pd

from briefing.dataset.dataset import Dataset, Tables
from briefing.dataset.memoize import memoize
from briefing.selection.name_finder import (
    INITIAL,
    UNSPACED,
    Inside,
    Known,
    NameFinder,
    joined,
    ordinary_words,
    parts_of,
    telling_words,
    tokens,
)

MASK = "[name withheld]"

PASSAGE = "[passage withheld]"

TITLE = "[title withheld]"

ADDRESS_MASK = "[address withheld]"

CODE = "withheld"

# The words of these are no names, whoever is called like a state or a right.
NO_NAMES = (("states", "name"), ("rights", "label"), ("rights", "short_label"))

# A title that is withheld is described by what its row says otherwise.
DESCRIBED = {"incidents": "type", "sources": "kind"}

KINDS = {
    "court": "A court document",
    "treaty_body": "A document of a treaty body or UN expert mechanism",
    "igo": "A document of an intergovernmental organisation",
    "government": "A government document",
    "ngo": "A text of a non-governmental organisation",
    "press": "A press report",
    "academic": "An academic text",
}

# What ends a sentence or a bracket after an address is none of it.
ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.|(?<![\w@])[\w.+-]+@(?=[\w-]+\.)|"
    r"(?<![\w.])(?:[\w-]+\.)+[a-z]{2,}/(?=\S))[^\s<>\"]*[^\s<>\".,;:!?)\]]",
    re.IGNORECASE,
)

MAY_HOLD_ADDRESS = re.compile(r"://|www\.|@|\w\.\w+/", re.IGNORECASE)

# A full stop after a single letter or a title ends no sentence.
SENTENCE = re.compile(
    r"(?<!\b[^\W\d_])(?<!\bv)(?<!\bNo)(?<!\bno)(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bSt)"
    r"(?<!\bMrs)(?<!\b[Vv]s)(?<!\bProf)[.!?…]+[\"'»”’)\]]*\s+(?=\S)|[。！？]|\n+"
)

BESIDE = re.compile(
    rf"(?:{INITIAL}[\s-]*){{1,3}}(?={re.escape(MASK)})"
    rf"|(?<={re.escape(MASK)})[\s,]+{INITIAL}(?:[\s-]*{INITIAL}){{0,2}}"
)

OWNED = re.compile(r"['’ʼʻ`]s?(?!\w)")

BEFORE = re.compile(r"([^\W\d_]+)[-‐‑]$")

BEHIND = re.compile(r"[-‐‑]([^\W\d_]+)")

Spans = list[tuple[int, int]]

Masker = Callable[[str], str]

SHORTEST_INSIDE = 5  # a shorter token stands inside too many innocent words

FINDERS: "WeakKeyDictionary[Dataset, NameFinder]" = WeakKeyDictionary()


@memoize
def without_names(dataset: Dataset) -> Dataset:
    """Mask every published name, each spelling, and each part of three letters or more.

    A title, passage or address in which a name is likely is withheld whole.
    """
    names = published_names(dataset)
    frames = {table: dataset.table(table) for table in dataset.package.tables}
    finder = NameFinder(sorted(names), ordinary_words(), words_of_no_name(dataset))
    if names:
        maskers = Maskers(names, finder)
        frames = {table: mask_table(dataset, table, maskers) for table in frames}
    frames["persons"]["name"] = CODE
    frames["persons"]["other_names"] = [(CODE,)] * len(frames["persons"])
    masked = replace(dataset, tables=Tables(frames, dataset.tables.text))
    FINDERS[masked] = finder
    return masked


def finder_of(dataset: Dataset) -> NameFinder | None:
    """Give what finds the names that were withheld from *dataset*, None if it has
    them.
    """
    return FINDERS.get(dataset)


def words_of_no_name(dataset: Dataset) -> frozenset[str]:
    """List the words for states and rights, which a text may hold whatever people are
    called.
    """
    return frozenset(
        word
        for table, field in NO_NAMES
        if table in dataset.package.tables
        for cell in dataset.table(table)[field]
        for word in re.findall(r"[^\W\d_]+", cell)
    )


@memoize
def withheld_in_doubt(dataset: Dataset) -> Mapping[str, int]:
    """Count the titles, passages and addresses that a dataset without names
    withholds whole.
    """
    found = dict.fromkeys(("titles", "passages", "addresses"), 0)
    for table, shape in dataset.package.tables.items():
        frame = dataset.table(table)
        for field in (one for one in shape.table.fields if one.name in frame):
            if field.type != "string" or not field.holds_words or table == "persons":
                continue
            cells = frame[field.name]
            found["titles"] += int(cells.str.endswith(TITLE).sum())
            found["passages"] += int(cells.str.count(re.escape(PASSAGE)).sum())
            found["addresses"] += int(cells.str.count(re.escape(ADDRESS_MASK)).sum())
            if is_address(field.name):
                found["addresses"] += int((cells == CODE).sum())
    return found


def is_address(field: str) -> bool:
    """Tell whether the cells of a field are addresses."""
    return field == "url" or field.endswith("_url")


def published_names(dataset: Dataset) -> frozenset[str]:
    """List every name and every other spelling that the data publish, or did once."""
    persons = dataset.persons
    spellings = {
        *persons["name"],
        *(one for of in persons["other_names"] for one in of),
        *corrected_names(dataset),
    }
    return frozenset(normalize("NFC", one) for one in spellings - set(dataset.missing))


def corrected_names(dataset: Dataset) -> Iterator[str]:
    """Yield what a name was before it was corrected, and what it became."""
    if "corrections" in dataset.package.tables:
        rows = dataset.table("corrections")
        of = (rows["table"] == "persons") & rows["field"].isin(("name", "other_names"))
        for cell in (*rows.loc[of, "was"], *rows.loc[of, "now"]):
            yield from cell.split(";")


class Maskers:
    """The functions that take names out of the cells of a dataset."""

    def __init__(self, names: Iterable[str], finder: NameFinder) -> None:
        """Prepare for some names."""
        names = list(names)
        self.finder = finder
        self.spans = certain_spans(names, finder)
        self.certain = text_masker(names, finder)
        self.address = address_masker(names, finder)
        self.text = with_addresses(self.passages, self.address)

    def doubtful(self, text: str) -> list[tuple[int, int]]:
        """Give the places of a text where a name is likely that will not be masked."""
        found = self.finder.found(text)
        sure = self.spans(text) if found else []
        left = [
            (a, b)
            for a, b in found
            if re.search(r"\w", OWNED.sub("", without(text, a, b, sure)))
        ]
        for start, end in sure:
            # The other half of a double name.
            for half in (BEFORE.search(text[:start]), BEHIND.match(text[end:])):
                if half is not None and not half[1].islower():
                    left.append((start, end))
        return left

    def passages(self, text: str) -> str:
        """Mask what is certain, and withhold every sentence that is not."""
        text = normalize("NFC", text)
        spans = self.doubtful(text)
        return self.certain(withheld_passages(text, spans) if spans else text)

    def title(self, description: str) -> Masker:
        """Make the function that gives a title without names, or a description in
        place of it.
        """

        def mask(text: str) -> str:
            text = in_addresses(normalize("NFC", text), self.address)
            doubtful = self.doubtful(text)
            return f"{description} {TITLE}" if doubtful else self.certain(text)

        return mask


def without(text: str, start: int, end: int, sure: Iterable[tuple[int, int]]) -> str:
    """Give what is left of a place in a text without some spans."""
    kept = [one for one in range(start, end) if not any(a <= one < b for a, b in sure)]
    return "".join(text[one] for one in kept)


def withheld_passages(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put a note in place of every sentence that a span touches."""
    pieces, at = [], 0
    for match in SENTENCE.finditer(text):
        pieces.append((at, match.end()))
        at = match.end()
    pieces.append((at, len(text)))
    said: list[str] = []
    spans = list(spans)
    for start, end in pieces:
        piece = text[start:end]
        if any(a < end and b > start for a, b in spans):
            space = piece[len(piece.rstrip()) :]
            piece = "" if said and said[-1].startswith(PASSAGE) else PASSAGE + space
        said.append(piece) if piece else None
    return "".join(said).rstrip() if text.rstrip() == text else "".join(said)


def mask_table(dataset: Dataset, table: str, maskers: Maskers) -> pd.DataFrame:
    """Mask the free text of a table; ids, codes and categories hold no names."""
    frame = dataset.table(table)
    shape = dataset.package.tables[table].table
    keys = {*shape.primary_key, *(f for key in shape.foreign_keys for f in key.fields)}
    for field in shape.fields:
        if field.type != "string" or not field.holds_words or field.name in keys:
            continue
        said = frame[field.name]
        if is_address(field.name):
            frame[field.name] = masked(
                said, with_addresses(maskers.passages, maskers.address, whole=True)
            )
        elif field.name == "title" and table in DESCRIBED:
            frame[field.name] = masked_titles(dataset, table, maskers)
        else:
            frame[field.name] = masked(said, maskers.text)
        if table == "corrections" and field.name in {"was", "now"}:
            of = frame["field"].map(is_address)
            frame.loc[of, field.name] = masked(said[of], maskers.address)
    return frame


def masked_titles(dataset: Dataset, table: str, maskers: Maskers) -> "pd.Series[str]":
    """Mask each different title, and describe the rows of which it has to be
    withheld.
    """
    frame = dataset.table(table)
    titles = masked(frame["title"], maskers.title(""))
    words = [
        f"{described(dataset, table, code, date)}{title}"
        if title == f" {TITLE}"
        else title
        for title, code, date in zip(
            titles, frame[DESCRIBED[table]], frame["date"], strict=True
        )
    ]
    return pd.Series(words, index=titles.index, dtype="str")


def described(dataset: Dataset, table: str, code: str, date: str) -> str:
    """Describe a source or an incident by its kind and year: A press report, 2012."""
    label = dataset.label(table, DESCRIBED[table], code)
    words = KINDS.get(code, f"A source ({label})") if table == "sources" else label
    return f"{words}, {date[:4]}" if date[:4].isdigit() else words


def with_addresses(text: Masker, address: Masker, *, whole: bool = False) -> Masker:
    """Make the function that masks names in a text and in the addresses that it
    gives.

    Of a cell that is one address and nothing else the code for what is withheld is
    left.
    """

    def mask(words: str) -> str:
        if whole and not re.search(r"\s", words):
            return address(words)
        return text(in_addresses(words, address))

    return mask


def in_addresses(text: str, address: Masker) -> str:
    """Withhold the addresses in a text that spell a name."""
    if not MAY_HOLD_ADDRESS.search(text):
        return text
    return ADDRESS.sub(lambda found: in_text(address(found[0])), text)


def in_text(address: str) -> str:
    """Write an address into a text, or that it is withheld."""
    return ADDRESS_MASK if address == CODE else address


def masked(texts: "pd.Series[str]", mask: Masker) -> "pd.Series[str]":
    """Mask each different text of a column once."""
    places, different = pd.factorize(texts)
    said = pd.Series([mask(text) for text in different], dtype="str")
    return pd.Series(said.array[places], index=texts.index)


def text_masker(names: Iterable[str], finder: NameFinder | None = None) -> Masker:
    """Make the function that masks names in a text, a run of them once.

    A word that *finder* takes for an ordinary one is left where it stands alone.
    """
    spans = certain_spans(names, finder)
    run = re.compile(rf"{re.escape(MASK)}(?:[\s.-]*{re.escape(MASK)})+")

    def mask(text: str) -> str:
        # An accent may be a sign of its own in a text and part of a letter in a name.
        text = normalize("NFC", text)
        if not (found := spans(text)):
            return text
        pieces, at = [], 0
        for start, end in found:
            pieces += [text[at:start], MASK]
            at = end
        return BESIDE.sub("", run.sub(MASK, "".join([*pieces, text[at:]])))

    return mask


def certain_spans(
    names: Iterable[str], finder: NameFinder | None = None
) -> Callable[[str], Spans]:
    """Make the function that finds names as they were published, and their parts."""
    names = list(names)
    known = Known(names)
    telling = frozenset().union(*(telling_words(name) for name in names))

    def spans(text: str) -> Spans:
        # A look at the words first: few texts hold a name, and the pattern is slow.
        if telling.isdisjoint(parts_of(text)) and not UNSPACED.search(text):
            return []
        pattern = known.pattern(text)
        if pattern is None:
            return []
        found = [match.span() for match in pattern.finditer(text)]
        kept = finder.ordinary_at(text) if finder and found else []
        return [(a, b) for a, b in found if not any(c <= a and b <= d for c, d in kept)]

    return spans


def address_masker(names: Iterable[str], finder: NameFinder | None = None) -> Masker:
    """Make the function that withholds an address in which a name can be read."""
    names = list(names)
    known = Known(names)
    telling = frozenset().union(*(telling_words(name) for name in names))
    parts = {joined(token) for token in tokens(names)}
    inside = {part for part in parts if len(part) >= SHORTEST_INSIDE}
    inner = Inside(inside.union(joined(name) for name in names))
    certain = text_masker(names, finder)

    def mask(address: str) -> str:
        if finder is not None and finder.in_address(address):
            return CODE
        plain = re.sub(r"[\W\d_]+", " ", normalize("NFC", unquote(address)))
        likely = not telling.isdisjoint(parts_of(plain)) or UNSPACED.search(plain)
        pattern = known.pattern(plain) if likely else None
        spelt = bool(pattern and certain(plain) != plain)
        return CODE if spelt or inner.holds_one(joined(plain)) else address

    return mask
