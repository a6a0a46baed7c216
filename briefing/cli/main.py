"""The command: its groups, exit codes and signals."""

from collections.abc import Sequence
from importlib.metadata import version as installed
from typing import Annotated, Any

import typer

from briefing.cli import cases, data, editions, notebooks, sources
from briefing.cli.cases import correct
from briefing.cli.data import import_
from briefing.cli.examples import teach
from briefing.cli.exit_codes import BUSY, INTERRUPTED, REFUSED, TERMINATED
from briefing.cli.explain import USAGE, explain, explains, pointer
from briefing.cli.limits import after_losses, limit, refused
from briefing.cli.notebooks import lab, lint, preview
from briefing.cli.options import UsageError, sentence
from briefing.cli.output import results, say
from briefing.cli.render import batch, render
from briefing.cli.signals import terminable
from briefing.errors import BriefingError, OutOfMeans, Taken
from briefing.garbage_collection import thrifty
from briefing.streams import lenient

# The headings of `briefing --help`: for the operator, the analyst and the curator.
BRIEFINGS, NOTEBOOKS, DATA = "Briefings", "Notebooks", "Data"

app = typer.Typer(
    help="A briefing on documented incidents, regenerated from sourced data.",
    add_completion=False,
    pretty_exceptions_enable=False,
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


app.command(rich_help_panel=BRIEFINGS)(render)

app.command(rich_help_panel=BRIEFINGS)(batch)

app.command(rich_help_panel=BRIEFINGS)(editions.status)

app.command(rich_help_panel=BRIEFINGS)(editions.keep)

app.command(rich_help_panel=BRIEFINGS)(editions.prune)

app.command(name="list", rich_help_panel=BRIEFINGS)(data.list_)

app.command(rich_help_panel=BRIEFINGS)(explain)

to_others = {"allow_extra_args": True, "ignore_unknown_options": True}

app.command(context_settings=to_others, rich_help_panel=NOTEBOOKS)(lab)

app.command(rich_help_panel=NOTEBOOKS)(preview)

app.command(rich_help_panel=NOTEBOOKS)(lint)

app.add_typer(notebooks.app, name="new", rich_help_panel=NOTEBOOKS)

app.command(rich_help_panel=DATA)(data.check)

app.add_typer(cases.case_app, name="case", rich_help_panel=DATA)

app.command(rich_help_panel=DATA)(correct)

app.add_typer(cases.duplicates_app, name="duplicates", rich_help_panel=DATA)

app.add_typer(sources.app, name="sources", rich_help_panel=DATA)

app.add_typer(data.app, name="data", rich_help_panel=DATA)

app.command(name="import", rich_help_panel=DATA)(import_)

app.command(rich_help_panel=DATA)(data.codebook)

app.command(rich_help_panel=DATA)(data.stamp)

app.command(rich_help_panel=DATA)(data.synth)

teach(app)


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
        say(f"{error}\n{pointer(explains(error))}")
        return BUSY if isinstance(error, Taken) else REFUSED
    except UsageError as error:
        say(f"{sentence(error)}\n{pointer(USAGE)}")
        return REFUSED
    if code == INTERRUPTED:
        say("Stopped. What was not yet published or saved is as it was before.")
        return TERMINATED if heard else INTERRUPTED
    return code
