"""The commands about published editions."""

import json
from typing import Annotated

import typer

from briefing.cli.exit_codes import BUSY, DONE, FAILED
from briefing.cli.options import REPORTS, DryRun, Json, Out, Yes, duration, examples
from briefing.cli.output import confirm, result, say, show_table
from briefing.text.formats import counted

app = typer.Typer(
    help="Published editions: list them, keep or release one, take old ones away.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help="Name of the edition.")]

DAY = 86400


@app.command(
    "list",
    epilog=examples("briefing edition list", "briefing edition list --every 7d --json"),
)
def list_editions(
    out: Out = REPORTS,
    every: Annotated[
        float | None, duration("How often one is due: 7d. Older ones are overdue.")
    ] = None,
    *,
    as_json: Json = False,
) -> int:
    """List the last good edition of every briefing; exit code 1 if one is overdue or
    failed.
    """
    from briefing.publish.status import status

    found = status(out, every)
    if as_json:
        print(json.dumps([one.as_json() for one in found], indent=2))
    else:
        columns = (
            "briefing",
            "last good edition",
            "age",
            "next due",
            "last run",
            "kept",
        )
        rows = [
            (o.briefing, o.edition, age(o.age), o.due, o.outcome, str(o.kept or ""))
            for o in found
        ]
        show_table(columns, rows)
    for one in found:
        for problem in one.problems:
            say(f"{one.briefing}: {problem}.")
    if not found:
        say(f"No edition was ever published in {out}.")
    return FAILED if not found or any(one.problems for one in found) else DONE


def age(passed: float) -> str:
    """Return an age in minutes, hours or days."""
    if passed < 0:
        return "unknown"
    if passed >= 2 * DAY:
        return f"{passed / DAY:.0f} days"
    return f"{passed / 3600:.0f} h" if passed >= 2 * 3600 else f"{passed / 60:.0f} min"


@app.command(
    epilog=examples(
        'briefing edition keep all-states-2026.11 --reason "Cited in the report of May"'
    )
)
def keep(
    edition: Name,
    reason: Annotated[str, typer.Option(help="Why it stays.")] = "",
    out: Out = REPORTS,
) -> int:
    """Mark an edition as one that `prune` never takes away, and why."""
    from briefing.publish import retention

    result(retention.keep(out, edition, reason))
    return DONE


@app.command(epilog=examples("briefing edition release all-states-2026.11"))
def release(edition: Name, out: Out = REPORTS) -> int:
    """Take the mark of `keep` away."""
    from briefing.publish import retention

    retention.release(out, edition)
    say(f"Edition {edition} is not marked as kept any more.")
    return DONE


@app.command(
    epilog=examples(
        "briefing edition prune --newest 12 --dry-run",
        "briefing edition prune --newest 12 --yes",
    )
)
def prune(
    newest: Annotated[int, typer.Option(help="How many of each briefing stay.")],
    out: Out = REPORTS,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Take away old editions, never one that is kept nor the last good one."""
    from briefing.publish import retention

    old = retention.prunable(out, newest)
    show_table(("folder", "why"), [(str(one.folder), one.why) for one in old])
    n = counted(len(old), "folders")
    if not old or dry_run:
        say(f"{n} would go.")
        return DONE
    if not confirm(f"Take away {n}?", yes=yes):
        return DONE
    gone, busy = retention.prune(out, newest)
    for sentence in busy:
        say(sentence)
    say(f"{counted(len(gone), 'folders')} went.")
    return BUSY if busy else DONE
