"""The command that opens the notebooks in JupyterLab."""

from typing import Annotated

import typer

from briefing.commands.exits import DONE
from briefing.terminal import say


def lab(
    context: typer.Context,
    *,
    setup: Annotated[
        bool, typer.Option("--setup", help="Only configure git; open nothing.")
    ] = False,
) -> int:
    """Open the notebooks in JupyterLab, and keep their diffs in git clean.

    Other options, such as --no-browser or --port, are handed to JupyterLab.
    """
    from briefing.lab.landing import open_lab
    from briefing.lab.tidy import tidy
    from briefing.publish.profile import paths_of_profiles

    root = paths_of_profiles()[0].parents[2]
    configured = tidy(root)
    if not setup:
        open_lab(root, context.args)
    if configured:
        say(f"Git in {root} strips outputs and compares notebooks cell by cell.")
    else:
        say(f"{root} is no git repository, so there is nothing to configure.")
    return DONE
