"""The command that reads notebooks before anybody runs them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.commands.exits import DONE, FAILED
from briefing.commands.explain import pointer
from briefing.terminal import say


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Notebooks, profiles or folders; notebooks/ if none."),
    ] = None,
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what needs no judgement.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the list for a program.")
    ] = False,
) -> int:
    """Read notebooks without running them, and say which cell needs what."""
    from briefing.lab.lint import lint as read

    faults = read(paths or [], fix=fix)
    if as_json:
        print(json.dumps([fault.as_json() for fault in faults], indent=2))
    else:
        print(*faults, sep="\n", end="\n" if faults else "")
    n, mendable = len(faults), sum(fault.mendable for fault in faults)
    more = f" {mendable} of them: `briefing lint --fix`." if mendable else ""
    if not n:
        say("Nothing to mend.")
        return DONE
    # One page holds them all; the first code opens it at the first thing to do.
    say(f"{n} thing{'' if n == 1 else 's'} to mend.{more}\n{pointer(faults[0].code)}")
    return FAILED
