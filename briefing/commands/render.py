"""The command that makes one edition of a briefing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.exits import DONE, FAILED
from briefing.commands.explain import CHAPTER_FAILED, NAMES, PRIVATE, pointer
from briefing.commands.manner import with_manner
from briefing.commands.telling import Notify, When, telling
from briefing.options import typed, with_parameters
from briefing.terminal import Steps, result, say, stands

if TYPE_CHECKING:
    from briefing.publish import Manner, Outcome


@with_parameters
@with_manner()
def render(
    context: typer.Context,
    profile: Annotated[
        str, typer.Argument(help="Kind of briefing: see briefing list profiles.")
    ] = "regional",
    out: Annotated[Path, typer.Option(help="Folder of the editions.")] = Path(
        "reports"
    ),
    edition: Annotated[str | None, typer.Option(help="Name of the edition.")] = None,
    *,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Name the PDF, no more.")
    ] = False,
    notify: Notify = When.failure,
    manner: "Manner",
    **given: str,
) -> int:
    """Make an edition of the briefing and name its PDF."""
    from briefing.publish import asked, build, read_profile

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
    from briefing.lab.cures import cure
    from briefing.publish.scan import NAMES_LEFT

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
