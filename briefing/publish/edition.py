"""Publish what was made, as the only writer."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import nbformat

from briefing.files import write
from briefing.publish.draft import Draft, holds, writing
from briefing.publish.lock import alone
from briefing.publish.making import Failure, Made, chosen_for, names_for, typeset
from briefing.publish.manner import Manner, Order
from briefing.publish.naming import FAILED, FAILURE
from briefing.publish.outcome import Outcome, Status
from briefing.publish.record import record, unrecorded
from briefing.publish.traces import masked


def publish(order: Order, made: Made, manner: Manner | None = None) -> Outcome:
    """Put what was made in its place in one step, or say that it is there already."""
    out, begun, manner = order.out, perf_counter(), manner or Manner()
    if made.failure is not None:
        with alone(out, order.stem, manner.wait):
            return recorded(order, made, kept(order, made, made.failure), begun)
    with alone(out, order.stem, manner.wait), Draft(out, order.stem) as draft:
        until = manner.until(sum(made.stages.values()))
        for name in names_for(order, made.version, made.inputs):
            if name != made.edition:
                # Somebody was faster with the name that it was made for.
                made = typeset(order, made, chosen_for(order), name, until=until)
                if made.failure is not None:
                    return recorded(order, made, kept(order, made, made.failure), begun)
            folder = out / name
            if not folder.exists() and draft.publish(name, made.files):
                return recorded(order, made, done("published", order, made), begun)
            with writing(out):
                if holds(folder, made.files):
                    return recorded(order, made, done("no change", order, made), begun)
    raise AssertionError


def recorded(order: Order, made: Made, outcome: Outcome, begun: float) -> Outcome:
    """Write the run record; a record that cannot be written undoes no edition."""
    stages = {**made.stages, "publish": perf_counter() - begun}
    outcome = replace(outcome, seconds=sum(stages.values()))
    try:
        record(
            order,
            outcome,
            made.started,
            inputs=made.inputs,
            checks=made.checks,
            stages=stages,
        )
    except OSError as error:
        notes = (*outcome.notes, unrecorded(order, error))
        return replace(outcome, notes=notes)
    return outcome


def done(status: Status, order: Order, made: Made) -> Outcome:
    """Say where the edition stands."""
    folder = order.out / made.edition
    pdf = folder / made.pdf
    return Outcome(
        status, made.edition, folder, pdf, timings=made.timings, notes=made.notes
    )


def kept(order: Order, made: Made, failure: Failure) -> Outcome:
    """Keep the executed notebook with its error, where nobody takes it for an
    edition.
    """
    folder, notes = order.out / FAILED / made.edition, made.notes
    path: Path | None = None
    if failure.notebook is not None:
        path = folder / f"{failure.chapter}.ipynb"
        text = nbformat.writes(failure.notebook)  # type: ignore[no-untyped-call]  # nbformat types little
        try:
            write(folder / FAILURE, json.dumps({"briefing": order.stem}).encode())
            write(path, text.encode())
        except OSError as error:
            # The cell that failed is what somebody has to know, on a full disk too.
            reason = error.strerror or str(error)
            notes += (
                f"The notebook with the error cannot be kept in {path}: {reason}.",
            )
            path = None
    return Outcome(
        "failed",
        made.edition,
        folder,
        chapter=failure.chapter,
        cell=failure.cell,
        # What a cell said goes to logs, records and notices.
        reason=masked(failure.reason, os.environ),
        notebook=path,
        timings=made.timings,
        notes=notes,
    )
