"""
The command `briefing`: translation only, from words on a command line to calls.
"""

from collections.abc import Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing import dataset as room
from briefing.errors import BriefingError
from briefing.measure import PARAMETERS
from briefing.measure.scope import vocabulary
from briefing.options import UsageError, sentence, typed, with_parameters
from briefing.terminal import Steps, say, show

FINDINGS_OR_FAILED = 1
MISTAKE = 2
INTERRUPTED = 130  # what typer makes of Ctrl-C
LISTS = ("states", "rights", "types", "groups", "parameters", "profiles")

app = typer.Typer(
    help="A briefing on documented incidents, regenerated from sourced data.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
Data = Annotated[str, typer.Option(help="Folder of the data package.")]


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Say the version.")
    ] = False,
) -> None:
    """
    Say the version, or the commands where none is given.
    """
    if version:
        print(f"briefing {installed('sco-briefing')}")
    elif context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def check(
    data: Data = "",
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Ask frictionless as well.")
    ] = False,
) -> int:
    """
    Check the data package and list what is wrong with it.
    """
    from briefing.dataset.strict import strict as second_opinion

    findings = [*room.check(data or None), *(second_opinion(data) if strict else ())]
    columns = ("file", "row", "field", "code", "what", "expected")
    rows = [[str(getattr(one, name) or "") for name in columns] for one in findings]
    show(columns, rows)
    n = len(findings)
    said = f"{n} finding{'' if n == 1 else 's'} in {room.find_package(data or None)}"
    say(said)
    return FINDINGS_OR_FAILED if findings else 0


@app.command()
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
        return FINDINGS_OR_FAILED
    if outcome.status == "unchanged" and not quiet:
        say(f"Edition {outcome.edition} is unchanged.")
    print(outcome.pdf)
    return 0


@app.command(name="list")
def list_(
    what: Annotated[str, typer.Argument(help=f"One of {', '.join(LISTS)}.")],
    data: Data = "",
) -> int:
    """
    List the codes that a parameter takes, the parameters, or the kinds of briefing.
    """
    if what not in LISTS:
        message = f"There is no list '{what}'; the lists are {', '.join(LISTS)}."
        raise BriefingError(message)
    if what == "parameters":
        rows = [(one.name, one.default, one.help) for one in PARAMETERS]
        show(("parameter", "default", "meaning"), rows)
    elif what == "profiles":
        from briefing.publish import profiles

        show(("profile", "about"), [(one.name, one.about) for one in profiles()])
    else:
        show(("code", "label"), vocabulary(room.load(data or None), what).items())
    return 0


@app.command()
def codebook(data: Data = "") -> int:
    """
    Write CODEBOOK.md of the data package again from its descriptor.
    """
    root = room.find_package(data or None)
    text = room.render_codebook(root)
    (root / "CODEBOOK.md").write_text(text, "utf-8", newline="\n")
    print(root / "CODEBOOK.md")
    return 0


@app.command()
def stamp(data: Data = "") -> int:
    """
    Record the digest of every file of the data package in its descriptor.
    """
    from briefing.dataset.stamp import stamp as record

    changed = record(data or None)
    print("\n".join(changed) if changed else "Every digest was right.")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command: a person's mistake is a sentence, our own keeps its traceback.
    """
    command: Any = typer.main.get_command(app)
    try:
        code = int(command.main(arguments, standalone_mode=False) or 0)
    except BriefingError as error:
        say(str(error))
        return MISTAKE
    except UsageError as error:
        say(sentence(error))
        return MISTAKE
    if code == INTERRUPTED:
        say("Stopped. Nothing was published.")
    return code
