"""Write an edition beside its place, then put it there in one step: never half an
edition.
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.errors import BriefingError
from briefing.files import sync, write

LOCKS = ".locks"
PREFIX, SUFFIX = ".edition-", ".part"
BREAK = "~"  # after the name of the briefing, which has none
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
    """A temporary folder beside the editions, for whoever holds the briefing's lock."""

    def __init__(self, out: Path, stem: str) -> None:
        """Make the folder; the lock of the briefing *stem* must be held."""
        self.out = out
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
            place = tempfile.mkdtemp(SUFFIX, f"{PREFIX}{stem}{BREAK}", out)
            self.folder = Path(place)

    def __enter__(self) -> "Draft":
        """Hand out the draft; leaving takes away what was not published."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what was not published."""
        shutil.rmtree(self.folder, ignore_errors=True)

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
        # It stands there now; that the disk does not confirm it undoes nothing.
        with suppress(OSError):
            sync(self.out)
        return True


def clear_abandoned(out: Path, ours: str) -> None:
    """Take away what dead runs left; the lock of the briefing *ours* must be held.

    A draft belongs to whoever holds the lock of its briefing. If that is us, or nobody,
    its run is dead. What `prune` hid is to go in any case.
    """
    from filelock import FileLock, Timeout

    for folder in out.glob(f"{PREFIX}*{SUFFIX}"):
        stem, told, _ = folder.name.removeprefix(PREFIX).rpartition(BREAK)
        if not told or stem == ours:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with suppress(Timeout, OSError), FileLock(lock_of(out, stem), timeout=0):
            shutil.rmtree(folder, ignore_errors=True)


def lock_of(out: Path, stem: str) -> Path:
    """Return the file whose lock a run of the briefing *stem* holds."""
    return out / LOCKS / f"{stem}.lock"


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a published folder holds exactly *files*, byte for byte."""
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return there == set(files) and all(
        (folder / name).read_bytes() == content for name, content in files.items()
    )
