"""Write an edition beside its place, then put it there in one step: never half an
edition.
"""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.errors import BriefingError

PREFIX, SUFFIX = ".edition-", ".part"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class CannotWrite(BriefingError):
    """A place that cannot be written to: read-only, full, or no folder."""

    @classmethod
    def at(cls, place: Path, error: OSError) -> "CannotWrite":
        """Name the place and the reason, and say that nothing was lost."""
        reason = error.strerror or str(error)
        return cls(
            f"Cannot write to {place}: {reason}. Nothing was published, and nothing "
            f"published before was touched. Choose another folder with --out."
        )


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotWrite.at(place, error) from error


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


class Draft:
    """A temporary folder beside the editions, locked while its process lives."""

    def __init__(self, out: Path) -> None:
        """Make the folder, and clear away those of processes that died."""
        self.out = out
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            clear_abandoned(out)
            with locked(out):
                self.folder = Path(tempfile.mkdtemp(SUFFIX, PREFIX, out))
                self._lock = os.open(self.folder, os.O_RDONLY)
                fcntl.flock(self._lock, fcntl.LOCK_EX)

    def __enter__(self) -> "Draft":
        """Hand out the draft; leaving takes away what was not published."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what was not published."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)

    def publish(self, name: str, files: Mapping[str, bytes]) -> bool:
        """Write *files* to disk for good and name the folder; False if the name is
        taken.
        """
        ready, place = self.folder / name, self.out / name
        with writing(self.out):
            for path, content in files.items():
                write(ready / path, content)
            for folder in {(ready / path).parent for path in files} | {ready}:
                sync(folder)
            if place.exists():
                return False
            try:
                ready.rename(place)
            except OSError:
                # Somebody published under this name a moment ago.
                if not place.exists():
                    raise
                return False
            sync(self.out)
        return True


def write(path: Path, content: bytes) -> None:
    """Write one file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_abandoned(out: Path) -> None:
    """Take away drafts whose process has died: its lock died with it."""
    with locked(out):
        for folder in out.glob(f"{PREFIX}*{SUFFIX}"):
            gone_or_alive = suppress(FileNotFoundError, BlockingIOError)
            with gone_or_alive, locked(folder, fcntl.LOCK_NB):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path, how: int = 0) -> Iterator[None]:
    """Lock a folder: nobody clears the place of editions while a draft gets its
    lock.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a published folder holds exactly *files*, byte for byte."""
    there = {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    }
    return there == set(files) and all(
        (folder / name).read_bytes() == content for name, content in files.items()
    )
