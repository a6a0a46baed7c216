"""The commands `render` and `batch`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.exit_codes import BUSY, DONE, FAILED, INTERRUPTED
from briefing.cli.explain import CHAPTER_FAILED, NAMES, PRIVATE, pointer
from briefing.cli.options import (
    REPORTS,
    CellDeadline,
    Deadline,
    IfChanged,
    IfStale,
    NoCache,
    Out,
    Wait,
    Workers,
    examples,
    typed,
    with_parameters,
)
from briefing.cli.output import Course, Steps, result, say, show_table, stands
from briefing.cli.signals import Terminated
from briefing.dataset.location import refuse_inside
from briefing.errors import BriefingError, OutOfMeans

if TYPE_CHECKING:
    from briefing.publish.batch.batch import Batch
    from briefing.publish.batch.plan import Request
    from briefing.publish.models import RunResult


app = typer.Typer()

BRIEFINGS = "Briefings"  # the heading in `briefing --help`


class ProgressForm(StrEnum):
    """How progress is reported."""

    text = "text"
    json = "json"


class When(StrEnum):
    """When a notice is sent."""

    failure = "failure"
    always = "always"
    never = "never"


Notify = Annotated[
    When, typer.Option(help="When to tell the addresses in BRIEFING_NOTIFY.")
]


@contextmanager
def telling(name: str, when: When) -> Iterator["list[RunResult]"]:
    """Send a notice of what was put into the list, or of what was raised instead."""
    from briefing.publish.models import RunResult, Status
    from briefing.publish.notifications import notify
    from briefing.publish.store import Busy

    def raised(status: Status, reason: str) -> None:
        notify([RunResult(name, status, reason=reason)], when=when.value)

    results: list[RunResult] = []
    try:
        yield results
    except BriefingError as error:
        failed = isinstance(error, OutOfMeans)
        busy = isinstance(error, Busy)
        raised("busy" if busy else "failed" if failed else "refused", str(error))
        raise
    except Terminated:
        raised("failed", "stopped by SIGTERM before it was ready")
        raise
    except KeyboardInterrupt:
        raise  # whoever pressed Ctrl-C knows it
    except Exception as error:
        raised("failed", f"{type(error).__name__}: {error}")
        raise
    notify(results, when=when.value)


@app.command(
    rich_help_panel=BRIEFINGS,
    epilog=examples(
        "briefing render brief --finding corroborated",
        "briefing render state --states KAZ --date-from 2005 --date-to 2012",
        "briefing render --names withheld --if-changed",
    ),
)
@with_parameters
def render(
    context: typer.Context,
    profile: Annotated[
        str, typer.Argument(help="Kind of briefing: see briefing profile list.")
    ] = "regional",
    out: Out = REPORTS,
    edition: Annotated[str | None, typer.Option(help="Name of the edition.")] = None,
    *,
    if_changed: IfChanged = False,
    if_stale: IfStale = None,
    no_cache: NoCache = False,
    workers: Workers = None,
    cell_deadline: CellDeadline = None,
    deadline: Deadline = None,
    wait: Wait = None,
    notify: Notify = When.failure,
    progress: Annotated[
        ProgressForm, typer.Option(help="Progress for people, or JSON lines.")
    ] = ProgressForm.text,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Name the PDF, no more.")
    ] = False,
    **given: str,
) -> int:
    """Make an edition of the briefing and name its PDF."""
    from briefing.publish.models import EditionSpec, RunOptions
    from briefing.publish.profiles import read_profile, resolve_selection
    from briefing.publish.runs import run

    options = RunOptions(
        workers=workers,
        cache=not no_cache,
        cell_deadline=cell_deadline,
        deadline=deadline,
        wait=wait or 0,
        if_changed=if_changed,
        if_stale=if_stale,
    )
    with telling(edition or profile, notify) as told:
        kind = read_profile(profile)
        selection = resolve_selection(kind, typed(context, given))
        spec = EditionSpec(kind, selection, given["data"] or None, out, edition)
        as_json = progress == ProgressForm.json
        with Steps(quiet=quiet, as_json=as_json) as steps:
            outcome = run(spec, options, steps.show)
        told.append(outcome)
        if outcome.pdf:
            stands(outcome.pdf)
    if as_json:
        say(json.dumps(outcome_as_json(outcome)))
    return ended(outcome, quiet=quiet)


def outcome_as_json(outcome: "RunResult") -> dict[str, str]:
    """Return what the last line of JSON progress says: status, edition and files."""
    return {
        name: str(getattr(outcome, name) or "")
        for name in ("status", "edition", "pdf", "notebook")
    }


def ended(outcome: "RunResult", *, quiet: bool) -> int:
    """Say what became of it, and name the PDF."""
    for note in outcome.notes:
        say(note)
    if outcome.status == "failed":
        return failed(outcome)
    if not quiet:
        say_how(outcome)
    result(outcome.pdf)
    return DONE


def failed(outcome: "RunResult") -> int:
    """Say where and why a briefing failed."""
    from briefing.publish.leak_scan import NAMES_LEFT
    from briefing.render.errors import cure

    where = f"{outcome.chapter}, cell {outcome.cell}: " if outcome.chapter else ""
    say(f"{where}{outcome.reason}")
    if advice := cure(outcome.reason):
        say(advice)
    kept = outcome.notebook and f" The notebook with the error: {outcome.notebook}"
    found = NAMES if outcome.reason.startswith(NAMES_LEFT) else PRIVATE
    more = pointer(CHAPTER_FAILED if outcome.chapter or advice else found)
    say(f"Nothing was published.{kept or ''}\n{more}")
    return FAILED


def say_how(outcome: "RunResult") -> None:
    """Say what did not have to run, and whether anything changed."""
    ran = [one.chapter for one in outcome.timings if one.origin == "run"]
    n, found = len(outcome.timings), len(outcome.timings) - len(ran)
    if found:
        rest = f"; run: {', '.join(ran)}" if ran else ""
        say(f"{found} of {n} chapters from the cache{rest}.")
    if outcome.status == "no change":
        say(f"Edition {outcome.edition} has not changed.")


EACH = "Make one for each {} that has incidents."

Plan = Annotated[str, typer.Argument(help="A plan (PLAN.toml), or a kind of briefing.")]

Scheduler = Annotated[
    str | None, typer.Option(help="A Dask cluster to make them on: tcp://host:8786.")
]

ReportFile = Annotated[
    Path | None, typer.Option("--report", help="Where the report goes, as JSON.")
]

State = Annotated[bool, typer.Option("--each-state", help=EACH.format("state"))]

Right = Annotated[bool, typer.Option("--each-right", help=EACH.format("right"))]

Year = Annotated[bool, typer.Option("--each-year", help=EACH.format("year"))]

FailFast = Annotated[
    bool, typer.Option("--fail-fast", help="Stop all at the first failure.")
]

Quiet = Annotated[bool, typer.Option("--quiet", help="Show the table, no progress.")]


@app.command(
    rich_help_panel=BRIEFINGS,
    epilog=examples(
        "briefing batch state --each-state",
        "briefing batch spring.toml --workers 2 --report report.json",
    ),
)
@with_parameters
def batch(
    context: typer.Context,
    plan: Plan,
    out: Out = REPORTS,
    workers: Workers = None,
    scheduler: Scheduler = None,
    report: ReportFile = None,
    *,
    each_state: State = False,
    each_right: Right = False,
    each_year: Year = False,
    fail_fast: FailFast = False,
    if_stale: IfStale = None,
    no_cache: NoCache = False,
    cell_deadline: CellDeadline = None,
    deadline: Deadline = None,
    wait: Wait = None,
    notify: Notify = When.failure,
    quiet: Quiet = False,
    **given: str,
) -> int:
    """Make many briefings, and say in one table what became of each."""
    from briefing.publish.batch.batch import Batch, write_report
    from briefing.publish.batch.plan import specs_of
    from briefing.publish.models import RunOptions

    if report:
        refuse_inside(report, "--report", itself=False)
    options = RunOptions(
        cache=not no_cache,
        cell_deadline=cell_deadline,
        deadline=deadline,
        wait=wait or 0,
        if_stale=if_stale,
    )
    started = datetime.now(UTC)
    each = {"state": each_state, "right": each_right, "year": each_year}
    with telling(plan, notify) as told:
        named = [one for one in each if each[one]]
        requests = requested(plan, typed(context, given), named)
        specs, left_out = specs_of(requests, out)
        made, course = Batch(specs, options), Course(len(specs), quiet=quiet)
        stopped = carry_out(made, course, (workers, scheduler), fail_fast=fail_fast)
        tell(made.results, left_out)
        place = report or out / "runs" / "batch.json"
        for result in made.results:
            if result.status == "published":
                stands(result.pdf)
        write_report(place, made.results, left_out, started)
        if stopped != INTERRUPTED:  # whoever pressed Ctrl-C knows it
            told.extend(made.results)
    if stopped:
        # A return would have main say that nothing was published.
        raise SystemExit(stopped)
    return code(made.results)


def requested(plan: str, given: dict[str, str], each: list[str]) -> "list[Request]":
    """Read the plan, or ask for one profile."""
    from briefing.publish.batch.plan import Request, read_plan

    if not plan.endswith(".toml"):
        return [Request(plan, given, tuple(each))]
    if each:
        message = f"A plan says `each` itself; leave out --each-{each[0]}."
        raise BriefingError(message)
    return read_plan(Path(plan), given)


def carry_out(
    made: "Batch", course: Course, at: tuple[int | None, str | None], *, fail_fast: bool
) -> int:
    """Make the briefings here or on a cluster; return the exit code of a stop, if
    any.
    """
    from briefing.publish.batch.batch import Stopped, listening
    from briefing.publish.batch.executors import ClusterExecutor, ProcessExecutor
    from briefing.publish.batch.worker import build_remotely, build_task

    workers, scheduler = at
    executor: Any = ProcessExecutor(workers)
    build = build_task
    if scheduler is not None:
        executor, build = ClusterExecutor(scheduler), build_remotely
    with listening() as stop, course:
        try:
            with executor:
                made.run(executor, build, course, stop, fail_fast=fail_fast)
        except Stopped as stopped:
            return stopped.code
    return DONE


def tell(results: "list[RunResult]", left_out: list[str]) -> None:
    """Print the table, then the sentences that go with it."""
    from briefing.publish.batch.batch import COLUMNS, cells, total

    show_table(COLUMNS, [cells(one) for one in results])
    for one in results:
        for note in filter(None, (*one.notes, one.trace)):
            say(f"{one.edition}: {note}")
    if left_out:
        say(f"Left out, because no incident is on record: {', '.join(left_out)}.")
    say(total(results))


def code(results: "list[RunResult]") -> int:
    """Say with the exit code whether all went well."""
    statuses = {one.status for one in results}
    if statuses & {"failed", "refused", "not run"}:
        return FAILED
    return BUSY if "busy" in statuses else DONE
