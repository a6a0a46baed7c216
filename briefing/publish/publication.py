"""The one writer: a built edition is published, or kept as failed, and recorded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat

from briefing.files import write
from briefing.publish.build import chosen_for, names_for, typeset
from briefing.publish.leak_scan import masked
from briefing.publish.made import Failure, Made
from briefing.publish.models import Manner, Order, Outcome, Status
from briefing.publish.naming import FAILED, FAILURE
from briefing.publish.run_record import NAME, record, unrecorded
from briefing.publish.store import Draft, alone, holds, writing
from briefing.render.asides import asides as asides_of

MOST_NAMED = 3  # cells of a note


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
    asides = list(aside(order, made))
    outcome = replace(outcome, seconds=sum(stages.values()))
    outcome = replace(outcome, notes=(*outcome.notes, *noted(asides)))
    try:
        record(
            order,
            outcome,
            made.started,
            inputs=made.inputs,
            checks=made.checks,
            stages=stages,
            asides=asides,
        )
    except OSError as error:
        notes = (*outcome.notes, unrecorded(order, error))
        return replace(outcome, notes=notes)
    return outcome


def aside(order: Order, made: Made) -> Iterator[dict[str, Any]]:
    """List what the cells wrote on standard error, without secrets of this machine."""
    names = [path.stem for path in order.profile.chapters]
    chapters = list(zip(names, made.chapters, strict=False))
    if made.failure is not None and made.failure.notebook is not None:
        chapters = [(made.failure.chapter, made.failure.notebook)]
    for name, notebook in chapters:
        for cell, text in asides_of(notebook):
            said = masked(text, os.environ)
            yield {"chapter": name, "cell": cell, "text": said}


def noted(asides: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say in a sentence which cells wrote on standard error, and where it stands."""
    if not asides:
        return []
    few = [f"{one['chapter']}, cell {one['cell']}" for one in asides[:MOST_NAMED]]
    if len(asides) > MOST_NAMED:
        few.append(f"{len(asides) - MOST_NAMED} more")
    return [
        f"Warnings, logs or progress bars were written by {'; '.join(few)}. They are "
        f"no part of the briefing, and stand in {NAME} under asides."
    ]


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
