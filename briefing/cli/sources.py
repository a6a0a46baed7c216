"""The commands about sources."""

import json
from collections import Counter
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import explained_by
from briefing.cli.options import Data, Force, Json, Names, People, examples
from briefing.cli.output import refuse_existing, result, say, show_table
from briefing.files import writing

if TYPE_CHECKING:
    from briefing.curate.sources import Remark
    from briefing.dataset.dataset import Dataset

app = typer.Typer(
    help="The sources: look after them, write them for other programs.",
    no_args_is_help=True,
)

FEW = 10  # remarks of one kind that are listed


@app.command(
    epilog=examples(
        "briefing source check --offline", "briefing source check --all --json"
    )
)
@explained_by("sources")
def check(
    data: Data = "",
    *,
    online: Annotated[
        bool,
        typer.Option(
            "--online/--offline", help="Ask whether the addresses still lead somewhere."
        ),
    ] = True,
    all_: Annotated[
        bool, typer.Option("--all", help=f"More than {FEW} of a kind.")
    ] = False,
    pause: Annotated[
        float, typer.Option(min=0, help="Seconds between questions to one host.")
    ] = 1,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds to wait for an answer.")
    ] = 20,
    as_json: Json = False,
) -> int:
    """Find sources that are dead, unused, not kept by an archive, or repeat each
    other.
    """
    from briefing.curate.sources import Manner, answers, remarks
    from briefing.dataset.load import load

    dataset = load(data or None)
    rows = texts(dataset)
    manner = Manner(pause=pause, timeout=timeout)
    links = answers(rows["sources"], manner, online=online)
    found = [*(links or ()), *remarks(dataset.package, rows)]
    if as_json:
        said = {"asked": links is not None, "remarks": [asdict(one) for one in found]}
        print(json.dumps(said, ensure_ascii=False))
    else:
        lay_out(found if all_ else first_ones(found))
        say(summary(found, len(rows["sources"])))
    if links is None:
        why = "No host can be reached from here" if online else "Offline"
        say(f"{why}: no address was asked for, and dead ones are not found.")
    return FAILED if found else DONE


class Style(StrEnum):
    """A form of a bibliography."""

    bibtex = "bibtex"
    csl = "csl"


@app.command(
    epilog=examples("briefing source export --format bibtex --out sources.bib")
)
@explained_by("sources")
def export(
    *,
    style: Annotated[
        Style,
        typer.Option(
            "--format",
            help="bibtex, also for BibLaTeX, or csl: JSON for Zotero and pandoc.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="File to write; without one, it is printed.")
    ] = None,
    names: People = Names.shown,
    force: Force = False,
    data: Data = "",
) -> int:
    """Write all sources as a bibliography."""
    from briefing.dataset.load import load
    from briefing.publish.leak_scan import refuse_names
    from briefing.selection.redaction import finder_of, without_names
    from briefing.tables.bibliography import bibliography

    if out:
        refuse_existing(out, force=force)
    dataset = load(data or None)
    dataset = without_names(dataset) if names == Names.withheld else dataset
    text = bibliography(dataset, style.value)
    refuse_names({"the bibliography": text.encode()}, finder_of(dataset))
    if out is None:
        print(text, end="")
    else:
        with writing(out):
            out.write_text(text, "utf-8", newline="\n")
        result(out)
    return DONE


def texts(dataset: "Dataset") -> dict[str, list[dict[str, str]]]:
    """Give every table as rows of text."""
    return {name: dataset.rows(name) for name in dataset.package.tables}


def lay_out(found: "list[Remark]") -> None:
    """Print remarks as a table."""
    lines = [[one.source, one.code, one.what, one.next] for one in found]
    show_table(("source", "code", "what", "next"), lines)


def first_ones(found: "list[Remark]") -> "list[Remark]":
    """Give the first remarks of each kind."""
    kinds: dict[str, list[Remark]] = {}
    for one in found:
        kinds.setdefault(one.code, []).append(one)
    return [one for kind in kinds.values() for one in kind[:FEW]]


def summary(found: "list[Remark]", n: int) -> str:
    """Count the remarks by kind."""
    counted = Counter(one.code for one in found)
    said = ", ".join(f"{many} {code}" for code, many in counted.items())
    few = any(many > FEW for many in counted.values())
    more = "; --all lists all of them" * few
    return f"{n} sources: {said or 'nothing to remark'}{more}."
