"""Make the files of an edition: pure, so that any process on any machine can do it.

Nothing is written where editions are published. What is made travels as bytes to the
one writer, `briefing.publish.edition.publish`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import Any

from briefing.dataset import load
from briefing.measure import Chosen, select
from briefing.measure.withheld import finder_of
from briefing.publish.contents import DataChanged, contents, refuse_other_data
from briefing.publish.draft import with_room
from briefing.publish.inputs import inputs, moved, of_manifest
from briefing.publish.laps import Laps
from briefing.publish.made import Failure as Failure
from briefing.publish.made import Made as Made
from briefing.publish.manner import Manner, Order
from briefing.publish.manner import Progress as Progress
from briefing.publish.naming import TakenName, pdf_of, refuse_unfit
from briefing.publish.record import now
from briefing.publish.running import Run
from briefing.publish.scan import NAMES_LEFT, NEXT, leaks, names_left
from briefing.publish.shelf import MANIFEST, free, look
from briefing.publish.traces import masked
from briefing.publish.words import words
from briefing.render import ChapterFailed
from briefing.render.failure import Stopped
from briefing.render.run import cores
from briefing.render.tools import Tools

# What is checked of an edition, as the run record names it.
RAN, ONE = "every chapter ran", "one dataset throughout"
SAME, PRIVATE = "inputs as at the start", "nothing private inside"
NAMELESS = "no name of a person inside"


@with_room()
def make(
    order: Order, manner: Manner | None = None, progress: Progress | None = None
) -> Made:
    """Run the chapters of an order and make every file of the edition.

    Whatever a person got wrong is refused before the first kernel starts.
    """
    manner, report, laps = manner or Manner(), progress or silent, Laps()
    until = manner.until()
    chosen = chosen_for(order)
    known = inputs(order.profile, order.selection, chosen.dataset.digest)
    version, shelf = chosen.dataset.version, look(order, chosen.dataset.version, known)
    name = next(names_for(order, version, known))
    made = Made(name, pdf_of(order.stem, version, name), version, known, now())
    run = Run(order, manner, report, until)
    run.notes += shelf.notes
    laps.end("prepare")
    try:
        chapters = run.chapters(chosen, known)
    except ChapterFailed as failed:
        laps.end("chapters")
        made = replace(made, stages=laps.took, checks={RAN: False})
        made = replace(made, timings=run.in_order(), notes=tuple(run.notes))
        # The secrets that a cell could say are those of the machine that ran it.
        reason = masked(failed.reason, os.environ)
        failure = Failure(failed.chapter, failed.cell, reason, failed.notebook)
        return replace(made, failure=failure)
    refuse_other_data(chosen, chapters)
    laps.end("chapters")
    steps = len(order.profile.chapters) + 1
    report("Typeset", steps, steps)
    made = replace(made, chapters=tuple(chapters), timings=run.in_order())
    workers = manner.workers or cores()
    made = typeset(order, made, chosen, name, workers=workers, until=until)
    laps.end("typeset")
    made = searched(order, replace(made, notes=tuple(run.notes)), chosen)
    laps.end("search")
    return replace(made, stages=laps.took)


def chosen_for(order: Order) -> Chosen:
    """Load the data of an order and select from them, or refuse what cannot be made."""
    refuse_unfit(order.edition, order.out)
    dataset = load(order.data or order.selection.data or None)
    return select(dataset, order.selection)


def names_for(order: Order, version: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names that may hold this edition: taken by the same inputs, then
    free.
    """
    shelf = look(order, version, known)
    yield from reversed(shelf.whole)
    yield from free(order, version)
    raise TakenName.of(order.edition, order.out, shelf.notes)


def searched(order: Order, made: Made, chosen: Chosen) -> Made:
    """Look for secrets, home paths and names of users in all that would be
    published, and for names of people where they are withheld.
    """
    if made.failure is not None:
        return replace(made, checks={RAN: True})
    said = words([path.stem for path in order.profile.chapters], made.chapters)
    found = leaks(made.files, said)
    checks = dict.fromkeys((RAN, ONE, SAME), True) | {PRIVATE: not found}
    if found:
        reason = f"what would be published is not for everybody: {' '.join(found)}"
        return replace(made, checks=checks, failure=Failure("", 0, reason))
    finder = finder_of(chosen.dataset)
    if finder is not None:
        files = {f"{made.edition}/{name}": held for name, held in made.files.items()}
        found = names_left(files, finder, said)
        checks[NAMELESS] = not found
    if found:
        reason = f"{NAMES_LEFT} {' '.join(found)} {NEXT}"
        return replace(made, checks=checks, failure=Failure("", 0, reason))
    return replace(made, checks=checks)


def typeset(
    order: Order,
    made: Made,
    chosen: Chosen,
    name: str,
    *,
    workers: int = 1,
    until: float = inf,
) -> Made:
    """Make the files of the edition *name* from chapters that have run, if there is
    time.
    """
    try:
        files = contents(
            chosen,
            order.profile,
            name,
            made.chapters,
            workers=workers,
            tools=Tools(until),
        )
    except Stopped as over:
        return replace(made, failure=Failure("", 0, str(over)))
    refuse_other_inputs(made.inputs, json.loads(files[MANIFEST]))
    pdf = pdf_of(order.stem, made.version, name)
    return replace(made, edition=name, pdf=pdf, files=files)


def refuse_other_inputs(before: Mapping[str, Any], made: Mapping[str, Any]) -> None:
    """Refuse to publish what was made while its notebooks, words or code were
    edited.
    """
    changed = moved(before, of_manifest(made))
    if changed:
        message = (
            f"{', '.join(changed)} changed while the briefing was made, so its "
            f"manifest would be untrue. Nothing was published; run the command again."
        )
        raise DataChanged(message)


def silent(step: str, number: int, steps: int) -> None:
    """Report nothing."""
