"""What became of a batch: one table for people, one JSON file for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing.files import write
from briefing.publish.draft import writing
from briefing.publish.row import Row

SCHEMA = 1
COLUMNS = ("edition", "outcome", "where", "reason", "pdf", "seconds")


def cells(row: Row) -> tuple[str, ...]:
    """Write a row as people read it."""
    seconds = f"{row.seconds:.1f}" if row.seconds else ""
    return row.edition, row.status, row.where, row.reason, row.pdf, seconds


def total(rows: Sequence[Row]) -> str:
    """Count the outcomes in a sentence."""
    counts = {row.status: 0 for row in rows}
    for row in rows:
        counts[row.status] += 1
    said = ", ".join(f"{n} {status}" for status, n in counts.items())
    return f"{len(rows)} briefing{'' if len(rows) == 1 else 's'}: {said}."


def document(
    rows: Iterable[Row], left_out: Sequence[str], started: datetime
) -> dict[str, Any]:
    """Gather the report of a batch that ends now."""
    told = [asdict(row) for row in rows]
    for row in told:
        row["seconds"] = round(row["seconds"], 3)
        del row["trace"]
    return {
        "schema": SCHEMA,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": told,
        "left_out": list(left_out),
    }


def write_report(path: Path, made: dict[str, Any]) -> None:
    """Write the report in one step, so that no reader finds half of it."""
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    draft = path.with_name(f".{path.name}.part")
    with writing(path):
        write(draft, text.encode())
        draft.replace(path)
