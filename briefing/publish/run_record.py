"""run.json: what became of a run."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.publish.naming import RUNS
from briefing.publish.store import ever

if TYPE_CHECKING:
    from briefing.publish.models import Order, Outcome

SCHEMA = 1

NAME = "run.json"

SUFFIX = ".part"

LONGEST = 3600  # seconds after which a draft has been given up


def place(order: Order) -> Path:
    """Say where the record of a briefing stands."""
    return order.out / RUNS / order.stem / NAME


def now() -> str:
    """Give the time in UTC as ISO 8601 writes it."""
    return datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds")


def epoch(text: object) -> float:
    """Read a time back as seconds; what is no time lies long ago."""
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return 0.0


def read_record(order: Order) -> dict[str, Any]:
    """Read the last record; one that is not there or cannot be read says nothing."""
    try:
        said = json.loads(place(order).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def last_good(order: Order) -> dict[str, Any]:
    """Read which edition was good last, and when that was confirmed."""
    good = read_record(order).get("last_good")
    return good if isinstance(good, dict) else {}


def record(
    order: Order,
    outcome: Outcome,
    started: str,
    *,
    inputs: Mapping[str, Any],
    checks: Mapping[str, bool],
    stages: Mapping[str, float],
    asides: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write what became of a run; an edition that was checked is the last good one.

    *asides* are what cells wrote on standard error: `chapter`, `cell` and `text`.
    """
    good = last_good(order)
    if outcome.status != "failed" and checks:
        time, before = now(), good if good.get("edition") == outcome.edition else {}
        since = time if outcome.status == "published" else before.get("published", time)
        good = {"edition": outcome.edition, "published": since, "confirmed": time}
    known = dict(inputs)
    said = {
        "edition": outcome.edition,
        "outcome": outcome.status,
        "chapter": outcome.chapter,
        "cell": outcome.cell,
        "reason": outcome.reason,
        "seconds": round(outcome.seconds, 3),
        "software": known.pop("software", {}),
        "inputs": known,
        "chapters": [
            {"chapter": o.chapter, "seconds": round(o.seconds, 3), "from": o.origin}
            for o in outcome.timings
        ],
        "stages": {name: round(value, 3) for name, value in stages.items()},
        "checks": [
            {"check": name, "passed": passed} for name, passed in checks.items()
        ],
        "asides": list(asides),
        "last_good": good,
    }
    write(order, started, said)


def record_refusal(
    order: Order, reason: str, started: str, outcome: str = "refused"
) -> None:
    """Write that a run was refused or stopped, if the briefing has ever been made here.

    What has not may be a slip of the hand, and should leave nothing behind.
    """
    if place(order).parent.is_dir() or any(ever(order)):
        good = last_good(order)
        with suppress(OSError):
            said = {"outcome": outcome, "reason": reason, "last_good": good}
            write(order, started, said)


def write(order: Order, started: str, said: Mapping[str, Any]) -> None:
    """Write a record in one step, with what every record holds."""
    finished = now()
    whole = {
        "schema": SCHEMA,
        "edition": order.edition or "",
        "profile": order.profile.name,
        "stem": order.stem,
        "parameters": order.selection.model_dump(),
        "started": started,
        "finished": finished,
        "seconds": max(0.0, epoch(finished) - epoch(started)),
        **{"outcome": "", "chapter": "", "cell": 0, "reason": "", "inputs": {}},
        **{
            "software": {},
            "chapters": [],
            "stages": {},
            "checks": [],
            "asides": [],
            "last_good": {},
        },
    } | dict(said)
    path = place(order)
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_abandoned(path.parent)
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    handle, draft = tempfile.mkstemp(SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            # A power cut leaves the old record or this one, and never an empty file.
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def clear_abandoned(folder: Path) -> None:
    """Take away what a killed run had begun to write; nobody writes for so long."""
    for draft in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > LONGEST:
                draft.unlink()


def unrecorded(order: Order, error: OSError) -> str:
    """Say that a run could not be recorded."""
    reason = error.strerror or str(error)
    return f"The run could not be recorded in {place(order)}: {reason}."
