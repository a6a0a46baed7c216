"""The command `briefing data export`: the data in the forms that others read."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from briefing.commands.exits import DONE
from briefing.errors import BriefingError
from briefing.terminal import result, say


def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write; new, or empty.")],
    *,
    to: Annotated[str, typer.Option(help="csv, jsonl, parquet, hxl or zip.")],
    names: Annotated[
        str, typer.Option(help="shown, or withheld: people in the data are not named.")
    ] = "shown",
    data: Annotated[str, typer.Option(help="Folder or address of the package.")] = "",
) -> int:
    """Write the data in another form, as they are counted: with corrections applied."""
    from briefing.curate.exports.applied import without_people
    from briefing.curate.exports.forms import export as write
    from briefing.dataset import load
    from briefing.measure.notes import in_doubt

    if names not in ("shown", "withheld"):
        message = f"names cannot be '{names}'; expected shown or withheld."
        raise BriefingError(message)
    dataset, look = load(data or None), None
    if names == "withheld":
        from briefing.measure.withheld import (
            finder_of,
            withheld_in_doubt,
            without_names,
        )
        from briefing.publish.scan import refuse_names

        dataset = without_names(dataset)
        look = partial(refuse_names, finder=finder_of(dataset))
        say(f"Withheld whole: {in_doubt(withheld_in_doubt(dataset))}.")
        dataset = without_people(dataset)
    files = write(dataset, to, folder, look)
    result(folder)
    say(
        f"{len(files)} file{'' if len(files) == 1 else 's'}, version {dataset.version}."
    )
    return DONE
