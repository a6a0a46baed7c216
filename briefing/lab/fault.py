"""What lint says: where, what, and the cure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Every code, with the rule that it stands for; `briefing lint --json` names the codes.
RULES = {
    "broken-python": "every cell can be read as Python",
    "cell-id": "every cell has an id of its own, a word and two digits",
    "empty-cell": "a cell holds something",
    "few-words": "there is a cell of words for every two of code",
    "foreign-import": "a chapter imports from briefing and from nothing else",
    "format": "a notebook is of format 4.5 and runs with the kernel python3",
    "logic": "a chapter holds calls and no logic",
    "long-cell": "a cell of code has at most 8 lines",
    "many-cells": "a chapter has at most 25 cells of code",
    "no-limits": "a chapter ends with limits(…)",
    "no-question": "the first cell asks a question, as a heading",
    "not-numbered": "a chapter is called by two digits and a few words",
    "parameters": "the second cell, tagged parameters, is the text of the schema",
    "path": "a chapter holds no path and no address",
    "profile": "a profile can be read, and its chapters are there",
    "setup": "the third cell, tagged setup, makes chosen from every parameter",
    "star-import": "the setup names what it imports",
    "stored-outputs": "a notebook is saved without outputs",
    "typed-count": "a number in a sentence comes from code",
    "undefined-name": "every name is made in a cell above",
    "unreadable": "a notebook is a JSON file that Jupyter can open",
    "will-not-print": "what a cell shows can be printed",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: its file, its cell as a reader counts, what it is and the cure.

    Cell 0 is the notebook as a whole; *mendable* is what `--fix` puts right.
    """

    path: Path
    cell: int
    words: str
    code: str
    what: str
    cure: str
    line: int = 0
    mendable: bool = False

    def __str__(self) -> str:
        """Say it in one line."""
        cell = f', cell {self.cell} "{self.words}"' if self.cell else ""
        line = f", line {self.line}" if self.line else ""
        return f"{self.path}{cell}{line}: {self.what}. {self.cure} [{self.code}]"

    def as_json(self) -> dict[str, Any]:
        """Give it as values for another program."""
        return asdict(self) | {"path": self.path.as_posix()}


Faults = Iterator[Fault]
