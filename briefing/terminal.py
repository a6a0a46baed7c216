"""What a person sees on a terminal, and what another program reads from a pipe."""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

# What differs between messages that are alike.
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\w.]*[0-9][\w.]*")
# What the command that runs has made, and stands whatever comes after.
results: list[str] = []


class Steps:
    """Progress by chapter: a bar on a terminal, plain lines elsewhere, or nothing."""

    def __init__(self, *, quiet: bool) -> None:
        """Look where the progress will go."""
        console = Console(stderr=True, highlight=False)
        self.lines = not quiet and not console.is_terminal
        look = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        off = quiet or self.lines
        self.bar = Progress(*look, console=console, transient=True, disable=off)
        self.task = self.bar.add_task("Check the data", total=None)

    def __enter__(self) -> Self:
        """Start the bar."""
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self.bar.stop()

    def show(self, step: str, number: int, steps: int) -> None:
        """Name the step that begins."""
        self.bar.update(
            self.task, description=escape(step), completed=number - 1, total=steps
        )
        if self.lines:
            say(f"{number}/{steps} {step}")


class Course(Steps):
    """Progress of many briefings: a bar with those at work, or a line for each that
    ended.
    """

    def __init__(self, total: int, *, quiet: bool) -> None:
        """Begin with none of *total*."""
        super().__init__(quiet=quiet)
        self.total = total
        self.done = 0
        self.at_work: list[str] = []

    def began(self, name: str) -> None:
        """Add a briefing to those at work, once however often it is tried."""
        self.at_work += [name] if name not in self.at_work else []
        self.draw()

    def ended(self, name: str, said: str) -> None:
        """Say what became of a briefing."""
        self.done += 1
        if name in self.at_work:
            self.at_work.remove(name)
        if self.lines:
            say(f"{self.done}/{self.total} {said}")
        self.draw()

    def draw(self) -> None:
        """Draw the bar with the names of those at work."""
        names = escape(", ".join(self.at_work))
        self.bar.update(
            self.task, description=names, completed=self.done, total=self.total
        )


def show(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: drawn on a terminal, tab-separated where another program reads
    it.
    """
    rows = list(rows)
    console = Console()
    if not console.is_terminal:
        writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
        writer.writerows([columns, *rows] if rows else [])
    elif rows:
        table = Table(*columns)
        for row in rows:
            table.add_row(*map(escape, row))
        console.print(table)


def few(
    rows: Iterable[Sequence[str]], places: Sequence[int], most: int = 3
) -> list[Sequence[str]]:
    """Keep the first of rows that are alike, and say in one more how many others are.

    Alike are rows with the same words in some *places*, whatever they quote or count.
    """
    groups: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for row in rows:
        key = tuple(QUOTED.sub("", row[place]) for place in places)
        groups.setdefault(key, []).append(row)
    found: list[Sequence[str]] = []
    for group in groups.values():
        rest = len(group) - most
        found += group if rest < 2 else group[:most]
        if rest > 1:
            last = [*group[most]]
            kept = [cell if at in places else "" for at, cell in enumerate(last[:-1])]
            found.append([*kept, f"{rest:,} more of this kind"])
    return found


def result(place: object) -> None:
    """Print where something stands that was made, and remember that it does."""
    stands(place)
    print(place)


def stands(place: object) -> None:
    """Remember what was made: it stands even if nobody can be told."""
    if str(place) not in results:
        results.append(str(place))


def say(text: str) -> None:
    """Say a sentence to the person, beside what the command prints."""
    print(text, file=sys.stderr, flush=True)
