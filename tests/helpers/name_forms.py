"""Ways in which a name is written, made by rule: independent of the code that finds
them.
"""

import re
import unicodedata
from urllib.parse import quote

# Longest first: how a Russian newspaper writes Latin letters.
RUSSIAN = (
    *(("shch", "щ"), ("dzh", "дж"), ("zh", "ж"), ("kh", "х"), ("gh", "г"), ("ch", "ч")),
    *(("sh", "ш"), ("ts", "ц"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("ye", "е")),
    *(
        ("iy", "ий"),
        ("ay", "ай"),
        ("oy", "ой"),
        ("ey", "ей"),
        ("uy", "уй"),
        ("j", "дж"),
    ),
    *(
        ("a", "а"),
        ("b", "б"),
        ("c", "к"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
    ),
    *(
        ("h", "х"),
        ("i", "и"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
    ),
    *(
        ("p", "п"),
        ("q", "к"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
    ),
    *(("w", "в"), ("x", "кс"), ("y", "й"), ("z", "з")),
)
# How an Uzbek text in Latin letters writes the same sounds.
UZBEK = (("dzh", "j"), ("zh", "j"), ("kh", "x"), ("gh", "gʻ"), ("ts", "s"), ("ye", "e"))
TURKISH = (
    ("dzh", "c"),
    ("zh", "j"),
    ("sh", "ş"),
    ("ch", "ç"),
    ("kh", "h"),
    ("gh", "ğ"),
)
ENGLISH = (
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("q", "k"),
    ("ay", "ai"),
    ("ey", "ei"),
)
LOOKALIKE = str.maketrans("aeopcyxAEOPCTHKMB", "аеорсухАЕОРСТНКМВ")
BEHIND = {"male": ("а", "у", "ым"), "female": ("ой", "у", "ой")}


def words(name: str) -> list[str]:
    """The words of a name in capitals, without what stands in brackets."""
    plain = re.sub(r"\([^)]*\)", " ", name)
    return [w for w in re.findall(r"[^\W\d_]+", plain) if not w[0].islower()]


def spelt(word: str, table: tuple[tuple[str, str], ...]) -> str:
    """A word with other letters for its sounds, with its capital."""
    small, made = word.lower(), ""
    while small:
        for one, other in table:
            if small.startswith(one):
                made, small = made + other, small[len(one) :]
                break
        else:
            made, small = made + small[0], small[1:]
    return made[:1].upper() + made[1:]


def russian(word: str) -> str:
    """A word in Russian letters."""
    return spelt(word, RUSSIAN)


def declined(word: str, sex: str, case: int) -> str:
    """A Russian word in a case: genitive, dative, instrumental."""
    if word[-1] in "ая":
        return word[:-1] + ("ы", "е", "ой")[case]
    if word[-1] in "еёиоуыэю" or (sex == "female" and word[-1] != "а"):
        return word
    if word[-1] in "йь":
        return word[:-1] + ("я", "ю", "ем")[case]
    return word + BEHIND["male"][case]


def forms(name: str, sex: str = "male") -> dict[str, str]:
    """Ten and more written forms of a name, each under what it is."""
    parts = words(name)
    first, last = parts[0], parts[-1]
    cyrillic = [russian(part) for part in parts]
    cases = [
        " ".join(declined(part, sex, case) for part in cyrillic) for case in range(3)
    ]
    full = " ".join(parts)
    made = {
        "genitive": cases[0],
        "instrumental": cases[2].upper(),
        "Tajik accusative": f"{' '.join(cyrillic)}ро",
        "Uzbek genitive": f"{' '.join(spelt(p, UZBEK) for p in parts)}ning",
        "Turkish dative": f"{' '.join(spelt(p, TURKISH) for p in parts)}'a",
        "English": " ".join(spelt(part, ENGLISH) for part in parts),
        "slug": "-".join(parts).lower(),
        "joined": "".join(parts),
        "reversed": f"{last.upper()}, {first}",
        "possessive": f"{full}’s",
        "decomposed": unicodedata.normalize("NFD", cases[1]),
        "unseen": "\u200b".join(full.replace(" ", "\u00a0")),
        "lookalike": full.translate(LOOKALIKE),
        "broken": f"{full[:-3]}-\n{full[-3:]}" if len(last) > 5 else full,
        "address": f"https://example.org/{quote(cases[0].lower().replace(' ', '-'))}/1",
        "twice encoded": f"https://example.org/{quote(quote('_'.join(cyrillic)))}",
    }
    if len(parts) > 1 and len(last) > 2:
        made |= {
            "initial": f"{first[0]}. {last}",
            "initials behind": f"{declined(cyrillic[-1], sex, 1)} {cyrillic[0][0]}.А.",
            "half": declined(cyrillic[-1], sex, 0),
        }
    return made


def told(text: str) -> str:
    """The letters of a text alone, as they are compared for what was left."""
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^\w]|[\d_]", "", plain).casefold()
