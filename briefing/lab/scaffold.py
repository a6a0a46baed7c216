"""A new chapter, and a new kind of briefing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import tomlkit
from nbformat import NotebookNode

from briefing.errors import BriefingError
from briefing.lint.fix import KERNEL
from briefing.lint.notebook import TOOL
from briefing.lint.output import counts_in
from briefing.publish.profiles import (
    NoProfile,
    paths_of_profiles,
    profile_in,
    profile_of,
)
from briefing.selection.parameters import parameters_cell, setup_cell
from briefing.suggest import did_you_mean
from briefing.text.formats import listing

v4: Any = nbformat.v4  # it has no types

DEFAULT = "incidents_by_type"

WORDS = {
    "incidents": (
        "An incident is one act by one executing state, and counts once in its row. "
        "Where the rows overlap, a note under the table says so.",
        ("finding",),
    ),
    "persons": (
        "People are counted as ranges, from the lowest to the highest number that the "
        "sources give. Where two ranges overlap, neither row can be called the larger.",
        ("finding", "persons_range", "persons_repeat"),
    ),
    "violations": (
        "A violation is one right in one incident, for which one state answers. It is "
        "an allegation unless a court or a treaty body found it.",
        ("finding", "alleged", "responsible"),
    ),
}


@dataclass(frozen=True)
class Recipe:
    """A count by its name, and what draws it."""

    count: str
    chart: str = "stacked_bars"

    @property
    def unit(self) -> str:
        """Name what is counted."""
        return self.count.partition("_")[0]

    @property
    def by(self) -> str:
        """Name what it is counted by, in words."""
        return self.count.partition("_by_")[2].replace("_", " ")


RECIPES = {
    one.count: one
    for one in (
        Recipe(DEFAULT),
        Recipe("incidents_by_accusation"),
        Recipe("incidents_by_executing_state"),
        Recipe("incidents_by_fate", chart="ladder"),
        Recipe("incidents_by_protection"),
        Recipe("incidents_by_requesting_state"),
        Recipe("incidents_by_right"),
        Recipe("incidents_by_target_group"),
        Recipe("incidents_by_year", chart="year_bars"),
        Recipe("persons_by_executing_state", chart="people_bars"),
        Recipe("persons_by_requesting_state", chart="people_bars"),
        Recipe("persons_by_right", chart="people_bars"),
        Recipe("persons_by_type", chart="people_bars"),
        Recipe("violations_by_responsible_state"),
        Recipe("violations_by_right"),
    )
}


def recipe(count: str) -> Recipe:
    """Find the recipe of a count, or name those that there are."""
    if count not in RECIPES:
        near = did_you_mean(count, RECIPES) or f"There are {listing(RECIPES)}."
        message = f"A new chapter cannot begin with the count '{count}'. {near}"
        raise BriefingError(message)
    return RECIPES[count]


OPENING = """\
Documented {unit} are set out here by {by}. A row says what is on record and not
what was done: an act that nobody could document stands in none of them.
"""

BEFORE_TABLE = """\
The table has every row, with how firmly each is known. A row without any is shown
too, because that nothing is documented is worth knowing.
"""


def notebook(question: str, recipe: Recipe, slug: str) -> NotebookNode:
    """Return the notebook of a chapter that asks *question*."""
    words, notes = WORDS[recipe.unit]
    keys = ", ".join(f'"{key}"' for key in notes)
    opening = OPENING.format(by=recipe.by, unit=recipe.unit)
    setup = setup_cell({"limits", "say", "table", recipe.count, recipe.chart})
    cells = [
        v4.new_markdown_cell(f"# {question}\n\n{opening}".strip()),
        v4.new_code_cell(parameters_cell(), metadata={"tags": ["parameters"]}),
        v4.new_code_cell(setup, metadata={"tags": ["setup"]}),
        v4.new_markdown_cell(f"## What is on record\n\n{words}"),
        v4.new_code_cell(f"counted = {recipe.count}(chosen)\nsay(counted)"),
        v4.new_code_cell(f"{recipe.chart}(counted)"),
        v4.new_markdown_cell(f"## The same in numbers\n\n{BEFORE_TABLE}".strip()),
        v4.new_code_cell("table(counted)"),
        v4.new_markdown_cell("## Limits"),
        v4.new_code_cell(f"limits(chosen, {keys})"),
    ]
    word = re.findall("[a-z]+", slug)[-1] if re.search("[a-z]", slug) else "chapter"
    for number, cell in enumerate(cells, start=1):
        cell.id = f"{word}-{number:02d}"
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    made: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata)
    return made


NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

# The register is where a reader looks everything up: it stands behind all chapters.
REGISTER = "05-cases"


def profile_folder() -> Path:
    """Find the folder of the profiles of this project."""
    folder = paths_of_profiles()[0].parent
    if not Path.cwd().is_relative_to(folder.parents[1]):
        # To read the notebooks beside the package from anywhere is harmless.
        message = (
            f"{Path.cwd()} is in no project, and nothing is written into another one. "
            f"Go into the project first: cd {folder.parents[1]}"
        )
        raise NoProfile(message)
    return folder


def path_of(name: str) -> Path:
    """Find a profile by its name, or ask for the one that was meant."""
    paths = {path.stem: path for path in paths_of_profiles()}
    if name not in paths:
        near = did_you_mean(name, paths) or "`briefing profile list` shows them."
        message = f"There is no profile '{name}'. {near}"
        raise BriefingError(message)
    # What cannot be read gets no chapter; better to know before one is written.
    profile_in(paths[name])
    return paths[name]


def new_profile(
    name: str, *, title: str, about: str, chapters: Sequence[str], one: str = ""
) -> Path:
    """Write a profile, once it is sure that it can be read back."""
    path = profile_folder() / f"{name}.toml"
    if not NAME.fullmatch(name):
        message = (
            f"A profile cannot be called '{name}'; write small letters, digits and "
            f"hyphens, such as two-states."
        )
        raise BriefingError(message)
    if path.exists():
        message = f"There is a profile '{name}': edit {path}, or choose another name."
        raise BriefingError(message)
    refuse_unknown(chapters, path.parents[1])
    document = tomlkit.document()
    document["title"] = " ".join(title.split())
    document["about"] = " ".join((about or title).split())
    if one:
        document["one"] = one
    document["chapters"] = tomlkit.array().multiline(multiline=True)
    document["chapters"].extend(chapters)
    text = tomlkit.dumps(document)
    profile_of(path, text)
    path.write_text(text, "utf-8", newline="\n")
    return path


def refuse_unknown(chapters: Sequence[str], notebooks: Path) -> None:
    """Refuse chapters that are not there, and a profile without any."""
    found = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    known = [name for name in found if not name.startswith(TOOL)]
    if not chapters:
        message = f"A profile needs chapters; there are {', '.join(known)}."
        raise BriefingError(message)
    for name in chapters:
        if chapters.count(name) > 1:
            message = f"The chapter '{name}' is named more than once; name it once."
            raise BriefingError(message)
        if name not in known:
            begun = [f"Did you mean '{one}'?" for one in known if one.startswith(name)]
            near = next(iter(begun), "") or did_you_mean(name, known)
            near = near or f"There are {', '.join(known)}."
            message = f"There is no chapter '{name}'. {near}"
            raise BriefingError(message)


def add_chapter(path: Path, chapter: str) -> None:
    """Name a chapter in a profile: last, but before the register of cases."""
    names = [one.stem for one in profile_in(path).chapters]
    if chapter in names:
        return
    document = tomlkit.parse(path.read_text("utf-8"))
    before_register = names[-1] == REGISTER and len(names) > 1
    document["chapters"].insert(len(names) - before_register, chapter)
    text = tomlkit.dumps(document)
    profile_of(path, text)
    path.write_text(text, "utf-8", newline="\n")


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
    nbformat.write(notebook(asked, recipe, slug), path)  # type: ignore[no-untyped-call]  # nbformat
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
