"""Tables, progress and questions in the terminal."""

import csv
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Annotated, Self

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from briefing.cli.signals import meanwhile
from briefing.errors import BriefingError
from briefing.text.formats import number

if TYPE_CHECKING:
    from briefing.curate.change import Change

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


NAME = "case-not-written"


class Typed:
    """What somebody typed so far; nothing, as long as it came from a file of theirs."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.text: Callable[[], str] = str

    def forget(self) -> None:
        """Keep nothing of it: it was written, or it says nothing new."""
        self.text = str


@contextmanager
def unwritten(command: str) -> Iterator[Typed]:
    """Keep what is typed in here, however it ends, for *command* to go on from."""
    typed = Typed()
    try:
        with windowed():
            yield typed
    finally:
        if text := typed.text():
            keep(text, command)


@contextmanager
def windowed() -> Iterator[None]:
    """Take a window that somebody closes for Ctrl-C, unless it was not to matter."""
    closed = getattr(signal, "SIGHUP", None)  # Windows has none
    if closed is None or signal.getsignal(closed) is not signal.SIG_DFL:
        yield
        return
    with meanwhile(closed, signal.default_int_handler):
        yield


def keep(text: str, command: str) -> None:
    """Keep a text here, else among the temporary files, else on paper."""
    # A byte that an editor left and that is no UTF-8 stays the byte that it was.
    content = text.encode("utf-8", "surrogateescape")
    folders: tuple[Callable[[], str], ...] = (str, gettempdir)
    for folder in folders:
        try:
            place = put(Path(folder()), content)
        except OSError:
            continue  # closed to us, full, or gone
        say(
            f"What you typed is kept in {place}; to go on from there: "
            f"`briefing {command} {place}`."
        )
        return
    print(text)
    say("No folder takes what you typed; it is printed above, to be saved by hand.")


def put(folder: Path, content: bytes) -> Path:
    """Write a file of a name that nobody has yet, for its owner alone."""
    for nth in count(1):
        place = folder / f"{NAME}{f'-{nth}' * (nth > 1)}.toml"
        try:
            # For nobody else: names stand in it that may have to be withheld.
            place.touch(0o600, exist_ok=False)
        except FileExistsError:
            continue  # what somebody typed before
        try:
            place.write_bytes(content)
        except OSError:
            place.unlink()
            raise
        return place
    raise AssertionError  # there is always another number


PATIENCE = 9  # how many answers in a row may be no text

Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]


def agree(change: "Change", *, dry_run: bool, yes: bool) -> bool:
    """Show the changes, check them, and write them if somebody agrees."""
    from briefing.curate.change import WouldBreak

    columns = ("table", "row", "what", "field", "was", "now")
    rows = [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in change.edits()]
    if not rows:
        say("Nothing changes.")
        return False
    show_table(columns, rows)
    if findings := change.findings():
        raise WouldBreak(str(change.root), findings)
    if dry_run or not (yes or agreed("Write this?")):
        say("Nothing was written.")
        return False
    change.write()
    stands(change.root)
    return True


def agreed(question: str) -> bool:
    """Ask a person for a yes; anything else is a no."""
    return asked(f"{question} [y/N] ").lower() in ("y", "yes")


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


def edited(text: str, typed: Typed) -> str:
    """Have somebody change a text in the editor that $VISUAL or $EDITOR names."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano"
    with TemporaryDirectory() as folder:
        place = Path(folder) / "case.toml"
        place.write_text(text, "utf-8", newline="\n")
        try:
            # As long as it runs, Ctrl-C is for the editor, to which it may mean much.
            with meanwhile(signal.SIGINT, lambda *_: None):
                subprocess.run([*shlex.split(editor), str(place)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            message = f"The editor '{editor}' failed ({error}); set EDITOR to another."
            raise BriefingError(message) from None
        finally:
            # Saved is saved, also where the editor is broken off afterwards.
            saved = left_in(place)
            typed.text = lambda: saved if saved != text else ""
    if saved == text:
        say(
            "The editor saved nothing new. One that opens a window of its own has to "
            "be told in EDITOR that it is waited for, such as code --wait."
        )
    return saved


def left_in(place: Path) -> str:
    """Give what an editor left in a file, with what is no UTF-8 in sight."""
    with suppress(OSError):
        return place.read_bytes().decode("utf-8-sig", "surrogateescape")
    return ""
