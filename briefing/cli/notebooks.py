"""The commands about notebooks."""

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import explained_by, pointer
from briefing.cli.options import Json, examples, typed, with_parameters
from briefing.cli.output import result, say, show_table
from briefing.text.formats import counted

app = typer.Typer()

NOTEBOOKS = "Notebooks"  # the heading in `briefing --help`

chapter = typer.Typer(
    help="Chapters: write a new one, check it, see it as it prints.",
    no_args_is_help=True,
)

profile = typer.Typer(
    help="Profiles, the kinds of briefing: list them, write a new one.",
    no_args_is_help=True,
)


@app.command(
    rich_help_panel=NOTEBOOKS,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog=examples("briefing lab", "briefing lab --setup"),
)
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
    from briefing.lab.jupyterlab import configure_git, open_lab
    from briefing.publish.profiles import paths_of_profiles

    root = paths_of_profiles()[0].parents[2]
    configured = configure_git(root)
    if not setup:
        open_lab(root, context.args)
    if configured:
        say(f"Git in {root} strips outputs and compares notebooks cell by cell.")
    else:
        say(f"{root} is no git repository, so there is nothing to configure.")
    return DONE


@chapter.command(
    epilog=examples(
        "briefing chapter lint",
        "briefing chapter lint notebooks/02-by-state.ipynb --fix",
    )
)
def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Notebooks, profiles or folders; notebooks/ if none."),
    ] = None,
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what needs no judgement.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Read notebooks without running them, and say which cell needs what."""
    from briefing.lint.lint import lint as read

    faults = read(paths or [], fix=fix)
    if as_json:
        print(json.dumps([fault.as_json() for fault in faults], indent=2))
    else:
        print(*faults, sep="\n", end="\n" if faults else "")
    n, mendable = len(faults), sum(fault.mendable for fault in faults)
    more = f" {mendable} of them: `briefing chapter lint --fix`." if mendable else ""
    if not n:
        say("Nothing to mend.")
        return DONE
    # One page holds them all; the first code opens it at the first thing to do.
    say(f"{counted(n, 'things')} to mend.{more}\n{pointer(faults[0].code)}")
    return FAILED


@chapter.command(
    epilog=examples(
        "briefing chapter preview notebooks/02-by-state.ipynb",
        "briefing chapter preview notebooks/11-state-profile.ipynb --states KAZ",
        "briefing chapter preview notebooks/02-by-state.ipynb --once --out draft.pdf",
    )
)
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

    A mistake is said, and the next save is waited for. Stop it with Ctrl-C.
    """
    from briefing.lab.preview import Preview
    from briefing.lab.watch import attempt, follow

    shown = Preview(notebook, out, typed(context, given))
    if once:
        shown.read()  # what cannot be read is refused, and no failure of a cell
        return DONE if attempt(shown.make, shown, say) else FAILED
    try:
        say(f"Watching {notebook}; Ctrl-C ends it.")
        follow(shown, say)
    except KeyboardInterrupt:
        say("The preview has ended; its last PDF stays.")
    return DONE


@chapter.command(
    "new",
    epilog=examples(
        'briefing chapter new "How long were people held?"',
        'briefing chapter new "Who was wanted?" --profile regional --count '
        "incidents_by_target_group",
    ),
)
@explained_by("new")
def new_chapter(
    question: Annotated[str, typer.Argument(help="What the chapter asks.")],
    *,
    count: Annotated[
        str, typer.Option(help="The count that it begins with.")
    ] = "incidents_by_type",
    name: Annotated[
        str, typer.Option(help="What it is called, without its number.")
    ] = "",
    profile: Annotated[
        str, typer.Option(help="A kind of briefing that gets the chapter.")
    ] = "",
) -> int:
    """Write a notebook that asks a question, runs, and prints."""
    from briefing.lab import scaffold

    beginning = scaffold.recipe(count)
    into = scaffold.path_of(profile) if profile else None
    folder = scaffold.profile_folder().parent
    path = scaffold.new_chapter(question, beginning, folder, name=name)
    if into is not None:
        scaffold.add_chapter(into, path.stem)
    result(shown(path))
    say(f"It begins with {count}. Change the cells below the setup, then:")
    say(f"  briefing chapter lint {shlex.quote(str(shown(path)))}")
    if into is None:
        say("It is in no briefing yet. Name it in one of notebooks/profiles/:")
        say(f'  chapters = [ …, "{path.stem}", … ]')
    else:
        say(f"  briefing render {profile}")
    return DONE


@profile.command("list", epilog=examples("briefing profile list"))
def list_profiles() -> int:
    """List the kinds of briefing."""
    from briefing.publish.profiles import profiles

    show_table(("profile", "about"), [(one.name, one.about) for one in profiles()])
    return DONE


@profile.command(
    "new",
    epilog=examples(
        'briefing profile new held --title "People held" --chapters 07-who,05-cases'
    ),
)
@explained_by("new")
def new_profile(
    name: Annotated[str, typer.Argument(help="What it is called: two-states.")],
    *,
    title: Annotated[str, typer.Option(help="The title of the briefing.")],
    chapters: Annotated[str, typer.Option(help="Its chapters, comma-separated.")],
    about: Annotated[str, typer.Option(help="What it is, in a line.")] = "",
    one: Annotated[
        str, typer.Option(help="It is about one of: states, rights, year.")
    ] = "",
) -> int:
    """Write a kind of briefing: a title and its chapters, in order."""
    from briefing.lab import scaffold

    wanted = [word.strip() for word in chapters.split(",") if word.strip()]
    path = scaffold.new_profile(
        name, title=title, about=about, chapters=wanted, one=one
    )
    result(shown(path))
    say(f"Make it with: briefing render {name}")
    return DONE


def shown(path: Path) -> Path:
    """Name a file as seen from here, where it is below here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
