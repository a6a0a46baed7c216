"""Directions of writing: right-to-left text leaves its neighbours in place."""

import re

from briefing.dataset.characters import name_of

LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"

# Joiners stand within words; alone they may belong to a word of Hindi.
WORD = f"[{LETTERS}][{LETTERS}\u200c\u200d]*"

RUN = re.compile(f"{WORD}(?:\\s+{WORD})*")

PIECE = re.compile(
    r"<(script|style|svg|math|title|textarea)\b.*?</\1>|<[^>]*>|[^<]+",
    re.DOTALL | re.IGNORECASE,
)

# The same marks as HTML may write them: &#x202e; or &#8238;.
WRITTEN = re.compile(
    r"&#(?:x0*(20(?:2[a-e]|6[6-9]))|0*(823[4-8]|829[4-7]));?", re.IGNORECASE | re.ASCII
)

EMBEDDING = re.compile("[\u202a-\u202e]")

ISOLATE = re.compile("[\u2066-\u2069]")


def isolated(html: str) -> str:
    """Set each run of right-to-left text of a page in an isolate of its own."""
    if not RUN.search(html):
        return html

    def set_apart(piece: re.Match[str]) -> str:
        whole = piece[0]
        return whole if whole[0] == "<" else RUN.sub(r"<bdi>\g<0></bdi>", whole)

    return PIECE.sub(set_apart, html)


def read(text: str) -> str:
    """Read the marks that are written by their numbers."""
    return WRITTEN.sub(
        lambda mark: chr(int(mark[1], 16) if mark[1] else int(mark[2])), text
    )


def turns(text: str) -> str:
    """Name the first mark that turns what stands beside a text, or nothing."""
    text = read(text)
    found = EMBEDDING.search(text) or (None if balanced(text) else ISOLATE.search(text))
    return name_of(found[0]) if found else ""


def balanced(text: str) -> bool:
    """Whether every isolate ends in the line that it begins in."""
    for line in text.split("\n"):
        depth = 0
        for mark in ISOLATE.findall(line):
            depth += -1 if mark == "\u2069" else 1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def upright(text: str) -> str:
    """Take out the marks that turn what stands beside a text."""
    text = EMBEDDING.sub("", read(text))
    return text if balanced(text) else ISOLATE.sub("", text)
