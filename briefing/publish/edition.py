"""
Publish what was made, as the only writer; or make and publish in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat

from briefing.measure import Selection
from briefing.publish.draft import Draft, holds, write, writing
from briefing.publish.lock import alone
from briefing.publish.making import (
    Failure,
    Made,
    chosen_for,
    make,
    names_for,
    typeset,
)
from briefing.publish.manner import Manner, Order, Progress
from briefing.publish.naming import FAILED
from briefing.publish.profile import Profile, read_profile
from briefing.publish.running import Timing

Status = Literal["published", "no change", "failed"]


@dataclass(frozen=True)
class Outcome:
    """
    What became of an order: published, no change, or failed at a cell of a chapter.

    `pdf` is where the edition stands; `notebook` is the executed notebook of a failure.
    """

    status: Status
    edition: str
    folder: Path
    pdf: Path | None = None
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    notebook: Path | None = None
    timings: tuple[Timing, ...] = ()
    notes: tuple[str, ...] = ()


def build(
    selection: Selection,
    *,
    data: Path | str | None,
    out: Path,
    edition: str | None = None,
    progress: Progress | None = None,
    profile: Profile | None = None,
    manner: Manner | None = None,
) -> Outcome:
    """
    Make one edition of the briefing in *out*.

    Whatever a person got wrong is refused before the first kernel starts.
    """
    manner = manner or Manner()
    order = Order(profile or read_profile(), selection, data, out, edition)
    # A misspelt code is refused before anything is written, even a lock.
    chosen_for(order)
    with alone(out, order.stem, manner.wait):
        return publish(order, make(order, manner, progress))


def publish(order: Order, made: Made, *, wait: float = 0) -> Outcome:
    """
    Put what was made in its place in one step, or say that it is there already.
    """
    out = order.out
    with alone(out, order.stem, wait), Draft(out) as draft:
        if made.failure is not None:
            return kept(order, made, made.failure)
        for name in names_for(order, made.version, made.inputs):
            if name != made.edition:
                made = typeset(order, made, chosen_for(order), name)
            folder = out / name
            if not folder.exists() and draft.publish(name, made.files):
                return done("published", order, made)
            with writing(out):
                if holds(folder, made.files):
                    return done("no change", order, made)
    raise AssertionError


def done(status: Status, order: Order, made: Made) -> Outcome:
    """
    Say where the edition stands.
    """
    folder = order.out / made.edition
    pdf = folder / made.pdf
    return Outcome(
        status, made.edition, folder, pdf, timings=made.timings, notes=made.notes
    )


def kept(order: Order, made: Made, failure: Failure) -> Outcome:
    """
    Keep the executed notebook with its error, where nobody takes it for an edition.
    """
    folder = order.out / FAILED / made.edition
    path = folder / f"{failure.chapter}.ipynb"
    if failure.notebook is not None:
        with writing(order.out):
            text = nbformat.writes(failure.notebook)  # type: ignore[no-untyped-call]  # nbformat types little
            write(path, text.encode())
    return Outcome(
        "failed",
        made.edition,
        folder,
        chapter=failure.chapter,
        cell=failure.cell,
        reason=failure.reason,
        notebook=path if failure.notebook is not None else None,
        timings=made.timings,
        notes=made.notes,
    )
