"""The command that makes many briefings in one go."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.commands.exits import BUSY, DONE, FAILED, INTERRUPTED
from briefing.commands.manner import with_manner
from briefing.commands.telling import Notify, When, telling
from briefing.dataset.find import refuse_inside
from briefing.errors import BriefingError
from briefing.options import typed, with_parameters
from briefing.terminal import Course, say, show, stands

if TYPE_CHECKING:
    from briefing.publish.batch import Batch
    from briefing.publish.manner import Manner
    from briefing.publish.plan import Wish
    from briefing.publish.row import Row

EACH = "Make one for each {} that has incidents."
Plan = Annotated[str, typer.Argument(help="A plan (PLAN.toml), or a kind of briefing.")]
Out = Annotated[Path, typer.Option(help="Folder of the editions.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="How many at once; default: the cores.")
]
Scheduler = Annotated[
    str | None, typer.Option(help="A Dask cluster to make them on: tcp://host:8786.")
]
Json = Annotated[
    Path | None, typer.Option("--json", help="Where the JSON report goes.")
]
State = Annotated[bool, typer.Option("--each-state", help=EACH.format("state"))]
Right = Annotated[bool, typer.Option("--each-right", help=EACH.format("right"))]
Year = Annotated[bool, typer.Option("--each-year", help=EACH.format("year"))]
FailFast = Annotated[
    bool, typer.Option("--fail-fast", help="Stop all at the first failure.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show the table, no progress.")]


@with_parameters
@with_manner("workers", "if_changed")
def batch(
    context: typer.Context,
    plan: Plan,
    out: Out = Path("reports"),
    workers: Workers = None,
    scheduler: Scheduler = None,
    report: Json = None,
    *,
    each_state: State = False,
    each_right: Right = False,
    each_year: Year = False,
    fail_fast: FailFast = False,
    quiet: Quiet = False,
    notify: Notify = When.failure,
    manner: "Manner",
    **given: str,
) -> int:
    """Make many briefings, and say in one table what became of each."""
    from briefing.publish.batch import Batch
    from briefing.publish.each import ordered
    from briefing.publish.report import document, write_report

    if report:
        refuse_inside(report, "--json", itself=False)
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
    from briefing.publish.plan import Wish, read_plan

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
    from briefing.publish.stopping import Stopped, listening

    with listening() as stop, course:
        try:
            with crew(*at, stop) as hands:
                made.run(hands, course, fail_fast=fail_fast)
        except Stopped as stopped:
            return stopped.code
    return DONE


def crew(workers: int | None, scheduler: str | None, stop: Any) -> Any:  # noqa: ANN401 - either of two
    """Choose who makes the briefings."""
    from briefing.publish.batch import attempt
    from briefing.publish.pool import Pool

    if scheduler is not None:
        from briefing.publish.cluster import Cluster

        return Cluster(scheduler, stop)
    return Pool(attempt, workers, stop)


def tell(rows: "list[Row]", left_out: list[str]) -> None:
    """Print the table, then the sentences that go with it."""
    from briefing.publish.report import COLUMNS, cells, total

    show(COLUMNS, [cells(row) for row in rows])
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
