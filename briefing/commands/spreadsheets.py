"""Commands about spreadsheets: the package as a workbook and back, and other
people's.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.commands.agreeing import agreed
from briefing.commands.exits import DONE, FAILED
from briefing.dataset.find import refuse_inside
from briefing.errors import BriefingError
from briefing.terminal import few, result, say, show, stands

if TYPE_CHECKING:
    from briefing.curate.sheets.roundtrip import Plan

Data = Annotated[str, typer.Option(help="Folder of the data package.")]


def to_xlsx(
    file: Annotated[Path, typer.Argument(help="Workbook to write, such as data.xlsx.")],
    data: Data = "",
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> int:
    """Write the data package as a workbook to edit, a sheet for each table."""
    from briefing.curate.sheets.roundtrip import workbook_of
    from briefing.curate.writing import writing

    if file.suffix.lower() != ".xlsx":
        message = f"A workbook is called something.xlsx, and not {file.name}."
        raise BriefingError(message)
    if file.exists() and not force:
        message = (
            f"{file} is there already, perhaps with edits that nobody read back. Name "
            "another file, or add --force."
        )
        raise BriefingError(message)
    if not file.parent.is_dir():
        message = f"There is no folder {file.parent} to write {file.name} to."
        raise BriefingError(message)
    refuse_inside(file, "The workbook", itself=False)
    content = workbook_of(data or None)
    draft = file.with_name(f".{file.name}.part")
    with writing(file):
        # Whole or not at all: what was there is replaced only by what can be opened.
        try:
            draft.write_bytes(content)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    result(file)
    return DONE


def from_xlsx(
    file: Annotated[Path, typer.Argument(help="Workbook that was edited.")],
    data: Data = "",
    *,
    reason: Annotated[
        str, typer.Option(help="Why published values are corrected.")
    ] = "",
    source: Annotated[str, typer.Option(help="Source for it, such as S-0123.")] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take out rows that were deleted.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it, check it, write nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Write without asking once more.")
    ] = False,
) -> int:
    """Read an edited workbook back: show the changes, check them, ask, write."""
    from briefing.curate.sheets.roundtrip import plan_of

    words = {"reason": reason, "source": source}
    plan = plan_of(file, data or None, remove=remove, **words)
    for note in plan.notes:
        say(" ".join(filter(None, note.cells)))
    if plan.problems:
        rows = few((one.cells for one in plan.problems), (0, 3))
        show(("sheet", "cell", "row", "what"), rows)
        n = len(plan.problems)
        say(f"Nothing was written: {n} cell{'' if n == 1 else 's'} must be mended.")
        return FAILED
    show(
        ("table", "row", "kind", "field", "was", "now"),
        [(e.table, e.key, e.kind, e.field, e.was, e.now) for e in plan.edits],
    )
    if not plan.edits:
        say("The workbook holds what the package holds; nothing was written.")
        return DONE
    return carried_out(plan, ask=not yes, dry=dry_run)


def carried_out(plan: "Plan", *, ask: bool, dry: bool) -> int:
    """Check what was planned, ask, and write it."""
    if findings := plan.change.findings():
        from briefing.curate.change import WouldBreak

        raise WouldBreak(str(plan.change.root), findings)
    if plan.corrections:
        n = plan.corrections
        say(f"Published values: {n} row{'s' * (n > 1)} for corrections.csv.")
    if dry:
        say("Nothing was written.")
        return DONE
    if ask and not sys.stdin.isatty():
        message = "Nothing was written. Add --yes to write, or --dry-run to look only."
        raise BriefingError(message)
    if ask and not agreed("Write these changes?"):
        say("Nothing was written.")
        return DONE
    plan.change.write()
    stands(plan.change.root)
    n = len(plan.edits)
    say(f"{n} change{'' if n == 1 else 's'} written to {plan.change.root}.")
    return DONE


def import_(
    file: Annotated[Path, typer.Argument(help="Table to read: CSV or XLSX.")],
    *,
    map_: Annotated[
        Path, typer.Option("--map", help="What its columns are: mapping.toml.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write; new, or empty.")],
    data: Annotated[
        str, typer.Option(help="Package whose codes, states and rights it takes.")
    ] = "",
) -> int:
    """Make a data package of somebody else's table, and report what found no place."""
    from briefing.curate.imports.importing import HEADS, import_table

    made = import_table(file, map_, out, like=data or None)
    rows = [(str(u.line), u.column, u.cell, u.why) for u in made.unplaced]
    show(HEADS, few(rows, (1, 3)))
    lost = made.rows - len(made.placed)
    cases = len({*made.placed.values()})
    say(
        f"{made.rows} rows: {len(made.placed)} placed in {cases} "
        f"incident{'' if cases == 1 else 's'}, {lost} not placed; "
        f"{len(made.unplaced) - lost} cells of placed rows not placed. {made.report} "
        "lists them all."
    )
    if made.placed:
        result(made.out)
    return FAILED if made.unplaced else DONE
