"""Somebody else's table becomes a data package of its own, and a list of what did not
fit.

What the rules of a package refuse is taken out again, line by line with the finding as
the reason, until nothing is refused: what stands in the package is sound, and what does
not is in the list.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import pandas as pd

from briefing.curate.imports.acts import Reader
from briefing.curate.imports.filling import Filler, Lost, Unplaced
from briefing.curate.imports.fitting import read_mapping
from briefing.curate.imports.folder import SHARED, Draft
from briefing.curate.imports.foreign import Foreign, read_foreign
from briefing.curate.imports.mapping import Map
from briefing.curate.imports.meeting import Meeting
from briefing.curate.writing import writing
from briefing.dataset import check, load
from briefing.dataset.dataset import Dataset
from briefing.dataset.find import refuse_inside
from briefing.dataset.finding import InvalidPackage, did_you_mean
from briefing.errors import BriefingError

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
    here = out.resolve() == Path.cwd()  # which cannot be replaced
    if here or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        message = f"{out} is there already. Name a new folder, or another empty one."
        raise BriefingError(message)
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
            f"{did_you_mean(column, columns)}."
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
    records = {name: records_of(base.written(name)) for name in SHARED}
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


def records_of(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Give the rows of a table of text."""
    names = [str(name) for name in frame]
    rows = frame.to_numpy().tolist()
    return [dict(zip(names, cells, strict=True)) for cells in rows]


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
