"""Fill the fields of one of our rows from one of somebody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from briefing.curate.imports.called import dated, truth, words_for
from briefing.curate.imports.foreign import Foreign
from briefing.curate.imports.mapping import BLANK, ELSE, OURS, USUAL, Way
from briefing.curate.sheets.book import Row
from briefing.curate.sheets.repairs import Reading, in_column, plain_text
from briefing.dataset.cells import expectation
from briefing.dataset.descriptor import Column
from briefing.dataset.finding import did_you_mean
from briefing.dataset.package import Package
from briefing.dataset.schema import first_broken, rules_of


@dataclass(frozen=True)
class Unplaced:
    """A cell that found no place, or a whole row where no column is named; and why."""

    line: int
    column: str
    cell: str
    why: str


class Lost(Exception):
    """Why a whole row finds no place, by the cell that is the reason."""

    def __init__(self, why: str, column: str = "", cell: str = "") -> None:
        """Remember cell and reason."""
        super().__init__(why)
        self.column, self.cell, self.why = column, cell, why


class Filler:
    """Knows the fields of a package, and the words by which people call its codes."""

    def __init__(self, package: Package, tables: Mapping[str, Sequence[Row]]) -> None:
        """Gather the words for the codes of each field."""
        self.package, self.missing = package, frozenset(package.missing)
        self.words = {
            (name, field.name): words_for(package, tables, name, field)
            for name, resource in package.tables.items()
            for field in resource.table.fields
        }

    def rows(
        self, table: str, ways: Mapping[str, Way], row: Foreign
    ) -> tuple[list[dict[str, str]], list[Unplaced]]:
        """Make our rows of a table: one for each combination of what its cells split
        into.
        """
        unplaced: list[Unplaced] = []
        columns: dict[str, list[str]] = {}
        for field in self.package.tables[table].table.fields:
            if field.name in OURS:
                continue
            way = ways.get(field.name)
            if way is None:
                columns[field.name] = [USUAL[table].get(field.name, ELSE)]
                continue
            texts, left = self.texts(table, field, way, row)
            unplaced += left
            listed = field.type == "list"
            columns[field.name] = [field.delimiter.join(texts)] if listed else texts
        found = product(*columns.values())
        return [dict(zip(columns, cells, strict=True)) for cells in found], unplaced

    def texts(
        self, table: str, field: Column, way: Way, row: Foreign
    ) -> tuple[list[str], list[Unplaced]]:
        """Read what one field holds: one text, or several where the cell is split."""
        raw = said(way, row)
        column = way.column or "+".join(way.columns)
        if not raw:
            return [self.empty(field, way, column)], []
        mark = way.split or (field.delimiter if field.type == "list" else "")
        texts: list[str] = []
        unplaced = []
        reading = reading_of(way, row, field)
        raw = reading.text or raw
        parts = raw.split(mark) if mark else [raw]
        if reading.refused:
            parts, what = [], f"{table}.{field.name}: {reading.refused}"
            unplaced.append(Unplaced(row.line, column, raw, f"{what}; type it as text"))
        # A cell that holds a day, and not the text of one, needs no form.
        given = row.given.get(way.column)
        formats = way.formats if given is None or plain_text(given) else ()
        for part in filter(None, map(str.strip, parts)):
            try:
                texts.append(self.text(table, field, way, part, formats))
            except ValueError as error:
                what = f"{table}.{field.name}: {error}"
                unplaced.append(Unplaced(row.line, column, part, what))
        if not texts:
            if field.constraints.required:
                why = unplaced[0].why if unplaced else f"{table}.{field.name} is empty"
                raise Lost(why, column, raw)
            texts = [ELSE]
        return list(dict.fromkeys(texts)), unplaced

    def empty(self, field: Column, way: Way, column: str) -> str:
        """Say what an empty cell says; a field that must be known takes none."""
        if way.empty or not field.constraints.required:
            return way.empty or ELSE
        why = f"{field.title} must be known, and the cell is empty"
        raise Lost(why, column)

    def text(
        self, table: str, field: Column, way: Way, part: str, formats: Sequence[str]
    ) -> str:
        """Put one text in our words, or say in a ValueError why that cannot be done."""
        mapped = {word.casefold(): code for word, code in way.values.items()}
        known = self.words[table, field.name]
        text = mapped.get(part.casefold()) or known.get(part.casefold(), part)
        if known and text not in {*known.values(), *self.missing}:
            meant = did_you_mean(part, [*dict.fromkeys([*way.values, *known.values()])])
            message = f"no code is called so; expected {meant}"
            raise ValueError(message)
        if field.holds_dates and formats and text not in self.missing:
            text = dated(text, formats)
        if field.type == "boolean":
            text = truth(text)
        code = first_broken(rules_of(field, self.missing), text)
        if code is not None:
            message = f"{code}: expected {expectation(code, field, text)}"
            raise ValueError(message)
        return text


def reading_of(way: Way, row: Foreign, field: Column) -> Reading:
    """Read the cell of a workbook as its column is read, or find which cannot be."""
    given = row.given.get(way.column)
    if given is not None:
        return in_column(given, field)
    _, why = row.unreadable(way.columns)
    return Reading("", refused=why)


def said(way: Way, row: Foreign) -> str:
    """Give what the row says: a cell, several put together, or what every row says."""
    if way.column:
        return row.cells.get(way.column, "")
    if way.text:
        if not any(row.cells.get(name) for name in way.columns):
            return ""
        return BLANK.sub(lambda blank: row.cells.get(blank[1], ""), way.text).strip()
    return way.same
