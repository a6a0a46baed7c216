"""Tables, progress and questions in the terminal."""

import csv
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import gettempdir, mkstemp
from typing import TYPE_CHECKING, Self

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from briefing.cli.signals import meanwhile
from briefing.errors import BriefingError
from briefing.text.formats import number

if TYPE_CHECKING:
    from briefing.curate.change import Change, Edit

# What differs between messages that are alike.
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\w.]*[0-9][\w.]*")

# What the command that runs has made, and stands whatever comes after.
results: list[str] = []


class Steps:
    """Progress by chapter on standard error.

    It is a bar on a terminal, plain lines elsewhere, nothing where it is *quiet*, and
    for programs a JSON object on each line (`as_json`).
    """

    def __init__(self, *, quiet: bool, as_json: bool = False) -> None:
        """Look where the progress will go."""
        console = Console(stderr=True, highlight=False)
        self.json = as_json
        self.lines = not (quiet or as_json or console.is_terminal)
        look = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        off = quiet or as_json or self.lines
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
        if self.json:
            say(json.dumps({"step": step, "number": number, "steps": steps}))
        elif self.lines:
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


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
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


def few_alike(
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
            found.append([*kept, f"{number(rest)} more of this kind"])
    return found


def refuse_existing(file: Path, *, force: bool) -> None:
    """Refuse to write a file that is there already, or that has no folder."""
    from briefing.dataset.location import refuse_inside

    if not file.parent.is_dir():
        message = f"There is no folder {file.parent} to write {file.name} to."
        raise BriefingError(message)
    refuse_inside(file, "--out", itself=False)
    if file.is_dir() or (file.exists() and not force):
        message = f"{file} is there already. Name another file, or add --force."
        raise BriefingError(message)


def result(place: object) -> None:
    """Print where something stands that was made, and remember that it does."""
    stands(place)
    print(place)


def stands(place: object) -> None:
    """Remember what was made: it stands even if nobody can be told."""
    if str(place) not in results:
        results.append(str(place))


def say(text: str) -> None:
    """Write a sentence to the person, after what the command has printed so far."""
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)


def write_change(
    change: "Change",
    edits: "Sequence[Edit] | None" = None,
    *,
    dry_run: bool,
    yes: bool,
) -> bool:
    """Show what a change would write, check it, ask, and write it."""
    from briefing.curate.change import WouldBreak

    edits = change.edits() if edits is None else edits
    if not edits:
        say("Nothing changes.")
        return False
    columns = ("table", "row", "what", "field", "was", "now")
    rows = [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in edits]
    show_table(columns, rows)
    if findings := change.findings():
        raise WouldBreak(str(change.root), findings)
    if not confirm("Write this?", yes=yes, dry_run=dry_run):
        return False
    change.write()
    stands(change.root)
    return True


def confirm(question: str, *, yes: bool, dry_run: bool = False) -> bool:
    """Return whether to write; refuse to guess where nobody answers."""
    if yes and not dry_run:
        return True
    try:
        if not dry_run and typer.confirm(question, err=True):
            return True
    except (typer.Abort, OSError) as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        message = (
            "Nobody answers here, and nothing was written. Add --yes to write without "
            "being asked, or --dry-run to look only."
        )
        raise BriefingError(message) from None
    except UnicodeError:
        pass  # no yes
    say("Nothing was written.")
    return False


PATIENCE = 9  # how many answers in a row may be no text


def asked(question: str) -> str:
    """Ask a person, and refuse to guess where nobody answers."""
    # A stream that ends within a sign fails for ever, and never says that it ended.
    for _ in range(PATIENCE):
        try:
            # Where the output goes to a file, a question there would be overlooked.
            hidden = not sys.stdout.isatty()
            if hidden:
                say(question)
            said = input("" if hidden else question).strip()
            said.encode()
        except UnicodeError:
            say("Not every sign of that is UTF-8; type it again.")
        except EOFError:
            break
        else:
            return said
    message = (
        "Nobody answers here, and nothing was written. "
        "Name a file, and add --yes to write without being asked."
    )
    raise BriefingError(message)


def draft_file(name: str, text: str) -> Path:
    """A new file of *text* in this folder, or else among the temporary files.

    It is its owner's alone: names may stand in it that have to be withheld.
    """
    for folder in (Path(), Path(gettempdir())):
        try:
            handle, made = mkstemp(".toml", f"{name}-draft-", folder)
        except OSError:
            continue  # closed to us, full, or gone
        with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
        return folder / Path(made).name
    message = f"Neither this folder nor {gettempdir()} takes a file; go to another one."
    raise BriefingError(message)


def run_editor(place: Path) -> None:
    """Open a file in the editor that $VISUAL or $EDITOR names, and wait for it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano"
    try:
        # As long as it runs, Ctrl-C is for the editor, to which it may mean much.
        with meanwhile(signal.SIGINT, lambda *_: None):
            subprocess.run([*shlex.split(editor), str(place)], check=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        message = f"The editor '{editor}' failed ({error}); set EDITOR to another."
        raise BriefingError(message) from None
