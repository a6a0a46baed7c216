"""Which old editions stay and which go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefing.dataset.location import refuse_inside
from briefing.errors import BriefingError
from briefing.files import atomic_write, sync
from briefing.publish.manifest import damage
from briefing.publish.naming import FAILED, FAILURE, KEEP
from briefing.publish.run_record import epoch, last_good, records
from briefing.publish.store import (
    PREFIX,
    SUFFIX,
    Busy,
    Edition,
    edition,
    editions,
    locked,
    writing,
)


class NotKept(BriefingError):
    """An edition that cannot be marked, or has no mark."""

    code = "edition"


class TooFew(BriefingError):
    """Somebody who would keep no edition at all."""

    code = "edition"


@dataclass(frozen=True)
class Removal:
    """A folder that goes: an edition, or notebooks of a failure that is over."""

    folder: Path
    stem: str
    why: str


def keep(out: Path, name: str, reason: str) -> Path:
    """Mark an edition as one that stays: a file with the reason and the day.

    Returns the file.
    """
    refuse_inside(out, "--out")
    if edition(out / name) is None:
        message = (
            f"There is no edition '{name}' in {out}; `briefing edition list` lists "
            f"them."
        )
        raise NotKept(message)
    if not reason.strip():
        message = f"Say why '{name}' stays: --reason 'Cited in the report of May'."
        raise NotKept(message)
    place, today = out / name / KEEP, datetime.now(UTC).date().isoformat()
    with writing(out):
        atomic_write(place, f"{today} {' '.join(reason.split())}\n".encode())
    if edition(out / name) is None:
        # `prune` was faster; a folder with nothing but the mark is no edition.
        shutil.rmtree(out / name, ignore_errors=True)
        message = f"Edition '{name}' was pruned just now; nothing was marked."
        raise NotKept(message)
    return place


def release(out: Path, name: str) -> Path:
    """Take the mark from an edition; returns where it was."""
    place = out / name / KEEP
    with writing(out):
        try:
            place.unlink()
        except (FileNotFoundError, NotADirectoryError):
            message = f"'{name}' is not marked as kept in {out}."
            raise NotKept(message) from None
    return place


def is_kept(folder: Path) -> bool:
    """Whether an edition is marked as one that stays."""
    return (folder / KEEP).exists()


def prunable(out: Path, keep: int) -> list[Removal]:
    """Return what may go if the newest *keep* of each briefing stay.

    The last good edition and those that are marked stay as well.
    """
    if keep < 1:
        message = f"--newest is {keep}; at least one edition of each briefing stays."
        raise TooFew(message)
    ran, found = records(out), []
    for stem, some in editions(out).items():
        good = last_good(ran.get(stem, {})).get("edition")
        stay = {*(one.name for one in some[-keep:]), good, newest_whole(some)}
        found += [
            Removal(one.folder, stem, f"older than the newest {keep}")
            for one in some
            if one.name not in stay and not is_kept(one.folder)
        ]
    return found + list(failures_that_are_over(out))


def newest_whole(some: list[Edition]) -> str | None:
    """Name of the newest edition that is as it was published."""
    return next((one.name for one in reversed(some) if not damage(one.folder)), None)


def failures_that_are_over(out: Path) -> Iterator[Removal]:
    """Yield the notebooks of failures after which a run of the briefing was good."""
    good = {
        stem: epoch(last_good(record).get("confirmed"))
        for stem, record in records(out).items()
    }
    for folder in sorted((out / FAILED).glob("*/")):
        stem = stem_of_failure(folder, good)
        times = [path.stat().st_mtime for path in folder.rglob("*")]
        if max(times, default=0.0) < good.get(stem, 0.0):
            yield Removal(folder, stem, "a failure that is over")


def stem_of_failure(folder: Path, known: Iterable[str]) -> str:
    """Return which briefing failed; where that is not written, by the folder's name."""
    try:
        return str(json.loads((folder / FAILURE).read_bytes())["briefing"])
    except (OSError, ValueError, KeyError, TypeError):
        stems = [stem for stem in known if folder.name.startswith(f"{stem}-")]
        return max(stems, key=len, default="")


def prune(out: Path, keep: int) -> tuple[list[Removal], list[str]]:
    """Take away what may go.

    Returns what went, and a sentence for each briefing that another run is making.
    """
    gone: list[Removal] = []
    busy: list[str] = []
    for stem in dict.fromkeys(one.stem for one in prunable(out, keep)):
        try:
            with locked(out, stem):
                # Looked at once more: another run may have published or failed.
                now = [one for one in prunable(out, keep) if one.stem == stem]
                gone += [one for one in now if take_away(out, one)]
        except Busy as error:
            busy.append(str(error))
    return gone, busy


def take_away(out: Path, removal: Removal) -> bool:
    """Hide a folder in one step, then delete it; False if it was marked just now."""
    hidden = out / f"{PREFIX}gone-{removal.folder.name}{SUFFIX}"
    with writing(out):
        shutil.rmtree(hidden, ignore_errors=True)
        try:
            removal.folder.rename(hidden)
        except FileNotFoundError:
            return False  # another `prune` was faster
        if is_kept(hidden):
            hidden.rename(removal.folder)
            return False
        sync(out)
    shutil.rmtree(hidden, ignore_errors=True)
    return True
