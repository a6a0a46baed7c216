"""The commands about the data package."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import explained_by, pointer
from briefing.cli.options import (
    Data,
    DryRun,
    Force,
    Names,
    NewFolder,
    Package,
    People,
    Reason,
    Source,
    Yes,
    examples,
)
from briefing.cli.output import (
    confirm,
    few_alike,
    refuse_existing,
    result,
    say,
    show_table,
    write_change,
)
from briefing.dataset.findings import causes_first, few, number_of
from briefing.dataset.location import on_disk, refuse_inside
from briefing.dataset.transaction import alone, decide
from briefing.errors import BriefingError
from briefing.text.formats import counted

VOCABULARIES = ("states", "rights", "types", "groups")

app = typer.Typer(
    help="The data package: check it, write it in other forms, read it back.",
    no_args_is_help=True,
)

workbook = typer.Typer(
    help="The data package as a workbook: write it, read an edited one back.",
    no_args_is_help=True,
)


@app.command(
    epilog=examples(
        "briefing check",
        "briefing data check --strict",
        "briefing data check --data ../my-package",
    )
)
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
    summary = f"{counted(n, 'findings')} in {find_package(data or None)}"
    if len(listed) < len(findings):
        shown = sum(one.times == 1 for one in listed)
        summary += f", {shown} of them shown (--all: each)"
    say(f"{summary}\n{pointer(listed[0].code)}" if findings else summary)
    return FAILED if findings else DONE


@app.command(epilog=examples("briefing data codes states"))
def codes(
    what: Annotated[
        str, typer.Argument(help=f"One of {', '.join(VOCABULARIES)}; empty: all.")
    ] = "",
    data: Data = "",
) -> int:
    """List the codes that a parameter takes, with their labels."""
    from briefing.dataset.load import load
    from briefing.selection.description import vocabulary

    if what and what not in VOCABULARIES:
        message = f"There is no list '{what}'; the lists are {', '.join(VOCABULARIES)}."
        raise BriefingError(message)
    dataset = load(data or None)
    if what:
        show_table(("code", "label"), vocabulary(dataset, what).items())
    else:
        rows = [
            (name, code, label)
            for name in VOCABULARIES
            for code, label in vocabulary(dataset, name).items()
        ]
        show_table(("parameter", "code", "label"), rows)
    return DONE


@app.command(
    epilog=examples(
        "briefing data export --format csv --out copy",
        "briefing data export --format zip --names withheld --out public",
    )
)
@explained_by("export")
def export(
    *,
    form: Annotated[
        str, typer.Option("--format", help="csv, jsonl, parquet, hxl or zip.")
    ],
    out: NewFolder,
    names: People = Names.shown,
    data: Data = "",
) -> int:
    """Write the data in another form, as they are counted: with corrections applied."""
    from briefing.curate.export import export as write
    from briefing.curate.export import without_people
    from briefing.dataset.load import load
    from briefing.text.messages import message
    from briefing.text.notes import IN_DOUBT

    dataset, look = load(data or None), None
    if names == Names.withheld:
        from briefing.publish.leak_scan import refuse_names
        from briefing.selection.redaction import (
            finder_of,
            withheld_in_doubt,
            without_names,
        )

        dataset = without_names(dataset)
        look = partial(refuse_names, finder=finder_of(dataset))
        doubtful = withheld_in_doubt(dataset)
        say(message(f"Withheld whole: {IN_DOUBT}.", **doubtful))
        dataset = without_people(dataset)
    files = write(dataset, form, out, look)
    result(out)
    say(f"{counted(len(files), 'files')}, version {dataset.version}.")
    return DONE


@workbook.command("write", epilog=examples("briefing data workbook write --out d.xlsx"))
@explained_by("spreadsheet")
def write_workbook(
    out: Annotated[Path, typer.Option(help="Workbook to write, such as data.xlsx.")],
    data: Package = "",
    *,
    force: Force = False,
) -> int:
    """Write the data package as a workbook to edit, a sheet for each table."""
    from briefing.curate.xlsx_merge import workbook_of
    from briefing.files import writing

    if out.suffix.lower() != ".xlsx":
        message = f"A workbook is called something.xlsx, and not {out.name}."
        raise BriefingError(message)
    refuse_existing(out, force=force)
    content = workbook_of(data or None)
    draft = out.with_name(f".{out.name}.part")
    with writing(out):
        # Whole or not at all: what was there is replaced only by what can be opened.
        try:
            draft.write_bytes(content)
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
    result(out)
    return DONE


@workbook.command(
    "read",
    epilog=examples(
        "briefing data workbook read data.xlsx --dry-run",
        'briefing data workbook read data.xlsx --reason "Seen in the ruling" '
        "--source S-0012",
    ),
)
@explained_by("spreadsheet")
def read_workbook(
    file: Annotated[Path, typer.Argument(help="Workbook that was edited.")],
    data: Package = "",
    *,
    reason: Reason = "",
    source: Source = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take out rows that were deleted.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> int:
    """Read an edited workbook back: show the changes, check them, ask, write."""
    from briefing.curate.xlsx_merge import plan_of

    plan = plan_of(file, data or None, remove=remove, reason=reason, source=source)
    for note in plan.notes:
        say(" ".join(filter(None, note.cells)))
    if plan.problems:
        rows = few_alike((one.cells for one in plan.problems), (0, 3))
        show_table(("sheet", "cell", "row", "what"), rows)
        n = counted(len(plan.problems), "cells")
        say(f"Nothing was written: {n} must be mended.")
        return FAILED
    if not plan.edits:
        say("The workbook holds what the package holds; nothing was written.")
        return DONE
    if plan.corrections:
        n = counted(plan.corrections, "rows")
        say(f"Published values: {n} for corrections.csv.")
    if write_change(plan.change, edits=plan.edits, dry_run=dry_run, yes=yes):
        n = counted(len(plan.edits), "changes")
        say(f"{n} written to {plan.change.root}.")
    return DONE


app.add_typer(workbook, name="workbook")


@app.command(
    "import",
    epilog=examples(
        "briefing data import people.csv --map mapping.toml --out my-package"
    ),
)
@explained_by("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Table to read: CSV or XLSX.")],
    *,
    map_: Annotated[
        Path, typer.Option("--map", help="What its columns are: mapping.toml.")
    ],
    out: NewFolder,
    data: Annotated[
        str, typer.Option(help="Package whose codes, states and rights it takes.")
    ] = "",
) -> int:
    """Make a data package of another table, and report what found no place."""
    from briefing.curate.import_package import HEADS, import_table

    made = import_table(file, map_, out, like=data or None)
    rows = [(str(u.line), u.column, u.cell, u.why) for u in made.unplaced]
    show_table(HEADS, few_alike(rows, (1, 3)))
    lost = made.rows - len(made.placed)
    cases = len({*made.placed.values()})
    say(
        f"{made.rows} rows: {len(made.placed)} placed in "
        f"{counted(cases, 'incidents')}, {lost} not placed; "
        f"{len(made.unplaced) - lost} cells of placed rows not placed. {made.report} "
        "lists them all."
    )
    if made.placed:
        result(made.out)
    return FAILED if made.unplaced else DONE


@app.command(epilog=examples("briefing data codebook"))
def codebook(data: Package = "") -> int:
    """Write CODEBOOK.md of the data package again from its descriptor."""
    from briefing.dataset.codebook import render_codebook
    from briefing.dataset.location import find_package

    root = on_disk(find_package(data or None))
    text = render_codebook(root)
    with alone(root):
        decide(root, {"CODEBOOK.md": text.encode()})
    result(root / "CODEBOOK.md")
    return DONE


@app.command(epilog=examples("briefing data stamp"))
def stamp(data: Package = "") -> int:
    """Record the digest of every file of the data package in its descriptor."""
    from briefing.dataset.files import stamp as record

    changed = record(data or None)
    print("\n".join(changed) if changed else "Every digest was right.")
    return DONE


@app.command(
    epilog=examples("briefing data normalize --dry-run", "briefing data normalize")
)
def normalize(data: Package = "", *, dry_run: DryRun = False, yes: Yes = False) -> int:
    """Write every text in its normal form: composed letters, one blank between words,
    nothing that cannot be seen.
    """
    from briefing.curate.normalize import normalize as brought

    edits = brought(data or None, dry_run=True)
    # The difference is one that nobody sees: it is told in code points.
    rows = [(e.table, e.key, e.field, ascii(e.was), ascii(e.now)) for e in edits]
    show_table(("table", "row", "field", "was", "now"), rows)
    n = counted(len(edits), "cells")
    if edits and confirm("Write this?", yes=yes, dry_run=dry_run):
        brought(data or None, dry_run=False)
        say(f"{n} brought into normal form.")
    else:
        say(f"{n} to be brought into normal form.")
    return DONE


@app.command(
    epilog=examples(
        "briefing data synth --incidents 1000 --out synthetic",
        "briefing data synth --incidents 1000000 --out large --format parquet",
    )
)
def synth(
    out: NewFolder,
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
