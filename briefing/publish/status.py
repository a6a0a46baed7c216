"""How the briefings stand, for a monitor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing.publish.manifest import MANIFEST, damage
from briefing.publish.retention import is_kept
from briefing.publish.run_record import epoch, last_good, records
from briefing.publish.store import Edition, editions

BAD = {"failed": "failed", "refused": "was refused"}

SKEW = 60  # seconds that two clocks may differ


@dataclass(frozen=True)
class BriefingStatus:
    """How one briefing stands, and what is wrong with it.

    `confirmed` and `due` are times in UTC, `age` is in seconds; `kept` is the number of
    editions that are marked as kept.
    """

    briefing: str
    edition: str
    confirmed: str
    age: float
    due: str
    outcome: str
    kept: int
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return asdict(self) | {"age": round(self.age), "problems": list(self.problems)}


def status(out: Path, every: float | None = None) -> list[BriefingStatus]:
    """Return how every briefing stands that was ever made in *out*.

    *every* is after how many seconds an edition is due again.
    """
    published, ran = editions(out), records(out)
    return [
        status_of(stem, published.get(stem, []), ran.get(stem, {}), every)
        for stem in sorted({*published, *ran})
    ]


def status_of(
    stem: str, some: list[Edition], record: dict[str, Any], every: float | None
) -> BriefingStatus:
    """Return how one briefing stands, by its editions and its last record."""
    wrong = {one.name: damage(one.folder) for one in some}
    whole = {one.name: one.folder for one in some if not wrong[one.name]}
    good = last_good(record)
    name = (
        good["edition"] if good.get("edition") in whole else next(reversed(whole), "")
    )
    when = confirmed(whole, name, good)
    age = time.time() - when if name else 0.0
    due = when + every if every is not None and name else None
    problems = [
        *("no good edition is there" for _ in [0] if not name),
        *(
            f"edition {one} is damaged: {some_of(files)}"
            for one, files in wrong.items()
            if files
        ),
        *late(when, age, due),
        *went_wrong(record),
    ]
    return BriefingStatus(
        briefing=stem,
        edition=name,
        confirmed=as_time(when) if name else "",
        age=age,
        due=as_time(due) if due is not None else "",
        outcome=str(record.get("outcome", "")),
        kept=sum(is_kept(one.folder) for one in some),
        problems=tuple(problems),
    )


def confirmed(whole: dict[str, Path], name: str, good: dict[str, str]) -> float:
    """Return when the edition was last found to be right, in seconds since 1970.

    By the record, or else by the time of its manifest.
    """
    if not name:
        return 0.0
    if good.get("edition") == name and epoch(good.get("confirmed")):
        return epoch(good.get("confirmed"))
    return (whole[name] / MANIFEST).stat().st_mtime


def late(when: float, age: float, due: float | None) -> Iterator[str]:
    """Yield that a briefing is overdue, or that its age is unknown."""
    if age < -SKEW:
        yield (
            f"the clock was set back: it is {as_time(time.time())}, and the edition "
            f"was confirmed at {as_time(when)}; its age is unknown, so it counts as "
            f"overdue"
        )
    elif due is not None and time.time() > due:
        yield f"overdue since {as_time(due)}"


def went_wrong(record: dict[str, Any]) -> Iterator[str]:
    """Yield what came of a last run that did not end well."""
    verb = BAD.get(str(record.get("outcome")))
    if verb is None:
        return
    chapter, cell = record.get("chapter"), record.get("cell")
    where = f" in {chapter}, cell {cell}" if chapter else ""
    when = record.get("finished", "at an unknown time")
    reason = " ".join(str(record.get("reason", "")).split())
    yield f"the last run ({when}) {verb}{where}: {reason}"


def some_of(files: list[str]) -> str:
    """Return the first of some files, and how many more there are."""
    return ", ".join(files[:3]) + (f" and {len(files) - 3} more" if files[3:] else "")


def as_time(moment: float) -> str:
    """Return a time in UTC, in the form of ISO 8601."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
