"""The commands about published editions."""

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.exit_codes import BUSY, DONE, FAILED
from briefing.cli.options import seconds
from briefing.cli.output import result, say, show_table
from briefing.errors import BriefingError
from briefing.text.formats import counted

Out = Annotated[Path, typer.Option(help="Folder of the editions.")]

REPORTS = Path("reports")

DAY = 86400


def status(
    out: Out = REPORTS,
    every: Annotated[
        str, typer.Option(help="How often one is due: 7d. Older ones are overdue.")
    ] = "",
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON, for a program.")
    ] = False,
) -> int:
    """Say how every briefing stands; exit code 1 if one needs somebody."""
    from briefing.publish.status import status as standings

    found = standings(out, seconds("every", every))
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
    """Write an age in the unit that fits."""
    if passed < 0:
        return "unknown"
    if passed >= 2 * DAY:
        return f"{passed / DAY:.0f} days"
    return f"{passed / 3600:.0f} h" if passed >= 2 * 3600 else f"{passed / 60:.0f} min"


def prune(
    keep: Annotated[int, typer.Option(help="How many of each briefing stay.")],
    out: Out = REPORTS,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Name what would go, and leave it.")
    ] = False,
) -> int:
    """Take away old editions, never one that is kept nor the last good one."""
    from briefing.publish.retention import prunable
    from briefing.publish.retention import prune as take_away

    gone, busy = (prunable(out, keep), []) if dry_run else take_away(out, keep)
    show_table(("folder", "why"), [(str(one.folder), one.why) for one in gone])
    for sentence in busy:
        say(sentence)
    verb = "would go" if dry_run else "went"
    say(f"{counted(len(gone), 'folders')} {verb}.")
    return BUSY if busy else DONE


def keep(
    edition: Annotated[str, typer.Argument(help="Name of the edition.")],
    reason: Annotated[str, typer.Option(help="Why it stays.")] = "",
    out: Out = REPORTS,
    *,
    release: Annotated[
        bool, typer.Option("--release", help="Take the mark away.")
    ] = False,
) -> int:
    """Mark an edition as one that prune never takes away, and say why."""
    from briefing.publish import retention

    if release and reason:
        message = "--release needs no --reason; leave one of them out."
        raise BriefingError(message)
    if release:
        retention.release(out, edition)
        say(f"Edition {edition} is not marked as kept any more.")
    else:
        result(retention.keep(out, edition, reason))
    return DONE
