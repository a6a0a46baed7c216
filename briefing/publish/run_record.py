"""run.json: what came of the last run of a briefing."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.files import atomic_write
from briefing.publish.naming import RUNS
from briefing.publish.store import of_briefing

if TYPE_CHECKING:
    from briefing.publish.models import EditionSpec, RunResult, Status

SCHEMA = 1

RECORD = "run.json"

EMPTY: Mapping[str, Any] = {
    "outcome": "",
    "chapter": "",
    "cell": 0,
    "reason": "",
    "inputs": {},
    "software": {},
    "chapters": [],
    "stages": {},
    "checks": [],
    "asides": [],
    "last_good": {},
}


def record_file(out: Path, stem: str) -> Path:
    """Where the record of a briefing is."""
    return out / RUNS / stem / RECORD


def now() -> str:
    """The time in UTC, in the form of ISO 8601."""
    return datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds")


def epoch(text: object) -> float:
    """Read such a time as seconds since 1970; 0 for what is no time."""
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return 0.0


def read_record(out: Path, stem: str) -> dict[str, Any]:
    """Read the last record of a briefing; empty where it cannot be read."""
    try:
        found = json.loads(record_file(out, stem).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def records(out: Path) -> dict[str, dict[str, Any]]:
    """Read the last record of every briefing, by its stem."""
    stems = (path.parent.name for path in sorted((out / RUNS).glob(f"*/{RECORD}")))
    return {stem: found for stem in stems if (found := read_record(out, stem))}


def last_good(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return `edition`, `published` and `confirmed` of the last good edition."""
    good = record.get("last_good")
    return good if isinstance(good, dict) else {}


def record(
    spec: EditionSpec,
    result: RunResult,
    started: str,
    *,
    inputs: Mapping[str, Any],
    checks: Mapping[str, bool],
    stages: Mapping[str, float],
    asides: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Write what came of a run; an edition that was checked is the last good one.

    Returns a sentence where it cannot be written: that undoes no edition.
    """
    good = last_good(read_record(spec.out, spec.stem))
    if result.status != "failed" and checks:
        time, before = now(), good if good.get("edition") == result.edition else {}
        since = time if result.status == "published" else before.get("published", time)
        good = {"edition": result.edition, "published": since, "confirmed": time}
    known = dict(inputs)
    made = {
        "edition": result.edition,
        "outcome": result.status,
        "chapter": result.chapter,
        "cell": result.cell,
        "reason": result.reason,
        "seconds": round(result.seconds, 3),
        "software": known.pop("software", {}),
        "inputs": known,
        "chapters": [
            {"chapter": o.chapter, "seconds": round(o.seconds, 3), "from": o.origin}
            for o in result.timings
        ],
        "stages": {name: round(value, 3) for name, value in stages.items()},
        "checks": [{"check": name, "passed": ok} for name, ok in checks.items()],
        "asides": list(asides),
        "last_good": good,
    }
    try:
        write(spec, started, made)
    except OSError as error:
        place = record_file(spec.out, spec.stem)
        reason = error.strerror or str(error)
        return f"The run could not be recorded in {place}: {reason}."
    return ""


def record_refusal(
    spec: EditionSpec, reason: str, started: str, status: Status = "refused"
) -> None:
    """Write that a run was refused or stopped, if the briefing was ever made here.

    Otherwise it may be a typing mistake, and should leave nothing behind.
    """
    if record_file(spec.out, spec.stem).parent.is_dir() or any(of_briefing(spec)):
        good = last_good(read_record(spec.out, spec.stem))
        with suppress(OSError):
            made = {"outcome": status, "reason": reason, "last_good": good}
            write(spec, started, made)


def write(spec: EditionSpec, started: str, made: Mapping[str, Any]) -> None:
    """Write a record in one step, with what every record holds."""
    finished = now()
    whole = {
        "schema": SCHEMA,
        "edition": spec.edition or "",
        "profile": spec.profile.name,
        "stem": spec.stem,
        "parameters": spec.selection.model_dump(),
        "started": started,
        "finished": finished,
        "seconds": max(0.0, epoch(finished) - epoch(started)),
        **EMPTY,
    } | dict(made)
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    atomic_write(record_file(spec.out, spec.stem), text.encode())
