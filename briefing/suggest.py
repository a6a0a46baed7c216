"""What a misspelt word was meant to be."""

from collections.abc import Collection, Mapping
from difflib import SequenceMatcher, get_close_matches

LONGEST = 60  # letters of a word that are compared; a cell may hold a whole page

FEW = 15  # so many known words are listed where none is near


def nearest(word: str, known: Mapping[str, str] | Collection[str]) -> str | None:
    """Return the known word, or the code of the known label, that is most like *word*.

    *known* are words, or labels by code. Case is ignored.
    """
    labels = known if isinstance(known, Mapping) else {one: one for one in known}
    spellings = {label.casefold(): code for code, label in labels.items()}
    spellings |= {code.casefold(): code for code in labels}
    folded = word.casefold()[:LONGEST]
    near = get_close_matches(folded, spellings, n=9, cutoff=0.6)

    def likeness(other: str) -> tuple[float, bool]:
        # Of two that are equally near, people mean the one that begins alike.
        alike = round(SequenceMatcher(None, other, folded).ratio(), 3)
        return alike, other[:2] == folded[:2]

    return spellings[max(near, key=likeness)] if near else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return the question for the nearest known word; empty where none is near."""
    near = nearest(word, [*known])
    return f"Did you mean '{near}'?" if near else ""


def one_of(word: str, known: Collection[str]) -> str:
    """Return what a finding expects in place of *word*: the nearest, or the choice."""
    if near := nearest(word, [*known]):
        return f"a known one; did you mean {near!r}?"
    if len(known) <= FEW:
        return f"one of {', '.join(known)}"
    return f"one of {len(known)} known ones, such as {next(iter(known))!r}"
