"""The package that is made of another table, and what found no place in it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from briefing.curate.import_mapping import ELSE, USUAL, Map, read_mapping
from briefing.curate.import_rows import Filler, Lost, Meeting, Reader, Tables, Unplaced
from briefing.curate.import_table import Foreign, read_foreign
from briefing.dataset.codebook import render_codebook
from briefing.dataset.csv_table import write_csv
from briefing.dataset.dataset import Dataset
from briefing.dataset.files import descriptor_bytes, moved, stamp
from briefing.dataset.findings import Finding, InvalidPackage
from briefing.dataset.load import load
from briefing.dataset.location import refuse_inside
from briefing.dataset.transaction import DESCRIPTOR
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from briefing.files import refuse_filled, writing
from briefing.suggest import one_of

# Tables of ours that say what words mean, and hold for other people's cases as well.
SHARED = (
    "states",
    "memberships",
    "rights",
    "right_articles",
    "treaties",
    "treaty_parties",
    "presidencies",
    "events",
)


class Draft:
    """The folder of a package that is not yet where it will be."""

    def __init__(self, folder: Path, mapping: Map, base: Dataset) -> None:
        """Remember what the package is like."""
        self.folder, self.mapping, self.base = folder, mapping, base
        self.starts: dict[str, list[int]] = {}

    def write(self, tables: Tables) -> None:
        """Write all files of the package."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        descriptor = self.described()
        for resource in descriptor["resources"]:
            name = resource["name"]
            names = [field["name"] for field in resource["schema"]["fields"]]
            rows: Sequence[Sequence[str]] = []
            if name in SHARED:
                rows = self.base.written(name)[names].to_numpy().tolist()
            elif name in USUAL:
                found = tables.rows.get(name, {}).values()
                usual = USUAL[name]
                rows = [
                    [row.get(one, usual.get(one, ELSE)) for one in names]
                    for row in found
                ]
            self.table(name, resource["path"], [names, *rows])
        (self.folder / DESCRIPTOR).write_bytes(descriptor_bytes(descriptor))
        stamp(self.folder)
        codebook = render_codebook(self.folder)
        (self.folder / "CODEBOOK.md").write_text(codebook, "utf-8", newline="\n")

    def described(self) -> dict[str, Any]:
        """Write the descriptor: the shape of the other, and what this one is."""
        given: dict[str, Any] = json.loads((self.base.root / DESCRIPTOR).read_bytes())
        given.pop("contributors", None)
        given["resources"] = [described(one) for one in given["resources"]]
        own = self.mapping
        given |= {
            "name": own.name,
            "title": own.title,
            "description": f"{own.title}: imported by a mapping of its columns.",
            "version": own.version,
            "created": f"{dt.datetime.now(dt.UTC).date().isoformat()}T00:00:00Z",
        }
        if own.license is not None:
            given["licenses"] = [own.license.model_dump(by_alias=True, mode="json")]
        return given

    def table(self, name: str, path: str, rows: Sequence[Sequence[str]]) -> None:
        """Write one table, noting on which line each of its rows begins."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        line, starts = 1, []
        for row in rows:
            starts.append(line)
            line += 1 + sum(cell.count("\n") for cell in row)
        self.starts[path] = starts[1:]
        place.write_bytes(write_csv(rows))

    def blamed(
        self, findings: Sequence[Finding], tables: Tables
    ) -> Iterator[tuple[int, str]]:
        """Name the lines of the other table from which what is wrong has come."""
        for finding in findings:
            name = finding.file.removesuffix(".csv")
            lines = list(tables.lines.get(name, {}).values())
            starts = self.starts.get(finding.file, [])
            if finding.row in starts and len(lines) == len(starts):
                why = f"{name}.{finding.field}: {finding.code}: {finding.what}"
                for line in lines[starts.index(finding.row)]:
                    yield line, f"{why}; expected {finding.expected}"


def described(resource: dict[str, Any]) -> dict[str, Any]:
    """Describe a table of the other package as one CSV file of ours, with its digest
    open.
    """
    name = resource["name"]
    path = f"reference/{name}.csv" if name in SHARED else f"{name}.csv"
    kept = {key: value for key, value in resource.items() if key != "applied"}
    return moved(kept, [path], "csv")


HEADS = ("line", "column", "cell", "why")


@dataclass(frozen=True)
class Imported:
    """What became of a file: the case of each line placed, and what found no place."""

    out: Path
    rows: int
    placed: Mapping[int, str]
    unplaced: Sequence[Unplaced]
    report: Path


def import_table(
    place: Path, mapping: Path, out: Path, *, like: str | Path | None = None
) -> Imported:
    """Make a package in *out* of the table in *place*, with the codes of *like*."""
    refuse_filled(out)
    refuse_inside(out, "--out", itself=False)
    base = load(like)
    wanted = read_mapping(mapping, base.package)
    columns, rows = read_foreign(place, wanted.file, wanted.columns)
    if not rows:
        message = (
            f"{place} has a header and no row below it: nothing was imported, and "
            f"{out} was not made. Add rows, or name another file or sheet."
        )
        raise BriefingError(message)
    for column in sorted({*wanted.columns, *wanted.leave} - {*columns}):
        message = (
            f"{mapping} names the column '{column}', which {place} has not; expected "
            f"{one_of(column, columns)}."
        )
        raise BriefingError(message)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        return made(wanted, out, rows, base)


def made(mapping: Map, out: Path, rows: Sequence[Foreign], base: Dataset) -> Imported:
    """Make the package beside its place, and move it there once it is whole."""
    with tempfile.TemporaryDirectory(prefix=".import-", dir=out.parent) as folder:
        draft = Draft(Path(folder) / "package", mapping, base)
        meeting, placed = settled(mapping, draft, rows, base)
        report = out.with_name(f"{out.name}-unplaced.csv")
        unplaced = sorted(meeting.unplaced, key=lambda one: (one.line, one.column))
        write(report, unplaced)
        if placed:
            if out.exists():
                out.rmdir()
            draft.folder.rename(out)
    return Imported(out, len(rows), placed, unplaced, report)


def settled(
    mapping: Map, draft: Draft, rows: Sequence[Foreign], base: Dataset
) -> tuple[Meeting, dict[int, str]]:
    """Place rows, and take those out again that break a rule, until none does."""
    records = {name: base.rows(name) for name in SHARED}
    reader = Reader(mapping, Filler(base.package, records))
    refused: dict[int, str] = {}
    while True:
        meeting, placed = placing(reader, rows, refused, base)
        if not placed:
            return meeting, placed
        draft.write(meeting.tables)
        if not (findings := check(draft.folder)):
            return meeting, placed
        turned_away = dict(draft.blamed(findings, meeting.tables))
        if not turned_away:
            raise InvalidPackage(str(draft.folder), findings)
        refused |= turned_away


def placing(
    reader: Reader, rows: Sequence[Foreign], refused: Mapping[int, str], base: Dataset
) -> tuple[Meeting, dict[int, str]]:
    """Place each row that can be read and was not refused."""
    meeting, acts = Meeting(reader.mapping, base.missing), []
    for row in rows:
        try:
            if row.line in refused:
                raise Lost(refused[row.line])
            acts.append(reader.read(row))
        except Lost as lost:
            what = f"the whole row: {lost.why}"
            one = Unplaced(row.line, lost.column, lost.cell, what)
            meeting.unplaced.append(one)
    for act in acts:
        meeting.add(act)
    meeting.settle(acts)
    cases = meeting.tables.rows.get("incidents", {})
    return meeting, {act.line: cases[act.case]["incident_id"] for act in acts}


def write(place: Path, unplaced: Sequence[Unplaced]) -> None:
    """Write what found no place, for whoever keeps the other table."""
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADS, *map(astuple, unplaced)])
