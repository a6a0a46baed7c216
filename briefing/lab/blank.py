"""The cells that a new chapter begins with: they keep the contract, run, and print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from briefing.lab.kept import FORMAT, KERNEL
from briefing.lab.recipes import WORDS, Recipe
from briefing.measure.parameters import PARAMETERS, cell

OPENING = """\
Documented {unit} are set out here by {by}. A row says what is on record and not
what was done: an act that nobody could document stands in none of them.
"""
BEFORE_TABLE = """\
The table has every row, with how firmly each is known. A row without any is shown
too, because that nothing is documented is worth knowing.
"""


def notebook(question: str, recipe: Recipe, slug: str) -> dict[str, Any]:
    """Write the notebook of a chapter."""
    words, notes = WORDS[recipe.unit]
    keys = ", ".join(f'"{key}"' for key in notes)
    opening = OPENING.format(by=recipe.by, unit=recipe.unit)
    call = f"{recipe.count}(chosen)"
    sources = [
        ("", f"# {question}\n\n{opening}"),
        ("parameters", cell()),
        ("setup", setup(recipe)),
        ("", f"## What is on record\n\n{words}"),
        ("code", f"say.{recipe.say}({call})"),
        ("code", f"{recipe.chart}({call})"),
        ("", f"## The same in numbers\n\n{BEFORE_TABLE}"),
        ("code", f"table({call})"),
        ("", "## Limits"),
        ("code", f"limits(chosen, {keys})"),
    ]
    word = re.findall("[a-z]+", slug)[-1] if re.search("[a-z]", slug) else "chapter"
    cells = [
        made(f"{word}-{number:02d}", kind, source)
        for number, (kind, source) in enumerate(sources, start=1)
    ]
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    kind, minor = FORMAT
    return {
        "cells": cells,
        "metadata": metadata,
        "nbformat": kind,
        "nbformat_minor": minor,
    }


def made(own: str, kind: str, source: str) -> dict[str, Any]:
    """Make one cell: of words, of code, or of code with a tag."""
    lines = source.strip().splitlines(keepends=True)
    if not kind:
        return {"cell_type": "markdown", "id": own, "metadata": {}, "source": lines}
    tags = {} if kind == "code" else {"tags": [kind]}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": own,
        "metadata": tags,
        "outputs": [],
        "source": lines,
    }


def setup(recipe: Recipe) -> str:
    """Write the setup cell: imports, and one selection that every parameter reaches."""
    names = {"Selection", "limits", "load", "say", "select", "table"}
    return "\n".join(
        [
            *imports({*names, recipe.count, recipe.chart}),
            "",
            "chosen = select(",
            "    load(data),",
            "    Selection(",
            *(f"        {one.name}={one.name}," for one in PARAMETERS),
            "    ),",
            ")",
            "chosen",
        ]
    )


def imports(names: Sequence[str] | set[str]) -> list[str]:
    """Write the lines that import *names* from briefing, as ruff sorts them."""
    ordered = sorted(names, key=lambda name: (name[0].islower(), name))
    return ["from briefing import (", *(f"    {name}," for name in ordered), ")"]
