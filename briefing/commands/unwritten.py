"""What somebody typed for a case is kept in a file where the case is not written."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import gettempdir

from briefing.commands.signals import meanwhile
from briefing.terminal import say

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
