"""The command: its groups, exit codes and signals."""

from collections.abc import Sequence
from importlib.metadata import version as installed
from typing import Annotated, Any

import typer

from briefing.cli import cases, data, editions, explain, notebooks, render, sources
from briefing.cli.exit_codes import BUSY, INTERRUPTED, REFUSED, TERMINATED
from briefing.cli.explain import USAGE, pointer
from briefing.cli.limits import after_losses, limit, refused
from briefing.cli.options import UsageError, examples, usage_message
from briefing.cli.output import results, say
from briefing.cli.signals import terminable
from briefing.errors import BriefingError, OutOfMeans, Taken
from briefing.garbage_collection import thrifty
from briefing.streams import lenient

DATA = "Data"  # a heading in `briefing --help`

app = typer.Typer(
    help="A briefing on documented incidents, regenerated from sourced data.",
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=examples(
        "briefing render", "briefing render state --states KAZ", "briefing check"
    ),
)


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Say the version.")
    ] = False,
) -> None:
    """Say the version, or the commands where none is given."""
    if version:
        print(f"briefing {installed('sco-briefing')}")
    elif context.invoked_subcommand is None:
        print(context.get_help())


# A short name for what is typed daily.
daily = typer.Typer()
daily.command("check", rich_help_panel=DATA, epilog=examples("briefing check"))(
    data.check
)

# Headings, and the order within them: for the operator, the analyst and the curator.
app.add_typer(render.app)
app.add_typer(editions.app, name="edition", rich_help_panel=render.BRIEFINGS)
app.add_typer(explain.app)
app.add_typer(notebooks.app)
app.add_typer(notebooks.chapter, name="chapter", rich_help_panel=notebooks.NOTEBOOKS)
app.add_typer(notebooks.profile, name="profile", rich_help_panel=notebooks.NOTEBOOKS)
app.add_typer(daily)
app.add_typer(data.app, name="data", rich_help_panel=DATA)
app.add_typer(cases.app, name="case", rich_help_panel=DATA)
app.add_typer(sources.app, name="source", rich_help_panel=DATA)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command: a person's mistake is a sentence, our own keeps its
    traceback.
    """
    results.clear()
    with lenient() as streams:
        try:
            code = carried_out(arguments)
        except Exception as error:
            if (number := limit(error)) is None:
                raise
            code = refused(number, error)
        return after_losses(code, streams)


def carried_out(arguments: Sequence[str] | None) -> int:
    """Carry the command out, and return its exit code."""
    command: Any = typer.main.get_command(app)
    try:
        with terminable() as heard, thrifty():
            code = int(command.main(arguments, standalone_mode=False) or 0)
    except OutOfMeans as error:
        return refused(limit(error), error)
    except BriefingError as error:
        say(f"{error}\n{pointer(error.code)}")
        return BUSY if isinstance(error, Taken) else REFUSED
    except UsageError as error:
        say(f"{usage_message(error)}\n{pointer(getattr(error, 'code', USAGE))}")
        return REFUSED
    if code == INTERRUPTED:
        say("Stopped. What was not yet published or saved is as it was before.")
        return TERMINATED if heard else INTERRUPTED
    return code
