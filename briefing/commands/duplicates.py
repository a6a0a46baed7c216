"""The commands `briefing duplicates`: likely pairs, and what is decided about them."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.data import Data, Written
from briefing.commands.exits import DONE, FAILED
from briefing.errors import BriefingError
from briefing.terminal import say, show

if TYPE_CHECKING:
    from briefing.curate.twins.alike import Pair
    from briefing.curate.twins.duplicates import Decision

    Judged = tuple[Pair, Decision | None]

app = typer.Typer(help="Incidents that may be one act told twice.")

Incident = Annotated[str, typer.Argument(help="An incident, such as INC-0042.")]


@app.callback(invoke_without_command=True)
def likely(
    context: typer.Context,
    data: Data = "",
    *,
    all_: Annotated[
        bool, typer.Option("--all", help="Also the pairs that were decided.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> int | None:
    """List pairs of incidents that may be one act, with what speaks for it."""
    if context.invoked_subcommand is not None:
        return None
    from briefing.curate.twins.alike import pairs
    from briefing.curate.twins.duplicates import (
        counted_twice,
        decisions,
        tables_of,
        undecided,
    )

    rows = tables_of(data or None)
    open_, decided = undecided(rows), decisions(rows)
    twice = [(one.first, one.second) for one in counted_twice(rows)]
    listed = [
        (pair, decided.get(frozenset((pair.first, pair.second))))
        for pair in (pairs(rows) if all_ else open_)
    ]
    if json_:
        tell(listed, twice)
    else:
        lay_out(listed)
        say(summary(len(open_)))
        for pair in twice:
            say(both_counted(*pair))
    return FAILED if open_ or twice else DONE


def tell(listed: "list[Judged]", twice: list[tuple[str, str]]) -> None:
    """Print pairs as JSON, with what was decided about them."""
    said = [
        {"incident_a": pair.first, "incident_b": pair.second, "score": pair.score}
        | {"reasons": pair.reasons, "decision": known.verdict if known else None}
        for pair, known in listed
    ]
    both = [{"incident_a": first, "incident_b": second} for first, second in twice]
    print(json.dumps({"pairs": said, "counted_twice": both}, ensure_ascii=False))


def lay_out(listed: "list[Judged]") -> None:
    """Print pairs as a table, with what was decided about them."""
    columns = ("incident_a", "incident_b", "score", "reasons", "decision")
    lines = [
        [
            *(pair.first, pair.second, str(pair.score)),
            *("; ".join(pair.reasons), known.verdict if known else ""),
        ]
        for pair, known in listed
    ]
    show(columns, lines)


@app.command()
def decide(
    first: Incident,
    second: Incident,
    data: Written = "",
    *,
    reason: Annotated[str, typer.Option(help="What the records show.")] = "",
    different: Annotated[
        bool, typer.Option("--different", help="They are two acts.")
    ] = False,
    same: Annotated[bool, typer.Option("--same", help="They are one act.")] = False,
) -> int:
    """Keep a decision about two incidents in duplicates.csv."""
    from briefing.curate.change import Change
    from briefing.curate.correct import corrected_rows
    from briefing.curate.twins.duplicates import decide as put

    if different == same:
        message = f"Say what {first} and {second} are: --different or --same."
        raise BriefingError(message)
    change = Change(data or None)
    edits = put(change, (first, second), "same" if same else "different", reason)
    incidents = corrected_rows(change, "incidents")
    counted = [incidents[one]["record_kind"] for one in (first, second)]
    change.write()
    for edit in edits:
        what = edit.now if edit.kind == "added" else f"{edit.was} -> {edit.now}"
        print(f"{edit.table} {edit.key} {edit.field} {edit.kind}: {what}")
    if same and counted == ["act", "act"]:
        say(both_counted(*sorted((first, second))))
    return DONE


def summary(n: int) -> str:
    """Say how many pairs wait for a decision, and how one is made."""
    if not n:
        return "No likely pair is undecided."
    many = "1 likely pair is" if n == 1 else f"{n} likely pairs are"
    return (
        f"{many} undecided. Read both records and their sources, then: briefing "
        'duplicates decide INC-0001 INC-0002 --different --reason "…" (or --same).'
    )


def both_counted(first: str, second: str) -> str:
    """Say that one act is counted twice, and how it comes to be counted once."""
    return (
        f"{first} and {second} are one act and both are counted. Bring what the later "
        f"one adds to the other, then take it out of the count: briefing correct "
        f'incidents {second} record_kind --now duplicate --reason "…" --source S-….'
    )
