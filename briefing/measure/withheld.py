"""The public edition: no published name of a person is left in any text.

Masking is done on the data before anything is selected, so that no later step can print
a name. Rather too much is masked than too little.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType
from unicodedata import normalize
from urllib.parse import unquote

import pandas as pd

from briefing.dataset import Dataset
from briefing.measure.coded import coded
from briefing.measure.naming import (
    UNSPACED,
    Inside,
    Known,
    joined,
    parts_of,
    telling_words,
    tokens,
)
from briefing.measure.once import once

# Reference tables tell of states and treaties, not of people.
TOLD = (
    *("incidents", "violations", "claims", "sources", "involvements", "corrections"),
    *("duplicates",),
)
MASK = "[name withheld]"
CODE = "withheld"
# What ends a sentence or a bracket after an address is none of it.
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]", re.IGNORECASE)
Masker = Callable[[str], str]
SHORTEST_INSIDE = 5  # a shorter token stands inside too many innocent words


@once
def without_names(dataset: Dataset) -> Dataset:
    """Mask every published name, each spelling, and each part of three letters or more.

    Addresses that spell a name are withheld whole.
    """
    names = published_names(dataset)
    frames = {table: dataset.table(table) for table in dataset.package.tables}
    if names:
        maskers = text_masker(names), address_masker(names)
        frames |= {
            table: mask_table(dataset, table, *maskers)
            for table in TOLD
            if table in frames
        }
    frames["persons"]["name"] = CODE
    frames["persons"]["other_names"] = [(CODE,)] * len(frames["persons"])
    return replace(dataset, _frames=MappingProxyType(frames), _shelf=None)


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


def mask_table(
    dataset: Dataset, table: str, text: Masker, address: Masker
) -> pd.DataFrame:
    """Mask the free text of a table; ids, codes and categories hold no names."""
    frame = dataset.table(table)
    shape = dataset.package.tables[table].table
    keys = {*shape.primary_key, *(f for key in shape.foreign_keys for f in key.fields)}
    for field in shape.fields:
        if field.type == "string" and field.holds_words and field.name not in keys:
            mask = address if field.name == "url" else with_addresses(text, address)
            said = frame[field.name]
            frame[field.name] = masked(said, mask)
            if table == "corrections" and field.name in {"was", "now"}:
                of = frame["field"] == "url"
                frame.loc[of, field.name] = masked(said[of], address)
    return frame


def with_addresses(text: Masker, address: Masker) -> Masker:
    """Make the function that masks names in a text and in the addresses that it
    gives.
    """

    def mask(words: str) -> str:
        if "://" in words:
            words = ADDRESS.sub(lambda found: address(found[0]), words)
        return text(words)

    return mask


def masked(texts: "pd.Series[str]", mask: Masker) -> "pd.Series[str]":
    """Mask each different text of a column once."""
    found = coded(texts)
    said = pd.Series([mask(text) for text in found.values], dtype="str")
    return pd.Series(said.array[found.places], index=texts.index)


def text_masker(names: Iterable[str]) -> Masker:
    """Make the function that masks names in a text, a run of them once."""
    names = list(names)
    known = Known(names)
    run = re.compile(rf"{re.escape(MASK)}(?:[\s.-]*{re.escape(MASK)})+")
    telling = frozenset().union(*(telling_words(name) for name in names))

    def mask(text: str) -> str:
        # An accent may be a sign of its own in a text and part of a letter in a name.
        text = normalize("NFC", text)
        # A look at the words first: few texts hold a name, and the pattern is slow.
        if telling.isdisjoint(parts_of(text)) and not UNSPACED.search(text):
            return text
        pattern = known.pattern(text)
        return run.sub(MASK, pattern.sub(MASK, text)) if pattern else text

    return mask


def address_masker(names: Iterable[str]) -> Masker:
    """Make the function that withholds an address in which a name can be read."""
    names = list(names)
    known = Known(names)
    telling = frozenset().union(*(telling_words(name) for name in names))
    parts = {joined(token) for token in tokens(names)}
    inside = {part for part in parts if len(part) >= SHORTEST_INSIDE}
    inner = Inside(inside.union(joined(name) for name in names))

    def mask(address: str) -> str:
        plain = re.sub(r"[\W\d_]+", " ", normalize("NFC", unquote(address)))
        likely = not telling.isdisjoint(parts_of(plain)) or UNSPACED.search(plain)
        pattern = known.pattern(plain) if likely else None
        spelt = bool(pattern and pattern.search(plain))
        return CODE if spelt or inner.holds_one(joined(plain)) else address

    return mask
