"""What a chapter may not have typed into it: numbers that are counts, paths,
addresses.
"""

from __future__ import annotations

import ast
import re

from briefing.lab.fault import Faults
from briefing.lab.logic import after_setup
from briefing.lab.numbers import counts_in
from briefing.lab.page import Cell, Page
from briefing.lab.python import nodes

PLACE = re.compile(r"://|\.\./|/|\\\\|\.(csv|json|ipynb|xlsx|parquet)\b")
COMPUTE = (
    "Let code write it: a sentence of `say` holds the number of every run, "
    "and typed it stays as it is when the data change."
)


def counted(page: Page) -> Faults:
    """Refuse numbers that somebody typed: a new edition would keep an old one."""
    for cell in page.of_kind("markdown"):
        for hit in counts_in(cell.source, dates=True):
            what = f"a number is typed: {hit}"
            yield page.fault(cell, "typed-count", what, COMPUTE)
    for cell in after_setup(page):
        for text in texts(cell):
            # A date in a title or a sentence of code is of the period of one run.
            for hit in counts_in(text):
                what = f"a number is typed into a text: {hit}"
                yield page.fault(cell, "typed-count", what, COMPUTE)


def placed(page: Page) -> Faults:
    """Refuse paths and addresses: a chapter is the same wherever the project stands."""
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
    """List the texts that a cell of code holds in quotes."""
    return [
        node.value
        for node in nodes(cell)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
