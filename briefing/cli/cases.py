"""The commands about cases, corrections and duplicates."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import explained_by
from briefing.cli.options import (
    Data,
    DryRun,
    Json,
    Package,
    Reason,
    Source,
    Yes,
    examples,
)
from briefing.cli.output import (
    asked,
    draft_file,
    run_editor,
    say,
    show_table,
    write_change,
)
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.curate.casefile import Case
    from briefing.curate.change import Change
    from briefing.curate.duplicates import Decision, Pair


app = typer.Typer(
    help="Cases: add, show, edit or correct one; find those that were told twice.",
    no_args_is_help=True,
)

File = Annotated[
    Path | None, typer.Argument(help="The case, as TOML.", allow_dash=True)
]

Incident = Annotated[str, typer.Argument(help="Such as INC-0042.")]


@app.command(
    epilog=examples(
        "briefing case correct incidents INC-0018 date --now 2004-02-24 "
        '--source S-0038 --reason "A report of that day already tells of it"'
    )
)
@explained_by("correction")
def correct(
    table: Annotated[str, typer.Argument(help="Table, such as incidents.")],
    key: Annotated[str, typer.Argument(help="Row: INC-0042, or 'part|part'.")],
    field: Annotated[str, typer.Argument(help="Field, such as date.")],
    *,
    now: Annotated[str, typer.Option(help="What holds in truth.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence that is printed.")],
    source: Annotated[str, typer.Option(help="Source for it, such as S-0123.")],
    day: Annotated[
        str, typer.Option("--date", help="Day of the correction; empty: today.")
    ] = "",
    data: Package = "",
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Correct a published value by a row that says what it was, what it is, and why."""
    from briefing.curate.change import Change, Edit
    from briefing.curate.corrections import correct as note

    change = Change(data or None)
    words = {"now": now, "reason": reason, "source": source}
    was = note(change, table, key, field, **words, day=read(day))
    edits = [Edit(table, key, "changed", field, was, now)]
    if write_change(change, edits, dry_run=dry_run, yes=yes):
        say("Say in CHANGELOG.md, under Data, which published number moves.")
    return DONE


def read(day: str) -> date | None:
    """Read a day that has come, or none where none is given."""
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError:
        message = f"--date {day} is no day; expected one such as 2026-05-30."
        raise BriefingError(message) from None
    if on and on > (today := date.today()):
        message = (
            f"--date {day} is still to come; expected {today} or a day before. A "
            "correction holds at once, and none of that cell could follow until then."
        )
        raise BriefingError(message)
    return on


def likely_of(change: "Change", incident: str) -> "list[Pair]":
    """Show which incidents a new case may repeat, with the reasons."""
    from briefing.curate.corrections import corrected_rows
    from briefing.curate.duplicates import likely

    tables = {
        name: [*corrected_rows(change, name).values()]
        for name in change.package.tables
        if "incident_id" in (names := change.package.tables[name].table.names)
        or names[0] in ("source_id", "person_id", "incident_a")
    }
    found = likely(tables, incident)
    titles = {row["incident_id"]: row["title"] for row in tables["incidents"]}
    for pair in found:
        say(f"It may be {pair.second} ({pair.score} of 100): {titles[pair.second]}")
        say("".join(f"  {reason}\n" for reason in pair.reasons).rstrip())
    return found


def decided(
    change: "Change", key: str, pairs: "list[Pair]", reason: str, *, ask: bool
) -> None:
    """Note why a case is none of those that it is like, or refuse to add it."""
    from briefing.curate.duplicates import decide as note

    if pairs and not reason and ask:
        reason = asked("Why is it another act? (Enter: it is none) ")
    if pairs and not reason:
        others = ", ".join(pair.second for pair in pairs)
        message = (
            f"The case may be {others} told again, and was not added. If it is another "
            "act, say how the records show it: --not-a-duplicate '…'. If it is one, "
            f"add what is new with `briefing case edit {pairs[0].second}`."
        )
        raise BriefingError(message)
    for pair in pairs:
        note(change, (pair.second, key), "different", reason)


@app.command(
    epilog=examples(
        "briefing case new",
        "briefing case new --template > case.toml",
        "briefing case new case.toml --yes "
        '--not-a-duplicate "He was handed over a second time"',
    )
)
@explained_by("case")
def new(
    file: File = None,
    *,
    template: Annotated[
        bool, typer.Option("--template", help="Print the file to fill in.")
    ] = False,
    not_a_duplicate: Annotated[
        str, typer.Option(help="Why it is none of the likely duplicates shown.")
    ] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Package = "",
) -> int:
    """Add a case from a file, or from a template in your editor.

    It is shown and checked, and written at once.
    """
    from briefing.curate import cases
    from briefing.curate.change import Change

    change = Change(data or None)
    if template:
        print(cases.template(change), end="")
        return DONE
    with case_of_file_or_editor(
        change, file, lambda: cases.template(change), "case new"
    ) as case:
        key = cases.add_case(change, case)
        pairs = likely_of(change, key)
        decided(change, key, pairs, not_a_duplicate, ask=not (yes or dry_run))
        if write_change(change, dry_run=dry_run, yes=yes):
            say(f"{key} was added.")
    return DONE


@app.command(
    "show",
    epilog=examples(
        "briefing case show INC-0042", "briefing case show INC-0042 --json"
    ),
)
@explained_by("case")
def show_case(
    incident: Incident,
    *,
    as_json: Json = False,
    data: Package = "",
) -> int:
    """Print a case in the form that `new` and `edit` take."""
    from briefing.curate.casefile import as_toml
    from briefing.curate.cases import case_of
    from briefing.curate.change import Change

    change = Change(data or None)
    case = case_of(change, incident)
    if as_json:
        print(json.dumps(case.mapping(), ensure_ascii=False, indent=2))
    else:
        print(as_toml(case, change.package), end="")
    return DONE


@app.command(
    epilog=examples(
        "briefing case edit INC-0042",
        'briefing case edit INC-0042 case.toml --reason "Seen in the ruling" '
        "--source S-0012",
    )
)
@explained_by("case")
def edit(
    incident: Incident,
    file: File = None,
    *,
    reason: Reason = "",
    source: Source = "",
    unpublished: Annotated[
        bool, typer.Option("--unpublished", help="The case was never published.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Package = "",
) -> int:
    """Bring a case to what a file says, or an editor; published values are
    corrected.
    """
    from briefing.curate.casefile import as_toml
    from briefing.curate.cases import Editing, case_of
    from briefing.curate.change import Change
    from briefing.curate.corrections import RowEditor

    change = Change(data or None)
    change.row("incidents", incident)
    public = public_of(change, incident, unpublished=unpublished)
    editor = RowEditor(change, public, reason, source)
    with case_of_file_or_editor(
        change,
        file,
        lambda: as_toml(case_of(change, incident), change.package),
        f"case edit {incident}",
    ) as case:
        Editing(change, incident, editor).run(case)
        if write_change(change, dry_run=dry_run, yes=yes):
            say(f"{incident} was changed.")
    return DONE


def public_of(
    change: "Change", incident: str, *, unpublished: bool
) -> frozenset[str] | None:
    """Name the incidents that were published, as far as editions or the curator
    tell.
    """
    from briefing.curate.corrections import all_but, published

    public = published(change.root)
    if not unpublished:
        return public
    if incident in (public or ()):
        message = f"{incident} stands in an edition; leave --unpublished out."
        raise BriefingError(message)
    return all_but(incident, change) if public is None else public


@contextmanager
def case_of_file_or_editor(
    change: "Change", file: Path | None, text: Callable[[], str], command: str
) -> "Iterator[Case]":
    """The case in a file, or what *text* becomes in an editor.

    The file that is edited stays until all of it is written, so that nothing that was
    typed is lost.
    """
    from briefing.curate.casefile import parse_case, read_case

    if file == Path("-"):
        yield parse_case(sys.stdin.read(), "standard input", change.package)
        return
    if file is not None:
        yield read_case(file, change.package)
        return
    if not sys.stdin.isatty():
        form = command.replace("edit", "show") + " --template" * (command == "case new")
        message = (
            f"Name a file: `briefing {form} > case.toml` prints one, and "
            f"`briefing {command} case.toml` reads it."
        )
        raise BriefingError(message)
    before = text()
    place = draft_file("case", before)
    done = False
    try:
        run_editor(place)
        if place.read_bytes() == before.encode():
            say(
                "The editor saved nothing new. One that opens a window of its own has "
                "to wait for it, such as EDITOR='code --wait'."
            )
        yield read_case(place, change.package)
        done = not change.edits()  # all of it is written, or nothing was to be
    finally:
        if done or not place.exists() or place.read_bytes() == before.encode():
            place.unlink(missing_ok=True)
        else:
            say(
                f"What you typed is kept in {place}; to go on from there: "
                f"`briefing {command} {place}`."
            )


@app.command(
    epilog=examples("briefing case duplicates", "briefing case duplicates --all --json")
)
@explained_by("duplicates")
def duplicates(
    data: Data = "",
    *,
    all_: Annotated[
        bool, typer.Option("--all", help="Also the pairs that were decided.")
    ] = False,
    as_json: Json = False,
) -> int:
    """List pairs of incidents that may be one act, with what speaks for it."""
    from briefing.curate.duplicates import (
        counted_twice,
        decisions,
        pairs,
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
    if as_json:
        tell(listed, twice)
    else:
        lay_out(listed)
        say(summary(len(open_)))
        for pair in twice:
            say(both_counted(*pair))
    return FAILED if open_ or twice else DONE


def tell(
    listed: "list[tuple[Pair, Decision | None]]", twice: list[tuple[str, str]]
) -> None:
    """Print pairs as JSON, with what was decided about them."""
    said = [
        {"incident_a": pair.first, "incident_b": pair.second, "score": pair.score}
        | {"reasons": pair.reasons, "decision": known.verdict if known else None}
        for pair, known in listed
    ]
    both = [{"incident_a": first, "incident_b": second} for first, second in twice]
    print(json.dumps({"pairs": said, "counted_twice": both}, ensure_ascii=False))


def lay_out(listed: "list[tuple[Pair, Decision | None]]") -> None:
    """Print pairs as a table, with what was decided about them."""
    columns = ("incident_a", "incident_b", "score", "reasons", "decision")
    lines = [
        [
            *(pair.first, pair.second, str(pair.score)),
            *("; ".join(pair.reasons), known.verdict if known else ""),
        ]
        for pair, known in listed
    ]
    show_table(columns, lines)


@app.command(
    epilog=examples(
        "briefing case decide INC-0125 INC-0130 --different "
        '--reason "Arrest, then transfer"'
    )
)
@explained_by("duplicates")
def decide(
    first: Incident,
    second: Incident,
    data: Package = "",
    *,
    reason: Annotated[str, typer.Option(help="What the records show.")] = "",
    different: Annotated[
        bool, typer.Option("--different", help="They are two acts.")
    ] = False,
    same: Annotated[bool, typer.Option("--same", help="They are one act.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Keep a decision about two incidents in duplicates.csv."""
    from briefing.curate.change import Change
    from briefing.curate.corrections import corrected_rows
    from briefing.curate.duplicates import decide as put

    if different == same:
        message = f"Say what {first} and {second} are: --different or --same."
        raise BriefingError(message)
    change = Change(data or None)
    put(change, (first, second), "same" if same else "different", reason)
    incidents = corrected_rows(change, "incidents")
    counted = [incidents[one]["record_kind"] for one in (first, second)]
    written = write_change(change, dry_run=dry_run, yes=yes)
    if written and same and counted == ["act", "act"]:
        say(both_counted(*sorted((first, second))))
    return DONE


def summary(n: int) -> str:
    """Say how many pairs wait for a decision, and how one is made."""
    if not n:
        return "No likely pair is undecided."
    many = "1 likely pair is" if n == 1 else f"{n} likely pairs are"
    return (
        f"{many} undecided. Read both records and their sources, then: briefing "
        'case decide INC-0001 INC-0002 --different --reason "…" (or --same).'
    )


def both_counted(first: str, second: str) -> str:
    """Say that one act is counted twice, and how it comes to be counted once."""
    return (
        f"{first} and {second} are one act and both are counted. Bring what the later "
        f"one adds to the other, then take it out of the count: `briefing "
        f"case correct incidents {second} record_kind --now duplicate "
        '--reason "…" --source S-…`.'
    )
