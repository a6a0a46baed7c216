"""Show what would change, and ask before it is written."""

import os
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.signals import meanwhile
from briefing.commands.unwritten import Typed
from briefing.errors import BriefingError
from briefing.terminal import say, show, stands

if TYPE_CHECKING:
    from briefing.curate.change import Change

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
    show(columns, rows)
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
