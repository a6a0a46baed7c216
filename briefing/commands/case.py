"""The commands `briefing case …`: add a case, show it as a file, edit it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.agreeing import Yes, agree, asked, edited
from briefing.commands.doubles import decide, likely_of
from briefing.commands.exits import DONE
from briefing.commands.unwritten import Typed, unwritten
from briefing.errors import BriefingError
from briefing.terminal import say

if TYPE_CHECKING:
    from briefing.curate.cases.casefile import Case
    from briefing.curate.change import Change

app = typer.Typer(
    help="Cases: add one, show it in the form of a file, edit it.",
    no_args_is_help=True,
)
File = Annotated[Path | None, typer.Argument(help="The case, as TOML or JSON.")]
Incident = Annotated[str, typer.Argument(help="Such as INC-0042.")]
Data = Annotated[str, typer.Option(help="Folder of the data package.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show it, check it, write nothing.")
]


@app.command()
def new(
    file: File = None,
    *,
    not_a_duplicate: Annotated[
        str, typer.Option(help="Why it is none of the likely duplicates shown.")
    ] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Data = "",
) -> int:
    """Add a case from a file, or question by question; checked, then written at
    once.
    """
    from briefing.curate.cases.casefile import read_case
    from briefing.curate.cases.new_case import add_case
    from briefing.curate.change import Change

    change = Change(data or None)
    with unwritten("case new") as typed:
        case = read_case(file, change.package) if file else interview(change, typed)
        doubles = likely_of(change, case)
        key = add_case(change, case)
        decide(change, key, doubles, not_a_duplicate, ask=not (yes or dry_run))
        if agree(change, dry_run=dry_run, yes=yes):
            typed.forget()
            say(f"{key} was added.")
    return DONE


@app.command()
def show(
    incident: Incident,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, not TOML.")] = False,
    data: Data = "",
) -> int:
    """Print a case in the form that `new` and `edit` take."""
    from briefing.curate.cases.casefile import written
    from briefing.curate.cases.told_case import case_of
    from briefing.curate.change import Change

    change = Change(data or None)
    case = case_of(change, incident)
    if as_json:
        print(json.dumps(case.mapping(), ensure_ascii=False, indent=2))
    else:
        print(written(case, change.package), end="")
    return DONE


@app.command()
def edit(
    incident: Incident,
    file: File = None,
    *,
    reason: Annotated[
        str, typer.Option(help="Why published values change, in a sentence.")
    ] = "",
    source: Annotated[str, typer.Option(help="Source for that, such as S-0123.")] = "",
    unpublished: Annotated[
        bool, typer.Option("--unpublished", help="The case was never published.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Data = "",
) -> int:
    """Bring a case to what a file says, or an editor; published values are
    corrected.
    """
    from briefing.curate.cases.casefile import parsed, read_case
    from briefing.curate.cases.edit_case import Editing
    from briefing.curate.change import Change
    from briefing.curate.hand import Hand

    change = Change(data or None)
    change.row("incidents", incident)
    public = public_of(change, incident, unpublished=unpublished)
    hand = Hand(change, incident, public, reason, source)
    with unwritten(f"case edit {incident}") as typed:
        case = (
            read_case(file, change.package)
            if file
            else parsed(
                in_editor(change, incident, typed), f"{incident}.toml", change.package
            )
        )
        Editing(change, incident, hand).run(case)
        if agree(change, dry_run=dry_run, yes=yes):
            say(f"{incident} was changed.")
        if not change.edits():  # all of it is written, or nothing was to be
            typed.forget()
    return DONE


def public_of(
    change: "Change", incident: str, *, unpublished: bool
) -> frozenset[str] | None:
    """Name the incidents that were published, as far as editions or the curator
    tell.
    """
    from briefing.curate.published import all_but, published

    public = published(change.root)
    if not unpublished:
        return public
    if incident in (public or ()):
        message = f"{incident} stands in an edition; leave --unpublished out."
        raise BriefingError(message)
    return all_but(incident, change) if public is None else public


def in_editor(change: "Change", incident: str, typed: Typed) -> str:
    """Have somebody edit a case in $EDITOR."""
    from briefing.curate.cases.casefile import written
    from briefing.curate.cases.told_case import case_of

    text = written(case_of(change, incident), change.package)
    if not sys.stdin.isatty():
        message = (
            f"Name a file: `briefing case show {incident} > case.toml` prints one, and "
            f"`briefing case edit {incident} case.toml` reads it."
        )
        raise BriefingError(message)
    return edited(text, typed)


def interview(change: "Change", typed: Typed) -> "Case":
    """Ask for a case question by question."""
    from briefing.curate.cases.casefile import written
    from briefing.curate.cases.questions import Questions

    say("Enter alone takes what stands in [brackets]. Ctrl-C ends it, unwritten.")
    questions = Questions(change, asked, say)
    said = questions.so_far
    typed.text = lambda: written(said, change.package) if said.sections else ""
    return questions.case()
