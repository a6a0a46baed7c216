"""Which old editions stay and which go."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from briefing.dataset.location import refuse_inside
from briefing.errors import BriefingError
from briefing.files import sync, write
from briefing.publish.editions import Edition, edition, editions, last_good, records
from briefing.publish.errors import Busy
from briefing.publish.naming import FAILED, FAILURE, KEPT
from briefing.publish.run_record import epoch
from briefing.publish.store import PREFIX, SUFFIX, alone, damage, writing

COLUMNS = ("edition", "reason", "date")


class NotKept(BriefingError):
    """An edition that cannot be marked, or a list that cannot be read."""


def keep(out: Path, name: str, reason: str) -> None:
    """Mark an edition as one that stays, and say why and since when."""
    refuse_inside(out, "--out")
    refuse_missing(out, name)
    if not reason.strip():
        message = f"Say why '{name}' stays: --reason 'Cited in the report of May'."
        raise NotKept(message)
    with listed(out) as rows:
        # While we waited for the list, `prune` may have taken the edition away.
        refuse_missing(out, name)
        today = datetime.now(UTC).date().isoformat()
        rows[name] = (" ".join(reason.split()), today)
        write_list(out, rows)


def refuse_missing(out: Path, name: str) -> None:
    """Refuse to mark what is no edition."""
    if edition(out / name) is None:
        message = (
            f"There is no edition '{name}' in {out}; `briefing edition list` lists "
            "them."
        )
        raise NotKept(message)


def release(out: Path, name: str) -> None:
    """Take the mark from an edition."""
    with listed(out) as rows:
        if name not in rows:
            message = f"'{name}' is not marked as kept in {out / KEPT}."
            raise NotKept(message)
        del rows[name]
        write_list(out, rows)


@contextmanager
def listed(out: Path) -> Iterator[dict[str, tuple[str, str]]]:
    """Read the list while nobody else may change it."""
    with alone(out, KEPT, wait=60):
        yield kept(out)


def kept(out: Path) -> dict[str, tuple[str, str]]:
    """Read which editions stay, why and since when. A list that is odd is not guessed
    at.
    """
    path = out / KEPT
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read ({error}); nothing was taken away or changed."
        raise NotKept(message) from None
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != COLUMNS or any(len(row) != 3 for row in rows):
        message = (
            f"{path} must have the columns {', '.join(COLUMNS)}, and each row must "
            f"have all three; nothing was taken away or changed. Mend it by hand."
        )
        raise NotKept(message)
    return {name: (reason, date) for name, reason, date in rows[1:]}


def write_list(out: Path, rows: dict[str, tuple[str, str]]) -> None:
    """Write the list in one step."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *((name, *rows[name]) for name in sorted(rows))])
    draft = out / f".{KEPT}.part"
    with writing(out):
        write(draft, text.getvalue().encode())
        draft.replace(out / KEPT)
        sync(out)


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
        message = f"--newest is {keep}; at least one edition of each briefing stays."
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
