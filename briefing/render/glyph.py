"""A letter that no font of the house draws: which one, and which cell shows it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from briefing.render.failure import written
from briefing.render.heed import place
from briefing.render.payloads import payload_of
from briefing.render.refusals import NotTypeset

SAID = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
CURE = (
    "The fonts of a briefing know Latin, Greek, Cyrillic, Arabic, Devanagari and "
    "Chinese letters and the usual signs; write what it means in words"
)


def undrawn(message: str, notebook: NotebookNode) -> str:
    """Word what the typesetter says of a letter without a glyph; nothing, if it does
    not.
    """
    text = unset(message)
    if not text:
        return ""
    letters = ", ".join(dict.fromkeys(f"{one} ({name_of(one)})" for one in text))
    what = f"no font of the house draws {letters}"
    where = next(shown_by(text, notebook), "")
    return (
        f"{where}: {what}. {CURE}."
        if where
        else f"{what[0].upper()}{what[1:]}. {CURE}."
    )


def refuse_letters(
    refused: Sequence[Mapping[str, Any]], notebook: NotebookNode
) -> None:
    """Refuse a letter that no font draws, in anybody's notebook: there would be a box
    in its place. Without a sign a text can still be read.
    """
    for error in refused:
        text = unset(error["message"])
        if any(unicodedata.category(one)[0] in "LM" for one in text):
            raise NotTypeset(undrawn(error["message"], notebook))


def unset(message: str) -> str:
    """Give the text that the typesetter says it cannot set, if it says so."""
    said = SAID.search(message)
    return ESCAPED.sub(lambda one: chr(int(one[1], 16)), said[1]) if said else ""


def name_of(letter: str) -> str:
    """Name a letter as Unicode does."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"


def shown_by(text: str, notebook: NotebookNode) -> Iterator[str]:
    """Yield the cells that hold *text* in their words, or in what they show.

    A briefing is bound of several chapters, each of which begins with its question.
    """
    chapter, number = "", 0
    for cell in written(notebook):
        number += 1
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            number = 1
            question = cell.source.partition("\n")[0].removeprefix("# ").strip()
            chapter = f'Chapter "{question}", '
        if text in words_of(cell):
            where = place(number, cell)
            yield f"{chapter}{where[0].lower() if chapter else where[0]}{where[1:]}"


def words_of(cell: NotebookNode) -> str:
    """Give what of a cell is printed: its words, or the texts of what it shows."""
    if cell.cell_type == "markdown":
        return str(cell.source)
    shown = [payload_of(output) or dict(output) for output in cell.get("outputs", [])]
    return json.dumps(shown, ensure_ascii=False)
