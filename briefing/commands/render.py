"""
The command that makes one edition of a briefing.
"""

from pathlib import Path
from typing import Annotated

import typer

from briefing.commands.exits import DONE, FAILED
from briefing.options import typed, with_parameters
from briefing.terminal import Steps, say


@with_parameters
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
    **given: str,
) -> int:
    """
    Make an edition of the briefing and name its PDF.
    """
    # Papermill and nbconvert take a second to import, and the other commands no part.
    from briefing.publish import asked, build, read_profile

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
        )
    if outcome.status == "failed":
        say(f"{outcome.chapter}, cell {outcome.cell}: {outcome.reason}")
        say(f"Nothing was published. The notebook with the error: {outcome.notebook}")
        return FAILED
    if outcome.status == "no change" and not quiet:
        say(f"Edition {outcome.edition} has not changed.")
    print(outcome.pdf)
    return DONE
