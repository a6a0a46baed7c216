"""The command that keeps the PDF of one notebook beside whoever edits it."""

from pathlib import Path
from typing import Annotated

import typer

from briefing.commands.exits import DONE, FAILED
from briefing.options import typed, with_parameters
from briefing.terminal import say


@with_parameters
def preview(
    context: typer.Context,
    notebook: Annotated[Path, typer.Argument(help="The notebook that is edited.")],
    out: Annotated[
        Path | None, typer.Option(help="The PDF; else it stands beside the notebook.")
    ] = None,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Make the PDF and stop; exit code 1 if not.")
    ] = False,
    **given: str,
) -> int:
    """Make the PDF of one notebook again whenever it, its data or the style is saved.

    Only cells run that the change touches. A mistake is said, and the next save is
    waited for. Stop it with Ctrl-C.
    """
    from briefing.lab.preview import Preview
    from briefing.lab.watching import attempt, follow

    shown = Preview(notebook, out, typed(context, given))
    if once:
        shown.read()  # what cannot be read is refused, and no failure of a cell
        return DONE if attempt(shown, say) else FAILED
    try:
        say(f"Watching {notebook}; Ctrl-C ends it.")
        follow(shown, say)
    except KeyboardInterrupt:
        say("The preview has ended; its last PDF stays.")
    return DONE
