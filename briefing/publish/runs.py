"""One run of a briefing from the order to the record: look, make, publish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from briefing.dataset.find import find_package, refuse_inside
from briefing.errors import BriefingError, OutOfMeans
from briefing.files import refuse_few_handles
from briefing.measure.selection import Selection
from briefing.publish.fresh import Sight, fresh
from briefing.publish.lock import Busy, alone
from briefing.publish.manner import Manner, Order, Progress
from briefing.publish.outcome import Outcome
from briefing.publish.profile import Profile, read_profile
from briefing.publish.record import (
    now,
    read_record,
    record,
    record_refusal,
    unrecorded,
)

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
    from briefing.render import warm

    # The warm process imports and loads what notebooks need while we do the same.
    warm(str(find_package(order.data or order.selection.data or None).absolute()))
    from briefing.publish.edition import publish
    from briefing.publish.making import chosen_for, make

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
