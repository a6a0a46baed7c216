"""Several files of a package change at one moment, or none of them does."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.errors import BriefingError, Taken
from briefing.files import sync, write

DECIDED = ".change"

DRAFT = ".change-"

LOCK = ".change.lock"

DESCRIPTOR = "datapackage.json"

HALF_DONE = "Once it can be, `briefing check` completes the change, now half done."

WAIT = 5.0  # seconds; whoever holds the lock has files to rename, and no questions


def settle(root: Path) -> None:
    """Complete a change that was decided, and take away the drafts of the dead."""
    if (root / DECIDED).is_dir():
        if os.access(root, os.W_OK):
            with alone(root):
                carry_out(root)
        else:
            wait_for_others(root)
    elif drafts(root) and os.access(root, os.W_OK):
        # A draft whose lock is held belongs to somebody alive.
        with suppress(Taken), alone(root, wait=0):
            clear(root)


def wait_for_others(root: Path) -> None:
    """Wait a moment until a change is completed by who may write here."""
    until = time.monotonic() + WAIT
    while (root / DECIDED).is_dir():
        if time.monotonic() > until:
            message = (
                f"A change of {root} was interrupted and can only be completed by "
                "somebody who may write there. Ask its curator to run `briefing check`."
            )
            raise BriefingError(message)
        time.sleep(0.05)


@contextmanager
def alone(root: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of a package, or say that somebody else does."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        message = (
            f"{root} is being changed by somebody else. "
            "Nothing was written; run the command again."
        )
        raise Taken(message) from None
    except OSError as error:
        message = f"{root} cannot be written to ({error.strerror}); nothing was."
        raise BriefingError(message) from None
    try:
        yield
    finally:
        lock.release()


def decide(root: Path, files: Mapping[str, bytes]) -> None:
    """Put new *files* beside the old ones, make them count at one moment, and move
    them.

    The lock must be held. Where this fails before that moment, nothing has changed.
    """
    draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=root))
    try:
        for name, content in files.items():
            refuse_closed((root / name).resolve())
            place = draft / name
            write(place, content)
            if (root / name).exists():
                shutil.copymode(root / name, place)
            sync(place.parent)
        sync(draft)
        draft.rename(root / DECIDED)
    except OSError as error:
        message = f"{root} could not be written to ({error.strerror}); nothing changed."
        raise BriefingError(message) from None
    finally:
        # Once it is decided, the draft has another name.
        shutil.rmtree(draft, ignore_errors=True)
    sync(root)
    carry_out(root)


def refuse_closed(place: Path) -> None:
    """Refuse, before a change counts, a place that its file could not take after."""
    folder = next(one for one in place.parents if one.exists())
    if not os.access(folder, os.W_OK):
        message = f"{folder} is closed to you; nothing changed. Make it writable first."
        raise BriefingError(message)


def carry_out(root: Path) -> None:
    """Move each file of a decided change to its place; what was moved before stays."""
    decided = root / DECIDED
    found = sorted(path for path in decided.rglob("*") if path.is_file())
    # The descriptor is last: while it is the old one, a reader sees that files moved.
    for path in sorted(found, key=lambda one: one.name == DESCRIPTOR):
        # A table may be a link to another place in the package, which is what changes.
        place = (root / path.relative_to(decided)).resolve()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
            sync(place.parent)
        except OSError as error:
            message = f"{place} could not be replaced ({error.strerror}). {HALF_DONE}"
            raise BriefingError(message) from None
    shutil.rmtree(decided, ignore_errors=True)
    clear(root)
    sync(root)


def clear(root: Path) -> None:
    """Take the drafts of the dead away."""
    for draft in drafts(root):
        shutil.rmtree(draft, ignore_errors=True)


def drafts(root: Path) -> list[Path]:
    """List the drafts in a package."""
    with suppress(OSError):
        return [path for path in root.iterdir() if path.name.startswith(DRAFT)]
    return []


def moving(root: Path, descriptor: bytes) -> bool:
    """Tell whether the package changed while its files were read."""
    if (root / DECIDED).is_dir():
        return True
    with suppress(OSError):
        return (root / DESCRIPTOR).read_bytes() != descriptor
    return True
