"""The commands `render` and `batch`."""

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
    from briefing.publish.batch.plan import Wish
    from briefing.publish.models import Outcome, Row


app = typer.Typer()

BRIEFINGS = "Briefings"  # the heading in `briefing --help`


class When(StrEnum):
    """When a notice is sent."""

    failure = "failure"
    always = "always"
    never = "never"


Notify = Annotated[
    When, typer.Option(help="When to tell the addresses in BRIEFING_NOTIFY.")
]


@contextmanager
def telling(name: str, when: When) -> Iterator["list[Outcome | Row]"]:
    """Send a notice of what was put into the list, or of what was raised instead."""
    from briefing.publish.errors import Busy
    from briefing.publish.notifications import Report, notify

    outcomes: list[Outcome | Row] = []
    try:
        yield outcomes
    except BriefingError as error:
        failed = isinstance(error, OutOfMeans)
        status = (
            "busy" if isinstance(error, Busy) else "failed" if failed else "refused"
        )
        notify([Report(name, status, reason=str(error))], when=when.value)
        raise
    except Terminated:
        reason = "stopped by SIGTERM before it was ready"
        notify([Report(name, "failed", reason=reason)], when=when.value)
        raise
    except KeyboardInterrupt:
        raise  # whoever pressed Ctrl-C knows it
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        notify([Report(name, "failed", reason=reason)], when=when.value)
        raise
    notify(
        [
            Report(
                one.edition,
                one.status,
                chapter=one.chapter,
                cell=one.cell,
                reason=one.reason,
                pdf=one.pdf,
                seconds=one.seconds,
            )
            for one in outcomes
        ],
        when=when.value,
    )


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
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Name the PDF, no more.")
    ] = False,
    **given: str,
) -> int:
    """Make an edition of the briefing and name its PDF."""
    from briefing.publish.models import Manner
    from briefing.publish.profiles import read_profile
    from briefing.publish.request import asked
    from briefing.publish.runs import build

    manner = Manner(
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
        selection = asked(kind, typed(context, given))
        with Steps(quiet=quiet) as steps:
            outcome = build(
                selection,
                data=given["data"] or None,
                out=out,
                edition=edition,
                progress=steps.show,
                profile=kind,
                manner=manner,
            )
        told.append(outcome)
        if outcome.pdf:
            stands(outcome.pdf)
    return ended(outcome, quiet=quiet)


def ended(outcome: "Outcome", *, quiet: bool) -> int:
    """Say what became of it, and name the PDF."""
    for note in outcome.notes:
        say(note)
    if outcome.status == "failed":
        return failed(outcome)
    if not quiet:
        say_how(outcome)
    result(outcome.pdf)
    return DONE


def failed(outcome: "Outcome") -> int:
    """Say where and why a briefing failed."""
    from briefing.publish.leak_scan import NAMES_LEFT
    from briefing.render.cures import cure

    where = f"{outcome.chapter}, cell {outcome.cell}: " if outcome.chapter else ""
    say(f"{where}{outcome.reason}")
    if advice := cure(outcome.reason):
        say(advice)
    kept = outcome.notebook and f" The notebook with the error: {outcome.notebook}"
    found = NAMES if outcome.reason.startswith(NAMES_LEFT) else PRIVATE
    more = pointer(CHAPTER_FAILED if outcome.chapter or advice else found)
    say(f"Nothing was published.{kept or ''}\n{more}")
    return FAILED


def say_how(outcome: "Outcome") -> None:
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
    from briefing.publish.batch.batch import Batch, document, write_report
    from briefing.publish.batch.plan import ordered
    from briefing.publish.models import Manner

    if report:
        refuse_inside(report, "--report", itself=False)
    manner = Manner(
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
        orders, left_out = ordered(wished(plan, typed(context, given), named), out)
        made, course = Batch(orders, manner), Course(len(orders), quiet=quiet)
        stopped = carry_out(made, course, (workers, scheduler), fail_fast=fail_fast)
        tell(made.rows, left_out)
        place = report or out / "runs" / "batch.json"
        for row in made.rows:
            if row.status == "published":
                stands(row.pdf)
        write_report(place, document(made.rows, left_out, started))
        if stopped != INTERRUPTED:  # whoever pressed Ctrl-C knows it
            told.extend(made.rows)
    if stopped:
        # A return would have main say that nothing was published.
        raise SystemExit(stopped)
    return code(made.rows)


def wished(plan: str, given: dict[str, str], each: list[str]) -> "list[Wish]":
    """Read the plan, or wish for one profile."""
    from briefing.publish.batch.plan import Wish, read_plan

    if not plan.endswith(".toml"):
        return [Wish(plan, given, tuple(each))]
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
    from briefing.publish.batch.executors import Stopped, listening

    with listening() as stop, course:
        try:
            with crew(*at, stop) as hands:
                made.run(hands, course, fail_fast=fail_fast)
        except Stopped as stopped:
            return stopped.code
    return DONE


def crew(workers: int | None, scheduler: str | None, stop: Any) -> Any:  # noqa: ANN401 - either of two
    """Choose who makes the briefings."""
    from briefing.publish.batch.attempt import attempt
    from briefing.publish.batch.executors import Pool

    if scheduler is not None:
        from briefing.publish.batch.cluster import Cluster

        return Cluster(scheduler, stop)
    return Pool(attempt, workers, stop)


def tell(rows: "list[Row]", left_out: list[str]) -> None:
    """Print the table, then the sentences that go with it."""
    from briefing.publish.batch.batch import COLUMNS, cells, total

    show_table(COLUMNS, [cells(row) for row in rows])
    for row in rows:
        for note in filter(None, (*row.notes, row.trace)):
            say(f"{row.edition}: {note}")
    if left_out:
        say(f"Left out, because no incident is on record: {', '.join(left_out)}.")
    say(total(rows))


def code(rows: "list[Row]") -> int:
    """Say with the exit code whether all went well."""
    statuses = {row.status for row in rows}
    if statuses & {"failed", "refused", "not run"}:
        return FAILED
    return BUSY if "busy" in statuses else DONE
