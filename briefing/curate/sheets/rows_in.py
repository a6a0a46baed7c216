"""The rows of one sheet as text: read, repaired where a program changed a cell, or
named.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.curate.sheets.book import (
    TOO_LONG,
    Edited,
    Line,
    Remark,
    Row,
    Table,
    in_words,
)
from briefing.curate.sheets.repairs import Reading, came_of, read, told
from briefing.dataset.descriptor import Column


class Rows:
    """The rows of the sheet of one table."""

    def __init__(self, edited: Edited, table: Table) -> None:
        """Remember the sheet, and the rows of the package by their keys."""
        self.edited, self.table = edited, table
        self.name = table.resource.name
        self.current = {in_words(key): row for key, row in table.by_key().items()}

    def read(self) -> Iterator[tuple[Line, str, Row | None]]:
        """Give each row with its key; no cells where one of them cannot be read."""
        for line in self.edited.lines[self.name]:
            was = self.meant(line)
            readings = {
                field.name: self.reading(line, field, was)
                for field in self.table.resource.table.fields
            }
            row = {name: reading.text for name, reading in readings.items()}
            key = in_words(self.table.key(row))
            self.note(line, key, readings)
            refused = any(reading.refused for reading in readings.values())
            yield line, key, None if refused else row

    def reading(self, line: Line, field: Column, was: Row | None) -> Reading:
        """Read one cell."""
        given = line.cells[field.name]
        if was is not None and given.value == TOO_LONG:
            return Reading(was[field.name])
        return read(given, field, None if was is None else was[field.name])

    def note(self, line: Line, key: str, readings: dict[str, Reading]) -> None:
        """Say cell by cell what a program had done."""
        for name, reading in readings.items():
            place = self.edited.place(self.name, line.number, name)
            if reading.repaired:
                what = f"{name}: {reading.repaired}"
                self.edited.notes.append(Remark(self.name, place, key, what))
            if reading.refused:
                what = f"{name}: {reading.refused}; type it again as text"
                self.edited.problems.append(Remark(self.name, place, key, what))

    def meant(self, line: Line) -> Row | None:
        """Find the row of the package that a row of the workbook is, by its key."""
        names = self.table.resource.table.primary_key
        given = [line.cells[name] for name in names]
        if all(isinstance(one.value, str) for one in given):
            return self.current.get("/".join(told(one).text for one in given))
        # A program changed the key itself: it is the one that it may have been.
        meant = [
            row
            for row in self.current.values()
            if all(
                row[name] == one.value or came_of(row[name], one)
                for name, one in zip(names, given, strict=True)
            )
        ]
        return meant[0] if len(meant) == 1 else None
