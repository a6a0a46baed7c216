"""A new chapter: the next number, a name from its question, and cells that run."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.errors import BriefingError
from briefing.lab.blank import notebook
from briefing.lab.mend import write
from briefing.lab.numbers import counts_in
from briefing.lab.recipes import Recipe

LAST_NUMBER = 99
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SMALL = set(
    """
    a about an and are as at be been by can could did do does for from had has have how
    if in into is it its many may much of often on one or our should such than that the
    their them then there these they this those to under was we were what when where
    which who whom whose why will with would
    """.split()  # noqa: SIM905 - words in lines are easier to keep than a list
)


def new_chapter(question: str, recipe: Recipe, folder: Path, *, name: str = "") -> Path:
    """Write the chapter that asks *question* into *folder*, and say where it stands."""
    asked = as_question(question)
    slug = name or slug_of(asked)
    if not SLUG.fullmatch(slug):
        message = (
            f"A chapter cannot be called '{slug}'; write small letters a to z and "
            f"digits with hyphens between them, such as --name in-detention."
        )
        raise BriefingError(message)
    taken = [path for path in folder.glob("*.ipynb") if path.stem[3:] == slug]
    if taken:
        message = (
            f"The chapter {taken[0].name} has that name already; give the new one "
            f"another, such as --name {slug}-again."
        )
        raise BriefingError(message)
    path = folder / f"{next_number(folder):02d}-{slug}.ipynb"
    write(path, notebook(asked, recipe, slug))
    return path


def as_question(question: str) -> str:
    """Read a question for a heading, or say why it can be none."""
    asked = " ".join(question.split()).removeprefix("# ")
    asked = f"{asked.rstrip('.!?').rstrip()}?"
    if not re.search(r"[^\W\d_]", asked):
        message = 'A chapter asks a question, such as "How long were people held?".'
        raise BriefingError(message)
    for hit in counts_in(asked):
        message = (
            f"The question holds a number ({hit}), and a chapter is made for "
            f"any data and any period; ask without it."
        )
        raise BriefingError(message)
    return asked


def slug_of(question: str) -> str:
    """Name a chapter by the last three words of its question that mean something."""
    from anyascii import anyascii

    words = re.findall("[a-z0-9]+", anyascii(question).lower().replace("'", ""))
    telling = [word for word in words if word not in SMALL] or words
    return "-".join(telling[-3:]) or "chapter"


def next_number(folder: Path) -> int:
    """Give the number after the highest: a number is never given twice."""
    numbers = [
        int(path.name[:2]) for path in folder.glob("*.ipynb") if path.name[:2].isdigit()
    ]
    number = max(numbers, default=0) + 1
    if number > LAST_NUMBER:
        message = f"The chapters in {folder} are numbered up to {LAST_NUMBER} already."
        raise BriefingError(message)
    return number
