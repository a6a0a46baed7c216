"""A package of one's own, written from tables: with the shape and the codes of
another.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefing.curate.imports.mapping import ELSE, USUAL, Map
from briefing.curate.imports.meeting import Tables
from briefing.dataset import render_codebook, stamp
from briefing.dataset.dataset import Dataset
from briefing.dataset.find import DESCRIPTOR
from briefing.dataset.finding import Finding

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
STALE = ("hash", "bytes", "applied")


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
        text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        (self.folder / DESCRIPTOR).write_text(text, "utf-8", newline="\n")
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
        with place.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

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
    kept = {key: value for key, value in resource.items() if key not in STALE}
    path = f"reference/{name}.csv" if name in SHARED else f"{name}.csv"
    return kept | {"path": path, "format": "csv", "mediatype": "text/csv"}
