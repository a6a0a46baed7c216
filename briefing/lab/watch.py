"""The PDF made again after each save."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from briefing.errors import BriefingError
from briefing.lab.preview import Preview, is_data
from briefing.render.errors import ChapterError
from briefing.render.kernels.forkserver import scratch_folder
from briefing.render.kernels.kernelapp import STARTUP

# In the order in which data flow: what is edited is forgotten with all that uses it.
ROOMS = (
    *("dataset", "text", "selection", "counts", "law"),
    *("exhibits", "tables", "charts", "sentences"),
)

FORGET = "BRIEFING_FORGET"

FIRST = "__import__('briefing.lab.watch').lab.watch.forget()\n"


def after_edits_of(rooms: Collection[str], folder: Path) -> None:
    """Let every kernel from now on forget *rooms* and whatever is built on them."""
    first = min(map(ROOMS.index, rooms), default=len(ROOMS))
    if os.environ.get(FORGET):
        first = min(first, ROOMS.index(os.environ[FORGET]))
    if first < len(ROOMS):
        file = folder / "renew.py"
        file.write_text(FIRST, "utf-8", newline="\n")
        os.environ |= {FORGET: ROOMS[first], STARTUP: str(file)}


def forget() -> None:
    """Forget the modules that were edited, in the kernel that has them from its
    parent.
    """
    room = os.environ.get(FORGET, "")
    if room not in ROOMS:
        return
    old = tuple(f"briefing.{name}" for name in ROOMS[ROOMS.index(room) :])
    for name in list(sys.modules):
        if name == "briefing" or any(f"{name}.".startswith(f"{one}.") for one in old):
            del sys.modules[name]


CODE = Path(__file__).resolve().parents[1]

STYLE = (CODE / "render" / "templates", CODE / "render" / "filters")

Say = Callable[[str], None]


class NoWatcher(BriefingError):
    """The library that notices saved files is not installed."""


def follow(preview: Preview, say: Say) -> None:
    """Make the PDF, and again after each save, until somebody stops it with Ctrl-C."""
    told = ""

    def news(text: str) -> None:
        """Say what was not just said: nothing new is noticed every five seconds."""
        nonlocal told
        if text != told:
            say(text)
        told = text

    found = saves(preview)
    attempt(preview, news)
    for saved in found:
        told = "" if saved else told
        if preview.outdated():
            saved.add("data")
        if saved <= {"notebook"} and not changed(preview):
            continue
        if "render" in saved:
            say("Code of briefing/render was edited: stop this and start it again.")
        if rooms := saved & set(ROOMS):
            after_edits_of(rooms, scratch_folder())
        if rooms or "data" in saved:
            preview.forget()
        attempt(preview, news)


def changed(preview: Preview) -> bool:
    """Tell whether there is anything new to show; what cannot be read is news too."""
    try:
        return preview.edited()
    except BriefingError:
        return True


def attempt(preview: Preview, say: Say) -> bool:
    """Make the PDF, or say why there is none; the one from before stays where it is."""
    try:
        made = preview.make()
    except ChapterError as failed:
        say(f"{failed.chapter}, cell {failed.cell}: {failed.reason}")
    except BriefingError as error:
        say(str(error))
    except Exception as error:
        # A style file may be broken in any way while somebody edits it.
        say(f"No PDF was made ({type(error).__name__}): {error}")
    else:
        ran = f"{made.ran} of {made.cells} cells ran"
        say(f"{preview.out} in {made.seconds:.1f} s; {ran}.")
        return True
    return False


def saves(preview: Preview) -> Iterator[set[str]]:
    """Yield what kinds of files were saved, together if at once.

    Every five seconds it yields nothing, in case a save went by unnoticed: before the
    watch began, or on a disk that tells nobody. Whoever asks then looks at the files.
    """
    try:
        from watchfiles import watch
    except ImportError:
        message = (
            "Saved files cannot be noticed here: watchfiles is not installed. Run "
            "`python deploy/set_up.py lab` at the top of the project, or make the PDF "
            "once with --once."
        )
        raise NoWatcher(message) from None
    folders = [preview.path.parent, CODE, *filter(None, [preview.data])]
    noticed = watch(
        *folders,
        watch_filter=lambda _, path: bool(kind(Path(path), preview)),
        step=20,  # milliseconds in which nothing more is saved
        rust_timeout=5_000,
        yield_on_timeout=True,
    )
    return ({kind(Path(path), preview) for _, path in one} for one in noticed)


def kind(path: Path, preview: Preview) -> str:
    """Say what a file is to the preview: its notebook, data, style, a room; or
    nothing.
    """
    if path == preview.path:
        return "notebook"
    if is_data(path, preview.data):
        return "data"
    if path.parent in STYLE:
        return "style"
    if path.suffix == ".py" and path.is_relative_to(CODE):
        room = path.relative_to(CODE).parts[0]
        return room if room in (*ROOMS, "render") else ""
    return ""
