"""The PDF made again after each save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from briefing.errors import BriefingError
from briefing.lab.preview import Preview, is_data
from briefing.render.errors import ChapterError

CODE = Path(__file__).resolve().parents[1]

STYLE = (CODE / "render" / "templates", CODE / "render" / "filters")

Say = Callable[[str], None]


class NoWatcher(BriefingError):
    """The library that notices saved files is not installed."""

    code = "missing-program"


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
    attempt(preview.make, preview, news)
    for saved in found:
        if preview.outdated():
            saved.add("data")
        told = "" if saved else told
        if "code" in saved:
            news("Code of briefing/ was edited: stop this and start it again.")
        if "data" in saved or changed(preview):
            attempt(preview.make, preview, news)
        elif "style" in saved and preview.executed is not None:
            attempt(preview.typeset, preview, news)


def changed(preview: Preview) -> bool:
    """Tell whether there is anything new to show; what cannot be read is news too."""
    try:
        return preview.edited()
    except BriefingError:
        return True


def attempt(make: Callable[[], None], preview: Preview, say: Say) -> bool:
    """Make the PDF, or say why there is none; the one from before stays where it is."""
    begun = perf_counter()
    try:
        make()
    except ChapterError as failed:
        say(f"{failed.chapter}, cell {failed.cell}: {failed.reason}")
    except BriefingError as error:
        say(str(error))
    except Exception as error:
        # A style file may be broken in any way while somebody edits it.
        say(f"No PDF was made ({type(error).__name__}): {error}")
    else:
        say(f"{preview.out} in {perf_counter() - begun:.1f} s.")
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
    """Return what a saved file is to the preview: notebook, data, style, code, or
    nothing.
    """
    if path == preview.path:
        return "notebook"
    if is_data(path, preview.data):
        return "data"
    if path.parent in STYLE:
        return "style"
    return "code" if path.suffix == ".py" and path.is_relative_to(CODE) else ""
