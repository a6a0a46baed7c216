"""Names as they are compared: one person stands written in many scripts and spellings.

A name is brought into Latin letters, then letters that transliterations exchange for
one another become one. What is left of it without vowels is its skeleton: scripts that
write few vowels leave nothing else to compare.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.dataset.characters import same

ALIKE = 78  # from here on two names may be one
WEAK = 60  # what a family name alone tells
SURE = 85  # from here on two words are taken for one
LONG = 6  # letters of a word that is not everybody's
SHORTEST = 2  # consonants of a word whose skeleton tells anything

# Longest first: what stands for one sound in one transliteration and not in another.
EXCHANGED = (
    *(("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("sch", "s")),
    *(("sh", "s"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks")),
    *(("q", "k"), ("w", "v"), ("iy", "i"), ("ye", "e"), ("yo", "o"), ("yu", "u")),
    *(("ya", "a"), ("oo", "u"), ("ou", "u"), ("y", "i"), ("o", "a"), ("e", "i")),
)
NOT_LETTERS = re.compile(r"[^a-z]+")
DOUBLED = re.compile(r"(.)\1+")
VOWELS = re.compile(r"[aiu]")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
PART = re.compile(r"[\s.,()/-]+")


@dataclass(frozen=True)
class Spelling:
    """One spelling of a name: its words as they are compared, with and without
    vowels.
    """

    written: str
    words: tuple[str, ...]
    skeletons: tuple[str, ...]


@lru_cache(maxsize=65536)
def spelling(name: str) -> Spelling:
    """Bring a name into the form in which it is compared."""
    from anyascii import anyascii

    words = []
    for part in PART.split(same(name)):
        if word := compared(NOT_LETTERS.sub("", anyascii(part).lower())):
            words.append(word)
    bones = tuple(VOWELS.sub("", word) or word for word in words)
    return Spelling(name, tuple(words), bones)


def compared(word: str) -> str:
    """Make one letter of those that transliterations exchange for one another.

    The word is in small Latin letters.
    """
    # Uzbek writes Xayrullo for Khayrullo; inside a word the letter is that of Max.
    word = f"kh{word[1:]}" if word.startswith("x") else word
    for one, other in EXCHANGED:
        word = word.replace(one, other)
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> int:
    """Say how alike two names are, from 0 to 100, in whatever order and script.

    A single word, such as a family name, tells little: it stays below `ALIKE`, unless
    it is of a script without spaces, in which a whole name is one.
    """
    first, second = sorted((spelling(one), spelling(other)), key=lambda s: len(s.words))
    if not first.words:
        return 0
    whole = of_words("".join(first.words), "".join(second.words))
    if len(first.words) == 1:
        if UNSPACED.search(first.written):
            return whole
        word = max(of_words(first.words[0], other) for other in second.words)
        return WEAK if word >= SURE and len(first.words[0]) >= LONG else 0
    alike = matched(first.words, second.words)
    # Abdul Kadir is Abdulkadir.
    divided = len(first.words) < len(second.words) and whole >= SURE
    return max(alike, whole) if divided else alike


def matched(few: tuple[str, ...], many: tuple[str, ...]) -> int:
    """Find for each word of the shorter name its like in the longer; the worst one
    tells.

    Fathers' names that one source leaves out do not count against a pair.
    """
    left, found = list(many), []
    for word in sorted(few, key=len, reverse=True):
        best = max(left, key=lambda other: of_words(word, other))
        found.append(of_words(word, best))
        left.remove(best)
    return round(0.5 * min(found) + 0.5 * sum(found) / len(found))


@lru_cache(maxsize=262144)
def of_words(one: str, other: str) -> int:
    """Say how alike two words are: their letters, and more so their consonants."""
    from rapidfuzz.fuzz import ratio

    letters = ratio(one, other)
    bones, bare = VOWELS.sub("", one), VOWELS.sub("", other)
    # Of a word with hardly a consonant the skeleton tells nothing.
    if min(len(bones), len(bare)) < SHORTEST:
        return round(letters)
    # Hamit and Ahmet have one skeleton and are two names.
    apart = 15 if (one[0] in "aiu") != (other[0] in "aiu") else 0
    return round(0.6 * ratio(bones, bare) + 0.4 * letters) - apart


def keys(name: str) -> set[str]:
    """Give what two spellings of a name have in common more often than two names."""
    bones = spelling(name).skeletons
    return {bone[:3] for bone in bones if len(bone) >= SHORTEST} | {"".join(bones)[:4]}
