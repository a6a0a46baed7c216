"""The command `briefing correct`: a published value is never changed in silence."""

from datetime import date
from typing import Annotated

import typer

from briefing.commands.exits import DONE
from briefing.errors import BriefingError
from briefing.terminal import say, show


def correct(
    table: Annotated[str, typer.Argument(help="Table, such as incidents.")],
    key: Annotated[str, typer.Argument(help="Row: INC-0042, or parts a/b/c.")],
    field: Annotated[str, typer.Argument(help="Field, such as date.")],
    *,
    now: Annotated[str, typer.Option(help="What holds in truth.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence that is printed.")],
    source: Annotated[str, typer.Option(help="Source for it, such as S-0123.")],
    day: Annotated[
        str, typer.Option("--date", help="Day of the correction; empty: today.")
    ] = "",
    data: Annotated[str, typer.Option(help="Folder of the data package.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it, check it, write nothing.")
    ] = False,
) -> int:
    """Correct a published value by a row that says what it was, what it is, and why."""
    from briefing.curate.change import Change, WouldBreak
    from briefing.curate.correct import by_file
    from briefing.curate.correct import correct as note

    change = Change(data or None)
    key = key if change.has(table, key) else by_file(key)
    words = {"now": now, "reason": reason, "source": source}
    was = note(change, table, key, field, **words, day=read(day))
    show(("table", "row", "field", "was", "now"), [(table, key, field, was, now)])
    if dry_run:
        if findings := change.findings():
            raise WouldBreak(str(change.root), findings)
        say("Nothing was written.")
        return DONE
    change.write()
    say("Say in CHANGELOG.md, under Data, which published number moves.")
    return DONE


def read(day: str) -> date | None:
    """Read a day that has come, or none where none is given."""
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError:
        message = f"--date {day} is no day; expected one such as 2026-05-30."
        raise BriefingError(message) from None
    if on and on > (today := date.today()):
        message = (
            f"--date {day} is still to come; expected {today} or a day before. A "
            "correction holds at once, and none of that cell could follow until then."
        )
        raise BriefingError(message)
    return on
