"""Files written whole or not at all, and a cache of files checked by digest."""

import errno
import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from briefing.errors import BriefingError

DRAFT = ".part"

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class CannotWrite(BriefingError):
    """A place that cannot be written to: read-only, full, or no folder."""

    code = "cannot-write"


def write(path: Path, content: bytes) -> None:
    """Write one file, with the folders above it, and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def atomic_write(
    path: Path, content: bytes, *, fsync: bool = True, mode: int = 0o666
) -> None:
    """Write a file in one step, so that nobody reads half of it.

    Folders above it are made. With *fsync* it survives a power cut: the old content or
    the new is there, never an empty file. *mode* is what the umask leaves of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{uuid.uuid4().hex}{DRAFT}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(draft, flags, mode), "wb") as file:
            file.write(content)
            if fsync:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


class FileCache:
    """Contents by key in a folder of one's own, each with a digest that is checked.

    Keys are file names of two letters or more. Of *largest* bytes in all, those that
    were not used for the longest time go first (`trim`).
    """

    def __init__(self, folder: Path, suffix: str = "", largest: int = 1 << 30) -> None:
        self.folder, self.suffix, self.largest = folder, suffix, largest

    def path(self, key: str) -> Path:
        """Where the content of *key* is."""
        return self.folder / key[:2] / f"{key}{self.suffix}"

    def get(self, key: str) -> bytes | None:
        """Return what was put under *key*, or None; a hit counts as use.

        Raises ValueError if the file was damaged or others may write to it (it is taken
        away), OSError if it cannot be read.
        """
        path = self.path(key)
        try:
            with path.open("rb") as file:
                if open_to_others(os.fstat(file.fileno())):
                    raise ValueError
                seal, _, content = file.read().partition(b"\n")
            if seal != hashlib.sha256(content).hexdigest().encode():
                raise ValueError
            os.utime(path)
        except FileNotFoundError:
            return None
        except ValueError:
            with suppress(OSError):
                path.unlink()
            raise
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep a content in one step; raises OSError where that cannot be."""
        path = self.path(key)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        seal = hashlib.sha256(content).hexdigest().encode()
        atomic_write(path, seal + b"\n" + content, fsync=False, mode=0o600)

    def trim(self) -> None:
        """Take away what was not used for the longest time until the rest fits."""
        with suppress(OSError):  # another run may be taking away the same
            files = [path for path in self.folder.rglob("*") if path.is_file()]
            found = sorted((f.stat().st_mtime, f.stat().st_size, f) for f in files)
            size = sum(length for _, length, _ in found)
            for _, length, path in found:
                if size <= self.largest:
                    break
                path.unlink(missing_ok=True)
                size -= length


def open_to_others(found: os.stat_result) -> bool:
    """Whether a file or folder is not ours, or others may write to it.

    False where there are no such owners and modes.
    """
    if not hasattr(os, "getuid"):
        return False
    return found.st_uid != os.getuid() or bool(found.st_mode & 0o022)


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


@contextmanager
def with_room() -> Iterator[None]:
    """Say in a sentence that there is no room for temporary files."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        message = (
            f"Cannot write temporary files to {tempfile.gettempdir()}: "
            f"{error.strerror}. Nothing was published, and nothing published before "
            f"was touched. Make room there, or name another folder in TMPDIR."
        )
        raise CannotWrite(message) from error


def refuse_filled(folder: Path) -> None:
    """Refuse to write a new folder where something lies, or a file."""
    if folder.resolve() == Path.cwd():
        message = f"{folder} is the folder you are in; name a new one inside it."
        raise BriefingError(message)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is not an empty folder; name one that is, or a new one."
        raise BriefingError(message)
