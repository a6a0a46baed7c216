"""Commands about the data package: check, list, codebook, stamp."""

from pathlib import Path
from typing import Annotated

import typer

from briefing import dataset as room
from briefing.commands.exits import DONE, FAILED
from briefing.commands.explain import pointer
from briefing.dataset.find import on_disk, refuse_inside
from briefing.dataset.finding import causes_first, few, number_of
from briefing.dataset.pending import alone, decide
from briefing.errors import BriefingError
from briefing.measure import PARAMETERS
from briefing.terminal import result, say, show

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
    from briefing.dataset.strict import strict as second_opinion

    findings = [*room.check(data or None), *(second_opinion(data) if strict else ())]
    columns = ("file", "row", "field", "code", "what", "expected")
    listed = causes_first(findings) if all_ else few(findings)
    rows = [[str(getattr(one, name) or "") for name in columns] for one in listed]
    show(columns, rows)
    n = number_of(findings)
    said = f"{n:,} finding{'' if n == 1 else 's'} in {room.find_package(data or None)}"
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
        from briefing.measure.scope import vocabulary

        show(("code", "label"), vocabulary(room.load(data or None), what).items())
    return DONE


def codebook(data: Written = "") -> int:
    """Write CODEBOOK.md of the data package again from its descriptor."""
    root = on_disk(room.find_package(data or None))
    text = room.render_codebook(root)
    with alone(root):
        decide(root, {"CODEBOOK.md": text.encode()})
    result(root / "CODEBOOK.md")
    return DONE


def stamp(data: Written = "") -> int:
    """Record the digest of every file of the data package in its descriptor."""
    from briefing.dataset.stamp import stamp as record

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
    show(("table", "row", "field", "was", "now"), rows)
    n = len(edits)
    done = "to be brought" if dry_run else "brought"
    say(f"{n} cell{'' if n == 1 else 's'} {done} into normal form.")
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
    from briefing.dataset.synth import synth as invent

    refuse_inside(out, "--out", itself=False)
    like = data or None
    made = invent(
        incidents, out, form=form, partitions=partitions, seed=seed, like=like
    )
    result(made)
    return DONE
