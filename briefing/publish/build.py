"""Build an edition in memory: run its chapters, typeset and search them.

Nothing is written, and no published edition is looked at: the name of the edition comes
in with the spec.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from nbformat import NotebookNode

from briefing.dataset.load import load
from briefing.errors import BriefingError
from briefing.files import with_room
from briefing.publish.cache import Cache, cache_folder, cache_key, environment_key
from briefing.publish.extract import LARGEST, extract
from briefing.publish.leak_scan import (
    NAMES_LEFT,
    NEXT,
    leaks,
    masked,
    names_left,
    texts_of_cells,
)
from briefing.publish.manifest import MANIFEST, as_json, manifest, printed, with_outputs
from briefing.publish.models import Bundle, EditionSpec, Progress, RunOptions, Timing
from briefing.publish.naming import pdf_of, stem
from briefing.publish.profiles import Profile, title_of
from briefing.publish.provenance import changed, digest, inputs, state_of_files
from briefing.render.asides import asides, is_aside
from briefing.render.cancellation import CancelToken
from briefing.render.document import tables
from briefing.render.errors import ChapterError, ExecutionStopped
from briefing.render.execute import cpu_count, run_chapters
from briefing.render.html import to_html
from briefing.render.notebook import authored_cells, concat, iter_payloads, payload_of
from briefing.render.pdf import to_pdf
from briefing.render.workbook import to_workbook
from briefing.selection.redaction import finder_of
from briefing.selection.select import Chosen, select
from briefing.text.formats import number

# What is checked of an edition, as the run record names it.
RAN, ONE = "every chapter ran", "one dataset throughout"

SAME, PRIVATE = "inputs as at the start", "nothing private inside"

NAMELESS = "no name of a person inside"


class DataChanged(BriefingError):
    """Data, notebooks or code that were edited while a briefing was made from them."""

    code = "data-changed"


def select_for(spec: EditionSpec) -> Chosen:
    """Load the data of an edition and select from them, or refuse what cannot be."""
    return select(load(spec.package), spec.selection)


@with_room()
def build(
    spec: EditionSpec,
    options: RunOptions,
    known: Mapping[str, Any],
    chosen: Chosen,
    progress: Progress | None = None,
) -> Bundle:
    """Run the chapters of an edition and make every file of it.

    *known* are the inputs as they were at the start. Raises DataChanged if they are not
    the same at the end; a cell that fails is a bundle with a reason.
    """
    assert spec.edition is not None
    token, workers = CancelToken(options.until()), options.workers or cpu_count()
    report = progress or (lambda *_: None)
    pdf = pdf_of(spec.stem, chosen.dataset.version, spec.edition)
    execution = Execution(spec, options, report, known)
    stages: dict[str, float] = {}

    def bundle(**more: Any) -> Bundle:  # noqa: ANN401 - the other fields
        made = Bundle(spec.edition or "", pdf, known, stages=stages, **more)
        notes, timings = tuple(execution.notes), execution.in_order()
        return replace(made, notes=notes, timings=timings)

    begun = perf_counter()
    try:
        chapters = execution.run(chosen, token)
    except ChapterError as failed:
        stages["chapters"] = perf_counter() - begun
        return bundle(
            checks={RAN: False},
            chapter=failed.chapter,
            cell=failed.cell,
            # The secrets that a cell could print are those of the machine that ran it.
            reason=masked(failed.reason, os.environ),
            notebook=failed.notebook,
            asides=asides_of({failed.chapter: failed.notebook}),
        )
    refuse_other_data(known["data"], chosen, chapters.values())
    stages["chapters"] = perf_counter() - begun
    report("Typeset", len(chapters) + 1, len(chapters) + 1)
    begun = perf_counter()
    try:
        files = contents(
            chosen,
            spec.profile,
            spec.edition,
            list(chapters.values()),
            known,
            workers=workers,
            token=token,
        )
    except ExecutionStopped as over:
        stages["typeset"] = perf_counter() - begun
        return bundle(checks={RAN: True}, reason=str(over), asides=asides_of(chapters))
    stages["typeset"] = perf_counter() - begun
    begun = perf_counter()
    checks, reason = search(chosen, spec.edition, files, chapters)
    stages["search"] = perf_counter() - begun
    refuse_changed(known, inputs(spec.profile, spec.selection, known["data"]))
    return bundle(
        manifest=json.loads(files[MANIFEST]),
        files=files,
        checks=checks,
        reason=reason,
        asides=asides_of(chapters),
    )


class Execution:
    """The chapters of an edition as they are run or taken from the cache."""

    def __init__(
        self,
        spec: EditionSpec,
        options: RunOptions,
        report: Progress,
        known: Mapping[str, Any],
    ) -> None:
        self.spec, self.options, self.report, self.known = spec, options, report, known
        self.timings: dict[str, Timing] = {}
        self.notes: list[str] = []

    def run(
        self, chosen: Chosen, token: CancelToken | None = None
    ) -> dict[str, NotebookNode]:
        """Return every chapter executed, by its name, in the order of the profile."""
        parameters = chosen.selection.model_dump()
        parameters["data"] = str(chosen.dataset.root)
        cache = Cache(cache_folder() if self.options.cache else None)
        environment = environment_key(self.known) if self.options.cache else {}
        paths = self.spec.profile.chapters
        before = state_of_files(self.spec.profile)
        keys = {
            path: cache_key(path, parameters, self.known, environment) for path in paths
        }
        found = {}
        for path in paths:
            begun = perf_counter()
            kept = cache.get(keys[path])
            if kept is not None:
                found[path] = kept
                self.arrived(path, perf_counter() - begun, "cache")

        def arrived(path: Path, executed: NotebookNode, seconds: float) -> None:
            # Kept as it arrives, so that a run that is stopped goes on from there; but
            # not what was made of files that were exchanged meanwhile.
            same = state_of_files(self.spec.profile) == before
            if same and digests(executed) <= {self.known["data"]}:
                cache.put(keys[path], executed)
            self.arrived(path, seconds, "run")

        todo = [path for path in paths if path not in found]
        try:
            if todo:
                executed = run_chapters(
                    todo,
                    parameters,
                    workers=self.options.workers,
                    cell_deadline=self.options.cell_deadline,
                    token=token,
                    arrived=arrived,
                )
                found |= dict(zip(todo, executed, strict=True))
        finally:
            cache.trim()
            self.notes += cache.notes
        return {path.stem: found[path] for path in paths}

    def arrived(
        self, path: Path, seconds: float, origin: Literal["run", "cache"]
    ) -> None:
        """Note that a chapter is there, and report it."""
        self.timings[path.stem] = Timing(path.stem, seconds, origin)
        steps = len(self.spec.profile.chapters) + 1
        how = "from the cache" if origin == "cache" else f"{seconds:.1f} s"
        self.report(f"{path.stem} ({how})", len(self.timings), steps)

    def in_order(self) -> tuple[Timing, ...]:
        """Return the timings in the order of the profile."""
        names = [path.stem for path in self.spec.profile.chapters]
        return tuple(self.timings[name] for name in names if name in self.timings)


def digests(chapter: NotebookNode) -> set[str]:
    """Digests of the data that a chapter counted."""
    return {p["digest"] for p in iter_payloads(chapter) if p["kind"] == "context"}


def refuse_other_data(
    digest_at_start: str, chosen: Chosen, chapters: Iterable[NotebookNode]
) -> None:
    """Refuse chapters that counted other data than were checked at the start."""
    counted = {one for chapter in chapters for one in digests(chapter)}
    if counted | {chosen.dataset.digest} != {digest_at_start}:
        message = (
            "The data were changed while the briefing was made, so its chapters would "
            "not agree. Nothing was published; run the command again."
        )
        raise DataChanged(message)


def refuse_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Refuse what was made while its notebooks, words or code were edited."""
    found = changed(before, after)
    if found:
        message = (
            f"{', '.join(found)} changed while the briefing was made, so its "
            f"manifest would be untrue. Nothing was published; run the command again."
        )
        raise DataChanged(message)


def asides_of(
    chapters: Mapping[str, NotebookNode],
) -> tuple[Mapping[str, Any], ...]:
    """Return what cells wrote on standard error, without secrets of this machine."""
    return tuple(
        {"chapter": name, "cell": cell, "text": masked(text, os.environ)}
        for name, chapter in chapters.items()
        for cell, text in asides(chapter)
    )


def digest_of_chapter(chapter: NotebookNode) -> str:
    """SHA-256 of what a chapter prints: its texts, and its outputs without asides."""
    content = []
    for cell in authored_cells(chapter):
        content.append([cell.cell_type, cell.source])
        for output in cell.get("outputs", []):
            if not is_aside(output):
                shown = payload_of(output) or output.get("data", {})
                content.append([shown, output.get("text", "")])
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def search(
    chosen: Chosen,
    edition: str,
    files: Mapping[str, bytes],
    chapters: Mapping[str, NotebookNode],
) -> tuple[dict[str, bool], str]:
    """Search an edition for secrets, traces of the machine and names of people.

    Names are looked for where they are withheld. Returns what was checked, and the
    reason why it must not be published, if any.
    """
    texts = texts_of_cells(chapters)
    found = leaks(files, texts)
    checks = dict.fromkeys((RAN, ONE, SAME), True) | {PRIVATE: not found}
    if found:
        return (
            checks,
            f"what would be published is not for everybody: {' '.join(found)}",
        )
    finder = finder_of(chosen.dataset)
    if finder is None:
        return checks, ""
    whole = {f"{edition}/{name}": content for name, content in files.items()}
    found = names_left(whole, finder, texts)
    checks[NAMELESS] = not found
    return checks, f"{NAMES_LEFT} {' '.join(found)} {NEXT}" if found else ""


def contents(
    chosen: Chosen,
    profile: Profile,
    edition: str,
    chapters: Sequence[NotebookNode],
    known: Mapping[str, Any],
    *,
    workers: int = 1,
    token: CancelToken | None = None,
) -> dict[str, bytes]:
    """Return every file of an edition by its name; the bytes are always the same.

    The PDF carries the tables, the slice of the data and the manifest as attachments;
    the manifest beside it also holds the digest of the PDF. The page for a browser and
    the workbook are made from the same run, under the same name. A table of the data
    that is too large to be sent about inside the PDF stands beside it.
    """
    payloads = [payload for chapter in chapters for payload in iter_payloads(chapter)]
    printed_tables, data = tables(payloads), extract(chosen)
    beside = {name: text for name, text in data.items() if len(text) > LARGEST}
    attached = printed_tables | {n: data[n] for n in data if n not in beside}
    names = [path.stem for path in profile.chapters]
    printed_chapters = dict(zip(names, map(digest_of_chapter, chapters), strict=False))
    made = manifest(chosen, profile, edition, known, printed_chapters)
    inner = with_outputs(made, {n: text.encode() for n, text in attached.items()})
    attached[MANIFEST] = as_json(inner).decode()
    if profile.compact and profile.words:
        attached["METHOD.md"] = profile.words
    front = front_matter(chosen, profile, edition) | {
        "made": [*printed(made, chosen), *standing(beside)],
        "attachments": attached,
        "beside": sorted(beside),
    }
    whole = concat(chapters, front | {"method": profile.words}, names)
    pdf = pdf_of(stem(chosen.selection, profile), chosen.dataset.version, edition)
    name = pdf.removesuffix(".pdf")
    missing = dict(chosen.dataset.missing)
    files = {name: text.encode() for name, text in (printed_tables | beside).items()}
    token = token or CancelToken()
    files |= side_by_side(
        {
            pdf: lambda: to_pdf(concat(chapters, front, names), token),
            f"{name}.html": lambda: to_html(whole, token),
            f"{name}.xlsx": lambda: to_workbook(whole, missing),
        },
        workers,
        token,
    )
    return files | {MANIFEST: as_json(with_outputs(made, files))}


def side_by_side(
    makers: Mapping[str, Callable[[], bytes]], workers: int, token: CancelToken
) -> dict[str, bytes]:
    """Return the files that *makers* make, some at a time.

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
    """Rows of "how this was made" on the tables too large to be attached."""
    return [
        [
            "Beside this file, too large to be attached",
            f"{name}, {number(len(text))} letters",
        ]
        for name, text in beside.items()
    ]


def front_matter(chosen: Chosen, profile: Profile, edition: str) -> dict[str, Any]:
    """Return the content of the cover and of the pages behind the chapters."""
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
