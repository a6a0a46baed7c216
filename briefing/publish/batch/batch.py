"""Make many editions: reserve, have them built, publish one by one, report."""

from __future__ import annotations

import json
import signal
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any, Protocol

from briefing.dataset.location import refuse_inside
from briefing.errors import BriefingError
from briefing.files import atomic_write, refuse_few_handles
from briefing.publish.batch.worker import Task, TaskFailed
from briefing.publish.models import TROUBLE, Bundle, EditionSpec, RunOptions, RunResult
from briefing.publish.run_record import now, record_refusal
from briefing.publish.runs import check_up_to_date, current_inputs, publish
from briefing.publish.store import Busy, Reservation, reserve, writing
from briefing.text.formats import counted

SCHEMA = 1

COLUMNS = ("edition", "outcome", "where", "reason", "pdf", "seconds")

ATTEMPTS = 2  # of a task whose worker died

GLANCE = 0.3  # seconds between two looks at whether to stop

SIGNALS = (signal.SIGINT, signal.SIGTERM)

LOST = "the cluster was lost while it was being made"


class Stopped(Exception):
    """A signal asked the batch to stop: `code` is the exit code that shells expect."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


class StopSignal:
    """The first signal that asked to stop, if any."""

    number = 0

    def hear(self, number: int, *_: object) -> None:
        """Handle a signal."""
        self.number = self.number or number

    def check(self) -> None:
        """Raise Stopped if a signal came."""
        if self.number:
            raise Stopped(self.number)


@contextmanager
def listening() -> Iterator[StopSignal]:
    """Note Ctrl-C and SIGTERM, which interrupt no publication meanwhile."""
    stop = StopSignal()
    before = {number: signal.signal(number, stop.hear) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class BatchProgress(Protocol):
    """Callbacks on the way of a batch."""

    def began(self, name: str) -> None:
        """Called when an edition is begun."""

    def ended(self, name: str, line: str) -> None:
        """Called with the result in one line."""


class BuildExecutor(Protocol):
    """An executor that knows how many tasks it runs at once."""

    @property
    def capacity(self) -> int:
        """Number of tasks that run at once."""

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:  # noqa: ANN401 - as Executor
        """Run a function."""


@dataclass
class Job:
    """One edition of a batch on its way."""

    number: int
    spec: EditionSpec
    attempts: int = 0
    until: float = inf  # moment at which it is no longer waited for its lock
    started: str = ""
    begun: float = 0
    task: Task | None = None
    reservation: Reservation | None = None
    held: ExitStack = field(default_factory=ExitStack)


class Batch:
    """Editions to make, and the result of each in `results`, in the same order.

    The editions are built by an executor, and only the batch publishes. What has not
    changed is left alone, so that a batch can be finished by running it again.
    """

    def __init__(self, specs: Sequence[EditionSpec], options: RunOptions) -> None:
        for out in dict.fromkeys(spec.out for spec in specs):
            refuse_inside(out, "--out")
        refuse_few_handles()
        self.specs = specs
        # Each edition has a process, so its chapters take turns.
        self.options = replace(options, workers=1, if_changed=True)
        self.results = [RunResult.of(spec, "not run") for spec in specs]

    def run(
        self,
        executor: BuildExecutor,
        build: Any,  # noqa: ANN401 - of a Task, here or on a worker of a cluster
        progress: BatchProgress,
        stop: StopSignal | None = None,
        *,
        fail_fast: bool = False,
    ) -> None:
        """Have *build* called with a Task for all that changed, and publish it.

        A task whose worker died is tried once more. Raises Stopped.
        """
        stop = stop or StopSignal()
        waiting: deque[Job] = deque()
        running: dict[Future[Bundle], Job] = {}
        try:
            for number, spec in enumerate(self.specs):
                stop.check()
                if not self.up_to_date(number, progress):
                    waiting.append(Job(number, spec))
            while waiting or running:
                for _ in range(len(waiting)):
                    if len(running) < executor.capacity:
                        self.begin(waiting, running, executor, build, progress)
                stop.check()
                done, _ = wait(running, GLANCE, FIRST_COMPLETED)
                if not running and waiting:
                    time.sleep(GLANCE)  # all of them are locked by other runs
                for future in done:
                    job = running.pop(future)
                    self.end(future, job, waiting, progress)
                    if fail_fast and self.results[job.number].status in TROUBLE:
                        return
        finally:
            for job in (*running.values(), *waiting):
                if job.reservation is not None:
                    self.interrupt(job)

    def up_to_date(self, number: int, progress: BatchProgress) -> bool:
        """Whether an edition can be left as it is; its result if so."""
        try:
            found = check_up_to_date(self.specs[number], self.options, now())
        except (BriefingError, OSError):
            return False  # it is refused when it is begun
        if found.result is None:
            self.results[number] = self.results[number].noted(*found.notes)
            return False
        self.results[number] = found.result
        progress.ended(found.result.edition, found.result.line)
        return True

    def begin(
        self,
        waiting: deque[Job],
        running: dict[Future[Bundle], Job],
        executor: BuildExecutor,
        build: Any,  # noqa: ANN401 - as above
        progress: BatchProgress,
    ) -> None:
        """Reserve the name of the next edition and submit it, or refuse it."""
        job = waiting.popleft()
        if job.reservation is None:
            if job.spec.stem in {other.spec.stem for other in running.values()}:
                waiting.append(job)  # another edition of the same briefing
                return
            job.until = min(job.until, time.monotonic() + self.options.wait)
            job.started, job.begun = now(), time.perf_counter()
            try:
                version, known = current_inputs(job.spec)
                reserved = reserve(job.spec, version, known)
                job.reservation = job.held.enter_context(reserved)
            except Busy as error:
                if time.monotonic() < job.until:
                    waiting.append(job)
                else:
                    self.finish(job, progress, status="busy", reason=str(error))
                return
            except BriefingError as error:
                self.finish(job, progress, status="refused", reason=str(error))
                return
            job.task = Task(job.reservation.spec, self.options, known)
            progress.began(self.results[job.number].edition)
        job.attempts += 1
        running[executor.submit(build, job.task)] = job

    def end(
        self,
        future: Future[Bundle],
        job: Job,
        waiting: deque[Job],
        progress: BatchProgress,
    ) -> None:
        """Publish what was built, or note what became of it instead."""
        assert job.reservation is not None
        try:
            bundle = future.result()
            with job.held:
                result = publish(job.reservation, bundle, job.started)
        except BriefingError as error:
            self.finish(job, progress, status="refused", reason=str(error))
        except TaskFailed as error:
            # A mistake of ours in one edition must not take the others with it.
            failed = {"reason": error.reason, "trace": error.trace}
            self.finish(job, progress, status="failed", **failed)
        except CancelledError:
            self.finish(job, progress, status="failed", reason=LOST)
            while waiting:
                self.finish(waiting.popleft(), progress, status="failed", reason=LOST)
        except Exception as error:
            if future.exception() is not None and job.attempts < ATTEMPTS:
                waiting.appendleft(job)  # its worker died
                return
            own = future.exception() is None
            self.finish(
                job,
                progress,
                status="failed",
                reason=f"{type(error).__name__}: {error}",
                trace=traceback.format_exc() if own else "",
            )
        else:
            seconds = time.perf_counter() - job.begun
            result = replace(result, seconds=seconds)
            self.results[job.number] = result.noted(*self.results[job.number].notes)
            progress.ended(result.edition, result.line)

    def finish(self, job: Job, progress: BatchProgress, **result: Any) -> None:  # noqa: ANN401 - fields of a result
        """Note and record a result that was not published."""
        job.held.close()
        seconds = time.perf_counter() - job.begun if job.begun else 0
        before = self.results[job.number]
        after = self.results[job.number] = replace(before, seconds=seconds, **result)
        if after.status != "busy":  # the run that holds the lock writes the record
            started = job.started or now()
            record_refusal(job.spec, after.reason, started, after.status)
        progress.ended(before.edition, after.line)

    def interrupt(self, job: Job) -> None:
        """Note that an edition had been begun when the batch was stopped."""
        job.held.close()
        reason = "stopped before it was ready"
        self.results[job.number] = replace(self.results[job.number], reason=reason)
        record_refusal(job.spec, reason, job.started, "failed")


def cells(result: RunResult) -> tuple[str, ...]:
    """Return a row of the table: `COLUMNS`."""
    seconds = f"{result.seconds:.1f}" if result.seconds else ""
    pdf = str(result.pdf or "")
    return result.edition, result.status, result.where, result.reason, pdf, seconds


def total(results: Sequence[RunResult]) -> str:
    """Count the outcomes in a sentence."""
    counts = Counter(result.status for result in results)
    listed = ", ".join(f"{n} {status}" for status, n in counts.items())
    return f"{counted(len(results), 'briefings')}: {listed}."


def write_report(
    path: Path,
    results: Sequence[RunResult],
    left_out: Sequence[str],
    started: datetime,
) -> None:
    """Write the results of a batch that ends now as JSON, in one step."""
    report = {
        "schema": SCHEMA,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": [row(result) for result in results],
        "left_out": list(left_out),
    }
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    with writing(path):
        atomic_write(path, text.encode())


def row(result: RunResult) -> dict[str, Any]:
    """Return a result as the report has it; seconds to the millisecond."""
    return {
        "edition": result.edition,
        "profile": result.profile,
        "parameters": dict(result.parameters),
        "status": result.status,
        "chapter": result.chapter,
        "cell": result.cell,
        "reason": result.reason,
        "pdf": result.pdf.as_posix() if result.pdf else "",
        "seconds": round(result.seconds, 3),
        "notes": list(result.notes),
    }
