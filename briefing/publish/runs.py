"""One run: is there anything to do; build, publish, record."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from briefing.dataset.location import find_package, refuse_inside
from briefing.errors import BriefingError, OutOfMeans
from briefing.files import refuse_few_handles, write
from briefing.publish.manifest import MANIFEST, damage, read_manifest
from briefing.publish.models import (
    TROUBLE,
    EditionSpec,
    Progress,
    RunOptions,
    RunResult,
)
from briefing.publish.naming import FAILED, FAILURE, refuse_unfit
from briefing.publish.provenance import inputs
from briefing.publish.run_record import (
    RECORD,
    epoch,
    last_good,
    now,
    read_record,
    record,
    record_refusal,
)
from briefing.publish.store import (
    Busy,
    Reservation,
    of_briefing,
    of_inputs,
    published,
    reserve,
)

if TYPE_CHECKING:
    from briefing.publish.models import Bundle, Status

CHECKS = ("inputs as in the manifest", "edition whole")

MOST_NAMED = 3  # cells in a note


def run(
    spec: EditionSpec,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Make and publish one edition, unless there is nothing to do; leave a record.

    Whatever a person got wrong is refused before the first kernel starts.
    """
    refuse_inside(spec.out, "--out")
    refuse_few_handles()
    options, started = options or RunOptions(), now()
    with on_record(spec, started):
        found = check_up_to_date(spec, options, started)
        if found.result is not None:
            return found.result
        return build_and_publish(spec, options, started, progress).noted(*found.notes)


def build_and_publish(
    spec: EditionSpec, options: RunOptions, started: str, progress: Progress | None
) -> RunResult:
    """Make an edition and publish it, as the only run of its briefing."""
    from briefing.render.kernels.forkserver import start_forkserver

    # The fork server imports and loads what notebooks need while we do the same.
    start_forkserver(str(find_package(spec.package).absolute()))
    from briefing.publish.build import build, select_for

    # A misspelt code is refused before anything is written, even a lock.
    refuse_unfit(spec.edition, spec.out)
    begun = perf_counter()
    chosen = select_for(spec)
    known = inputs(spec.profile, spec.selection, chosen.dataset.digest)
    with reserve(spec, chosen.dataset.version, known, options.wait) as reservation:
        prepared = perf_counter() - begun
        bundle = build(reservation.spec, options, known, chosen, progress)
        stages = {"prepare": prepared, **bundle.stages}
        return publish(reservation, replace(bundle, stages=stages), started)


def publish(reservation: Reservation, bundle: Bundle, started: str) -> RunResult:
    """Publish a built edition, or keep what failed, and record it."""
    spec, begun = reservation.spec, perf_counter()
    if bundle.reason:
        result = keep_failure(spec, bundle)
    else:
        result = reservation.publish(bundle)
    stages = {**bundle.stages, "publish": perf_counter() - begun}
    result = replace(result, seconds=sum(stages.values()))
    result = result.noted(
        *reservation.notes, *bundle.notes, *aside_notes(bundle.asides)
    )
    unrecorded = record(
        spec,
        result,
        started,
        inputs=bundle.inputs,
        checks=bundle.checks,
        stages=stages,
        asides=bundle.asides,
    )
    return replace(result, notes=(*result.notes, *filter(None, [unrecorded])))


def keep_failure(spec: EditionSpec, bundle: Bundle) -> RunResult:
    """Keep the executed notebook with its error apart from the editions."""
    from briefing.publish.leak_scan import masked

    folder = spec.out / FAILED / bundle.edition
    path: Path | None = None
    notes: tuple[str, ...] = ()
    if bundle.notebook is not None:
        import nbformat

        path = folder / f"{bundle.chapter}.ipynb"
        text = nbformat.writes(bundle.notebook)  # type: ignore[no-untyped-call]  # nbformat types little
        try:
            write(folder / FAILURE, json.dumps({"briefing": spec.stem}).encode())
            write(path, text.encode())
        except OSError as error:
            # The cell that failed is what somebody has to know, on a full disk too.
            reason = error.strerror or str(error)
            notes = (
                f"The notebook with the error cannot be kept in {path}: {reason}.",
            )
            path = None
    return RunResult.of(
        spec,
        "failed",
        folder=folder,
        chapter=bundle.chapter,
        cell=bundle.cell,
        # What a cell said goes to logs, records and notices.
        reason=masked(bundle.reason, os.environ),
        notebook=path,
        timings=bundle.timings,
        notes=notes,
    )


def aside_notes(asides: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name in a sentence the cells that wrote on standard error."""
    if not asides:
        return []
    few = [f"{one['chapter']}, cell {one['cell']}" for one in asides[:MOST_NAMED]]
    if len(asides) > MOST_NAMED:
        few.append(f"{len(asides) - MOST_NAMED} more")
    return [
        f"Warnings, logs or progress bars were written by {'; '.join(few)}. They are "
        f"no part of the briefing, and stand in {RECORD} under asides."
    ]


@dataclass(frozen=True)
class UpToDate:
    """What a look at the published editions found: a result if nothing is to do.

    `inputs` and `checks` are what was compared; empty where only the age was.
    """

    result: RunResult | None = None
    notes: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)


def check_up_to_date(spec: EditionSpec, options: RunOptions, started: str) -> UpToDate:
    """Look whether there is nothing to do, and record it if so."""
    begun = perf_counter()
    found = find_up_to_date(spec, options)
    if found.result is None:
        return found
    result = replace(found.result, seconds=perf_counter() - begun)
    before = read_record(spec.out, spec.stem).get("outcome")
    if found.checks or before not in TROUBLE:
        unrecorded = record(
            spec, result, started, inputs=found.inputs, checks=found.checks, stages={}
        )
        result = replace(result, notes=(*result.notes, *filter(None, [unrecorded])))
    # Else the age confirms nothing, and that the last run failed stays on record.
    return replace(found, result=result)


def find_up_to_date(spec: EditionSpec, options: RunOptions) -> UpToDate:
    """Look for an edition that is not stale yet, or of the inputs as they are now."""
    young = UpToDate()
    if options.if_stale is not None:
        young = find_young(spec, options.if_stale)
    if young.result is not None or not options.if_changed:
        return young
    unchanged = find_unchanged(spec)
    notes = tuple(dict.fromkeys((*young.notes, *unchanged.notes)))
    return replace(unchanged, notes=notes)


def find_unchanged(spec: EditionSpec) -> UpToDate:
    """Look for a whole edition of exactly the inputs that there are now."""
    version, known = current_inputs(spec)
    whole, notes = of_inputs(spec, version, known)
    if not whole:
        return UpToDate(notes=tuple(notes))
    found = replace(spec, edition=whole[-1])
    result = published(found, version, "no change").noted(*notes)
    return UpToDate(result, inputs=known, checks=dict.fromkeys(CHECKS, True))


def current_inputs(spec: EditionSpec) -> tuple[str, dict[str, Any]]:
    """Return the version of the data, and the inputs as they are now.

    The data are only loaded where something is wrong with them, to refuse them.
    """
    from briefing.dataset.files import read_files

    files = read_files(find_package(spec.package))
    version, digest = files.package and files.package.version, files.digest
    if not version or files.findings:
        from briefing.dataset.load import load

        dataset = load(spec.package)
        version, digest = dataset.version, dataset.digest
    return version, inputs(spec.profile, spec.selection, digest)


def find_young(spec: EditionSpec, age: float) -> UpToDate:
    """Look whether the last good edition was confirmed less than *age* seconds ago.

    A confirmation in the future is no confirmation: somebody set the clock back.
    """
    name, when = last_confirmed(spec)
    if not name or not 0 <= time.time() - when < age:
        return UpToDate()
    folder = spec.out / name
    if damage(folder):
        note = (
            f"Edition {name} no longer holds what its manifest says; it is made anew."
        )
        return UpToDate(notes=(note,))
    version = read_manifest(folder)["data"]["version"]
    return UpToDate(published(replace(spec, edition=name), version, "no change"))


def last_confirmed(spec: EditionSpec) -> tuple[str, float]:
    """Return the last good edition and when it was confirmed, in seconds since 1970.

    By the record, or else by the files of the editions.
    """
    good = last_good(read_record(spec.out, spec.stem))
    name = str(good.get("edition", ""))
    wanted = spec.edition in (None, name)
    if good and wanted and (spec.out / name / MANIFEST).is_file():
        return name, epoch(good.get("confirmed"))
    pattern = spec.edition or f"{spec.stem}-*"
    found = [
        ((folder / MANIFEST).stat().st_mtime, folder.name)
        for folder in of_briefing(spec, pattern)
    ]
    when, name = max(found, default=(0.0, ""))
    return name, when


@contextmanager
def on_record(spec: EditionSpec, started: str) -> Iterator[None]:
    """Record what stops a run: a refusal, a signal, or a mistake of ours."""
    try:
        yield
    except Busy:
        raise  # the run that holds the lock writes the record
    except BriefingError as error:
        status: Status = "failed" if isinstance(error, OutOfMeans) else "refused"
        record_refusal(spec, str(error), started, status)
        raise
    except KeyboardInterrupt:
        record_refusal(spec, "stopped before it was ready", started, "failed")
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        record_refusal(spec, reason, started, "failed")
        raise
