"""Characters that no text may hold, normal forms, addresses to be followed."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import urlsplit

# A name of letters that may be of any script, or numbers; more than one part.
HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?\.?")

BROKEN = re.compile(r"[\s<>\\]")  # what ends an address where it is read

# The usual ones, for whole columns at once.
USUAL = (
    r"^https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]+"
    r"(?:[/?][A-Za-z0-9._~/?#=&,;:@!$()*+'-]*)?$"
)

PORT = range(1, 65536)


def is_address(text: str) -> bool:
    """Tell whether a text is the whole address of a page: its protocol and its host."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = HOST.fullmatch(host) is not None or ":" in host  # numbers in brackets
    told = parts.scheme in ("http", "https") and parts.username is None
    return told and named and (port is None or port in PORT) and not BROKEN.search(text)


# Within words of these scripts joiners decide which letters are seen.
JOINED = (
    "ARABIC SYRIAC MANDAIC NKO MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA "
    "TAMIL TELUGU KANNADA MALAYALAM SINHALA KHMER MYANMAR TIBETAN BALINESE JAVANESE"
)

JOINERS = "\u200c\u200d"

# Unseen, and in categories of what is seen: fillers, vowels that are left out, blanks.
BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159"

LOST = "\ufffc\ufffd"  # what programs leave where something was lost

# Format characters that are seen: signs of numbers and of verses around digits.
SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")

# Directions that may go: without them the letters stand as they were typed.
MARKS = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff]")

EMBEDDINGS = re.compile("[\u202a-\u202c\u2066-\u2069]")

BLANKS = re.compile(r"[^\S\n\x1c-\x1f\x85\u2028\u2029]+")

ENDS = re.compile(r" *\n *")

LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

AGAIN = re.compile(f"([{JOINERS}])[{JOINERS}]+")

PRESENTED = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdcf\ufdf0-\ufdf9\ufe70-\ufefc]"
)

# What looks alike and is exchanged: letters of Arabic script, hyphens, apostrophes.
ALIKE = str.maketrans(
    "\u064a\u0649\u0643\u06c1\u06d5\u2010\u2011\u2212\u2018\u2019\u02bc\u02bb\u2032`\u00b4",
    "\u06cc\u06cc\u06a9\u0647\u0647---'''''''",
)

# Of these alone no text can be wrong: they are seen, and no two of them make a third.
PLAIN = (
    r"!-~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{391}-\x{3a1}\x{3a3}-\x{3ce}\x{400}-\x{482}"
    r"\x{48a}-\x{52f}\x{5d0}-\x{5ea}\x{620}-\x{64a}\x{66e}-\x{66f}\x{671}-\x{6d5}"
    r"\x{2010}-\x{2027}\x{2030}-\x{205e}\x{20a0}-\x{20bf}\x{2116}\x{3001}-\x{3029}"
    r"\x{3041}-\x{3096}\x{30a1}-\x{30fa}\x{3400}-\x{4db5}\x{4e00}-\x{9fd5}"
    r"\x{ac00}-\x{d7a3}"
)

# The same question to whole columns: words of plain characters, one blank apart.
SOUND = rf"^[{PLAIN}]+(( |\n+)[{PLAIN}]+)*$"


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Give the characters that a text may not hold, each with its place from 1."""
    if text.isascii() and text.isprintable():
        return
    for at, letter in enumerate(text):
        if not (letter.isprintable() and letter.isascii()) and _barred(text, at):
            yield at + 1, letter


def unseen_words(text: str, most: int = 3) -> str:
    """Name the first unseen characters of a text, by code point, name and place."""
    found = list(unseen(text))
    named = [f"{name_of(letter)} at character {at}" for at, letter in found[:most]]
    rest = len(found) - most
    return ", ".join(named) + (f" and {rest} more" if rest > 0 else "")


def name_of(letter: str) -> str:
    """Name a character: U+202E (right-to-left override)."""
    kinds = {
        "Cc": "control",
        "Co": "private use",
        "Cn": "unassigned",
        "Cs": "surrogate",
    }
    kind = kinds.get(unicodedata.category(letter), "unnamed")
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, kind).lower()})"


def _barred(text: str, at: int) -> bool:
    """Tell whether the character at a place may not stand there."""
    letter = text[at]
    if letter in "\t\n":
        return False
    if letter in JOINERS:
        return not _joins(text, at)
    if selects(letter):
        return not _selected(letter, text[at - 1] if at else "")
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return letter not in SEEN
    return kind[0] == "C" or kind in ("Zl", "Zp") or letter in BLANK_LETTERS + LOST


def _joins(text: str, at: int) -> bool:
    """Tell whether a joiner stands in a word of a script that needs it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    joins = text[at] == "\u200d"
    if script(before) in JOINED.split():
        # At the end of a word only the one that joins shapes the last letter.
        return script(after) in JOINED.split() or (joins and after.strip() == "")
    # Pictures of several people are joined from pictures of one.
    seen = before and (unicodedata.category(before) in ("So", "Sk") or selects(before))
    return bool(joins and seen and after and unicodedata.category(after) == "So")


def selects(letter: str) -> bool:
    """Tell whether a character chooses among the shapes of the one before it."""
    return (
        "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
        or letter in "\u180b\u180c\u180d\u180f"
    )


def _selected(selector: str, before: str) -> bool:
    """Tell whether the character before a selector has shapes to choose from."""
    if selector in "\u180b\u180c\u180d\u180f":
        return script(before) == "MONGOLIAN"
    if selector >= "\U000e0100":
        return script(before) == "CJK"
    if selector in "\ufe0e\ufe0f":
        return bool(before) and (
            unicodedata.category(before)[0] == "S"
            or before in "\u203c\u2049\u3030#*0123456789"
        )
    return script(before) in ("CJK", "MYANMAR", "PHAGS-PA")


def script(letter: str) -> str:
    """Name the script of a letter by the first word of its name."""
    return unicodedata.name(letter, "").split(" ", 1)[0] if letter else ""


def normal(text: str) -> str:
    """Bring a text into its normal form.

    What cannot be seen and says nothing goes; what might have meant something stays,
    and is found by the check.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = EMBEDDINGS.sub("", MARKS.sub("", LINES.sub("\n", text)))
    text = PRESENTED.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]), text)
    text = unicodedata.normalize("NFC", text)
    text = AGAIN.sub(r"\1", text)
    text = "".join(
        letter
        for at, letter in enumerate(text)
        if letter not in JOINERS or _joins(text, at)
    )
    return ENDS.sub("\n", BLANKS.sub(" ", text)).strip(" \n")


def told_apart(text: str) -> str:
    """Say by its code point what keeps a text from its normal form."""
    other = normal(text)
    odd = [(at, one) for at, one in enumerate(text, start=1) if one not in other]
    if odd:
        named = [f"{name_of(one)} at character {at}" for at, one in odd[:3]]
        return f"without {', '.join(named)}"
    pairs = enumerate(zip_longest(text, other, fillvalue=""), start=1)
    at, (one, instead) = next((at, two) for at, two in pairs if two[0] != two[1])
    if not one:
        return f"the text ends at character {at}"
    said = f" in place of {name_of(one)} at character {at}"
    return f"{name_of(instead)}{said}" if instead else f"nothing{said}"


def is_number(text: str) -> bool:
    """Tell whether a text is a whole number, written in the digits 0 to 9."""
    return text.isascii() and text.isdecimal()


def same(text: str) -> str:
    """Give the form in which names are compared: equal where a reader sees one name."""
    text = normal(unicodedata.normalize("NFKC", normal(text))).translate(ALIKE)
    seen = (letter for letter in text if letter not in JOINERS and not selects(letter))
    return unicodedata.normalize("NFC", "".join(seen))
