"""Where in a text the name of a person may stand, however it is set."""

import re
from collections.abc import Iterable
from functools import lru_cache

SHORTEST_TOKEN = 3
APOSTROPHES = "'’‘ʻʼ`ʹ"
LETTERS = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
WORD = re.compile(r"[^\W\d_]+")
# Scripts that put no space between words: there a name has no boundary to look for.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# The dotted and the dotless i are one letter to a pattern that ignores case, and some
# apostrophes are letters: where a word ends must not hang on which of them was typed.
ALIKE = str.maketrans({"\u0130": "i", "\u0131": "i"} | dict.fromkeys(APOSTROPHES, "'"))
EDGE = rf"[^\W_{APOSTROPHES}]"


class Known:
    """Many names, of which a text is searched only for those that it can hold."""

    def __init__(self, names: Iterable[str]) -> None:
        """Note every name and part of a name, longest first, under one word of it."""
        wanted = {*names, *tokens(names)}
        self._names = sorted(wanted, key=lambda one: (-len(one), one))
        self._words = [parts_of(name) for name in self._names]
        self._under: dict[str, list[int]] = {}
        self._unspaced: list[int] = []
        for place, name in enumerate(self._names):
            if UNSPACED.search(name):
                self._unspaced.append(place)
            else:
                one = max(self._words[place], key=len, default="")
                self._under.setdefault(one, []).append(place)
        self._made = lru_cache(maxsize=4096)(self._make)

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """Give the expression for all names of which every word stands in *text*."""
        parts = parts_of(text) | {""}  # a name without letters stands under that
        possible = [
            place
            for part in parts & self._under.keys()
            for place in self._under[part]
            if self._words[place] <= parts
        ]
        if UNSPACED.search(text):
            possible += self._unspaced
        places = tuple(sorted(possible))
        return self._made(places) if places else None

    def _make(self, places: tuple[int, ...]) -> re.Pattern[str]:
        """Write the expression that finds some names, longest first."""
        found = "|".join(expression(self._names[place]) for place in places)
        return re.compile(found, re.IGNORECASE)


class Inside:
    """Many names, any of which may stand inside an address without a space."""

    def __init__(self, names: Iterable[str]) -> None:
        """Note the names under their first letters."""
        names = set(names)
        self._length = min(map(len, names), default=0)
        self._under: dict[str, list[str]] = {}
        for name in names:
            self._under.setdefault(name[: self._length], []).append(name)

    def holds_one(self, text: str) -> bool:
        """Tell whether one of the names stands in *text*."""
        return any(
            text.startswith(name, at)
            for at in range(len(text) - self._length + 1)
            for name in self._under.get(text[at : at + self._length], ())
        )


def parts_of(text: str) -> frozenset[str]:
    """Split a text into words, alike wherever a pattern that ignores case finds no
    odds.
    """
    return frozenset(one.casefold() for one in WORD.findall(text.translate(ALIKE)))


def expression(name: str) -> str:
    """Write the expression for a name as a whole word, whatever apostrophe it is set
    with.
    """
    spelt = re.escape(name).replace(r"\ ", r"[\s_-]+")
    spelt = re.sub(f"[{APOSTROPHES}]", f"[{APOSTROPHES}]", spelt)
    return spelt if UNSPACED.search(name) else rf"(?<!{EDGE}){spelt}(?!{EDGE})"


def tokens(names: Iterable[str]) -> set[str]:
    """Split names into their parts of three letters or more.

    A word in small letters, as in "the elder", is no part of a name.
    """
    parts = {part for name in names for part in LETTERS.findall(name)}
    return {p for p in parts if len(p) >= SHORTEST_TOKEN and not p[0].islower()}


def telling_words(name: str) -> frozenset[str]:
    """Split a name into words, one of which any text with that name holds.

    Words in small letters, as in "the elder", tell nothing where there are others.
    """
    large = [part for part in WORD.findall(name) if not part[0].islower()]
    return parts_of(" ".join(large)) or parts_of(name)


def joined(text: str) -> str:
    """Keep the letters only, as an address runs them together."""
    return re.sub(r"[\W\d_]+", "", text.translate(ALIKE)).casefold()
