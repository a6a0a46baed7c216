"""Files that are on the disk for good, and folders made whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from briefing.errors import BriefingError


def write(path: Path, content: bytes) -> None:
    """Write one file, with the folders above it, and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where a folder can be opened.

    Windows opens none: NTFS keeps a journal of names itself.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refuse_few_handles(wanted: int = 128) -> None:
    """Raise OSError where a process may not open as many files as a briefing needs.

    ZeroMQ ends the whole process when it meets that limit, so nobody could say it.
    """
    with ExitStack() as opened:
        for _ in range(wanted):
            opened.enter_context(open(os.devnull, "rb"))  # noqa: PTH123  # a device


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in a sentence where a disk that is closed, full or gone has stopped us."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{place} cannot be written ({reason}). Name another place."
        raise BriefingError(message) from None


def refuse_filled(folder: Path) -> None:
    """Refuse to write a new folder where something lies, or a file."""
    if folder.resolve() == Path.cwd():
        message = f"{folder} is the folder you are in; name a new one inside it."
        raise BriefingError(message)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is not an empty folder; name one that is, or a new one."
        raise BriefingError(message)
