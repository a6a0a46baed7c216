"""Make many briefings, publish one by one, report."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from briefing.dataset.location import refuse_inside
from briefing.errors import BriefingError
from briefing.files import refuse_few_handles, write
from briefing.publish.batch.attempt import TROUBLE, Attempt
from briefing.publish.batch.executors import Event, Lost
from briefing.publish.errors import Busy
from briefing.publish.models import Manner, Order, Row
from briefing.publish.publication import publish
from briefing.publish.run_record import now, record_refusal
from briefing.publish.runs import looked
from briefing.publish.store import writing
from briefing.text.formats import counted

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
    return f"{counted(len(rows), 'briefings')}: {said}."


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


class Told(Protocol):
    """Who wants to know how a batch goes."""

    def began(self, name: str) -> None:
        """Hear that a briefing has begun."""

    def ended(self, name: str, said: str) -> None:
        """Hear what became of a briefing."""


class Crew(Protocol):
    """Who makes briefings: processes here, or a cluster."""

    def run(self, tasks: Sequence[tuple[Order, Manner]]) -> Iterator[Event]:
        """Make them all, and tell what happens when it happens."""


class Batch:
    """A list of orders, and a row for what became of each."""

    def __init__(self, orders: Sequence[Order], manner: Manner) -> None:
        """Begin with rows of briefings that have not run."""
        for out in dict.fromkeys(order.out for order in orders):
            refuse_inside(out, "--out")
        refuse_few_handles()
        self.orders = orders
        # Each briefing has a process, so its chapters take turns; and what has not
        # changed is left alone, so that a batch can be finished by running it again.
        self.manner = replace(manner, workers=1, if_changed=True)
        self.rows = [Row.of(order) for order in orders]
        self.begun: dict[int, str] = {}

    def run(self, crew: Crew, told: Told, *, fail_fast: bool = False) -> None:
        """Have a crew make what has changed, and publish it as the only writer."""
        todo = [
            number for number in range(len(self.orders)) if not self.same(number, told)
        ]
        tasks = [(self.orders[number], self.manner) for number in todo]
        try:
            for event in crew.run(tasks):
                if event.kind == "step":
                    continue
                self.hear(todo[event.number], event, told)
                status = self.rows[todo[event.number]].status
                if fail_fast and status in TROUBLE:
                    break
        finally:
            for number, started in self.begun.items():
                self.stopped(number, started)

    def same(self, number: int, told: Told) -> bool:
        """Tell whether a briefing can be left as it is, and note that it was looked
        at.
        """
        try:
            sight = looked(self.orders[number], self.manner, now())
        except (BriefingError, OSError):
            return False  # the process that makes it will say what is wrong
        outcome = sight.outcome
        if outcome is None:
            self.rows[number] = replace(self.rows[number], notes=sight.notes)
            return False
        self.rows[number] = self.rows[number].after(outcome, outcome.seconds)
        told.ended(self.rows[number].edition, self.rows[number].line)
        return True

    def hear(self, number: int, event: Event, told: Told) -> None:
        """Take note that a briefing began, or publish what was made of it."""
        name = self.rows[number].edition
        if event.kind == "began":
            self.begun.setdefault(number, now())
            told.began(name)
            return
        started = self.begun.pop(number, now())
        self.rows[number] = row = self.outcome(number, event.said)
        if row.status == "refused" or row.trace or isinstance(event.said, Lost):
            # Whatever else went wrong `publish` has recorded, with all that it knew.
            record_refusal(self.orders[number], row.reason, started, row.status)
        told.ended(name, row.line)

    def outcome(self, number: int, said: Attempt | Lost) -> Row:
        """Publish one briefing, and say what became of it."""
        row = self.rows[number]
        if isinstance(said, Lost):
            return replace(row, status="failed", reason=said.reason, trace=said.trace)
        row = replace(row, seconds=said.seconds)
        begun = perf_counter()
        try:
            if said.made is None:
                raise (Busy if said.busy else BriefingError)(said.refused)
            outcome = publish(self.orders[number], said.made, self.manner)
        except Busy as busy:
            return replace(row, status="busy", reason=str(busy))
        except BriefingError as refused:
            return replace(row, status="refused", reason=str(refused))
        except Exception as error:
            # A mistake of ours in one briefing must not take the others with it.
            reason, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
            return replace(row, status="failed", reason=reason, trace=trace)
        return row.after(outcome, said.seconds + perf_counter() - begun)

    def stopped(self, number: int, started: str) -> None:
        """Say that a briefing had begun when the batch was stopped."""
        reason = "stopped before it was ready"
        self.rows[number] = replace(self.rows[number], reason=reason)
        record_refusal(self.orders[number], reason, started, "failed")
