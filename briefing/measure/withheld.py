"""
The public edition: no published name of a person is left in any text.

Masking is done on the data before anything is selected, so that no later step can print
a name. Rather too much is masked than too little.
"""

import re
from collections.abc import Callable, Iterable
from types import MappingProxyType
from unicodedata import normalize
from urllib.parse import unquote

import pandas as pd

from briefing.dataset import Dataset

# Reference tables tell of states and treaties, not of people.
TOLD = ("incidents", "violations", "claims", "sources", "involvements", "corrections")
MASK = "[name withheld]"
CODE = "withheld"
SHORTEST_TOKEN = 3
SHORTEST_INSIDE = 5  # a shorter token stands inside too many innocent words
APOSTROPHES = "'’‘ʻʼ`ʹ"
LETTERS = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
WORD = re.compile(r"[^\W\d_]+")
# Scripts that put no space between words: there a name has no boundary to look for.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def without_names(dataset: Dataset) -> Dataset:
    """
    Mask every published name, each spelling, and each part of three letters or more.

    Addresses that spell a name are withheld whole.
    """
    names = published_names(dataset)
    frames = {table: dataset.table(table) for table in dataset.package.tables}
    if names:
        frames |= {table: mask_table(dataset, table, names) for table in TOLD}
    frames["persons"]["name"] = CODE
    frames["persons"]["other_names"] = [(CODE,)] * len(frames["persons"])
    return Dataset(
        dataset.root, dataset.package, dataset.digest, MappingProxyType(frames)
    )


def published_names(dataset: Dataset) -> frozenset[str]:
    """
    List every name and every other spelling that the data publish.
    """
    persons = dataset.persons
    spellings = {
        *persons["name"],
        *(one for of in persons["other_names"] for one in of),
    }
    return frozenset(normalize("NFC", one) for one in spellings - set(dataset.missing))


def mask_table(dataset: Dataset, table: str, names: frozenset[str]) -> pd.DataFrame:
    """
    Mask the free text of a table; ids, codes and categories hold no names.
    """
    frame = dataset.table(table)
    shape = dataset.package.tables[table].table
    keys = {*shape.primary_key, *(f for key in shape.foreign_keys for f in key.fields)}
    text, address = text_masker(names), address_masker(names)
    for field in shape.fields:
        if field.type == "string" and field.holds_words and field.name not in keys:
            mask = address if field.name == "url" else text
            frame[field.name] = frame[field.name].map(mask).astype("str")
    return frame


def text_masker(names: Iterable[str]) -> Callable[[str], str]:
    """
    Make the function that masks names in a text, a run of them once.
    """
    names = list(names)
    pattern = re.compile("|".join(patterns(names)), re.IGNORECASE)
    run = re.compile(rf"{re.escape(MASK)}(?:[\s.-]*{re.escape(MASK)})+")
    telling = set().union(*(telling_words(name) for name in names))

    def mask(text: str) -> str:
        # An accent may be a sign of its own in a text and part of a letter in a name.
        text = normalize("NFC", text)
        # A look at the words first: few texts hold a name, and the pattern is slow.
        if telling.isdisjoint(words(text)) and not UNSPACED.search(text):
            return text
        return run.sub(MASK, pattern.sub(MASK, text))

    return mask


def address_masker(names: Iterable[str]) -> Callable[[str], str]:
    """
    Make the function that withholds an address in which a name can be read.
    """
    names = list(names)
    pattern = re.compile("|".join(patterns(names)), re.IGNORECASE)
    telling = set().union(*(telling_words(name) for name in names))
    inside = {joined(name) for name in names} | {
        token.casefold() for token in tokens(names) if len(token) >= SHORTEST_INSIDE
    }

    def mask(address: str) -> str:
        plain = re.sub(r"[\W\d_]+", " ", normalize("NFC", unquote(address)))
        run_together = joined(plain)
        likely = not telling.isdisjoint(words(plain)) or UNSPACED.search(plain)
        spelt = bool(likely and pattern.search(plain))
        spelt = spelt or any(name in run_together for name in inside)
        return CODE if spelt else address

    return mask


def patterns(names: Iterable[str]) -> list[str]:
    """
    Write the expressions that find whole names and their parts, longest first.
    """
    wanted = {*names, *tokens(names)}
    return [expression(one) for one in sorted(wanted, key=lambda one: (-len(one), one))]


def expression(name: str) -> str:
    """
    Write the expression for a name as a whole word, whatever apostrophe it is set with.
    """
    spelt = re.escape(name).replace(r"\ ", r"[\s_-]+")
    spelt = re.sub(f"[{APOSTROPHES}]", f"[{APOSTROPHES}]", spelt)
    return spelt if UNSPACED.search(name) else rf"(?<![^\W_]){spelt}(?![^\W_])"


def tokens(names: Iterable[str]) -> set[str]:
    """
    Split names into their parts of three letters or more.

    A word in small letters, as in "the elder", is no part of a name.
    """
    parts = {part for name in names for part in LETTERS.findall(name)}
    return {p for p in parts if len(p) >= SHORTEST_TOKEN and not p[0].islower()}


def words(text: str) -> set[str]:
    """
    Split a text into its words, whatever their case.
    """
    return {word.casefold() for word in WORD.findall(text)}


def telling_words(name: str) -> set[str]:
    """
    Split a name into words, one of which any text with that name holds.

    Words in small letters, as in "the elder", tell nothing where there are others.
    """
    parts = WORD.findall(name)
    return {p.casefold() for p in parts if not p[0].islower()} or words(name)


def joined(text: str) -> str:
    """
    Keep the letters only, as an address runs them together.
    """
    return re.sub(r"[\W\d_]+", "", text).casefold()
