"""
What a chapter may not have typed into it: numbers that are counts, paths, addresses.
"""

from __future__ import annotations

import ast
import re

from briefing.lab.fault import Faults
from briefing.lab.logic import after_setup
from briefing.lab.page import Cell, Page
from briefing.lab.shape import nodes

UNITS = "incidents? people persons? violations? states? cases? records?"
ONES = "one two three four five six seven eight nine"
TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
AFTER = rf"(of |the )*({'|'.join(UNITS.split())})\b"
WORD = "|".join(f"{ONES} {TEENS} {TENS}".split()[1:])
COUNT = re.compile(
    rf"\d[\d,. ]*\d|\d|\b((({WORD})(-\w+)?|dozens?|hundreds?|thousands?) {AFTER})",
    re.IGNORECASE,
)
PLACE = re.compile(r"://|\.\./|/|\\\\|\.(csv|json|ipynb|xlsx|parquet)\b")
COMPUTE = (
    "Let code write it: a sentence of `say` holds the number of every run, "
    "and typed it stays as it is when the data change."
)


def counted(page: Page) -> Faults:
    """
    Refuse numbers that somebody typed: a new edition would keep an old one.
    """
    for cell in page.of_kind("markdown"):
        for hit in COUNT.finditer(without_targets(cell.source)):
            what = f"a number is typed: {shown(hit)}"
            yield page.fault(cell, "typed-count", what, COMPUTE)
    for cell in after_setup(page):
        for text in texts(cell):
            for hit in COUNT.finditer(text):
                what = f"a number is typed into a text: {shown(hit)}"
                yield page.fault(cell, "typed-count", what, COMPUTE)


def without_targets(source: str) -> str:
    """
    Take out where links lead to, which no reader sees: `[chart](#figure:by_year)`.
    """
    return re.sub(r"\]\((#[\w:.-]+)\)", "]", source)


def shown(hit: re.Match[str]) -> str:
    """
    Quote a number with the words around it.
    """
    text = hit.string
    start, end = max(hit.start() - 12, 0), min(hit.end() + 18, len(text))
    cut = text[start:end].replace("\n", " ").strip()
    return f'"{"…" if start else ""}{cut}{"…" if end < len(text) else ""}"'


def placed(page: Page) -> Faults:
    """
    Refuse paths and addresses: a chapter is the same wherever the project stands.
    """
    for cell in after_setup(page):
        for text in texts(cell):
            if PLACE.search(text):
                what = f'names a place: "{text}"'
                cure = (
                    "The data come from load(data), set by --data; sources are cited "
                )
                cure += "by their S- number in data/sources.csv."
                yield page.fault(cell, "path", what, cure)


def texts(cell: Cell) -> list[str]:
    """
    List the texts that a cell of code holds in quotes.
    """
    return [
        node.value
        for node in nodes(cell)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
