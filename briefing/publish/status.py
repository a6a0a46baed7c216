"""How the briefings stand, for a monitor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing.publish.editions import Edition, editions, last_good, records
from briefing.publish.retention import kept
from briefing.publish.run_record import epoch
from briefing.publish.store import MANIFEST, damage

BAD = {"failed": "failed", "refused": "was refused"}

SKEW = 60  # seconds that two clocks may differ


@dataclass(frozen=True)
class Standing:
    """How one briefing stands, and what is wrong with it.

    `confirmed` and `due` are times in UTC, `age` is in seconds.
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
        """Give all of it to a program."""
        return asdict(self) | {"age": round(self.age), "problems": list(self.problems)}


def status(out: Path, every: float | None = None) -> list[Standing]:
    """Tell how every briefing stands that was ever made in *out*."""
    there, ran, marked = editions(out), records(out), set(kept(out))
    return [
        standing(there.get(stem, []), stem, ran.get(stem, {}), every, marked)
        for stem in sorted({*there, *ran})
    ]


def standing(
    some: list[Edition],
    stem: str,
    record: dict[str, Any],
    every: float | None,
    marked: set[str],
) -> Standing:
    """Tell how one briefing stands."""
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
    return Standing(
        briefing=stem,
        edition=name,
        confirmed=said(when) if name else "",
        age=age,
        due=said(due) if due is not None else "",
        outcome=str(record.get("outcome", "")),
        kept=len(marked & {one.name for one in some}),
        problems=tuple(problems),
    )


def confirmed(whole: dict[str, Path], name: str, good: dict[str, str]) -> float:
    """Tell when the edition was last found to be right: by the record, else by its
    file.
    """
    if not name:
        return 0.0
    if good.get("edition") == name and epoch(good.get("confirmed")):
        return epoch(good.get("confirmed"))
    return (whole[name] / MANIFEST).stat().st_mtime


def late(when: float, age: float, due: float | None) -> Iterator[str]:
    """Say that a briefing is overdue, or that no clock can tell."""
    if age < -SKEW:
        yield (
            f"the clock was set back: it is {said(time.time())}, and the edition was "
            f"confirmed at {said(when)}; its age is unknown, so it counts as overdue"
        )
    elif due is not None and time.time() > due:
        yield f"overdue since {said(due)}"


def went_wrong(record: dict[str, Any]) -> Iterator[str]:
    """Say what became of a last run that did not end well."""
    verb = BAD.get(str(record.get("outcome")))
    if verb is None:
        return
    chapter, cell = record.get("chapter"), record.get("cell")
    where = f" in {chapter}, cell {cell}" if chapter else ""
    when = record.get("finished", "at an unknown time")
    reason = " ".join(str(record.get("reason", "")).split())
    yield f"the last run ({when}) {verb}{where}: {reason}"


def some_of(files: list[str]) -> str:
    """Name the first of some files."""
    return ", ".join(files[:3]) + (f" and {len(files) - 3} more" if files[3:] else "")


def said(moment: float) -> str:
    """Write a time in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
