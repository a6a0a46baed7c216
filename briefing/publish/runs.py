"""One run: is there anything to do, build, store, record."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from briefing.dataset.location import find_package, refuse_inside
from briefing.errors import BriefingError, OutOfMeans
from briefing.files import refuse_few_handles
from briefing.publish.errors import Busy
from briefing.publish.models import Manner, Order, Outcome, Progress
from briefing.publish.naming import pdf_of
from briefing.publish.profiles import Profile, read_profile
from briefing.publish.provenance import inputs
from briefing.publish.run_record import (
    epoch,
    last_good,
    now,
    read_record,
    record,
    record_refusal,
    unrecorded,
)
from briefing.publish.store import MANIFEST, alone, damage, ever, look, read_manifest
from briefing.selection.selection import Selection

CHECKS = ("inputs as in the manifest", "edition whole")


@dataclass(frozen=True)
class Sight:
    """What a look at the shelf tells: an outcome if nothing is to do, and sentences.

    `inputs` and `checks` are what was looked at; nothing of it where only the age was.
    """

    outcome: Outcome | None = None
    notes: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)


def fresh(order: Order, manner: Manner) -> Sight:
    """Look whether the order can be left as it is: not stale yet, or not changed."""
    if manner.if_stale is not None:
        sight = young(order, manner.if_stale)
        if sight.outcome is not None or not manner.if_changed:
            return sight
        later = unchanged(order)
        notes = tuple(dict.fromkeys((*sight.notes, *later.notes)))
        return replace(later, notes=notes)
    return unchanged(order) if manner.if_changed else Sight()


def unchanged(order: Order) -> Sight:
    """Look for a whole edition of exactly the inputs that there are now."""
    from briefing.dataset.files import read_files

    files = read_files(find_package(order.data or order.selection.data or None))
    if files.package is None or files.findings:
        return Sight()  # whoever loads it will say what is wrong
    known = inputs(order.profile, order.selection, files.digest)
    shelf = look(order, files.package.version, known)
    if not shelf.whole:
        return Sight(notes=shelf.notes)
    name = shelf.whole[-1]
    folder = order.out / name
    pdf = folder / pdf_of(order.stem, files.package.version, name)
    outcome = Outcome("no change", name, folder, pdf, notes=shelf.notes)
    return Sight(outcome, inputs=known, checks=dict.fromkeys(CHECKS, True))


def young(order: Order, age: float) -> Sight:
    """Look whether the last good edition was confirmed less than *age* seconds ago.

    A confirmation in the future is no confirmation: somebody set the clock back.
    """
    name, when = latest(order)
    if not name or not 0 <= time.time() - when < age:
        return Sight()
    folder = order.out / name
    wrong = damage(folder)
    if wrong:
        said = (
            f"Edition {name} no longer holds what its manifest says; it is made anew."
        )
        return Sight(notes=(said,))
    version = read_manifest(folder)["data"]["version"]
    pdf = folder / pdf_of(order.stem, version, name)
    return Sight(Outcome("no change", name, folder, pdf))


def latest(order: Order) -> tuple[str, float]:
    """Find the last good edition and when it was confirmed, in the record or on the
    shelf.
    """
    good = last_good(order)
    name = str(good.get("edition", ""))
    wanted = order.edition in (None, name)
    if good and wanted and (order.out / name / MANIFEST).is_file():
        return name, epoch(good.get("confirmed"))
    pattern = order.edition or f"{order.stem}-*"
    found = [
        ((folder / MANIFEST).stat().st_mtime, folder.name)
        for folder in ever(order, pattern)
    ]
    when, name = max(found, default=(0.0, ""))
    return name, when


TROUBLE = ("failed", "refused")


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
    """Make one edition of the briefing in *out*, unless there is nothing to do.

    Whatever a person got wrong is refused before the first kernel starts.
    """
    refuse_inside(out, "--out")
    refuse_few_handles()
    order = Order(profile or read_profile(), selection, data, out, edition)
    return carry_out(order, manner or Manner(), progress)


def carry_out(order: Order, manner: Manner, progress: Progress | None) -> Outcome:
    """Carry out an order, and leave a record of whatever becomes of it."""
    started = now()
    with on_record(order, started):
        sight = looked(order, manner, started)
        if sight.outcome is not None:
            return sight.outcome
        outcome = made_anew(order, manner, progress)
        both = dict.fromkeys((*sight.notes, *outcome.notes))
        return replace(outcome, notes=tuple(both))


def looked(order: Order, manner: Manner, started: str) -> Sight:
    """Look whether there is nothing to do, and record it if so."""
    begun = perf_counter()
    sight = fresh(order, manner)
    if sight.outcome is None:
        return sight
    outcome = replace(sight.outcome, seconds=perf_counter() - begun)
    if not sight.checks and read_record(order).get("outcome") in TROUBLE:
        # A look at the age confirms nothing: that the last run failed stays on record.
        return replace(sight, outcome=outcome)
    try:
        record(
            order,
            outcome,
            started,
            inputs=sight.inputs,
            checks=sight.checks,
            stages={},
        )
    except OSError as error:
        outcome = replace(outcome, notes=(*outcome.notes, unrecorded(order, error)))
    return replace(sight, outcome=outcome)


def made_anew(order: Order, manner: Manner, progress: Progress | None) -> Outcome:
    """Make and publish an order, as the only run of this briefing."""
    from briefing.render.kernels.forkserver import start_forkserver

    # The fork server imports and loads what notebooks need while we do the same.
    package = find_package(order.data or order.selection.data or None)
    start_forkserver(str(package.absolute()))
    from briefing.publish.build import chosen_for, make
    from briefing.publish.publication import publish

    # A misspelt code is refused before anything is written, even a lock.
    chosen_for(order)
    with alone(order.out, order.stem, manner.wait):
        return publish(order, make(order, manner, progress), manner)


@contextmanager
def on_record(order: Order, started: str) -> Iterator[None]:
    """Record what stops a run: a refusal, a signal, or a mistake of ours."""
    try:
        yield
    except Busy:
        raise  # the run that holds the lock writes the record
    except BriefingError as error:
        how = "failed" if isinstance(error, OutOfMeans) else "refused"
        record_refusal(order, str(error), started, how)
        raise
    except KeyboardInterrupt:
        record_refusal(order, "stopped before it was ready", started, "failed")
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        record_refusal(order, reason, started, "failed")
        raise
