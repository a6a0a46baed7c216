"""Find names of people in a text by their stems: inflected, transliterated, hidden."""

import csv
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from unicodedata import name as letter_name
from unicodedata import normalize
from urllib.parse import unquote_plus

from briefing.curate.similarity import VOWELS, compared

SHORTEST_TOKEN = 3

APOSTROPHES = "'’‘ʻʼ`ʹ"

LETTERS = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")

NAME_WORD = re.compile(r"[^\W\d_]+")

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
    return frozenset(one.casefold() for one in NAME_WORD.findall(text.translate(ALIKE)))


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
    large = [part for part in NAME_WORD.findall(name) if not part[0].islower()]
    return parts_of(" ".join(large)) or parts_of(name)


def joined(text: str) -> str:
    """Keep the letters only, as an address runs them together."""
    return re.sub(r"[\W\d_]+", "", text.translate(ALIKE)).casefold()


ORDINARY = Path(__file__).with_name("ordinary_words.csv")

SHORTEST = 3  # letters of a word that is looked for alone

INFLECTED = 4  # letters, as they are compared, of a stem that may have an ending

ROOT = 5  # letters of what is left of a family name without its -ov

BONES = 4  # consonants that make a word known without its vowels

LONG_BONES = 6  # consonants of which one may be missing or another

INSIDE = 6  # letters of a name that is found inside a longer word of an address

WHOLE = 7  # letters of a name that is found written as one word, or as two

LINKS = {"al", "bin", "ibn", "ben", "el", "ul", "ud", "i", "de", "van", "von", "ali"}

FAR = 40  # letters between two words that cannot be one name

DEEPEST = 5  # how often an address may be encoded

# What stands in place of a name holds none.
NOTED = ("[name withheld]", "[passage withheld]", "[title withheld]")

# Letters that are not seen, and marks that belong to the letter before.
UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff"
)

MARKS = r"\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"

QUOTES = APOSTROPHES + "´ʹʺ′＇\u02bd\u02c8"

WORD = re.compile(
    rf"[^\W\d_](?:[{UNSEEN}{MARKS}]*[{QUOTES}]?[{UNSEEN}]*[^\W\d_])*[{MARKS}]*"
)

# The same where nothing is unseen and no mark stands apart: three times as fast.
PLAIN_WORD = re.compile(rf"[^\W\d_]+(?:[{QUOTES}][^\W\d_]+)*")

ODD = re.compile(rf"[{UNSEEN}{MARKS}]")

HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")

# What may stand between two words of one name, an initial or a line's end included.
UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁЄІЇЎҐҒҚҢӨҮҰҲӘӢӮҶ"

INITIAL = rf"(?<!\w)[{UPPER}][^\W\d_{UPPER}]?\."

BETWEEN = re.compile(
    rf"[^\w.!?]{{1,6}}(?:(?:{INITIAL}[^\w.!?]{{0,3}}){{1,3}}"
    r"|(?P<middle>[^\W\d_]{2,})[^\w.!?]{1,3})?"
)

NO_LETTER = re.compile(r"[^a-z]+")

POSSESSIVE = re.compile(rf"[{QUOTES}]s?$")

XN = re.compile(r"\bxn--([a-z0-9-]+)", re.IGNORECASE)

# PDFium gives the two parts of a broken word with a hyphen and without the new line.
BREAK = r"[-‐\u00ad\u200b]+(?:\s*\n\s*)?"

BROKEN = re.compile(rf"(?<=[^\W\d_]){BREAK}(?=[^\W\d_])")

BROKEN_WORD = re.compile(rf"[^\W\d_]+(?:{BREAK}[^\W\d_]+)+")

APART = re.compile(r"(?<!\w)(?:[^\W\d_][ .\u00a0_-]){3,}[^\W\d_](?!\w)")

# The name of a father, whoever he is.
FATHERS = re.compile(
    r"(?:[^\W\d_]{2,}(?:[oe]vi(?:ch|č|ć|cz|tch|tsch)|[oe]vn|ович|евич|[ое]вн|zod|зод)"
    r"(?:[аеёиоуыюяaeiouy][^\W\d_]{0,2})?"
    rf"|(?:[^\W\d_]{{3,}})?(?:[ou][{QUOTES}]?g[{QUOTES}]?l[iu]|[oўу][{QUOTES}]?[gғ]ли"
    r"|uulu|уулу|[qkқк][iyиы]z[iy]|[қк][ыи]зы)|[^\W\d_]{3,}(?:ұлы|[^\W\d_]uly))"
    rf"(?:[{QUOTES}]s)?",
    re.IGNORECASE,
)

# Letters of one script that look like those of another.
LATIN = "aeopcyxkmtbhijsdhqwglvABEKMHOPCTYXIJSZN"

CYRILLIC = "аеорсухкмтвніјѕԁһԛԝɡӏѵАВЕКМНОРСТУХІЈЅΖΝ"

GREEK = {"α": "a", "ο": "o", "ρ": "p", "ν": "v", "κ": "k", "ι": "i", "τ": "t"} | {
    "ε": "e", "υ": "u", "χ": "x", "γ": "y", "η": "n", "Α": "A", "Β": "B", "Ε": "E",
    "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y",
    "Χ": "X",
}  # fmt: skip

TO_LATIN = str.maketrans(dict(zip(CYRILLIC, LATIN, strict=True)) | GREEK)

TO_CYRILLIC = str.maketrans(dict(zip(LATIN, CYRILLIC, strict=True)))

READ_AS = {
    "ç": "ch",
    "ş": "sh",
    "ğ": "gh",
    "č": "ch",
    "š": "sh",
    "ž": "zh",
    "ź": "zh",
    "ż": "zh",
    "чж": "ж",
    "цз": "ж",
    "ё": "е",
}

# Ways of writing sounds that only some languages have, each applied as a whole.
READINGS: tuple[tuple[tuple[str, str], ...], ...] = (
    # Uzbek, Tajik
    (("x", "kh"),),
    # German
    (
        *(("tsch", "č"), ("dsch", "ž"), ("sch", "š"), ("ch", "kh"), ("j", "y")),
        *(("č", "ch"), ("š", "sh"), ("ž", "j")),
    ),
    # Polish, Czech, Belarusian
    (
        *(("sz", "š"), ("cz", "č"), ("ch", "kh"), ("rz", "zh"), ("j", "y")),
        *(("c", "ts"), ("č", "ch"), ("š", "sh")),
    ),
    # Turkish
    (("ch", "č"), ("c", "j"), ("č", "ch")),
    # French, and old English
    (("dj", "j"), ("tch", "ch"), ("ou", "u"), ("ff", "v")),
    # Spanish, Ukrainian, Chinese
    (("ch", "kh"),),
    (("j", "kh"),),
    (("g", "h"),),
    (("x", "sh"),),
    (("h", ""),),
    (("y", "j"),),
)

# Letters of a name of which nobody knows how its language reads them.
AMBIGUOUS = (
    *(("x", "kh"), ("x", "ks"), ("x", "s"), ("ch", "kh"), ("c", "j"), ("c", "k")),
    ("c", "s"),
)

FAMILY = (
    *("ov", "ova", "ev", "eva", "ovich", "evich", "ovna", "evna", "zoda", "zade"),
    *("uly", "ugli", "ogli", "oglu", "ughli", "oghlu", "kyzy", "qizi", "uulu", "iy"),
    *("iyon", "iyan", "skiy", "skaya", "ski", "ovlar", "in", "ina", "yan", "au", "eu"),
)

RESPECT = (
    *("jon", "jan", "zhan", "can", "bek", "beg", "bay", "boy", "khon", "khan", "gul"),
    *("guli", "oy", "bi", "khoja", "hoji", "mulla", "aka", "ali", "ulla", "ullo"),
)

# Russian, then Turkic, then Tajik and Persian, then what other languages add.
CASES = (
    *(
        "a",
        "u",
        "y",
        "i",
        "e",
        "o",
        "oy",
        "ey",
        "yu",
        "ya",
        "om",
        "em",
        "im",
        "ym",
        "am",
    ),
    *(
        "ami",
        "imi",
        "ymi",
        "akh",
        "ikh",
        "ykh",
        "ogo",
        "ego",
        "omu",
        "emu",
        "uyu",
        "oe",
    ),
    *("ovy", "ovykh", "ovym", "ovu", "ni", "ning", "nin", "nyn", "nung", "nun", "in"),
    *("un", "yn", "ga", "ka", "qa", "ge", "ke", "gha", "da", "de", "ta", "te", "dan"),
    *("den", "din", "tan", "ten", "tin", "nan", "nen", "di", "dy", "ti", "ty", "men"),
    *(
        "man",
        "ben",
        "ban",
        "pen",
        "pan",
        "mi",
        "dek",
        "lar",
        "ler",
        "dar",
        "der",
        "tar",
    ),
    *("ter", "lari", "leri", "larni", "larning", "larga", "larda", "lardan", "lerni"),
    *("lerdin", "lardin", "niki", "dagi", "daki", "dur", "dir", "tur", "cha", "che"),
    *("nikidan", "siz", "mas", "si", "sy", "yi", "ye", "ydan", "ro", "ra", "ho", "ha"),
    *("hoi", "horo", "on", "an", "yon", "ash", "ast", "ast", "s", "es", "is", "ism"),
    *("ist", "isty", "ists", "sche", "schen", "ites", "ite", "gate", "ned", "ske"),
)


@lru_cache(maxsize=65536)
def seen(word: str) -> str:
    """Leave out of a word what nobody sees, and write what looks alike alike."""
    if word.isascii():
        return word
    return re.sub(f"[{UNSEEN}]", "", normalize("NFKC", word))


def word_pattern(text: str) -> re.Pattern[str]:
    """Give the expression for the words of a text."""
    return PLAIN_WORD if text.isascii() or not ODD.search(text) else WORD


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """Write a word in small Latin letters."""
    from anyascii import anyascii

    small = seen(word).lower()
    if not small.isascii():
        for one, other in READ_AS.items():
            small = small.replace(one, other)
        small = anyascii(small).lower()
    return NO_LETTER.sub("", small)


def scripts(word: str) -> set[str]:
    """Name the scripts of a word's letters."""
    return {letter_name(one, "?").partition(" ")[0] for one in word if one.isalpha()}


@lru_cache(maxsize=65536)
def sounds(word: str) -> tuple[str, ...]:
    """Give the forms in which a word is compared: as it reads, then as others read
    it.
    """
    plain = seen(word)
    readings = [latin(plain)]
    if "ё" in plain.lower():
        readings.append(latin(plain.lower().replace("ё", "йо")))
    if not plain.isascii() and len(scripts(plain)) > 1:
        readings += [latin(plain.translate(to)) for to in (TO_LATIN, TO_CYRILLIC)]
    for reading in tuple(readings):
        readings += [respelt(reading, pairs) for pairs in READINGS]
    found = (compared(reading) for reading in dict.fromkeys(readings))
    return tuple(dict.fromkeys(one for one in found if one))


def respelt(word: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Read a word as one language does."""
    for one, other in pairs:
        word = word.replace(one, other)
    return word


def endings(written: Iterable[str]) -> frozenset[str]:
    """Give endings as they are compared."""
    return frozenset(compared(one) for one in written)


CASE, KIN, HONOUR = endings(CASES), endings(FAMILY), endings(RESPECT)


def shorter(word: str, ends: frozenset[str], least: int) -> Iterator[str]:
    """Yield what is left of a word without one of some endings."""
    for size in range(1, min(8, len(word) - least + 1)):
        # Of two letters that meet, one is written where letters are compared.
        met = word[-size - 1] not in "aiu" and word[-size - 1 :] in ends
        if met or word[-size:] in ends:
            yield word[:-size]


def tight(plain: str) -> str:
    """Write a short name as it is compared: with its vowels, as they tell most of
    it.
    """
    for one, other in (("kh", "h"), ("gh", "g"), ("q", "k"), ("w", "v"), ("y", "i")):
        plain = plain.replace(one, other)
    return re.sub(r"(.)\1+", r"\1", plain)


TIGHT_CASE = frozenset(map(tight, CASES))


def bones(word: str) -> str:
    """Give a word without its vowels, and a mark where it begins with one."""
    bare = VOWELS.sub("", word)
    bare = bare.replace("z", "s") if len(bare) >= LONG_BONES else bare
    return f"-{bare}" if word[:1] in "aiu" else bare


ABJAD = re.compile("[\u0590-\u07ff\ufb1d-\ufdff\ufe70-\ufefc]")


def unwritten(word: str) -> str:
    """Give what scripts that leave out most vowels write of a word."""
    return re.sub(r"[aiuvfh]", "", word)


COARSE = str.maketrans("dbfgzcjvq", "tppkssspk", "h")


def rough(word: str) -> str:
    """Give the consonants of a word, one for all that are mistaken for each other."""
    return re.sub(r"(.)\1+", r"\1", VOWELS.sub("", word).translate(COARSE))


def one_less(word: str) -> Iterator[str]:
    """Yield a word without one of its letters."""
    yield from (word[:at] + word[at + 1 :] for at in range(1, len(word)))


Place = tuple[int, int]  # the number of a name, and of a word in it


@dataclass(frozen=True)
class Reading:
    """What a word may be: a name alone, or a part of one."""

    alone: bool
    sure: frozenset[Place]
    likely: frozenset[Place]
    ordinary: bool
    form: str  # as it is compared; empty where it is no part of a divided name
    begins: bool


class Word(NamedTuple):
    """A word of a text, where it stands and what it may be."""

    start: int
    end: int
    text: str
    of: Reading


class NameFinder:
    """Look for the stems of some names.

    *ordinary* words and phrases look like names and are none; they, and the words in
    *others*, count only as a part of a whole name.
    """

    def __init__(
        self,
        names: Iterable[str],
        ordinary: Iterable[str] = (),
        others: Iterable[str] = (),
    ) -> None:
        """Note every name and every part of one."""
        self._exact: set[str] = set()  # parts of names, as they are compared
        self._short: set[str] = set()  # short ones, closer to how they are written
        self._open: set[str] = set()  # without their last vowel
        self._roots: set[str] = set()  # without the ending of a family
        self._bones: set[str] = set()  # without vowels
        self._fewer: set[str] = set()  # and without one more letter
        self._joined: set[str] = set()  # two parts, or all, as one word
        self._places: dict[str, set[Place]] = {}
        self._abjad: dict[str, set[Place]] = {}
        self._rough: dict[str, set[Place]] = {}
        for number, spelled in enumerate(names):
            self._note(number, spelled)
        ordinary = {*ordinary}
        phrases = {one for one in ordinary if not WORD.fullmatch(one.rstrip("*"))}
        phrases.update(NOTED)
        words = ordinary - phrases
        self._ordinary = {one.casefold() for one in (*words, *others)}
        stems = (one.casefold().rstrip("*") for one in words if one.endswith("*"))
        self._ordinary_stems = tuple(stems)
        found = "|".join(map(flexible, sorted(phrases, key=len, reverse=True)))
        self._phrase = re.compile(rf"(?<!\w)(?:{found})(?!\w)")
        long = {one for one in self._exact if len(one) >= INSIDE}
        self._inside = Inside(self._joined | long)
        self._begun = {
            one[:size]
            for one in (*self._joined, *self._exact)
            if len(one) >= WHOLE
            for size in range(2, len(one) - 1)
        }
        self._of = lru_cache(maxsize=262144)(self._read)

    def _note(self, number: int, spelled: str) -> None:
        """Note one spelling of a name."""
        heard = []
        for place, word in enumerate(capitals(spelled)):
            plain = latin(word)
            heads = re.split(f"[{QUOTES}]", word)
            if len(heads) > 1 and len(heads[-1]) >= INFLECTED:
                self._note_alone(compared(latin(heads[-1])))
            heard_as = dict.fromkeys(map(compared, spellings(plain)))
            forms = [one for one in heard_as if one]
            heard += forms[:1]
            if SHORTEST <= len(plain) < ROOT:
                short = [*map(tight, spellings(plain))]
                self._short.update(short)
                self._open.update(one[:-1] for one in short if one[-1] in "aeiou")
            for form in forms:
                if len(plain) >= ROOT:
                    self._note_alone(form)
                self._places.setdefault(form, set()).add((number, place))
                self._abjad.setdefault(unwritten(form), set()).add((number, place))
                if len(rough(form)) > 1:
                    self._rough.setdefault(rough(form), set()).add((number, place))
        sides = {a + b for one in (heard, heard[::-1]) for a, b in pairwise(one)}
        if 1 < len(heard) < 5:
            sides |= {"".join(heard), "".join(heard[::-1])}
        self._joined |= {one for one in sides if len(one) >= WHOLE}

    def _note_alone(self, form: str) -> None:
        """Note a part of a name that tells something alone."""
        self._exact.add(form)
        if len(form) > INFLECTED and form[-1] in "aiu":
            self._roots.add(form[:-1])
        self._roots.update(shorter(form, KIN, ROOT), shorter(form, HONOUR, ROOT))
        bare = bones(form)
        if consonants(bare) >= BONES:
            self._bones.add(bare)
        if consonants(bare) >= LONG_BONES:
            self._fewer.update(one_less(bare))

    def found(self, text: str) -> list[tuple[int, int]]:
        """Give the places of a text where a name may stand."""
        spans = [*self._hits(text)]
        for match in BROKEN_WORD.finditer(text):
            # A word that is broken at the end of a line is read as one.
            if self._of(BROKEN.sub("", match[0])).alone:
                spans.append(match.span())
        return spans

    def _hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the places of names in a text."""
        if UNSPACED.search(text):
            yield from self._unspaced(text)
        for match in APART.finditer(text):
            if self._of(re.sub(r"[\W_]", "", match[0])).alone:
                yield match.span()
        before: list[Word] = []
        for start, end, word in self._words(text):
            now = Word(start, end, word, self._of(word))
            if now.of.alone:
                yield start, end
            for other in before:
                near = start - other.end < FAR and pair(other, now, text)
                if near or self._divided(other, now):
                    yield other.start, end
            before = [*before[-1:], now]

    def _words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the words of a text with their places, and the parts of ThisWord."""
        text = self._phrase.sub(lambda found: "0" * len(found[0]), text)
        for match in word_pattern(text).finditer(text):
            start, word = match.start(), match[0]
            yield start, match.end(), word
            if word[1:].islower() or word.isupper():
                continue
            parts = HUMP.split(word)
            for part in parts if len(parts) > 1 else ():
                yield start, start + len(part), part
                start += len(part)

    def ordinary_at(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the words in a text that are no names."""
        found = [match.span() for match in self._phrase.finditer(text)]
        words = (one for one in WORD.finditer(text) if self._is_ordinary(one[0]))
        return found + [match.span() for match in words]

    def _is_ordinary(self, word: str) -> bool:
        """Tell whether a word is no name where it stands alone."""
        small = seen(word).casefold()
        if self._ordinary_stems and small.startswith(self._ordinary_stems):
            return True
        return small in self._ordinary or POSSESSIVE.sub("", small) in self._ordinary

    def _is_name(self, word: str) -> bool:
        """Tell whether a word alone is likely a name or a form of one."""
        plain = seen(word)
        if len(plain) < SHORTEST or self._is_ordinary(word):
            return False
        if FATHERS.fullmatch(word):
            return True
        size = len(latin(plain))
        small, western = plain[0].islower(), plain.isascii()
        least = LONG_BONES if small else INFLECTED if western else SHORTEST
        if not small and self._is_short(plain):
            return True
        for number, form in enumerate(sounds(word)):
            if number and len(form) < ROOT:
                continue
            if form in self._joined:
                return True
            if form in self._exact and size >= (ROOT if small else INFLECTED):
                return True
            if self._inflected(form, least):
                return True
            stems = (form, *shorter(form, CASE, ROOT))
            if not (small and western) and any(map(self._bare, stems)):
                return True
        return False

    def _is_short(self, plain: str) -> bool:
        """Tell whether a word is a short name, of which every letter tells, or a form
        of one.
        """
        form = tight(latin(plain))
        if form in self._short:
            return True
        least = INFLECTED if plain.isascii() else SHORTEST
        if any(one in self._short for one in shorter(form, TIGHT_CASE, least)):
            return True
        # Russian puts its endings in place of a last vowel.
        return not plain.isascii() and any(
            one in self._open for one in shorter(form, TIGHT_CASE, least - 1)
        )

    def _inflected(self, form: str, least: int) -> bool:
        """Tell whether a form is a stem with an ending, or without that of its
        family.
        """
        for stem in (form, *shorter(form, CASE, least)):
            if stem != form and (stem in self._exact or stem in self._joined):
                return True
            if len(stem) >= least and stem in self._roots:
                return True
            most = max(least, ROOT)
            for root in (*shorter(stem, KIN, most), *shorter(stem, HONOUR, most)):
                if root in self._exact or root in self._roots:
                    return True
        return False

    def _bare(self, form: str) -> bool:
        """Tell whether the consonants of a form are those of a name."""
        bare = bones(form)
        size = consonants(bare)
        if size >= BONES and bare in self._bones:
            return True
        if size >= LONG_BONES - 1 and bare in self._fewer:
            return True
        return size > LONG_BONES and not self._bones.isdisjoint(one_less(bare))

    def _read(self, word: str) -> Reading:
        """Read a word: whether it is likely a name, and of which names it is a part."""
        sure: set[Place] = set()
        likely: set[Place] = set()
        ordinary = self._is_ordinary(word)
        capital = not seen(word)[:1].islower() and not ordinary
        forms = sounds(word)
        for form in forms[:1] if ordinary else forms:
            stems = () if ordinary else shorter(form, CASE, 2 if capital else ROOT)
            for stem in (form, *stems):
                sure |= self._places.get(stem, set())
                if capital:
                    likely |= self._rough.get(rough(stem), set())
        if ABJAD.search(word):
            for form in forms[:1]:
                for stem in (form, *shorter(form, CASE, 2)):
                    bare = unwritten(stem)
                    sure |= self._abjad.get(bare, set()) if len(bare) > 1 else set()
        first = forms[0] if forms and capital else ""
        return Reading(
            alone=self._is_name(word),
            sure=frozenset(sure),
            likely=frozenset(sure | likely),
            ordinary=ordinary,
            form=first,
            begins=first in self._begun,
        )

    def _divided(self, one: Word, two: Word) -> bool:
        """Tell whether two words are one name, divided."""
        if not one.of.begins or not two.of.form or two.start - one.end > SHORTEST:
            return False
        whole = one.of.form + two.of.form
        return len(whole) >= WHOLE and (whole in self._exact or whole in self._joined)

    def _unspaced(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the runs of a script without spaces that sound like a name."""
        for run in re.finditer(rf"(?:{UNSPACED.pattern}|[·・‧•])+", text):
            if self._inside.holds_one(compared(latin(run[0]))):
                yield run.span()

    def in_address(self, address: str) -> bool:
        """Tell whether an address may spell a name."""
        plain = decoded(address)
        parts = " ".join(
            HUMP.sub(" ", one) for one in re.findall(r"[^\W\d_]+|.", plain)
        )
        if self.found(parts.title()) or self.found(plain):
            return True
        runs = (compared(latin(one)) for one in re.findall(r"[^\W\d_]+", plain))
        return any(map(self._inside.holds_one, runs))

    def first_in(self, text: str) -> int:
        """Give the place of the first name in a long text, -1 where there is none.

        Two parts of a name count only where both of them surely are such parts: what
        stands side by side in a table was never one text.
        """
        plain = self._phrase.sub(lambda found: "0" * len(found[0]), text)
        broken = {re.sub(r"\W", "", one) for one in BROKEN_WORD.findall(plain)}
        words = {*word_pattern(plain).findall(plain), *broken}
        words |= {part for word in words for part in HUMP.split(word)}
        wanted = [word for word in words if self._of(word).alone]
        sure = [word for word in words if self._of(word).sure and len(word) > 1]
        places = [at for word in wanted if (at := place_of(word, text)) >= 0]
        if len(sure) > 1:
            either = "|".join(map(re.escape, sorted(sure, key=len, reverse=True)))
            beside = re.compile(
                rf"(?<!\w)(?:{either})(?=[ ,.\n-]{{1,3}}(?:{either})(?!\w))"
            )
            for match in beside.finditer(plain):
                if [*self._hits(plain[match.start() : match.end() + FAR])]:
                    places.append(match.start())
        if UNSPACED.search(text):
            places += [start for start, _ in self._unspaced(text)]
        return min(places, default=-1)


def place_of(word: str, text: str) -> int:
    """Give the place of a word in a text, though it may be broken there."""
    broken = rf"(?:{BREAK})?".join(map(re.escape, word))
    match = re.search(broken, text)
    return match.start() if match else 0


def flexible(phrase: str) -> str:
    """Write the expression for a phrase that may be broken at the end of a line."""
    parts = re.split(r"([ -])", phrase)
    breaks = {" ": r"\s+", "-": r"[-‐]\s*"}
    return "".join(breaks.get(part, re.escape(part)) for part in parts)


def decoded(address: str) -> str:
    """Read an address as a person would: percent signs and Punycode undone."""
    for _ in range(DEEPEST):
        plain = html.unescape(unquote_plus(address))
        if plain == address:
            break
        address = plain
    return XN.sub(lambda found: from_punycode(found[1]), normalize("NFC", address))


def from_punycode(label: str) -> str:
    """Decode a part of the name of a host, or give it back where it is none."""
    try:
        return label.encode().decode("punycode")
    except UnicodeError:
        return label


def pair(one: Word, two: Word, text: str) -> bool:
    """Tell whether two words near each other are two parts of one name.

    At least one of them is surely such a part.
    """
    if not one.of.likely or not two.of.likely:
        return False
    if one.of.ordinary or two.of.ordinary:
        apart = same_name(one.of.sure, two.of.sure)
    else:
        apart = same_name(one.of.sure, two.of.likely)
        apart = apart or same_name(one.of.likely, two.of.sure)
    return apart and between(text[one.end : two.start])


def same_name(one: frozenset[Place], two: frozenset[Place]) -> bool:
    """Tell whether two words are different parts of one name."""
    if not one or not two:
        return False
    numbers = {number for number, _ in one}
    near = [other for other in two if other[0] in numbers]
    return any(
        number == other and place != another
        for other, another in near
        for number, place in one
    )


def capitals(spelled: str) -> list[str]:
    """Split a name into its words; those in small letters, as in "the elder", are no
    parts of it.
    """
    words = WORD.findall(spelled)
    return [word for word in words if not word[0].islower()] or words


def consonants(bare: str) -> int:
    """Count the consonants of what is left of a word without its vowels."""
    return len(bare.removeprefix("-"))


@cache
def ordinary_words() -> tuple[str, ...]:
    """Read the words that look like names and are none; each has its reason there."""
    with ORDINARY.open(encoding="utf-8", newline="") as file:
        return tuple(row["words"] for row in csv.DictReader(file))


def between(gap: str) -> bool:
    """Tell whether there is nothing between two words but signs, an initial or the name
    of a father.
    """
    if (match := BETWEEN.fullmatch(gap.replace("_", " "))) is None:
        return False
    middle = match["middle"]
    return middle is None or middle in LINKS or FATHERS.fullmatch(middle) is not None


def spellings(plain: str) -> tuple[str, ...]:
    """Give a name in Latin letters as it is read, and as German and Uzbek read it."""
    readings = [plain]
    readings += [plain.replace(a, b) for a, b in AMBIGUOUS if a in plain]
    return tuple(readings)
