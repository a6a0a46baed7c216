"""One run of a briefing at a time: a lock that dies with its process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.dataset.characters import is_number
from briefing.errors import BriefingError
from briefing.publish.draft import clear_abandoned, lock_of, writing


class Busy(BriefingError):
    """Somebody else is making the same briefing: exit code 3."""

    @classmethod
    def of(cls, stem: str, place: Path, wait: float) -> Busy:
        """Name the briefing, who makes it where that is known, and how to wait."""
        holder = ""
        with suppress(OSError):  # whoever holds it may let nobody else read it
            holder = place.read_text("ascii", errors="replace").strip()
        who = f"process {holder}" if is_number(holder) else "another run"
        waited = f" after {wait:g} s of waiting" if wait else ""
        return cls(
            f"'{stem}' is in the hands of {who}{waited}. Run the command again later; "
            f"`render` and `batch` can wait for it with --wait 10m."
        )


@contextmanager
def alone(out: Path, stem: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a briefing, or say who does; what dead runs left is cleared
    away.

    A run that holds it may take it again. The file stays, because to take it away would
    let two runs hold two files of one name; only the lock in it counts.
    """
    from filelock import FileLock, Timeout

    place = lock_of(out, stem)
    with writing(out):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place, is_singleton=True)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise Busy.of(stem, place, wait) from None
    try:
        # Who has it is good to know, and no reason to fail on a full disk.
        with suppress(OSError):
            place.write_text(str(os.getpid()), "ascii")
        with writing(out):
            clear_abandoned(out, stem)
        yield
    finally:
        lock.release()
