"""The commands about the data package."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import pointer
from briefing.cli.output import agreed, few_alike, result, say, show_table, stands
from briefing.dataset.findings import causes_first, few, number_of
from briefing.dataset.location import on_disk, refuse_inside
from briefing.dataset.transaction import alone, decide
from briefing.errors import BriefingError
from briefing.selection.parameters import PARAMETERS
from briefing.text.formats import counted

if TYPE_CHECKING:
    from briefing.curate.xlsx_merge import Plan

LISTS = ("states", "rights", "types", "groups", "parameters", "profiles")

Data = Annotated[str, typer.Option(help="Folder or address of the data package.")]

Written = Annotated[str, typer.Option(help="Folder of the data package.")]


def check(
    data: Data = "",
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Have frictionless check it too.")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="List all findings that are alike.")
    ] = False,
) -> int:
    """Check the data package and list what is wrong with it."""
    from briefing.dataset.location import find_package
    from briefing.dataset.validate import check as findings_of
    from briefing.dataset.validate import strict as second_opinion

    findings = [*findings_of(data or None), *(second_opinion(data) if strict else ())]
    columns = ("file", "row", "field", "code", "what", "expected")
    listed = causes_first(findings) if all_ else few(findings)
    rows = [[str(getattr(one, name) or "") for name in columns] for one in listed]
    show_table(columns, rows)
    n = number_of(findings)
    said = f"{counted(n, 'findings')} in {find_package(data or None)}"
    if len(listed) < len(findings):
        said += f", {sum(one.times == 1 for one in listed)} of them shown (--all: each)"
    say(f"{said}\n{pointer(listed[0].code)}" if findings else said)
    return FAILED if findings else DONE


def list_(
    what: Annotated[str, typer.Argument(help=f"One of {', '.join(LISTS)}.")],
    data: Data = "",
) -> int:
    """List the codes that a parameter takes, the parameters, or the kinds of
    briefing.
    """
    from briefing.dataset.load import load

    if what not in LISTS:
        message = f"There is no list '{what}'; the lists are {', '.join(LISTS)}."
        raise BriefingError(message)
    if what == "parameters":
        rows = [(one.name, one.default, one.help) for one in PARAMETERS]
        show_table(("parameter", "default", "meaning"), rows)
    elif what == "profiles":
        from briefing.publish.profiles import profiles

        show_table(("profile", "about"), [(one.name, one.about) for one in profiles()])
    else:
        from briefing.selection.description import vocabulary

        show_table(("code", "label"), vocabulary(load(data or None), what).items())
    return DONE


def codebook(data: Written = "") -> int:
    """Write CODEBOOK.md of the data package again from its descriptor."""
    from briefing.dataset.codebook import render_codebook
    from briefing.dataset.location import find_package

    root = on_disk(find_package(data or None))
    text = render_codebook(root)
    with alone(root):
        decide(root, {"CODEBOOK.md": text.encode()})
    result(root / "CODEBOOK.md")
    return DONE


def stamp(data: Written = "") -> int:
    """Record the digest of every file of the data package in its descriptor."""
    from briefing.dataset.files import stamp as record

    changed = record(data or None)
    print("\n".join(changed) if changed else "Every digest was right.")
    return DONE


def normalize(
    data: Written = "",
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it, write nothing.")
    ] = False,
) -> int:
    """Write every text in its normal form: composed letters, one blank between words,
    nothing that cannot be seen.
    """
    from briefing.curate.normalize import normalize as brought

    edits = brought(data or None, dry_run=dry_run)
    # The difference is one that nobody sees: it is told in code points.
    rows = [(e.table, e.key, e.field, ascii(e.was), ascii(e.now)) for e in edits]
    show_table(("table", "row", "field", "was", "now"), rows)
    n = len(edits)
    done = "to be brought" if dry_run else "brought"
    say(f"{counted(n, 'cells')} {done} into normal form.")
    return DONE


def synth(
    out: Annotated[Path, typer.Option(help="Folder to write; new, or empty.")],
    incidents: Annotated[int, typer.Option(help="How many incidents to invent.")],
    form: Annotated[str, typer.Option("--format", help="csv or parquet.")] = "csv",
    partitions: Annotated[int, typer.Option(help="Files of each table.")] = 1,
    seed: Annotated[int, typer.Option(help="Another seed invents others.")] = 2026,
    data: Annotated[str, typer.Option(help="Package whose schema it has.")] = "",
) -> int:
    """Write a SYNTHETIC data package of invented states, for tests and benchmarks."""
    # The tables are drawn with libraries that the other commands do not need.
    from briefing.synth.package import synth as invent

    refuse_inside(out, "--out", itself=False)
    like = data or None
    made = invent(
        incidents, out, form=form, partitions=partitions, seed=seed, like=like
    )
    result(made)
    return DONE


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
    from briefing.curate.export import export as write
    from briefing.curate.export import without_people
    from briefing.dataset.load import load
    from briefing.text import messages
    from briefing.text.notes import IN_DOUBT

    if names not in ("shown", "withheld"):
        message = f"names cannot be '{names}'; expected shown or withheld."
        raise BriefingError(message)
    dataset, look = load(data or None), None
    if names == "withheld":
        from briefing.publish.leak_scan import refuse_names
        from briefing.selection.redaction import (
            finder_of,
            withheld_in_doubt,
            without_names,
        )

        dataset = without_names(dataset)
        look = partial(refuse_names, finder=finder_of(dataset))
        say(
            messages.message(
                f"Withheld whole: {IN_DOUBT}.", **withheld_in_doubt(dataset)
            )
        )
        dataset = without_people(dataset)
    files = write(dataset, to, folder, look)
    result(folder)
    say(f"{counted(len(files), 'files')}, version {dataset.version}.")
    return DONE


PackageFolder = Annotated[str, typer.Option(help="Folder of the data package.")]


def to_xlsx(
    file: Annotated[Path, typer.Argument(help="Workbook to write, such as data.xlsx.")],
    data: PackageFolder = "",
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> int:
    """Write the data package as a workbook to edit, a sheet for each table."""
    from briefing.curate.xlsx_merge import workbook_of
    from briefing.files import writing

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
    data: PackageFolder = "",
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
    from briefing.curate.xlsx_merge import plan_of

    words = {"reason": reason, "source": source}
    plan = plan_of(file, data or None, remove=remove, **words)
    for note in plan.notes:
        say(" ".join(filter(None, note.cells)))
    if plan.problems:
        rows = few_alike((one.cells for one in plan.problems), (0, 3))
        show_table(("sheet", "cell", "row", "what"), rows)
        n = len(plan.problems)
        say(f"Nothing was written: {counted(n, 'cells')} must be mended.")
        return FAILED
    show_table(
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
        say(f"Published values: {counted(n, 'rows')} for corrections.csv.")
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
    say(f"{counted(n, 'changes')} written to {plan.change.root}.")
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
    from briefing.curate.import_package import HEADS, import_table

    made = import_table(file, map_, out, like=data or None)
    rows = [(str(u.line), u.column, u.cell, u.why) for u in made.unplaced]
    show_table(HEADS, few_alike(rows, (1, 3)))
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


app = typer.Typer(
    help="The data package as a whole: write it in other forms, read it back.",
    no_args_is_help=True,
)


@app.callback()
def about() -> None:
    """Write the data package in other forms, and read it back."""


app.command()(export)

app.command()(normalize)

app.command(name="to-xlsx")(to_xlsx)

app.command(name="from-xlsx")(from_xlsx)
