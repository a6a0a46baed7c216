"""Build an edition: load, run, typeset, search; nothing is written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from nbformat import NotebookNode

from briefing.dataset.load import load
from briefing.errors import BriefingError
from briefing.publish.cache import Cache, key_of, place, surroundings
from briefing.publish.extract import LARGEST, slices
from briefing.publish.leak_scan import (
    NAMES_LEFT,
    NEXT,
    leaks,
    masked,
    names_left,
    words,
)
from briefing.publish.made import Failure, Made
from briefing.publish.manifest import as_json, manifest, printed, with_outputs
from briefing.publish.models import Laps, Manner, Order, Progress, Timing
from briefing.publish.naming import TakenName, pdf_name, pdf_of, refuse_unfit
from briefing.publish.profiles import Profile
from briefing.publish.provenance import inputs, moved, of_manifest
from briefing.publish.request import title_of
from briefing.publish.run_record import now
from briefing.publish.store import MANIFEST, free, look, with_room
from briefing.render.cancellation import CancelToken
from briefing.render.document import tables
from briefing.render.errors import ChapterError, ExecutionStopped
from briefing.render.execute import cores, run_chapters
from briefing.render.html import to_html
from briefing.render.notebook import exhibits, join
from briefing.render.pdf import to_pdf
from briefing.render.workbook import to_workbook
from briefing.selection.redaction import finder_of
from briefing.selection.select import Chosen, select
from briefing.text.formats import number


@dataclass
class Run:
    """The chapters of one briefing on their way, with what is known of each so far."""

    order: Order
    manner: Manner
    report: Progress
    until: float = inf
    timings: dict[str, Timing] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def chapters(self, chosen: Chosen, known: Mapping[str, Any]) -> list[NotebookNode]:
        """Give every chapter executed, in the order of the profile, whatever ran
        when.
        """
        parameters = chosen.selection.model_dump()
        parameters["data"] = str(chosen.dataset.root)
        cache = Cache(place() if self.manner.cache else None)
        around = surroundings(known) if self.manner.cache else {}
        paths = self.order.profile.chapters
        keys = {path: key_of(path, parameters, known, around) for path in paths}
        found = {}
        for path in paths:
            begun = perf_counter()
            before = cache.get(keys[path])
            if before is not None:
                found[path] = before
                self.arrived(path, perf_counter() - begun, "cache")

        def kept(path: Path, executed: NotebookNode, seconds: float) -> None:
            # Kept as it arrives, so that a run that is stopped goes on from there.
            if self.holds(executed, known):
                cache.put(keys[path], executed)
            self.arrived(path, seconds, "run")

        todo = [path for path in paths if path not in found]
        try:
            executed = self.executed(todo, parameters, kept) if todo else []
        finally:
            cache.trim()
            self.notes += cache.notes
        ran = dict(zip(todo, executed, strict=True))
        return [found.get(path) or ran[path] for path in paths]

    def executed(
        self,
        todo: list[Path],
        parameters: Mapping[str, Any],
        kept: Callable[[Path, NotebookNode, float], None],
    ) -> list[NotebookNode]:
        """Run the chapters that nothing is kept of, in the time that is left."""
        return run_chapters(
            todo,
            parameters,
            workers=self.manner.workers,
            cell_deadline=self.manner.cell_deadline,
            token=CancelToken(self.until),
            arrived=kept,
        )

    def holds(self, executed: NotebookNode, known: Mapping[str, Any]) -> bool:
        """Tell whether a chapter was made of what its key says, and of nothing newer.

        Files that are exchanged under a run stop it later; this keeps what it made
        until then from being found by a run after they were put back.
        """
        counted = {
            payload["digest"]
            for payload in exhibits(executed)
            if payload["kind"] == "context"
        }
        now = inputs(self.order.profile, self.order.selection, known["data"])
        return counted <= {known["data"]} and not moved(known, now)

    def arrived(
        self, path: Path, seconds: float, origin: Literal["run", "cache"]
    ) -> None:
        """Note that a chapter is there, and say it."""
        self.timings[path.stem] = Timing(path.stem, seconds, origin)
        steps = len(self.order.profile.chapters) + 1
        how = "from the cache" if origin == "cache" else f"{seconds:.1f} s"
        self.report(f"{path.stem} ({how})", len(self.timings), steps)

    def in_order(self) -> tuple[Timing, ...]:
        """List the timings in the order of the profile."""
        names = [path.stem for path in self.order.profile.chapters]
        return tuple(self.timings[name] for name in names if name in self.timings)


class DataChanged(BriefingError):
    """Data that were edited while a briefing was made from them."""


def contents(
    chosen: Chosen,
    profile: Profile,
    edition: str,
    chapters: Sequence[NotebookNode],
    *,
    workers: int = 1,
    token: CancelToken | None = None,
) -> dict[str, bytes]:
    """Make every file of an edition, *workers* at a time; the bytes are always the
    same.

    The PDF carries the tables, the slice of the data and the manifest as attachments;
    the manifest beside it also holds the digest of the PDF. The page for a browser and
    the workbook are made from the same run, under the same name. A table of the data
    that is too large to be sent about inside the PDF stands beside it.
    """
    payloads = [payload for chapter in chapters for payload in exhibits(chapter)]
    printed_tables, data = tables(payloads), slices(chosen)
    beside = {name: text for name, text in data.items() if len(text) > LARGEST}
    attached = printed_tables | {n: data[n] for n in data if n not in beside}
    made = manifest(chosen, profile, edition)
    inner = with_outputs(made, {n: text.encode() for n, text in attached.items()})
    attached["manifest.json"] = as_json(inner).decode()
    if profile.compact and profile.words:
        attached["METHOD.md"] = profile.words
    front = front_matter(chosen, profile, edition) | {
        "made": [*printed(made, chosen), *standing(beside)],
        "attachments": attached,
        "beside": sorted(beside),
    }
    names = [path.stem for path in profile.chapters]
    whole = join(chapters, front | {"method": profile.words}, names)
    pdf = pdf_name(chosen, edition, profile)
    name = pdf.removesuffix(".pdf")
    missing = dict(chosen.dataset.missing)
    files = {name: text.encode() for name, text in (printed_tables | beside).items()}
    token = token or CancelToken()
    files |= side_by_side(
        {
            pdf: lambda: to_pdf(join(chapters, front, names), token),
            f"{name}.html": lambda: to_html(whole, token),
            f"{name}.xlsx": lambda: to_workbook(whole, missing),
        },
        workers,
        token,
    )
    return files | {"manifest.json": as_json(with_outputs(made, files))}


def side_by_side(
    makers: Mapping[str, Callable[[], bytes]], workers: int, token: CancelToken
) -> dict[str, bytes]:
    """Make files, some at a time: pandoc and Typst are processes of their own.

    If several cannot be made, the first of them says so, whoever was faster. Whatever
    stops this, Ctrl-C included, cancels *token*, which ends pandoc and Typst.
    """
    if workers == 1:
        return {name: make() for name, make in makers.items()}
    with ThreadPoolExecutor(workers) as pool:
        begun = {name: pool.submit(make) for name, make in makers.items()}
        try:
            return {name: future.result() for name, future in begun.items()}
        except BaseException:
            token.cancel()
            raise


def standing(beside: Mapping[str, str]) -> list[list[str]]:
    """Say which tables of the data are too large to be attached."""
    return [
        [
            "Beside this file, too large to be attached",
            f"{name}, {number(len(text))} letters",
        ]
        for name, text in beside.items()
    ]


def front_matter(chosen: Chosen, profile: Profile, edition: str) -> dict[str, Any]:
    """Gather what stands on the cover and behind the chapters."""
    context = chosen.context()
    limits = f" ({chosen.limits})" if chosen.limits else ""
    return {
        "title": title_of(profile, chosen),
        "scope": f"{chosen.scope}{limits}",
        "edition": edition,
        "method": "" if profile.compact else profile.words,
        "compact": profile.compact,
        **{
            key: context[key]
            for key in (
                "period",
                "version",
                "released",
                "source",
                "licence",
                "headline",
                "parameters",
            )
        },
    }


def refuse_other_data(chosen: Chosen, chapters: Sequence[NotebookNode]) -> None:
    """Refuse chapters that counted other data than were checked at the start."""
    counted = {
        payload["digest"]
        for chapter in chapters
        for payload in exhibits(chapter)
        if payload["kind"] == "context"
    }
    if counted - {chosen.dataset.digest}:
        message = (
            "The data were changed while the briefing was made, so its chapters would "
            "not agree. Nothing was published; run the command again."
        )
        raise DataChanged(message)


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
    except ChapterError as failed:
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
            token=CancelToken(until),
        )
    except ExecutionStopped as over:
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
