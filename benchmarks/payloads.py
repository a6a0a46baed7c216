"""Keep what every chapter of every profile shows, and compare two such collections.

A change of the code that is to change no number, title, note or word is checked so:

    python benchmarks/payloads.py keep before --data data --data tests/data/pocket
    python benchmarks/payloads.py keep after --data data --data tests/data/pocket
    python benchmarks/payloads.py compare before after

`keep` runs the chapters through papermill's engine `briefing` and writes one JSON file
for each run of a chapter, with everything that its outputs carry but the drawings.
"""

import argparse
import csv
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import papermill
from papermill.exceptions import PapermillExecutionError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
MIME = "application/vnd.sco-briefing+json"
DRAWN = ("svg", "under")  # left out: a drawing, and a mark that is never printed


def column(data: Path, table: str, name: str) -> list[str]:
    """Return the different values of a column of a package, sorted."""
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row[name] for row in csv.DictReader(file)})


def choices(data: Path, one: str, most: int) -> list[dict[str, str]]:
    """Return the parameters for each briefing of a profile, at most *most* of them.

    A profile is about one state, right or year, or, without `one`, about everything.
    """
    if not one:
        return [{}]
    if one == "states":
        found = [{"states": v} for v in column(data, "incidents", "executing_state")]
    elif one == "rights":
        found = [{"rights": v} for v in column(data, "violations", "right")]
    else:
        dates = column(data, "incidents", "date")
        years = sorted({date[:4] for date in dates if date[:4].isdigit()})
        found = [{"date_from": f"{y}-01-01", "date_to": f"{y}-12-31"} for y in years]
    step = max(1, len(found) // most) if most else 1
    return found[::step][: most or None]


def runs(data: Path, most: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each run of a chapter: the name of its file, its notebook, parameters."""
    for path in sorted((NOTEBOOKS / "profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text("utf-8"))
        for choice in choices(data, profile.get("one", ""), most):
            said = "-".join([path.stem, *choice.values()])
            given = {**profile.get("parameters", {}), **choice}
            for chapter in profile["chapters"]:
                yield f"{said}.{chapter}", chapter, given


def shown(notebook: Any) -> list[Any]:  # noqa: ANN401 - a notebook of nbformat
    """Return what the outputs of a notebook carry, in order, without drawings."""
    return [
        {key: value for key, value in output["data"][MIME].items() if key not in DRAWN}
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    ]


def payloads(chapter: str, parameters: dict[str, str]) -> list[Any]:
    """Run a chapter and return what it shows, or the error that it ended with."""
    try:
        executed = papermill.execute_notebook(
            str(NOTEBOOKS / f"{chapter}.ipynb"),
            None,
            parameters=parameters,
            engine_name="briefing",
            progress_bar=False,
            cwd=str(NOTEBOOKS),
        )
    except PapermillExecutionError as error:
        return [{"error": error.ename, "value": error.evalue}]
    return shown(executed)


def keep(folder: Path, packages: list[Path], most: int) -> None:
    """Run every chapter over each package and write what it shows into *folder*."""
    for data in packages:
        place = folder / data.resolve().name
        place.mkdir(parents=True, exist_ok=True)
        for name, chapter, given in runs(data, most):
            found = payloads(chapter, {"data": str(data.resolve()), **given})
            text = json.dumps(found, ensure_ascii=False, indent=1)
            (place / f"{name}.json").write_text(text + "\n", "utf-8", newline="\n")
            print(place.name, name)


def compare(before: Path, after: Path) -> int:
    """Name each file that differs, is new or is gone; return how many there are."""
    names = {
        path.relative_to(folder)
        for folder in (before, after)
        for path in folder.rglob("*.json")
    }
    if not names:
        sys.exit(
            f"{before} and {after} hold no JSON files; run `keep` into them first."
        )
    differing = 0
    for name in sorted(names):
        texts = [
            path.read_text("utf-8") if path.exists() else ""
            for path in (before / name, after / name)
        ]
        if texts[0] != texts[1]:
            differing += 1
            lines = [text.splitlines() for text in texts]
            pairs = zip(*lines, strict=False)
            at = next((i for i, (a, b) in enumerate(pairs) if a != b), None)
            print(f"{name}: " + ("lengths differ" if at is None else f"line {at + 1}"))
            for text in lines if at is not None else ():
                print(f"    {text[at].strip()[:200]}")
    print(f"{len(names)} files compared, {differing} differ")
    return differing


def main() -> int:
    """Keep a collection, or compare two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    kept = kinds.add_parser("keep")
    kept.add_argument("folder", type=Path)
    kept.add_argument("--data", type=Path, action="append", required=True)
    kept.add_argument("--most", type=int, default=2, help="of each kind; 0 means all")
    compared = kinds.add_parser("compare")
    compared.add_argument("before", type=Path)
    compared.add_argument("after", type=Path)
    given = parser.parse_args()
    if given.kind == "compare":
        return 1 if compare(given.before, given.after) else 0
    keep(given.folder, given.data, given.most)
    return 0


if __name__ == "__main__":
    sys.exit(main())
