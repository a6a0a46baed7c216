"""Take old editions away: the newest of each briefing stay, and all that are marked.

An edition vanishes in one step. What a kill leaves is hidden, and cleared by the next
run that publishes or prunes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError
from briefing.files import sync
from briefing.publish.draft import PREFIX, SUFFIX, writing
from briefing.publish.editions import Edition, editions, last_good, records
from briefing.publish.kept import kept, listed
from briefing.publish.lock import Busy, alone
from briefing.publish.naming import FAILED, FAILURE
from briefing.publish.record import epoch
from briefing.publish.shelf import damage


class TooFew(BriefingError):
    """Somebody who would keep no edition at all."""


@dataclass(frozen=True)
class Removal:
    """A folder that goes: an edition, or notebooks of a failure that is over."""

    folder: Path
    stem: str
    why: str


def prunable(out: Path, keep: int) -> list[Removal]:
    """List what may go if the newest *keep* of each briefing stay."""
    if keep < 1:
        message = f"--keep is {keep}; at least one edition of each briefing stays."
        raise TooFew(message)
    marked, ran = kept(out), records(out)
    found = []
    for stem, some in editions(out).items():
        good = last_good(ran.get(stem, {})).get("edition")
        stay = {*marked, *(one.name for one in some[-keep:]), good, newest_whole(some)}
        why = f"older than the newest {keep}"
        found += [Removal(e.folder, stem, why) for e in some if e.name not in stay]
    return found + list(over(out))


def newest_whole(some: list[Edition]) -> str | None:
    """Name the newest edition that is as it was published."""
    return next((one.name for one in reversed(some) if not damage(one.folder)), None)


def over(out: Path) -> Iterator[Removal]:
    """Yield the notebooks of failures that a good run of the same briefing came
    after.
    """
    good = {
        stem: epoch(last_good(record).get("confirmed"))
        for stem, record in records(out).items()
    }
    for folder in sorted((out / FAILED).glob("*/")):
        stem = whose(folder, good)
        times = [path.stat().st_mtime for path in folder.rglob("*")]
        if max(times, default=0.0) < good.get(stem, 0.0):
            yield Removal(folder, stem, "a failure that is over")


def whose(folder: Path, known: Iterable[str]) -> str:
    """Tell which briefing failed; where that is not written there, by the folder's
    name.
    """
    try:
        return str(json.loads((folder / FAILURE).read_bytes())["briefing"])
    except (OSError, ValueError, KeyError, TypeError):
        stems = [stem for stem in known if folder.name.startswith(f"{stem}-")]
        return max(stems, key=len, default="")


def prune(out: Path, keep: int) -> tuple[list[Removal], list[str]]:
    """Take away what may go; return it, and a sentence for each briefing that is
    busy.
    """
    gone: list[Removal] = []
    busy: list[str] = []
    with listed(out):
        for stem in dict.fromkeys(one.stem for one in prunable(out, keep)):
            try:
                with alone(out, stem):
                    # Looked at once more: another run may have published or failed.
                    now = [one for one in prunable(out, keep) if one.stem == stem]
                    gone += [one for one in now if take_away(out, one)]
            except Busy as error:
                busy.append(str(error))
    return gone, busy


def take_away(out: Path, removal: Removal) -> bool:
    """Hide a folder in one step, then delete it."""
    hidden = out / f"{PREFIX}gone-{removal.folder.name}{SUFFIX}"
    with writing(out):
        shutil.rmtree(hidden, ignore_errors=True)
        removal.folder.rename(hidden)
        sync(out)
    shutil.rmtree(hidden, ignore_errors=True)
    return True
