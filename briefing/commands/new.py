"""The commands that write what an analyst begins with: a chapter, a kind of
briefing.
"""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from briefing.commands.exits import DONE
from briefing.terminal import result, say

app = typer.Typer(
    help="Write a new chapter or a new kind of briefing.", no_args_is_help=True
)


@app.command()
def chapter(
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
    from briefing.lab import kinds, new, recipes

    beginning = recipes.recipe(count)
    into = kinds.path_of(profile) if profile else None
    folder = kinds.profile_folder().parent
    path = new.new_chapter(question, beginning, folder, name=name)
    if into is not None:
        kinds.add_chapter(into, path.stem)
    result(shown(path))
    say(f"It begins with {count}. Change the cells below the setup, then:")
    say(f"  briefing lint {shlex.quote(str(shown(path)))}")
    if into is None:
        say("It is in no briefing yet. Name it in one of notebooks/profiles/:")
        say(f'  chapters = [ …, "{path.stem}", … ]')
    else:
        say(f"  briefing render {profile}")
    return DONE


@app.command()
def profile(
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
    from briefing.lab import kinds

    wanted = [word.strip() for word in chapters.split(",") if word.strip()]
    path = kinds.new_profile(name, title=title, about=about, chapters=wanted, one=one)
    result(shown(path))
    say(f"Make it with: briefing render {name}")
    return DONE


def shown(path: Path) -> Path:
    """Name a file as seen from here, where it is below here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
