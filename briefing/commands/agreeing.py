"""
Show what would change, and ask before it is written.
"""

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.errors import BriefingError
from briefing.terminal import say, show

if TYPE_CHECKING:
    from briefing.curate.change import Change

Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]


def agree(change: "Change", *, dry_run: bool, yes: bool) -> bool:
    """
    Show the changes, check them, and write them if somebody agrees.
    """
    from briefing.curate.change import WouldBreak

    columns = ("table", "row", "what", "field", "was", "now")
    rows = [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in change.edits()]
    if not rows:
        say("Nothing changes.")
        return False
    show(columns, rows)
    if findings := change.findings():
        raise WouldBreak(str(change.root), findings)
    if dry_run or not (yes or asked("Write this? [y/N] ").lower() in ("y", "yes")):
        say("Nothing was written.")
        return False
    change.write()
    return True


def asked(question: str) -> str:
    """
    Ask a person, and refuse to guess where nobody answers.
    """
    try:
        return input(question).strip()
    except EOFError:
        message = (
            "Nobody answers here, and nothing was written. "
            "Give the case as a file, and --yes to write without being asked."
        )
        raise BriefingError(message) from None


def edited(text: str) -> str:
    """
    Have somebody change a text in the editor that $VISUAL or $EDITOR names.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano"
    with TemporaryDirectory() as folder:
        place = Path(folder) / "case.toml"
        place.write_text(text, "utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(place)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            message = f"The editor '{editor}' failed ({error}); set EDITOR to another."
            raise BriefingError(message) from None
        return place.read_text("utf-8")
